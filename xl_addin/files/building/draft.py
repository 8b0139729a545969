"""A sheet in the making, line by line: titles, notes, tables with sums, lines over columns, results of table functions.

Hosts do not fit the height of merged cells to their text, and only some fit that of others, so heights are estimated
here, by one rule for every sheet of ours. Leaves out where a sheet goes: to a new workbook or into a user's.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from xl_addin.files.building.model import Chart, NewCell, NewSheet, PrintSetup, Value
from xl_addin.files.building.paper import ROW_POINTS, charts_below, fitted, last_row_of
from xl_addin.files.looks import LOOKS, text_lines
from xl_addin.tables.grid import column_letters, corners
from xl_addin.values.money import total_yuan

SIGNATURES: Final = "制表：　　　　　　　　　审核：　　　　　　　　　日期："
LANDSCAPE: Final = PrintSetup(landscape=True)
_TITLE, _SECTION, _NOTE, _NOTHING = 30.0, 20.0, 16.0, 20.0
"""Heights of lines over the whole width."""
_LEAST: Final = 18.0
_REPORT_LEAST: Final = 15.0
_MOST: Final = 409.0
"""Excel refuses a file with higher rows."""
_LINE_FACTOR: Final = 1.4
"""Height of a line of text to its font size."""
_SUMS: Final = {"count": "sum_count", "percent": "sum_percent"}
"""Look of the sum of a column by the look of its cells, where it is not that of money."""
_GAP: Final = 2.0
"""Width of the column between what prints and what does not."""

Content = Value | tuple[Value, str | None] | NewCell
"""What a table line says of a cell: a value, a value with its formula (both in the column's look), or all of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, the look of its cells, and how many columns of the sheet it takes."""

    head: str
    style: str
    span: int = 1


def columns(text: str) -> tuple[Column, ...]:
    """Columns by their headings and looks.

    >>> columns("姓名:text 金额(元):money")
    (Column(head='姓名', style='text', span=1), Column(head='金额(元)', style='money', span=1))
    """
    pairs = (word.rpartition(":") for word in text.split())
    return tuple(Column(head, style) for head, _, style in pairs)


@dataclass(frozen=True, slots=True)
class Span:
    """A cell of a form line, the number of columns that it spans, and the points that its line is high at least."""

    cell: NewCell
    columns: int = 1
    least: float = 0.0


FormLine = Sequence[Span]


def row_height(cells: Sequence[NewCell], widths: Sequence[float]) -> float:
    """Height in points that shows the wrapped texts of a row; ``widths`` gives each cell's room in characters.

    >>> row_height([NewCell("一", "wrap")], [20]), row_height([NewCell("一" * 25, "wrap")], [20])
    (17.0, 45.0)
    """
    height = 0.0
    for cell, width in zip(cells, widths, strict=True):
        look = LOOKS[cell.style]
        text = cell.value if isinstance(cell.value, str) else ""
        lines = text_lines(text, width, look.size) if look.wrap else 1
        height = max(height, lines * look.size * _LINE_FACTOR)
    return min(math.ceil(height) + 3.0, _MOST)


class SheetDraft:
    """A sheet written from the top; ``head`` is the look of the headings of its tables.

    >>> draft = SheetDraft("欠费", [10, 12])
    >>> draft.table(columns("姓名:text 金额:money"), [("王三", 0.1), ("李四", 0.2)], "B")
    (2, 3)
    >>> draft.rows[-1][1]
    NewCell(value=0.3, style='sum_money', formula='SUM(B2:B3)', link=None)
    """

    def __init__(self, title: str, widths: Sequence[float], head: str = "head") -> None:
        self.title, self.widths, self.head = title, widths, head
        self.rows: list[list[NewCell]] = []
        self.merges: list[str] = []
        self.heights: dict[int, float] = {}
        self.arrays: dict[str, str] = {}
        self.choices: Mapping[str, Sequence[str]] = {}
        self.charts: list[Chart] = []
        self.asides: list[str] = []
        """Notes about programs: beside the first rows, where they do not print."""
        self.page = (1, len(widths))
        """Columns that lines over the whole width span: a wide sheet repeats those before on every page."""
        self._ends: dict[tuple[int, int], int] = {}

    @property
    def next_row(self) -> int:
        """Number of the row that is written next."""
        return len(self.rows) + 1

    @property
    def height(self) -> float:
        """Height of all rows that have one, in points."""
        return sum(self.heights.values())

    def add(self, cells: Iterable[NewCell] = (), height: float | None = None) -> None:
        """Write a row, an empty one without ``cells``."""
        self.rows.append(list(cells))
        if height is not None:
            self.heights[len(self.rows)] = height

    def put(self, letters: str, cell: NewCell) -> None:
        """Replace a cell of the row written last."""
        self.rows[-1] = [cell if column_letters(col) == letters else old for col, old in enumerate(self.rows[-1], 1)]

    def merge(self, first: int, last: int) -> None:
        """Merge columns of the row written last."""
        row, cells = len(self.rows), self.rows[-1]
        cells += [NewCell(None, cells[first - 1].style)] * (last - len(cells))
        self.merges.append(f"{column_letters(first)}{row}:{column_letters(last)}{row}")
        self._ends[row, first] = last

    def wide(self, text: str, style: str, height: float | None = None, lead: str = "") -> None:
        """Write a text over the whole width, as high as it needs where no height is given.

        ``lead`` stands before it in the columns that every page repeats, if there are any.
        """
        first, last = self.page
        before = [NewCell(lead or None, style if lead else "")] * (first - 1)
        self.add([*before, NewCell(text, style)], height)
        self.merge(first, last)
        if lead and first > 2:
            self.merge(1, first - 1)
        if height is None:
            self._fit(len(self.rows), 0.0)

    def headline(self, text: str) -> None:
        """Write the title over the whole width."""
        self.wide(text, "title", _TITLE)

    def section(self, text: str) -> None:
        """Begin a section."""
        self.wide(text, "section", _SECTION)

    def notes(self, texts: Iterable[str]) -> None:
        """Write notes of one line each."""
        for text in texts:
            self.wide(text, "note", _NOTE)

    def lines(self, lines: Iterable[FormLine]) -> None:
        """Write lines of a form; each must span all columns.

        >>> draft = SheetDraft("表", [10, 10, 10])
        >>> draft.lines([[Span(NewCell("姓名", "label")), Span(NewCell("王三", "text"), 2)]])
        >>> draft.merges, draft.heights, len(draft.rows[0])
        (['B1:C1'], {1: 18.0}, 3)
        """
        for line in lines:
            self._spread((item.cell, item.columns) for item in line)
            if len(self.rows[-1]) != len(self.widths):
                raise ValueError(f"line {len(self.rows)} spans {len(self.rows[-1])} columns of {len(self.widths)}")
            self._fit(len(self.rows), max(_LEAST, *(item.least for item in line)))

    def table(
        self,
        heads: Sequence[Column],
        rows: Iterable[Sequence[Content]],
        sums: Iterable[str] = "",
        *,
        nothing: str = "",
        head_height: float | None = None,
        height: float | None = None,
    ) -> tuple[int, int]:
        """Write headings, rows, and the sums of the columns with the letters ``sums``; give the first and last row.

        ``rows`` may be made while they are written, and know ``next_row``. ``nothing`` stands where there are none.
        """
        self._spread(((NewCell(column.head, self.head), column.span) for column in heads), head_height)
        first = self.next_row
        for contents in rows:
            cells = zip(contents, heads, strict=True)
            self._spread(((_cell(content, column.style), column.span) for content, column in cells), height)
        last = len(self.rows)
        if last < first and nothing:
            self.wide(nothing, "wrap", _NOTHING)
        if sums:
            self.sums([style for one in heads for style in [one.style] * one.span], first, last, sums)
        return first, last

    def sums(self, styles: Sequence[str], first: int, last: int, letters: Iterable[str]) -> None:
        """Write the sums of some columns over rows of a table whose cells have these looks."""
        wanted = set(letters)
        cells = [NewCell("合　计", "sum")]
        for col, style in enumerate(styles[1:], start=2):
            letter = column_letters(col)
            if letter not in wanted:
                cells.append(NewCell(None, "sum"))
                continue
            values = (row[col - 1].value for row in self.rows[first - 1 : last])
            numbers = [value for value in values if isinstance(value, (int, float))]
            total = int(sum(numbers)) if style == "count" else total_yuan(numbers)
            formula = f"SUM({letter}{first}:{letter}{last})" if last >= first else None
            cells.append(NewCell(total, _SUMS.get(style, "sum_money"), formula))
        self.add(cells)

    def results(self, formula: str, table: Sequence[Sequence[Any]], styles: Sequence[str]) -> tuple[int, int]:
        """Write the results of a table function under their headings; give their first and last row.

        Headings are texts and every result has a formula of its own: a host without the function then shows what is
        stored. LibreOffice drops the stored results of an array formula.

        >>> draft = SheetDraft("表", [10, 10])
        >>> draft.results("SOE_WATERFALL(A1,B1:B2)", [["项目", "实付"], ["工资", 5.0]], ("text", "money"))
        (2, 2)
        >>> draft.rows[0][1].formula, draft.rows[1][1].formula
        (None, 'INDEX(SOE_WATERFALL(A1,B1:B2),2,2)')
        """
        heads = [Column(head, style) for head, style in zip(table[0], styles, strict=True)]
        rows = (own_results(formula, row, line) for row, line in enumerate(table[1:], 2))
        return self.table(heads, rows, head_height=24)

    def fit(self, least: float) -> None:
        """Give every row that has no height the one that its texts need."""
        for row in set(range(1, self.next_row)) - self.heights.keys():
            self._fit(row, least)

    def signed(self, printing: PrintSetup = LANDSCAPE) -> NewSheet:
        """Close the sheet with the line to sign on."""
        self.add([NewCell(SIGNATURES)])
        return self.sheet(printing)

    def report(self, first: int, last: int) -> NewSheet:
        """Close a sheet for a user's book: the table in these rows can be filtered, and its headings repeat."""
        self.fit(_REPORT_LEAST)
        area = f"A{first - 1}:{column_letters(len(self.widths))}{last}"
        return replace(self.sheet(PrintSetup(landscape=True, repeat=(first - 1, first - 1))), filter_ref=area)

    def sheet(
        self, printing: PrintSetup = LANDSCAPE, starts: Collection[int] = (), whole: Collection[int] = ()
    ) -> NewSheet:
        """Close the sheet; where it is too wide for a page, pages begin at the columns ``starts``, not at ``whole``."""
        for row in range(1, self.next_row):
            self._fit(row)
        widths = list(self.widths)
        if not (printing.breaks or printing.column_breaks):
            printing = fitted(widths, printing, starts, whole)
        if not printing.breaks:
            printing = self._with_charts(printing)
        if self.asides:
            last = max(len(self.rows), *map(last_row_of, self.charts), 0)
            area = f"A1:{column_letters(len(widths))}{last}"
            printing = replace(printing, area=printing.area or area)
            for row, text in enumerate(self.asides):
                cells = self.rows[row]
                cells += [NewCell()] * (len(widths) + 1 - len(cells))
                cells.append(NewCell(text, "aside"))
            widths.append(_GAP)
        return NewSheet(
            self.title,
            self.rows,
            widths,
            self.merges,
            self.heights,
            printing,
            choices=self.choices,
            charts=self.charts,
            arrays=self.arrays,
        )

    def _with_charts(self, printing: PrintSetup) -> PrintSetup:
        """Charts below the last row stand on one page."""
        last = len(self.rows)
        ends = [last_row_of(chart) for chart in self.charts if corners(chart.anchor)[0] > last]
        if not ends:
            return printing
        above = sum(self.heights.get(row, ROW_POINTS) for row in range(1, last + 1))
        return charts_below(self.widths, printing, last, above, (max(ends) - last) * ROW_POINTS)

    def _spread(self, cells: Iterable[tuple[NewCell, int]], height: float | None = None) -> None:
        """Write a row of cells that span columns."""
        self.add(height=height)
        for cell, span in cells:
            first = len(self.rows[-1]) + 1
            self.rows[-1].append(cell)
            if span > 1:
                self.merge(first, first + span - 1)

    def _fit(self, row: int, least: float | None = None) -> None:
        """Without ``least`` only a row that would cut its texts becomes higher."""
        cells = self.rows[row - 1]
        ends = (self._ends.get((row, col), col) for col in range(1, len(cells) + 1))
        room = [sum(self.widths[col - 1 : end]) for col, end in enumerate(ends, start=1)]
        needed = row_height(cells, room)
        if least is not None or needed > max(self.heights.get(row, 0.0), _LEAST):
            self.heights[row] = max(least or 0.0, needed)


def own_results(formula: str, row: int, values: Iterable[Any]) -> list[Content]:
    """A row of a table function's results, each with the formula that picks it."""
    return [(value, f"INDEX({formula},{row},{col})") for col, value in enumerate(values, 1)]


def _cell(content: Content, style: str) -> NewCell:
    if isinstance(content, NewCell):
        return content
    value, formula = content if isinstance(content, tuple) else (content, None)
    return NewCell(value, style, formula)
