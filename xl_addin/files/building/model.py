"""A sheet of ours as pure data: one model for new workbooks and for sheets that are added to a user's book.

:mod:`xl_addin.files.building.workbook` writes new workbooks, :mod:`xl_addin.files.edits.report_sheet` patches a sheet
into a file, and an open program is told cell by cell. Looks are :mod:`xl_addin.files.looks`; words come from callers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from xl_addin.tables.grid import column_letters

FOOTER: Final = "&C第 &P 页　共 &N 页"
LINE: Final = "line"
"""Over dates."""
COLUMN: Final = "column"
BAR: Final = "bar"

Value = None | bool | int | float | str | dt.date


@dataclass(frozen=True, slots=True)
class NewCell:
    """One cell; ``style`` is a name of :data:`xl_addin.files.looks.LOOKS`, ``link`` a (sheet, cell) of the same book.

    With a ``formula`` (without the equals sign) ``value`` is the result that the file stores.
    """

    value: Value = None
    style: str = ""
    formula: str | None = None
    link: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series: its name in the legend and its values, ``B5:B16`` of the chart's own sheet."""

    name: str
    values: str
    pale: bool = False
    """Stands behind the others: what is lacking, in a stacked bar."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart over cells of its own sheet; ``kind`` is LINE, COLUMN or BAR (first category on top).

    ``anchor`` is its upper left cell; sizes are pixels. ``marked`` are bars, from 0, that stand out: others are pale.
    """

    title: str
    kind: str
    categories: str
    series: tuple[ChartSeries, ...]
    anchor: str
    stacked: bool = False
    marked: frozenset[int] = frozenset()
    from_zero: bool = False
    """Amounts that are close to each other must not look far apart; negative ones would not be seen."""
    width: int = 900
    height: int = 320


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """How a sheet comes out on A4: one page wide, or with breaks after the given rows or columns (Excel has no both).

    ``repeat`` is the first and last row (from 1) that every page repeats, and that stay on screen with those above;
    ``repeat_columns`` counts the columns on the left that do. ``scale`` (percent) goes with breaks. Only ``area``
    prints, where it is given: notes about programs stand beside it.
    """

    landscape: bool = False
    repeat: tuple[int, int] | None = None
    header: str = ""
    footer: str = FOOTER
    breaks: tuple[int, ...] = ()
    scale: int = 100
    frozen: bool = True
    """Whether the rows that every page repeats stay on screen: a tall block above them would fill it."""
    printed: bool = True
    """Whether the sheet comes out when its workbook is printed."""
    column_breaks: tuple[int, ...] = ()
    repeat_columns: int = 0
    area: str = ""
    one_page: bool = False
    """Whether all rows come out on one page, too; :func:`xl_addin.files.building.paper.on_one_page` says where."""


@dataclass(frozen=True, slots=True)
class NewSheet:
    """One sheet: rows of cells from A1, widths in characters, heights in points by row, merged ranges.

    A sheet that is added to a user's book holds values: it has no formulas, arrays, drop-downs or page breaks.
    """

    title: str
    rows: Sequence[Sequence[NewCell]]
    widths: Sequence[float]
    merges: Sequence[str] = ()
    """Ranges such as ``A1:F1``; the first cell's value and look go for the whole range."""
    heights: Mapping[int, float] = field(default_factory=dict)
    printing: PrintSetup = PrintSetup()
    filter_ref: str = ""
    """Rows that can be filtered, headings included: ``A4:I30``."""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Words that a drop-down offers, by cell; other entries stay possible."""
    charts: Sequence[Chart] = ()
    arrays: Mapping[str, str] = field(default_factory=dict)
    """Array formulas (without the equals sign) by the range ``A4:E30`` that each fills; the values and looks of the
    range stand in ``rows``. Results that have no value there are left to the host."""
    hidden: bool = False
    """Not shown until the user asks for it; a book needs a sheet that is shown."""

    @property
    def frozen(self) -> int:
        """Number of rows that stay on screen."""
        return self.printing.repeat[1] if self.printing.repeat and self.printing.frozen else 0

    @property
    def print_area(self) -> str:
        """An empty cell beside the columns where nothing is to be printed: empty pages do not come out; '' for all."""
        return "" if self.printing.printed else f"${column_letters(len(self.widths) + 2)}$1"

    def height_runs(self) -> Iterator[tuple[int, int, float]]:
        """First and last row of rows below one another that are of one height, and that height.

        >>> list(NewSheet("", [], [], heights={1: 30, 2: 15, 3: 15, 5: 15}).height_runs())
        [(1, 1, 30), (2, 3, 15), (5, 5, 15)]
        """
        rows = enumerate(sorted(self.heights.items()))
        for (height, _), found in groupby(rows, key=lambda each: (each[1][1], each[1][0] - each[0])):
            numbers = [row for _, (row, _) in found]
            yield numbers[0], numbers[-1], height


@dataclass(frozen=True, slots=True)
class NewBook:
    """A workbook to be written; ``title`` stands in its properties."""

    title: str
    sheets: Sequence[NewSheet]
