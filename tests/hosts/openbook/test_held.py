"""After a button Python holds nothing of Excel: else an unseen Excel stays in memory when the user has closed it."""

from __future__ import annotations

import gc
import shutil
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.openbook.fake_excel import FakeWorkbook
from xl_addin.commands.catalog import COMMANDS
from xl_addin.hosts.excel.buttons import FAILURE, press

SAMPLE = Path("workbooks/samples/改制测算示例.xlsx")
Open = Callable[[Path], tuple[Any, FakeWorkbook]]


class Glance:
    """Something of Excel's that was looked at, in a circle as tracebacks make them."""

    def __init__(self) -> None:
        self.circle = self


class Handed:
    """The workbook as a button hands it over: an object of its own at each press."""

    def __init__(self, book: Any, refuses: bool = False) -> None:
        self.book, self.refuses = book, refuses
        self.glances: list[weakref.ref[Glance]] = []

    def __getattr__(self, name: str) -> Any:
        self.glances.append(weakref.ref(Glance()))
        if self.refuses:
            raise RuntimeError("Excel is busy")
        return getattr(self.book, name)


@pytest.fixture
def no_collection() -> Iterator[None]:
    """Objects that know each other stay until somebody asks for their collection."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def held_after(book: Any, command_id: str, refuses: bool = False) -> tuple[str, bool]:
    """What a button answers, and whether its workbook or anything else of Excel's is still held."""
    handed = Handed(book, refuses)
    traces: list[weakref.ref[Any]] = [weakref.ref(handed)]
    answer = press(command_id, handed, "花名册", "$D$7")
    traces += handed.glances
    del handed
    return answer, any(trace() is not None for trace in traces)


@pytest.mark.parametrize("command_id", [command.id for command in COMMANDS] + ["check_book:masked", "no_such_command"])
def test_no_button_holds_the_workbook(
    open_in_excel: Open, no_collection: None, tmp_path: Path, command_id: str
) -> None:
    _, fake = open_in_excel(Path(shutil.copy(SAMPLE, tmp_path)))
    answer, held = held_after(fake, command_id)
    assert answer
    assert not held


@pytest.mark.usefixtures("no_collection")
def test_a_button_that_excel_refuses_holds_nothing_either(open_in_excel: Open) -> None:
    _, fake = open_in_excel(SAMPLE)
    answer, held = held_after(fake, "check_book", refuses=True)
    assert answer[0] == FAILURE
    assert not held
