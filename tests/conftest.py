"""What tests of several folders need."""

from __future__ import annotations

import os

import pytest

from xl_addin.files.office import office_program


@pytest.fixture(scope="session")
def office() -> str:
    """The path of LibreOffice; where the run asks for it, missing is a failure."""
    found = office_program()
    if not found and "XL_ADDIN_LIBREOFFICE" not in os.environ:
        pytest.skip("needs LibreOffice")
    assert found, "make libreoffice"
    return found
