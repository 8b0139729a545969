"""What tests of several folders need."""

from __future__ import annotations

import os

import pytest

from xl_addin.files.office import office_program

FEW = 2
"""Of a test over many seeds so many are run by `make test`; the further ones by `make test-long`."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the further seeds of every test to the long run: none is lost, and a change is judged in minutes."""
    for item in items:
        chosen = getattr(getattr(item, "callspec", None), "indices", {})
        if chosen.get("seed", 0) >= FEW:
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def office() -> str:
    """The path of LibreOffice; where the run asks for it, missing is a failure."""
    found = office_program()
    if not found and "XL_ADDIN_LIBREOFFICE" not in os.environ:
        pytest.skip("needs LibreOffice")
    assert found, "make libreoffice"
    return found
