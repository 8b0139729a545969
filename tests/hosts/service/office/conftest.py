"""A running service with the door for Excel 365, and an Excel that is played in Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.hosts.service.browser.chromium import Line, browser, program, tab
from tests.hosts.service.office.playing import Excel
from tests.hosts.service.office.test_serving import Opened


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    one = Opened(tmp_path_factory.mktemp("office"))
    try:
        yield one
    finally:
        one.end()


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """One Chromium for all tests; its certificate is trusted as its user is told to do it: it opens without asking."""
    if program() is None and "XL_ADDIN_OFFICE" not in os.environ:
        pytest.skip("needs Chromium")
    with browser(tmp_path_factory.mktemp("profile"), "--ignore-certificate-errors") as one:
        yield one


@pytest.fixture
def excel(office: Opened, line: Line) -> Iterator[Excel]:
    """A tab of a user of its own, who has not been here before."""
    with tab(line, Excel) as one:
        one.resize(320, 800)
        one.address, one.word = f"https://localhost:{office.port}/office/pane.html", office.word
        yield one
        assert one.errors == []
