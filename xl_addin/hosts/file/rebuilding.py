"""A workbook of another format built anew as .xlsx from the values that were read: widths, date forms and merges.

Leaves out what was not read: formulas, fonts, colours, pictures.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final

from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.building.titles import sheet_title
from xl_addin.files.looks import text_width
from xl_addin.tables.grid import MAX_COL, MAX_ROW, BookGrid, Bounds, CellValue, SheetGrid, area_text
from xl_addin.values.errors import CellError

_WIDEST, _LEAST = 40.0, 6.0
_MEASURED_ROWS: Final = 300
_DIGITS: Final = re.compile(r"[0-9]{12,}[0-9Xx]?|0[0-9]+")


def rebuilt(book: BookGrid) -> NewBook:
    """Every sheet with its values, in the order of the book."""
    names = unique_names(sheet.name for sheet in book.sheets)
    shown = [sheet.state == "visible" for sheet in book.sheets]
    hidden = [not one and any(shown) for one in shown]
    sheets = [_sheet(sheet, name, one) for sheet, name, one in zip(book.sheets, names, hidden, strict=True)]
    return NewBook(book.path.stem, sheets)


def unique_names(names: Iterable[str]) -> list[str]:
    """Names of sheets as .xlsx allows them: up to 31 characters, none twice.

    >>> unique_names(["表一/甲", "表一_甲", ""])
    ['表一_甲', '表一_甲2', '表3']
    """
    taken: set[str] = set()
    found: list[str] = []
    for name in names:
        found.append(sheet_title(name, taken, f"表{len(found) + 1}", "_"))
        taken.add(found[-1].casefold())
    return found


def _sheet(sheet: SheetGrid, name: str, hidden: bool) -> NewSheet:
    merges = _apart(sheet.merged)
    height = max([len(sheet.rows), *(area[2] for area in merges)])
    rows = [[_cell(value) for value in sheet.rows[i]] if i < len(sheet.rows) else [] for i in range(height)]
    for top, left, _, _ in merges:
        line = rows[top - 1]
        line.extend([NewCell()] * (left - len(line)))
    return NewSheet(name, rows, _widths(sheet.rows), tuple(map(area_text, merges)), hidden=hidden)


def _apart(areas: Sequence[Bounds]) -> list[Bounds]:
    """Merged ranges that fit on a sheet, each cell in the first that holds it."""
    found: list[Bounds] = []
    taken: set[tuple[int, int]] = set()
    for top, left, bottom, right in areas:
        inside = bottom <= MAX_ROW and right <= MAX_COL and (bottom - top + 1) * (right - left + 1) <= 1_000_000
        cells = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)} if inside else set()
        if len(cells) > 1 and taken.isdisjoint(cells):
            taken |= cells
            found.append((top, left, bottom, right))
    return found


def _cell(value: CellValue) -> NewCell:
    if isinstance(value, CellError):
        return NewCell(value.code, "", value.code)
    if isinstance(value, dt.datetime):
        return NewCell(value, "plain_time")
    if isinstance(value, dt.date):
        return NewCell(value, "plain_date")
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return NewCell(value, "plain_text")
    return NewCell(value)


def _widths(rows: Sequence[Sequence[CellValue]]) -> list[float]:
    widths: list[float] = []
    for line in rows[:_MEASURED_ROWS]:
        widths.extend([_LEAST] * (len(line) - len(widths)))
        for i, value in enumerate(line):
            if value is not None and (len(line) > 1 or i):  # a title alone in its row runs over its neighbours
                widths[i] = max(widths[i], min(_width(value), _WIDEST))
    return widths


def _width(value: CellValue) -> float:
    text = value.isoformat()[:19] if isinstance(value, dt.date) else str(value)
    return max((text_width(line) for line in text.split("\n")), default=0.0) + 2
