"""New workbooks as pure data, written by XlsxWriter: for what a command makes beside the user's own workbook.

Text never becomes a formula, a link or a number, and the same data give the same bytes. Copies of users' books are
:mod:`xl_addin.files.patching`; looks are :mod:`xl_addin.files.building.styles`; words come from the callers.
"""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xl_addin.files.atomic import replacing
from xl_addin.files.building.charts import SeriesChart, add_series_chart
from xl_addin.files.building.styles import STYLES, font_size
from xl_addin.tables.grid import address, quoted, shortened

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CREATED: Final = dt.datetime(2000, 1, 1)
"""Stored in every file instead of the clock, so that the same data give the same bytes."""
MAX_BREAKS: Final = 1000
"""Excel holds some more page breaks a sheet, and drops the rest without a word."""
FOOTER: Final = "&C第 &P 页　共 &N 页"
_A4: Final = 9
_LINE_FACTOR: Final = 1.4
"""Height of a line of text to its font size."""
_WIDTH_SIZE: Final = 11.0
"""Column widths count characters of this size."""
_NORMAL: Final = {
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
    "default_row_height": 18,
    "default_column_width": 72,
}
"""Column widths count digits of the normal font: the one that Chinese hosts have, with its sizes in pixels."""
_FIRST_DATE: Final = dt.date(1900, 3, 1)
_DAY_ZERO: Final = dt.date(1899, 12, 30)
_WIDE: Final = 2
"""Width of a Chinese character to that of a digit."""
_BAR: Final = 22
"""Height of one bar of a chart with its gap, in pixels."""

Value = None | bool | int | float | str | dt.date


@dataclass(frozen=True, slots=True)
class NewCell:
    """One cell; ``style`` is a name of :data:`building_styles.STYLES`.

    With a ``formula`` (without the equals sign) ``value`` is the result that the file stores.
    """

    value: Value = None
    style: str = ""
    formula: str | None = None


@dataclass(frozen=True, slots=True)
class BarChart:
    """A native bar chart over cells of its own sheet, first category at the top.

    ``categories`` and the references of ``series`` (name, reference) are absolute: ``$A$5:$A$9``. ``marked`` counts
    bars from 0 that stand out; ``anchor`` is the cell of the upper left corner.
    """

    title: str
    categories: str
    series: tuple[tuple[str, str], ...]
    anchor: str
    bars: int
    marked: frozenset[int] = frozenset()
    width: int = 900


@dataclass(frozen=True, slots=True)
class PrintSetup:
    """How a sheet comes out on A4: one page wide, or with page breaks after the given rows (Excel has no both).

    ``repeat`` is the first and last row (from 1) that every page repeats; ``scale`` (percent) goes with ``breaks``.
    """

    landscape: bool = False
    repeat: tuple[int, int] | None = None
    header: str = ""
    footer: str = FOOTER
    breaks: tuple[int, ...] = ()
    scale: int = 100


@dataclass(frozen=True, slots=True)
class NewSheet:
    """One sheet: rows of cells from A1, widths in characters, heights in points by row, merged ranges."""

    title: str
    rows: Sequence[Sequence[NewCell]]
    widths: Sequence[float]
    merges: Sequence[str] = ()
    """Ranges such as ``A1:F1``; the first cell's value and look go for the whole range."""
    heights: Mapping[int, float] = field(default_factory=dict)
    printing: PrintSetup = PrintSetup()
    freeze_row: int = 0
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Words that a drop-down offers, by cell; other entries stay possible."""
    charts: Sequence[BarChart | SeriesChart] = ()
    arrays: Mapping[str, str] = field(default_factory=dict)
    """Array formulas (without the equals sign) by the range ``A4:E30`` that each fills; the values and looks of the
    range stand in ``rows``. Results that have no value there are left to the host."""


@dataclass(frozen=True, slots=True)
class NewBook:
    """A workbook to be written; ``title`` stands in its properties."""

    title: str
    sheets: Sequence[NewSheet]


def write_book(target: Path, book: NewBook) -> None:
    """Write a new workbook whole or not at all; InputError with one Chinese line where it cannot be written."""
    data = book_bytes(book)
    with replacing(Path(target)) as stream:
        stream.write(data)


def book_bytes(book: NewBook) -> bytes:
    """Give the bytes of a workbook file.

    >>> book = NewBook("表", [NewSheet("一", [[NewCell("=1+1"), NewCell(5)]], [10, 10])])
    >>> book_bytes(book)[:2], book_bytes(book) == book_bytes(book)
    (b'PK', True)
    """
    from xlsxwriter.workbook import Workbook

    stream = io.BytesIO()
    # XlsxWriter writes into the settings that it is given: a copy, or the second book of a process would differ.
    file = Workbook(stream, {"in_memory": True, **deepcopy(_NORMAL)})
    file.set_properties({"title": book.title, "author": "xl_addin", "created": CREATED})
    styles = {name: file.add_format(dict(look)) for name, look in STYLES.items()}
    for sheet in book.sheets:
        _write_sheet(file, styles, sheet)
    file.close()
    return stream.getvalue()


def without_formulas(book: NewBook) -> NewBook:
    """Give the book with stored values in place of formulas: for a host that lacks our functions, such as a printer.

    >>> book = NewBook("表", [NewSheet("一", [[NewCell(2, "", "1+1")]], [10])])
    >>> without_formulas(book).sheets[0].rows[0][0]
    NewCell(value=2, style='', formula=None)
    """
    sheets = []
    for sheet in book.sheets:
        rows = [[cell if cell.formula is None else replace(cell, formula=None) for cell in row] for row in sheet.rows]
        sheets.append(replace(sheet, rows=rows, arrays={}))
    return replace(book, sheets=sheets)


def row_height(cells: Sequence[NewCell], widths: Sequence[float]) -> float:
    """Height in points that shows the wrapped texts of a row; ``widths`` gives each cell's room in characters.

    >>> row_height([NewCell("一", "wrap")], [20]), row_height([NewCell("一" * 25, "wrap")], [20])
    (17.0, 45.0)
    """
    height = 0.0
    for cell, width in zip(cells, widths, strict=True):
        size = font_size(cell.style)
        text = cell.value if isinstance(cell.value, str) else ""
        lines = text_lines(text, width, size) if STYLES[cell.style].get("text_wrap") else 1
        height = max(height, lines * size * _LINE_FACTOR)
    return math.ceil(height) + 3.0


def text_lines(text: str, width: float, size: float) -> int:
    """Count the lines of a wrapped text in a column of ``width`` characters; a Chinese one takes two.

    >>> text_lines("一" * 20, 41, 11), text_lines("一" * 20, 20, 11)
    (1, 3)
    """
    room = max((width - 1) * _WIDTH_SIZE / size, 2)
    return sum(max(1, math.ceil(sum(_WIDE if c > "\u2e7f" else 1 for c in line) / room)) for line in text.split("\n"))


def _write_sheet(file: Workbook, styles: Mapping[str, Format], sheet: NewSheet) -> None:
    made = file.add_worksheet(sheet.title)
    made.hide_gridlines(2)
    for col, width in enumerate(sheet.widths):
        made.set_column(col, col, width, styles[""])
    for row, height in sheet.heights.items():
        made.set_row(row - 1, height)
    for ref, formula in sheet.arrays.items():
        _write_array(made, sheet, styles, ref, formula)
    anchors = {ref.partition(":")[0] for ref in sheet.arrays}
    for row, cells in enumerate(sheet.rows):
        for col, cell in enumerate(cells):
            if not anchors or address(row + 1, col + 1) not in anchors:
                _write_cell(made, row, col, cell, styles[cell.style])
    for merge in sheet.merges:
        _merge(made, sheet, styles, merge)
    for ref, words in sheet.choices.items():
        made.data_validation(ref, {"validate": "list", "source": list(words), "show_error": False})
    if sheet.freeze_row:
        made.freeze_panes(sheet.freeze_row, 0)
    _set_printing(made, sheet.printing)
    for chart in sheet.charts:
        if isinstance(chart, SeriesChart):
            add_series_chart(file, made, chart)
        else:
            _add_chart(file, made, sheet.title, chart)


def _write_cell(sheet: Worksheet, row: int, col: int, cell: NewCell, look: Format) -> None:
    value = cell.value
    if cell.formula is not None:
        shown = _serial(value) if isinstance(value, dt.date) else value
        sheet.write_formula(row, col, "=" + cell.formula, look, "" if shown is None else shown)
    elif value is None or value == "":
        sheet.write_blank(row, col, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, col, shortened(value), look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, col, value, look)
    elif isinstance(value, dt.date):
        _write_date(sheet, row, col, value, look)
    else:
        sheet.write_number(row, col, value, look)


def _write_array(sheet: Worksheet, source: NewSheet, styles: Mapping[str, Format], ref: str, formula: str) -> None:
    """Write an array formula with the value of its first cell; the others are written over it afterwards."""
    from xlsxwriter.utility import xl_cell_to_rowcol

    row, col = xl_cell_to_rowcol(ref.partition(":")[0])
    cell = source.rows[row][col]
    value = _serial(cell.value) if isinstance(cell.value, dt.date) else cell.value
    sheet.write_array_formula(ref, "{=" + formula + "}", styles[cell.style], "" if value is None else value)


def _serial(day: dt.date) -> int:
    return (dt.date(day.year, day.month, day.day) - _DAY_ZERO).days


def _write_date(sheet: Worksheet, row: int, col: int, value: dt.date, look: Format) -> None:
    day = value.date() if isinstance(value, dt.datetime) else value
    if day < _FIRST_DATE:  # a sheet has no such days, or counts them one off
        sheet.write_string(row, col, day.isoformat(), look)
    else:
        moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
        sheet.write_datetime(row, col, moment, look)


def _merge(sheet: Worksheet, source: NewSheet, styles: Mapping[str, Format], merge: str) -> None:
    from xlsxwriter.utility import xl_cell_to_rowcol

    first, _, last = merge.partition(":")
    (row, col), end = xl_cell_to_rowcol(first), xl_cell_to_rowcol(last)
    cell = source.rows[row][col]
    sheet.merge_range(row, col, *end, "", styles[cell.style])
    _write_cell(sheet, row, col, cell, styles[cell.style])


def _set_printing(sheet: Worksheet, printing: PrintSetup) -> None:
    sheet.set_paper(_A4)
    if printing.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.55)
    sheet.center_horizontally()
    if printing.header:
        sheet.set_header(printing.header)
    sheet.set_footer(printing.footer)
    if printing.repeat:
        sheet.repeat_rows(printing.repeat[0] - 1, printing.repeat[1] - 1)
    if len(printing.breaks) > MAX_BREAKS:
        raise ValueError(f"{len(printing.breaks)} page breaks on one sheet; use several sheets")
    if printing.breaks:
        sheet.set_h_pagebreaks(list(printing.breaks))
        sheet.set_print_scale(printing.scale)
    else:
        sheet.fit_to_pages(1, 0)


def _add_chart(file: Workbook, sheet: Worksheet, title: str, chart: BarChart) -> None:
    made = file.add_chart({"type": "bar"})
    font: dict[str, Any] = {"name": "宋体", "size": 9}
    for name, ref in chart.series:
        points = [{"fill": {"color": "#C65911"}} if i in chart.marked else None for i in range(chart.bars)]
        made.add_series(
            {
                "name": name,
                "categories": f"={quoted(title)}!{chart.categories}",
                "values": f"={quoted(title)}!{ref}",
                "fill": {"color": "#5B9BD5"},
                "points": points,
                "gap": 40,
                "data_labels": {"value": True, "num_format": "#,##0", "font": font},
            }
        )
    made.set_title({"name": chart.title, "name_font": {"name": "黑体", "size": 12, "bold": False}, "overlay": False})
    made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": font})
    made.set_y_axis({"reverse": True, "num_font": font})
    made.set_x_axis({"num_font": font, "num_format": "#,##0", "min": 0, "major_gridlines": {"visible": False}})
    made.set_size({"width": chart.width, "height": 110 + _BAR * chart.bars * len(chart.series)})
    sheet.insert_chart(chart.anchor, made, {"description": chart.title})
