"""Blank rows of a form between what is filled in and its line of sums: a copy hides them, so they are not printed."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.sheet_table import SheetTable

_LEFT: Final = 3
"""Blank rows that stay in sight below the last filled one."""


def blank_rows(book: SheetBook) -> dict[str, frozenset[int]]:
    """Rows to hide, by sheet: blank in every column, between the last filled row of a known list and its sums."""
    found: dict[str, set[int]] = {}
    for table in book.tables:
        sheet = book.grid.sheet(table.sheet)
        rows = _below(table, sheet)
        if rows:
            found.setdefault(sheet.name, set()).update(rows)
    return {name: frozenset(rows) for name, rows in found.items()}


def _below(table: SheetTable, sheet: SheetGrid) -> range:
    """The rows of one list; none where a line that is not blank stands above its sums."""
    filled = _last_filled(table)
    after = bisect_right(table.sum_rows, filled)
    if after == len(table.sum_rows):
        return range(0)
    rows = range(filled + 1, table.sum_rows[after])
    return rows[_LEFT:] if all(_is_blank(sheet, row) for row in rows) else range(0)


def _last_filled(table: SheetTable) -> int:
    further = (row for rows in table.further.values() for row in rows)
    filled = (table.header.last_row, *table.row_numbers, *further, *table.skipped, *table.groups)
    last = max(table.sum_rows, default=0)
    return max(row for row in filled if row <= max(last, table.header.last_row))


def _is_blank(sheet: SheetGrid, row: int) -> bool:
    """Tell a row that shows nothing; a formula whose value was never stored may show something."""
    values = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    if any(value is not None and not (isinstance(value, str) and not value.strip()) for value in values):
        return False
    return not any(sheet.value(*place) is None for place in _formulas_in(sheet, row, len(values)))


def _formulas_in(sheet: SheetGrid, row: int, width: int) -> list[tuple[int, int]]:
    return [(row, col) for col in range(1, width + 1) if (row, col) in sheet.formulas]
