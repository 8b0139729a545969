"""Workbooks that commands generate: written, read again, recalculated, and compared with what they store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandContext
from xl_addin.files.building.workbook import write_book
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import Recalculation, recalculate
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address
from xl_addin.values.errors import CellError

TIME = dt.datetime(2011, 12, 31, 10, 30)
_DAY_ZERO = dt.date(1899, 12, 30)


def grid(**sheets: Sequence[Sequence[CellValue]]) -> BookGrid:
    """A workbook of sheets by name."""
    made = [SheetGrid(name, "", [list(row) for row in rows]) for name, rows in sheets.items()]
    return BookGrid(Path("a.xlsx"), made)


def context(sheet: str = "") -> CommandContext:
    return CommandContext(sheet, TIME)


def written(plan: BookPlan, folder: Path) -> tuple[BookGrid, Recalculation]:
    """The workbook of a plan as read from its file, and its recalculation."""
    path = folder / "made.xlsx"
    write_book(path, plan.book)
    book = open_book(path)
    return book, recalculate(book)


def differences(book: BookGrid, recalculation: Recalculation) -> list[str]:
    """Cells whose stored value is not what recalculation gives; errors inside an array are left to the host."""
    found = []
    for name, cells in recalculation.values.items():
        sheet = book.sheet(name)
        for (row, col), value in cells.items():
            stored = sheet.value(row, col)
            if isinstance(stored, dt.date):
                stored = (stored - _DAY_ZERO).days
            if value == "" or (isinstance(value, CellError) and (row, col) not in sheet.formulas):
                value = None
            same = abs(stored - value) < 1e-9 if _numbers(stored, value) else (stored or None) == value  # type: ignore[operator]
            if not same:
                found.append(f"{name}!{address(row, col)}: {stored!r} is stored, {value!r} computed")
    return found


def _numbers(*values: object) -> bool:
    return all(isinstance(value, (int, float)) for value in values)
