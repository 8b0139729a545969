"""How a sheet of a written file comes out on A4, from its columns and its page setup alone, as a host computes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

DIGIT = 8
"""Pixels of a digit of 宋体 11, which widths count."""
POINTS = 0.75
"""Points of a pixel."""
A4 = (595.3, 841.9)
"""Points of the short and the long edge."""


@dataclass(frozen=True)
class Printed:
    """One sheet: percent of its natural size, columns of each page across, the last column and row that print."""

    title: str
    scale: float
    pages: tuple[tuple[int, int], ...]
    last_column: int
    last_row: int
    fits: bool
    """Whether what a page holds is no wider than the paper."""
    cut_charts: bool
    """Whether a chart goes beyond the paper or begins on one page and ends on the next."""


def printed_book(path: Path) -> list[Printed]:
    """Every sheet that is shown."""
    book = openpyxl.load_workbook(path)
    return [printed(sheet) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def printed(sheet: Worksheet) -> Printed:
    """Compute the scale that one page wide implies, or take the one that is set."""
    setup, margins = sheet.page_setup, sheet.page_margins
    assert setup.paperSize == 9, sheet.title
    edge = A4[1] if setup.orientation == "landscape" else A4[0]
    room = edge - 72 * (margins.left + margins.right)
    first, last, bottom = _area(sheet)
    cuts = [brk.id for brk in sheet.col_breaks.brk if brk.id < last]
    repeated = _repeated(sheet)
    pages, widest, start = [], 0.0, first
    for end in [*cuts, last]:
        again = sum(_points(sheet, col) for col in range(1, repeated + 1) if col < start)
        widest = max(widest, again + sum(_points(sheet, col) for col in range(start, end + 1)))
        pages.append((start, end))
        start = end + 1
    whole = 100 * room / widest
    one_wide = bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    scale = min(whole, 100.0) if one_wide else float(setup.scale or 100)
    cut = any(_is_cut(sheet, chart, pages[0][1], scale) for chart in sheet._charts)
    return Printed(sheet.title, scale, tuple(pages), last, bottom, one_wide or scale <= whole, cut)


def _is_cut(sheet: Worksheet, chart: Any, last_column: int, scale: float) -> bool:
    """Rows of a page: from the last break (or the top) on; rows without a height have the sheet's own."""
    start, end = chart.anchor._from, chart.anchor.to
    if end.col + 1 > last_column:
        return True
    setup, margins = sheet.page_setup, sheet.page_margins
    page = A4[0] if setup.orientation == "landscape" else A4[1]
    room = (page - 72 * (margins.top + margins.bottom)) * 100 / scale
    breaks = [brk.id for brk in sheet.row_breaks.brk if brk.id <= start.row]
    top = max(breaks, default=0)
    heights = [sheet.row_dimensions[row].height or ROW for row in range(top + 1, end.row + 2)]
    return sum(heights) > room


ROW = 13.5
"""Points of a row without a height."""


def _area(sheet: Worksheet) -> tuple[int, int, int]:
    if sheet.print_area:
        left, _, right, bottom = range_boundaries(str(sheet.print_area).rpartition("!")[2])
        assert left and right and bottom
        return left, right, bottom
    ends = [(chart.anchor.to.col + 1, chart.anchor.to.row + 1) for chart in sheet._charts]
    right, bottom = (max(values) for values in zip((sheet.max_column, sheet.max_row), *ends, strict=True))
    return 1, right, bottom


def _repeated(sheet: Worksheet) -> int:
    if not sheet.print_title_cols:
        return 0
    return column_index_from_string(sheet.print_title_cols.replace("$", "").partition(":")[2])


def _points(sheet: Worksheet, col: int) -> float:
    letters = openpyxl.utils.get_column_letter(col)
    for name, one in sheet.column_dimensions.items():
        if name == letters or (one.min and one.max and one.min <= col <= one.max):
            return float(one.width) * DIGIT * POINTS
    return 72 * POINTS
