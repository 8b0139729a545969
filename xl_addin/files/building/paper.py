"""How wide columns come out on A4: which of them share a page, and how far a page is scaled down.

Excel drops page breaks where it fits a sheet to the paper, so that a wide sheet is broken between columns and scaled
by the figure that is computed here. Fonts of other hosts make columns wider than Excel does.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Final

from xl_addin.files.building.model import Chart, PrintSetup
from xl_addin.tables.grid import corners

MARGINS: Final = {"left": 0.5, "right": 0.5, "top": 0.5, "bottom": 0.55}
"""Inches."""
LEAST_SCALE: Final = 70
"""Percent below which nobody reads a page at arm's length."""
GOOD_SCALE: Final = 75
"""Percent below which a sheet is broken: other fonts take their part."""
ROW_POINTS: Final = 13.5
"""Points of a row without a height."""
_ROW_PIXELS: Final = 18
_DIGIT, _PADDING, _INCH = 8, 5, 96
"""Pixels of a digit of the normal font, of the room around a text, and of an inch."""
_INCHES: Final = {True: 11.69, False: 8.27}
"""Width of A4, landscape or not."""
_POINTS: Final = 72
_HIGHER: Final = 1.1
"""How much higher rows are in some hosts."""
_OTHER_FONTS: Final = 1.2
"""How much wider columns are where the normal font is missing."""


def pixels(width: float) -> float:
    """Width of a column of so many characters.

    >>> pixels(10)
    85
    """
    return int(width * _DIGIT + 0.5) + _PADDING


def room(*, landscape: bool) -> float:
    """Pixels between the margins."""
    return (_INCHES[landscape] - MARGINS["left"] - MARGINS["right"]) * _INCH


def fitted(
    widths: Sequence[float], printing: PrintSetup, starts: Collection[int] = (), whole: Collection[int] = ()
) -> PrintSetup:
    """Leave a sheet one page wide where that can be read, else break it between columns, if some can be repeated.

    ``starts`` are columns (from 1) that begin a page of a sheet that is broken; no page begins at those of ``whole``.

    >>> fitted([20] * 4, PrintSetup(landscape=True)).column_breaks
    ()
    >>> wide = fitted([20] * 10, PrintSetup(landscape=True, repeat_columns=2), [5])
    >>> wide.column_breaks, wide.scale
    ((4, 7), 100)
    """
    paper = room(landscape=printing.landscape)
    if not printing.repeat_columns or sum(map(pixels, widths)) * GOOD_SCALE / 100 <= paper:
        return replace(printing, repeat_columns=0)
    again = [pixels(width) for width in widths[: printing.repeat_columns]]
    tried = (
        _pages([pixels(width) for width in widths], sum(again), paper * 100 / percent / _OTHER_FONTS, starts, whole)
        for percent in range(LEAST_SCALE, 101)
    )
    first = next(tried)
    pages = [first, *takewhile(lambda pages: len(pages) == len(first), tried)][-1]
    widest = max(sum(pixels(widths[col]) for col in page) + (sum(again) if page[0] else 0) for page in pages)
    scale = min(100, int(paper * 100 / _OTHER_FONTS / widest))
    return replace(printing, column_breaks=tuple(page[0] for page in pages[1:]), scale=scale)


def on_one_page(height: float, printing: PrintSetup) -> PrintSetup:
    """Ask for all rows (points high) on one page where that can still be read; else they flow, one page wide.

    >>> on_one_page(700, PrintSetup(landscape=True)).one_page, on_one_page(900, PrintSetup(landscape=True)).one_page
    (True, False)
    """
    paper = (_INCHES[not printing.landscape] - MARGINS["top"] - MARGINS["bottom"]) * _POINTS
    return replace(printing, one_page=height * LEAST_SCALE / 100 <= paper)


def first_page(widths: Sequence[float], printing: PrintSetup) -> tuple[int, int]:
    """The columns that a line over the whole width spans: those of the first page that no other repeats.

    >>> first_page([20] * 10, PrintSetup(column_breaks=(4, 7), repeat_columns=2)), first_page([20] * 4, PrintSetup())
    ((3, 4), (1, 4))
    """
    if not printing.column_breaks:
        return 1, len(widths)
    return printing.repeat_columns + 1, printing.column_breaks[0]


def last_row_of(chart: Chart) -> int:
    """The last row that a chart stands over, where rows have no height.

    >>> last_row_of(Chart("图", "bar", "A1:A2", (), "A5", height=320))
    23
    """
    return corners(chart.anchor)[0] + math.ceil(chart.height / _ROW_PIXELS)


def charts_below(
    widths: Sequence[float], printing: PrintSetup, last_row: int, above: float, below: float
) -> PrintSetup:
    """Begin a page below the last row where the charts there (points high) would be cut by the end of the page."""
    height = (_INCHES[not printing.landscape] - MARGINS["top"] - MARGINS["bottom"]) * _POINTS
    paper, whole = room(landscape=printing.landscape), sum(map(pixels, widths))
    fits = (above + below) * min(1, paper / whole) * _HIGHER <= height
    return printing if fits and not printing.column_breaks else charts_apart(widths, printing, last_row)


def charts_apart(widths: Sequence[float], printing: PrintSetup, last_row: int) -> PrintSetup:
    """Begin a page below the last row, at the scale at which the columns are one page wide in every host.

    >>> charts_apart([20] * 7, PrintSetup(landscape=True), 30).scale
    74
    """
    if printing.column_breaks:
        return replace(printing, breaks=(last_row,))
    whole = sum(map(pixels, widths)) * _OTHER_FONTS
    scale = min(100, int(room(landscape=printing.landscape) * 100 / whole))
    return replace(printing, breaks=(last_row,), scale=scale)


def _pages(
    widths: Sequence[float], again: float, most: float, starts: Collection[int], whole: Collection[int]
) -> list[list[int]]:
    """Columns (from 0) of each page; those of ``whole`` stay with the one before."""
    pages: list[list[int]] = [[]]
    used = 0.0
    for col, width in enumerate(widths):
        group = width
        for after in range(col + 1, len(widths)):
            if after + 1 not in whole:
                break
            group += widths[after]
        begins = col + 1 not in whole
        if pages[-1] and begins and (col + 1 in starts or used + group > most):
            pages.append([])
            used = again
        pages[-1].append(col)
        used += width
    return pages
