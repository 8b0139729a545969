"""How the workbooks of this folder look: fonts, borders and printing as an office prints its tables.

Leaves out every word and number. Written with XlsxWriter, because a workbook that staff have saved holds the values
of its native formulas, and openpyxl cannot write a formula together with its value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

CREATED = datetime(2011, 9, 28, 8, 0, 0)
CALCULATED_BY = 191029
"""The calculation engine that the file claims: a host that is no newer keeps stored values when it opens the file."""
A4 = 9
_BODY: dict[str, Any] = {
    "font_name": "宋体",
    "font_size": 10,
    "valign": "vcenter",
    "border": 1,
    "border_color": "#808080",
}
_CENTRE = {**_BODY, "align": "center"}
_SUM = {**_CENTRE, "bold": True, "bg_color": "#F2F2F2"}
_STYLES: dict[str, dict[str, Any]] = {
    "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "plain": {"font_name": "宋体", "font_size": 10, "valign": "vcenter"},
    "plain_right": {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "align": "right"},
    "paragraph": {"font_name": "宋体", "font_size": 11, "valign": "top", "text_wrap": True},
    "heading": {"font_name": "黑体", "font_size": 12, "valign": "vcenter", "font_color": "#1F3864"},
    "warning": {
        "font_name": "黑体", "font_size": 11, "valign": "vcenter", "align": "center", "text_wrap": True,
        "font_color": "#9C0006", "bg_color": "#FFEBEB", "border": 1, "border_color": "#9C0006",
    },
    "head": {**_CENTRE, "font_name": "黑体", "text_wrap": True, "bg_color": "#DDEBF7"},
    "text": {**_BODY, "shrink": True},
    "centre": {**_CENTRE, "shrink": True},
    "merged": {**_CENTRE, "text_wrap": True, "valign": "top"},
    "id": {**_CENTRE, "num_format": "@", "shrink": True},
    "wrap": {**_BODY, "text_wrap": True},
    "wrap_top": {**_BODY, "text_wrap": True, "valign": "top", "font_size": 9},
    "date": {**_CENTRE, "num_format": "yyyy-mm-dd"},
    "money": {**_BODY, "num_format": "#,##0.00"},
    "number": {**_CENTRE, "num_format": "0.##"},
    "months": {**_CENTRE, "num_format": "0.0"},
    "count": {**_CENTRE, "num_format": "0"},
    "percent": {**_CENTRE, "num_format": "0.0%"},
    "input_money": {**_BODY, "num_format": "#,##0.00", "font_color": "#1F3FBF"},
    "input_date": {**_CENTRE, "num_format": "yyyy-mm-dd", "font_color": "#1F3FBF"},
    "input_text": {**_CENTRE, "font_color": "#1F3FBF"},
    "sum_text": _SUM,
    "sum_money": {**_SUM, "align": "right", "num_format": "#,##0.00"},
    "sum_count": {**_SUM, "num_format": "0"},
    "sum_percent": {**_SUM, "num_format": "0.0%"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Book:
    """An open workbook and its named styles."""

    file: Workbook
    styles: Mapping[str, Format]

    def style(self, name: str) -> Format:
        """Give a style by name; KeyError if there is none."""
        return self.styles[name]


@dataclass(frozen=True, slots=True)
class Native:
    """A formula with the value that its host would have stored; '' where only our add-in can tell."""

    formula: str
    value: str | float = ""


def new_book(path: Path, title: str, *, calculate_on_load: bool) -> Book:
    """Open a new workbook with fixed properties, so that two builds are the same bytes."""
    file = Workbook(str(path))
    file.set_properties({"title": title, "author": "xl_addin（虚构示例）", "created": CREATED})
    file.set_calc_mode("auto", CALCULATED_BY)
    file.calc_on_load = calculate_on_load
    file.set_size(2400, 1400)
    return Book(file, {name: file.add_format(settings) for name, settings in _STYLES.items()})


def new_sheet(
    book: Book, name: str, widths: Sequence[float], *, repeat_rows: tuple[int, int] | None = None
) -> Worksheet:
    """Add a sheet with column widths, printed on A4 landscape, one page wide, header rows repeated and frozen."""
    sheet = book.file.add_worksheet(name)
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页　共 &N 页&R&A")
    if repeat_rows:
        sheet.repeat_rows(*repeat_rows)
        sheet.freeze_panes(repeat_rows[1] + 1, 0)
    return sheet


def put(book: Book, sheet: Worksheet, row: int, col: int, value: object, style: str) -> None:
    """Write one cell, rows and columns from 0; a :class:`Native` with its stored value."""
    format_ = book.style(style)
    if value is None:
        sheet.write_blank(row, col, None, format_)
    elif isinstance(value, Native):
        sheet.write_formula(row, col, "=" + value.formula, format_, value.value)
    elif isinstance(value, date):
        sheet.write_datetime(row, col, datetime(value.year, value.month, value.day), format_)
    elif isinstance(value, str):
        sheet.write_string(row, col, value, format_)
    elif isinstance(value, int | float):
        sheet.write_number(row, col, value, format_)
    else:
        raise TypeError(f"{sheet.name} row {row + 1}: {value!r} is no cell value; give text, number, date or Native")


def put_row(book: Book, sheet: Worksheet, row: int, values: Sequence[object], styles: Sequence[str]) -> None:
    """Write a row from column A on, one style a cell."""
    for col, (value, style) in enumerate(zip(values, styles, strict=True)):
        put(book, sheet, row, col, value, style)


def put_title(book: Book, sheet: Worksheet, title: str, left: str, right: str, last_col: int) -> None:
    """Write the title over the table's width and the line 填报单位 … 单位 under it."""
    sheet.merge_range(0, 0, 0, last_col, title, book.style("title"))
    sheet.set_row(0, 28)
    put(book, sheet, 1, 0, left, "plain")
    put(book, sheet, 1, last_col, right, "plain_right")
