"""New workbooks, written by XlsxWriter: for what a command makes beside the user's own workbook.

Text never becomes a formula, a link or a number, and the same data give the same bytes. What a sheet is stands in
:mod:`xl_addin.files.building.model`; copies of users' books are :mod:`xl_addin.files.patching`.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xl_addin.files.atomic import replacing
from xl_addin.files.building.charts import add_chart
from xl_addin.files.building.model import NewBook, NewCell, NewSheet, PrintSetup, Value
from xl_addin.files.building.paper import MARGINS
from xl_addin.files.looks import LOOKS, PATTERNS, Look
from xl_addin.tables.grid import corners, quoted, shortened
from xl_addin.values.serials import FIRST_SURE_SERIAL, serial_of
from xl_addin.values.stages import FILLING, SAVING, tell

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

CREATED: Final = dt.datetime(2000, 1, 1)
"""Stored in every file instead of the clock, so that the same data give the same bytes."""
MAX_BREAKS: Final = 1000
"""Excel holds some more page breaks a sheet, and drops the rest without a word."""
_A4: Final = 9
_TOLD: Final = 500
"""Rows after which it is told how far the writing is."""
_VERTICAL: Final = {"center": "vcenter", "top": "top"}
_NORMAL: Final = {
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
    "default_row_height": 18,
    "default_column_width": 72,
}
"""Column widths count digits of the normal font: the one that Chinese hosts have, with its sizes in pixels."""


def write_book(target: Path, book: NewBook, like: Path | None = None) -> None:
    """Write a new workbook whole or not at all; InputError with one Chinese line where it cannot be written.

    Nobody may read it who may not read ``like``, the file that it was made from.
    """
    data = book_bytes(book)
    with replacing(Path(target), like) as stream:
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
    styles = {name: file.add_format(_properties(look)) for name, look in LOOKS.items()}
    for sheet in book.sheets:
        _write_sheet(file, styles, sheet)
    _hide(file, [sheet.hidden for sheet in book.sheets])
    tell(SAVING)
    file.close()
    return stream.getvalue()


def _hide(file: Workbook, hidden: Sequence[bool]) -> None:
    if not any(hidden):
        return
    first = hidden.index(False)
    for made, is_hidden in zip(file.worksheets(), hidden, strict=True):
        if is_hidden:
            made.hide()
    file.worksheets()[first].activate()
    file.worksheets()[first].set_first_sheet()


def without_formulas(book: NewBook) -> NewBook:
    """Give the book with stored values in place of formulas: for a host that lacks our functions, such as a printer.

    >>> book = NewBook("表", [NewSheet("一", [[NewCell(2, "", "1+1")]], [10])])
    >>> without_formulas(book).sheets[0].rows[0][0]
    NewCell(value=2, style='', formula=None, link=None)
    """
    sheets = []
    for sheet in book.sheets:
        rows = [[cell if cell.formula is None else replace(cell, formula=None) for cell in row] for row in sheet.rows]
        sheets.append(replace(sheet, rows=rows, arrays={}))
    return replace(book, sheets=sheets)


def _properties(look: Look) -> dict[str, Any]:
    """A look in XlsxWriter's words."""
    found: dict[str, Any] = {"font_name": look.font, "font_size": look.size, "valign": _VERTICAL[look.vertical]}
    flags = {"bold": look.bold, "underline": look.underline, "text_wrap": look.wrap, "shrink": look.shrink}
    found |= {name: 1 for name, wanted in flags.items() if wanted}
    if look.color:
        found["font_color"] = f"#{look.color}"
    if look.fill:
        found["bg_color"] = f"#{look.fill}"
        if look.pattern != "solid":
            found |= {"pattern": PATTERNS[look.pattern], "fg_color": f"#{look.ink}"}
    if look.border:
        found |= {"border": 1, "border_color": f"#{look.border}"}
    if look.horizontal:
        found["align"] = look.horizontal
    if look.number_format:
        found["num_format"] = look.number_format
    return found


def _write_sheet(file: Workbook, styles: Mapping[str, Format], sheet: NewSheet) -> None:
    made = file.add_worksheet(sheet.title)
    made.hide_gridlines(2)
    for col, width in enumerate(sheet.widths):
        made.set_column(col, col, width, styles[""])
    for row, height in sheet.heights.items():
        made.set_row(row - 1, height)
    anchors = set()
    for ref, formula in sheet.arrays.items():
        anchors.add(_write_array(made, sheet, styles, ref, formula))
    for row, cells in enumerate(sheet.rows):
        if not row % _TOLD:
            tell(FILLING, row, len(sheet.rows))
        for col, cell in enumerate(cells):
            if (row, col) not in anchors:
                _write_cell(made, row, col, cell, styles[cell.style])
    for merge in sheet.merges:
        top, left, bottom, right = corners(merge)
        cell = sheet.rows[top - 1][left - 1]
        made.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", styles[cell.style])
        _write_cell(made, top - 1, left - 1, cell, styles[cell.style])
    for ref, words in sheet.choices.items():
        made.data_validation(ref, {"validate": "list", "source": list(words), "show_error": False})
    if sheet.frozen:
        made.freeze_panes(sheet.frozen, sheet.printing.repeat_columns)
    if sheet.filter_ref:
        made.autofilter(sheet.filter_ref)
    _set_printing(made, sheet.printing)
    if sheet.print_area:
        made.print_area(sheet.print_area)
    for chart in sheet.charts:
        add_chart(file, made, chart)


def _write_cell(sheet: Worksheet, row: int, col: int, cell: NewCell, look: Format) -> None:
    value = cell.value
    if cell.formula is not None:
        sheet.write_formula(row, col, "=" + cell.formula, look, _result(value))
    elif value is None or value == "":
        sheet.write_blank(row, col, None, look)
    elif cell.link is not None:
        sheet.write_url(row, col, f"internal:{quoted(cell.link[0])}!{cell.link[1]}", look, str(value))
    elif isinstance(value, str):
        sheet.write_string(row, col, shortened(value), look)
    elif isinstance(value, bool):
        sheet.write_boolean(row, col, value, look)
    elif isinstance(value, dt.date):
        _write_date(sheet, row, col, value, look)
    else:
        sheet.write_number(row, col, value, look)


def _write_array(
    sheet: Worksheet, source: NewSheet, styles: Mapping[str, Format], ref: str, formula: str
) -> tuple[int, int]:
    """Write an array formula with the value of its first cell, whose place it gives; the others are written after."""
    top, left, _, _ = corners(ref)
    cell = source.rows[top - 1][left - 1]
    sheet.write_array_formula(ref, "{=" + formula + "}", styles[cell.style], _result(cell.value))
    return top - 1, left - 1


def _result(value: Value) -> bool | float | str:
    """What a file stores as the result of a formula."""
    if isinstance(value, dt.date):
        return serial_of(value, date1904=False)
    return "" if value is None else value


def _write_date(sheet: Worksheet, row: int, col: int, value: dt.date, look: Format) -> None:
    if serial_of(value, date1904=False) < FIRST_SURE_SERIAL:  # a sheet has no such days, or counts them one off
        day = value.date() if isinstance(value, dt.datetime) else value
        sheet.write_string(row, col, day.isoformat(), look)
    else:
        moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
        sheet.write_datetime(row, col, moment, look)


def _set_printing(sheet: Worksheet, printing: PrintSetup) -> None:
    sheet.set_paper(_A4)
    if printing.landscape:
        sheet.set_landscape()
    sheet.set_margins(**MARGINS)
    sheet.center_horizontally()
    if printing.header:
        sheet.set_header(printing.header)
    sheet.set_footer(printing.footer)
    if printing.repeat:
        sheet.repeat_rows(printing.repeat[0] - 1, printing.repeat[1] - 1)
    if len(printing.breaks) > MAX_BREAKS:
        raise ValueError(f"{len(printing.breaks)} page breaks on one sheet; use several sheets")
    if printing.area:
        sheet.print_area(printing.area)
    if printing.repeat_columns:
        sheet.repeat_columns(0, printing.repeat_columns - 1)
    if printing.breaks or printing.column_breaks:
        sheet.set_h_pagebreaks(list(printing.breaks))
        sheet.set_v_pagebreaks(list(printing.column_breaks))
        sheet.set_print_scale(printing.scale)
        sheet.print_across()
    else:
        sheet.fit_to_pages(1, 1 if printing.one_page else 0)
