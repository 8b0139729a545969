"""What tests of several folders need."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pytest

from xl_addin.files.office import office_program

FEW = 2
"""Of a test over many seeds so many are run by `make test`; the further ones by `make test-long`."""


SLOW: Final = Path(__file__).with_name("slow.txt")


def slow_tests() -> frozenset[str]:
    """The names in ``slow.txt`` as pytest writes them."""
    lines = SLOW.read_text("utf-8").splitlines()
    return frozenset(line.encode("ascii", "backslashreplace").decode() for line in lines if not line.startswith("#"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave slow tests and the further seeds of every test to the long run: none is lost, a change is judged soon."""
    named = slow_tests()
    slow: set[pytest.Item] = set()
    for item in items:
        chosen = getattr(getattr(item, "callspec", None), "indices", {})
        if item.nodeid in named or item.nodeid.split("[")[0] in named:
            slow.add(item)
        if item in slow or chosen.get("seed", 0) >= FEW:
            item.add_marker(pytest.mark.long)
    items.sort(key=lambda item: item not in slow)  # the long run begins with them, and may be cut off later


@pytest.fixture(scope="session")
def office() -> str:
    """The path of LibreOffice; where the run asks for it, missing is a failure."""
    found = office_program()
    if not found and "XL_ADDIN_LIBREOFFICE" not in os.environ:
        pytest.skip("needs LibreOffice")
    assert found, "make libreoffice"
    return found
