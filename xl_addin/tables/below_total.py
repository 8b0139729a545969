"""Scribbles below the last total of a list of persons: notes of cash, differences, tries; no persons and no sums.

They are named among the rows that do not count. A person who was added below the total has an ID number, or nearly
as many cells as the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import Final

from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import ID_LENGTH, is_empty

SCRIBBLE: Final = "合计行以下的零散内容"
_TOTAL: Final = re.compile(r"合计|总合?计|共计")
_LEAST_RECORDS: Final = 2


def scribbles(
    sheet: SheetGrid, header: HeaderMatch, records: Sequence[int], lines: Sequence[list[CellValue]], sums: Sequence[int]
) -> list[int]:
    """Rows below the last total that were taken for records or for sums nobody named."""
    if "name" not in header.columns or not records:
        return []
    last = max((row for row in sums if _is_total(_cells(sheet, header, row))), default=0)
    if not last:
        return []
    above = [_filled(header, line) for row, line in zip(records, lines, strict=True) if row < last]
    below = [(row, line) for row, line in zip(records, lines, strict=True) if row > last]
    if len(above) < _LEAST_RECORDS or not all(_is_thin(header, line, median(above)) for _, line in below):
        return []
    nameless = [row for row in sums if row > last and not any(isinstance(v, str) for v in _cells(sheet, header, row))]
    return [row for row, _ in below] + nameless


def _cells(sheet: SheetGrid, header: HeaderMatch, row: int) -> list[CellValue]:
    return sheet.rows[row - 1][header.first_col - 1 : header.last_col]


def _is_total(cells: Sequence[CellValue]) -> bool:
    return any(isinstance(cell, str) and _TOTAL.fullmatch(plain(cell)) for cell in cells)


def _filled(header: HeaderMatch, line: Sequence[CellValue]) -> int:
    return sum(col <= len(line) and not is_empty(line[col - 1]) for col in header.columns.values())


def _is_thin(header: HeaderMatch, line: Sequence[CellValue], usual: float) -> bool:
    """Tell a row with at most half of the cells that persons have, without an ID number and a number in order."""

    def cell(role: str) -> CellValue:
        col = header.columns.get(role, 0)
        return line[col - 1] if 0 < col <= len(line) else None

    number = cell("id")
    identified = isinstance(number, str) and len(number) >= ID_LENGTH - 1
    return not identified and not isinstance(cell("seq"), int) and _filled(header, line) * 2 <= usual
