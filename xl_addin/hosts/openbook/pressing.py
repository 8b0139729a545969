"""A command on an open workbook: read it, plan, apply, and tell the user in one text what was done.

The plan is the one that the file host makes: an open workbook is read into the same grid, and our functions are
computed from it once more, because a cell shows an error value but not its Chinese reason.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from xl_addin.commands.plan import (
    BookPlan,
    CopyPlan,
    FillPlan,
    MessagePlan,
    RecalculationPlan,
    SheetPlan,
    masked_stem,
)
from xl_addin.commands.spec import CommandSpec, Wish, planned
from xl_addin.files.leftovers import private_folder
from xl_addin.files.zone import keep_mark
from xl_addin.hosts.file.buttons import press, write_new
from xl_addin.hosts.openbook.applying import apply_fill_plan, apply_sheet_plan, unnoticed
from xl_addin.hosts.openbook.reading import place_of, read_book
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import InputError

_WORKBOOKS: Final = (".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Told:
    """What the user is told: Chinese lines, and whether grave faults were found."""

    text: str
    faults: int = 0
    report: str = ""
    """What whoever maintains the product needs besides; '' for nothing."""


def press_open(spec: CommandSpec, book: Any, wish: Wish, now: dt.datetime) -> Told:
    """Run a command on an ``xlwings.Book``; raises InputError, one Chinese line, if it cannot be done."""
    grid = read_book(book)
    refuse_front(spec, grid, wish)
    plan, _ = planned(spec, grid, wish, now)
    if isinstance(plan, SheetPlan):
        return Told("\n".join((plan.summary, *apply_sheet_plan(book, plan))), plan.faults)
    if isinstance(plan, BookPlan):
        return _open_new(plan, book)
    if isinstance(plan, CopyPlan):
        return _hand_over(spec, book, wish, now, plan.suffix)
    if isinstance(plan, FillPlan):
        apply_fill_plan(book, plan)
        return Told(plan.summary)
    if isinstance(plan, RecalculationPlan):
        return _recalculate(book)
    assert isinstance(plan, MessagePlan)
    return Told(f"{plan.title}\n\n{plan.text}", report=plan.report)


def refuse_front(spec: CommandSpec, grid: BookGrid, wish: Wish) -> None:
    """InputError for a command on the sheet in front if that is a chart or a report, which would seem faultless."""
    if not (spec.one_sheet or spec.one_cell):
        return
    if wish.sheet not in [sheet.name for sheet in grid.sheets if not sheet.ours]:
        raise InputError(f"“{wish.sheet}”是图表或本插件写的结果表，不能“{spec.name}”；请先点到要处理的工作表")
    if spec.one_cell and not wish.cell:
        raise InputError(f"“{spec.name}”要先选中一个单元格；现在选中的不是单元格")


def _recalculate(book: Any) -> Told:
    native = getattr(book.app, "api", None)
    if native is None:
        book.app.calculate()
    else:
        native.CalculateFull()
    return Told("已重算所有打开的工作簿中的公式")


def _open_new(plan: BookPlan, book: Any) -> Told:
    """Write the new workbook beside the user's and open it; events stay on, so that its formulas are bound."""
    target = _free_file(book, plan.suffix, ".xlsx", masked=plan.masked)
    write_new(plan, target, False, place_of(book))
    book.app.books.open(str(target))
    return Told(f"{plan.summary}\n已另存为：{_shown(target, book)}（已打开）", plan.faults)


def _folder(book: Any) -> Path:
    return folder_of(place_of(book))


def folder_of(place: Path) -> Path:
    """Folder of the user's workbook; the documents folder for one that is new or lies on a server."""
    if place.is_absolute() and place.parent.is_dir():
        return place.parent
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()


def _shown(target: Path, book: Any) -> str:
    """Name of a new file, with its folder where that is not the one of the user's workbook."""
    return target.name if target.parent == place_of(book).parent else str(target)


def _free_file(book: Any, suffix: str, ending: str, *, masked: bool) -> Path:
    stem = Path(book.name).stem
    return free_file(_folder(book) / f"{stem}{ending}", suffix, [each.name for each in book.app.books], masked=masked)


def free_file(beside: Path, suffix: str, open_names: Iterable[str], *, masked: bool) -> Path:
    """Give a file that does not exist yet: an open or edited earlier result is never replaced.

    It is named after the workbook ``beside``. Nor a name of an open workbook, wherever it lies: Excel opens no two of
    the same name.
    """
    folder, stem = beside.parent, (masked_stem(beside.stem) if masked else beside.stem) + suffix
    taken = {each.name.casefold() for each in folder.iterdir()} | {name.casefold() for name in open_names}
    number, name = 1, f"{stem}{beside.suffix}"
    while name.casefold() in taken:
        number += 1
        name = f"{stem}{number}{beside.suffix}"
    return folder / name


def _hand_over(spec: CommandSpec, book: Any, wish: Wish, now: dt.datetime, suffix: str) -> Told:
    """Make the copy from the file: only there can everything else be kept as it is."""
    ending = Path(book.name).suffix.lower()
    if ending not in _WORKBOOKS:
        raise InputError("请先把工作簿另存为 .xlsx（或 .xlsm），再做交付副本")
    target = _free_file(book, suffix, ending, masked=wish.masked)
    with private_copy(ending) as copy:
        with unnoticed(book.app):
            book.api.SaveCopyAs(str(copy))
        keep_mark(place_of(book), copy)
        # The copy is of the whole book, whatever sheet and cell are in front.
        done = press(spec, copy, target, replace(wish, sheet="", cell=""), now)
    return Told(f"{done.summary}\n已写出：{_shown(target, book)}", done.faults)


@contextmanager
def private_copy(ending: str) -> Iterator[Path]:
    """Give the path of a file to write in a folder that only this user can open; both are gone afterwards."""
    with private_folder() as folder:
        yield folder / f"copy{ending}"
