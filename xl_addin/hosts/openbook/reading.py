"""Read an open workbook into a :class:`BookGrid`, as :mod:`xl_addin.files.reading` reads a file.

Values come with one call a sheet and formulas with another. Merged ranges are found by halving, because a program
tells of a whole range only whether some of it is merged. Leaves out drawings and formats: no command asks for them.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect, insort
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from xl_addin.files.edits.marks import ranges
from xl_addin.files.report_sign import is_report, is_report_name
from xl_addin.files.workbook_part import sheet_of
from xl_addin.formulas.our_calls import called
from xl_addin.hosts.openbook.com_values import from_excel
from xl_addin.hosts.openbook.refusals import passing_over_refusals
from xl_addin.tables.grid import MAX_ROW, BookGrid, Bounds, CellValue, FormulaCell, SheetGrid, address, corners
from xl_addin.values.serials import DAY_ZERO

_ADDIN_PATH: Final = re.compile(r"(?:(?<!')'(?:[^'\[\]]|'')*\.xla[mx]?'|(?<![\w.-])[\w.-]+\.xla[mx]?)!", re.IGNORECASE)
"""What stands before a function whose add-in is not loaded from where the book remembers it."""
_REPORT_HEAD: Final = "A1:L12"
_CELLS_PER_READ: Final = 400_000
_MERGE_QUESTIONS: Final = 4_000
"""Calls spent on merged ranges of one sheet at most; a sheet with more is read without the rest."""
_STATES: Final = {False: "hidden", 2: "veryHidden"}
_WHOLE: Final = 2**53


def read_book(book: Any) -> BookGrid:
    """Read every worksheet of an ``xlwings.Book``; report sheets of ours are told by their hidden names."""
    names = _names(book)
    reports = {sheet_of(text) for name, text in names.items() if is_report_name(name)}
    sheets = [_sheet(sheet, sheet.name in reports and _is_report(sheet)) for sheet in book.sheets]
    native = getattr(book, "api", None)
    return BookGrid(place_of(book), sheets, bool(native is not None and native.Date1904), names)


def place_of(book: Any) -> Path:
    """Path of a workbook; its bare name if it lies on a server.

    Excel tells a web address for a book of OneDrive; xlwings would look for settings in the book to find its folder.
    """
    native = getattr(book, "api", None)
    name = book.fullname if native is None else native.FullName
    return Path(book.name if "://" in name else name)


def report_names(book: Any) -> list[tuple[Any, str | None]]:
    """Hidden names that mark sheets as ours, with the sheet of each; None if that was deleted."""
    ours = [(name, sheet_of(_meaning(name))) for name in book.names if is_report_name(name.name)]
    users = {sheet.name for sheet in book.sheets if sheet.name in {of for _, of in ours} and not _is_report(sheet)}
    return [(name, of) for name, of in ours if of not in users]


def _is_report(sheet: Any) -> bool:
    """Whether what stands on a sheet that is named as a report of ours is one."""
    return is_report([value for row in sheet.range(_REPORT_HEAD).value for value in row])


def _names(book: Any) -> dict[str, str]:
    """Texts of the names defined in the book; a sheet's own are told as ``Sheet1!Name``."""
    found = {}
    for name in book.names:
        sheet, mark, plain = name.name.rpartition("!")
        found[f"{sheet_of(name.name) or sheet}{mark}{plain}"] = _meaning(name).removeprefix("=")
    return found


def _meaning(name: Any) -> str:
    """What a name refers to; nothing if the program cannot tell, as for names left by very old versions."""
    with passing_over_refusals():
        return name.refers_to or ""
    return ""


def _sheet(sheet: Any, ours: bool) -> SheetGrid:
    state = _STATES.get(sheet.visible, "visible")
    if ours:
        return SheetGrid(sheet.name, "", [], state=state, ours=True)
    used = _without_empty_end(sheet.used_range)
    top, left, (height, width) = used.row, used.column, used.shape
    rows: list[list[CellValue]] = [[] for _ in range(top - 1)]
    formulas: dict[tuple[int, int], FormulaCell] = {}
    step = max(1, _CELLS_PER_READ // width)
    for first in range(0, height, step):
        block = used[first : min(first + step, height), 0:width]
        for line, texts in zip(_table(block.raw_value), _table(block.formula), strict=True):
            values = [_value(cell) for cell in from_excel((tuple(line),))[0]]
            row = len(rows) + 1
            rows.append([*([None] * (left - 1)), *values])
            for col, text in enumerate(texts, left):
                if isinstance(text, str) and text.startswith("=") and text != values[col - left]:
                    formulas[row, col] = _formula(row, col, text, values[col - left])
    _find_arrays(sheet, formulas)
    return SheetGrid(sheet.name, "", _trimmed(rows), formulas, list(_merged(used)), state)


def _without_empty_end(used: Any) -> Any:
    """Cut rows at the end that are only formatted, by halving: a million of them would take minutes to read."""
    height, width = used.shape
    native = getattr(used, "api", None)
    if native is None or height * width <= _CELLS_PER_READ:
        return used
    count = native.Application.WorksheetFunction.CountA
    low, high = 1, height  # rows from `high` on are known to be empty, or `high` is the height
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if count(used[middle:height, 0:width].api) == 0 else (middle + 1, high)
    return used[0:low, 0:width]


def _table(block: Any) -> Any:
    """Rows of what a range gives: one cell comes alone, one row may come flat."""
    if not isinstance(block, (tuple, list)):
        return ((block,),)
    return block if block and isinstance(block[0], (tuple, list)) else (block,)


def _value(cell: Any) -> CellValue:
    """Give a cell as the file reader gives it: whole numbers as int, dates as dates, times as fractions of a day."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < _WHOLE:
        return int(cell)
    if isinstance(cell, dt.datetime):
        seconds = cell.hour * 3600 + cell.minute * 60 + cell.second + cell.microsecond / 1e6
        if cell.date() == DAY_ZERO:
            return seconds / 86400
        return cell if seconds else cell.date()
    return cell  # type: ignore[no-any-return]


def _formula(row: int, col: int, text: str, value: CellValue) -> FormulaCell:
    return FormulaCell(row, col, _ADDIN_PATH.sub("", text[1:]), "normal", None, value, has_cached=True)


def _trimmed(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    """Drop blank cells at the end of rows and blank rows at the end: formats stretch the used range."""
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _find_arrays(sheet: Any, formulas: dict[tuple[int, int], FormulaCell]) -> None:
    """Tell array formulas that call a function of ours; only those need their range."""
    calls = [address(*place) for place, cell in formulas.items() if called(cell.text)]
    for row, col in sorted(place for run in ranges(calls) for place in _may_be_arrays(sheet, run)):
        cell = formulas.get((row, col))
        if cell is None:  # part of an array that was met before
            continue
        found = _array_of(sheet.range(address(row, col)))
        if found is None:
            continue
        kind, ref = found
        top, left, bottom, right = corners(ref)
        for place in [(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]:
            formulas.pop(place, None)
        formulas[top, left] = FormulaCell(top, left, cell.text, kind, ref, cell.cached, has_cached=True)


def _may_be_arrays(sheet: Any, run: str) -> list[tuple[int, int]]:
    """Cells of a run down a column that may belong to arrays: one question spares thousands in a filled column."""
    top, left, bottom, _ = corners(run)
    area = sheet.range(run)
    spilling = getattr(getattr(area, "api", None), "HasSpill", False)  # None: some of them
    if spilling is False and area.has_array is False:
        return []
    return [(row, left) for row in range(top, bottom + 1)]


def _array_of(cell: Any) -> tuple[str, str] | None:
    """Kind and range of the array that a cell belongs to; None for an ordinary formula."""
    native = getattr(cell, "api", None)
    if bool(getattr(native, "HasSpill", False)):  # Excel 365 and 2021 only
        return "dynamic", plain_address(native.SpillParent.SpillingToRange.Address)  # type: ignore[union-attr]
    if cell.has_array and native is not None:
        return "array", plain_address(native.CurrentArray.Address)
    return None


def plain_address(text: str) -> str:
    """Address without dollar signs: ``$A$1:$B$2`` is ``A1:B2``."""
    return text.replace("$", "")


def _merged(used: Any) -> Iterator[Bounds]:
    """Give the merged ranges: ask for the whole, then for halves of what is partly merged, then below what was found.

    Records of several rows have one merged range below the other, so the next one is asked for at its place.
    """
    left = _MERGE_QUESTIONS
    known = _Known()
    height, width = used.shape
    todo = [(0, 0, height, width)]
    while todo and left > 0:
        top, start, bottom, end = todo.pop()
        if known.covers(used.row + top, used.column + start, used.row + bottom - 1, used.column + end - 1):
            continue
        state = used[top:bottom, start:end].merge_cells
        left -= 1
        if state is False:
            continue
        row, col = top, start
        while state is True and left > 0 and row < height:
            found = corners(plain_address(used[row, col].merge_area.address))
            left -= 1
            if found[:2] == found[2:] or not known.add(found):
                break
            yield found
            row, col = found[2] + 1 - used.row, found[1] - used.column
        todo.extend(_halves(top, start, bottom, end))


class _Known:
    """Merged ranges that were found: by column, the first and last rows in order."""

    def __init__(self) -> None:
        self._rows: dict[int, list[tuple[int, int]]] = {}

    def add(self, found: Bounds) -> bool:
        """Note a range; whether it is new."""
        top, left, bottom, right = found
        if self.covers(top, left, top, left):
            return False
        for col in range(left, right + 1):
            insort(self._rows.setdefault(col, []), (top, bottom))
        return True

    def covers(self, top: int, left: int, bottom: int, right: int) -> bool:
        """Tell whether every cell of a block lies in a known range."""
        return all(self._covers(self._rows.get(col, []), top, bottom) for col in range(left, right + 1))

    def _covers(self, rows: list[tuple[int, int]], top: int, bottom: int) -> bool:
        at = max(bisect(rows, (top, MAX_ROW)) - 1, 0)
        while at < len(rows) and rows[at][0] <= top <= rows[at][1]:
            top, at = rows[at][1] + 1, at + 1
            if top > bottom:
                return True
        return False


def _halves(top: int, left: int, bottom: int, right: int) -> list[tuple[int, int, int, int]]:
    """Cut a block across its longer side; a single cell has no halves."""
    if bottom - top >= right - left:
        middle = (top + bottom) // 2
        return [(middle, left, bottom, right), (top, left, middle, right)] if bottom - top > 1 else []
    middle = (left + right) // 2
    return [(top, middle, bottom, right), (top, left, bottom, middle)]
