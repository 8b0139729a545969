"""xlwings' own Windows engine on top of a stand-in for Excel, on any system."""

from __future__ import annotations

import ctypes
import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

import pytest

from tests.hosts.openbook.fake_excel import FakeWorkbook, Refused

PYWIN32 = (
    "pywintypes", "win32api", "win32con", "pythoncom", "win32gui", "win32process", "win32timezone", "win32com",
    "win32com.client",
)  # fmt: skip


class Dispatched:
    """What pywin32's classes of automation objects are to xlwings: something to test with isinstance."""


@pytest.fixture(scope="module")
def desktop() -> Iterator[ModuleType]:
    """Import ``xlwings._xlwindows`` with stand-ins for pywin32, and take all of it away again."""
    patch = pytest.MonkeyPatch()
    for name in PYWIN32:
        patch.setitem(sys.modules, name, MagicMock(name=name))
    modules: dict[str, Any] = sys.modules  # type: ignore[assignment]
    modules["pywintypes"].com_error = Refused
    modules["pywintypes"].TimeType = Dispatched
    modules["win32process"].GetWindowThreadProcessId.return_value = (1, 2)
    modules["pythoncom"].ole_error, modules["pythoncom"].__file__ = Refused, ""
    for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass"):
        setattr(modules["win32com.client"], name, Dispatched)
    modules["win32com"].client = modules["win32com.client"]
    for name in ("windll", "oledll", "PyDLL"):
        patch.setattr(ctypes, name, MagicMock(name=name), raising=False)
    import xlwings

    known = [name for name in sys.modules if name.startswith("xlwings")]
    engine = importlib.import_module("xlwings._xlwindows")
    patch.setattr(xlwings, "_xlwindows", engine, raising=False)
    yield engine
    patch.undo()
    for name in [name for name in sys.modules if name.startswith("xlwings") and name not in known]:
        del sys.modules[name]


@pytest.fixture(autouse=True)
def log_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the log of failures out of the developer's profile."""
    from xl_addin.hosts.excel import log

    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "profile"))
    monkeypatch.setattr(log._LOGGER, "handlers", [])


@pytest.fixture
def open_in_excel(desktop: ModuleType) -> Callable[[Path], tuple[Any, FakeWorkbook]]:
    """Open a workbook file: the ``xlwings.Book`` that our code gets, and the stand-in behind it."""
    import xlwings

    def open_file(path: Path) -> tuple[Any, FakeWorkbook]:
        fake = FakeWorkbook(path)
        return xlwings.Book(impl=desktop.Book(xl=fake)), fake

    return open_file
