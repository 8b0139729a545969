"""A running service with the door for Excel 365, and an Excel that is played in Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hosts.service.browser.chromium import chromium, program
from tests.hosts.service.office.playing import Excel
from tests.hosts.service.office.test_serving import Opened


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    one = Opened(tmp_path_factory.mktemp("office"))
    try:
        yield one
    finally:
        one.end()


@pytest.fixture
def excel(office: Opened, tmp_path: Path) -> Iterator[Excel]:
    """Its certificate is trusted as its user is told to do it: the page is opened without asking."""
    if program() is None and "XL_ADDIN_OFFICE" not in os.environ:
        pytest.skip("needs Chromium")
    with chromium(tmp_path / "profile", Excel, "--ignore-certificate-errors") as tab:
        tab.resize(320, 800)
        tab.address, tab.word = f"https://localhost:{office.port}/office/pane.html", office.word
        yield tab
        assert tab.errors == []
