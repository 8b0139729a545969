"""Report sheets in an open workbook: written cell block by cell block, marked as ours by a hidden name.

Every text goes in with a leading apostrophe, which a program takes as "this is text": nothing that a report quotes
can become a formula, a number or a date. Print settings are made where the program offers them.
"""

from __future__ import annotations

from typing import Any, Final

from xl_addin.hosts.openbook.marks import areas
from xl_addin.hosts.openbook.reading import report_sheets
from xl_addin.hosts.openbook.refusals import passing_over_refusals
from xl_addin.tables.grid import address
from xl_addin.tables.overlay import ranges
from xl_addin.tables.report_chart import ReportChart
from xl_addin.tables.report_sheet import ReportCell, ReportSheet, free_title, quoted, row_heights
from xl_addin.tables.sheet_values import shortened
from xl_addin.tables.styles import LOOKS, Look
from xl_addin.tables.workbook_part import REPORT_NAME

_MAX_LINKS: Final = 2_000
"""Each link is a call to the program; findings past this keep their place as text."""
_NUMBER_FORMATS: Final = {4: "#,##0.00"}
_STACKED_BARS: Final = 58
_POINTS_PER_PIXEL: Final = 0.75
_FULL, _PALE = 0x70AD47, 0xD9D9D9
"""Colours of the chart; Excel counts blue first."""
_LANDSCAPE, _PORTRAIT, _A4 = 2, 1, 9
"""Excel's numbers: xlLandscape, xlPortrait, xlPaperA4."""


def remove_reports(book: Any) -> None:
    """Delete the report sheets that earlier commands wrote, and the names that marked them."""
    reports = report_sheets(book)
    for sheet in list(book.sheets):
        if sheet.name in reports:
            sheet.delete()
    for name in list(book.names):
        if name.name.lower().startswith(REPORT_NAME):
            name.delete()


def add_report(book: Any, report: ReportSheet, number: int) -> str:
    """Add a report sheet at the end; gives its name, which differs from the title if the user has such a sheet."""
    title = free_title(report.title, {sheet.name.casefold() for sheet in book.sheets})
    sheet = book.sheets.add(title, after=book.sheets[len(book.sheets) - 1])
    name = book.names.add(f"{REPORT_NAME}_{number}", f"={quoted(title)}!$A$1")
    native = getattr(name, "api", None)
    if native is not None:
        native.Visible = False
    width = max(len(report.widths), max((len(row) for row in report.rows), default=1))
    cells = [[*row, *[ReportCell(None)] * (width - len(row))] for row in report.rows]
    sheet.range((1, 1), (len(cells), width)).raw_value = [[_shown(cell.value) for cell in row] for row in cells]
    for merge in report.merges:
        sheet.range(merge).merge()
    _dress(sheet, report)
    _link(sheet, report)
    _lay_out(sheet, report)
    for chart in report.charts:
        _draw(sheet, chart)
    return title


def _shown(value: str | int | float | None) -> str | float | None:
    if isinstance(value, str):
        return f"'{shortened(value)}" if value else None
    return None if value is None else float(value)


def _dress(sheet: Any, report: ReportSheet) -> None:
    """Give the cells their looks, one call for each property of all cells of a look."""
    places: dict[str, list[str]] = {}
    for row, cells in enumerate(report.rows, 1):
        for col, cell in enumerate(cells, 1):
            places.setdefault(cell.style if cell.style in LOOKS else "", []).append(address(row, col))
    for style, found in places.items():
        for area in areas(ranges(found)):
            _apply(sheet.range(area), LOOKS[style])


def _apply(cells: Any, look: Look) -> None:
    font = cells.font
    font.size, font.color = look.size, f"#{look.color}"
    if look.bold:
        font.bold = True
    if look.fill:
        cells.color = f"#{look.fill}"
    cells.wrap_text = look.wrap
    cells.horizontal_alignment = look.horizontal
    cells.vertical_alignment = "top"
    if look.number_format in _NUMBER_FORMATS:
        cells.number_format = _NUMBER_FORMATS[look.number_format]
    native = getattr(cells, "api", None)
    if native is not None:
        if look.border:
            native.Borders.LineStyle = 1
        if look.underline:
            native.Font.Underline = 2


def _link(sheet: Any, report: ReportSheet) -> None:
    made = 0
    for row, cells in enumerate(report.rows, 1):
        for col, cell in enumerate(cells, 1):
            if cell.link and made < _MAX_LINKS:
                made += 1
                target = f"#{quoted(cell.link[0])}!{cell.link[1]}"
                sheet.range((row, col)).add_hyperlink(target, str(cell.value), "转到这个单元格")


def _lay_out(sheet: Any, report: ReportSheet) -> None:
    """Widths, heights, frozen heading, filter and print settings."""
    for col, width in enumerate(report.widths, 1):
        sheet.range((1, col)).column_width = width
    for row, height in enumerate(row_heights(report), 1):
        sheet.range((row, 1)).row_height = height
    native = getattr(sheet, "api", None)
    if native is None:
        if report.freeze_row:
            sheet.freeze_panes.freeze_at(f"1:{report.freeze_row}")
        return
    if report.freeze_row:
        # xlwings freezes panes on the web only; a new sheet is in front, so the window is its own.
        window = native.Application.ActiveWindow
        window.SplitRow, window.SplitColumn = report.freeze_row, 0
        window.FreezePanes = True
    if report.filter_ref:
        native.Range(report.filter_ref).AutoFilter()
    # A PC without any printer refuses print settings; the report is complete without them.
    with passing_over_refusals():
        setup = native.PageSetup
        setup.PaperSize = _A4
        setup.Orientation = _LANDSCAPE if report.landscape else _PORTRAIT
        setup.Zoom = False
        setup.FitToPagesWide, setup.FitToPagesTall = 1, False
        setup.CenterFooter = "第 &P 页 / 共 &N 页"
        if report.repeat_row:
            setup.PrintTitleRows = f"${report.repeat_row}:${report.repeat_row}"


def _draw(sheet: Any, chart: ReportChart) -> None:
    """Draw a stacked bar chart over cells of the report; the last series is pale, for what is lacking."""
    native = getattr(sheet, "api", None)
    if native is None:
        return
    corner = native.Range(chart.anchor)
    frame = native.ChartObjects().Add(
        corner.Left, corner.Top, chart.width * _POINTS_PER_PIXEL, chart.height * _POINTS_PER_PIXEL
    )
    drawn = frame.Chart
    drawn.ChartType = _STACKED_BARS
    for number, (name, values) in enumerate(chart.series, 1):
        series = drawn.SeriesCollection().NewSeries()
        series.Name, series.Values, series.XValues = name, native.Range(values), native.Range(chart.categories)
        pale = number == len(chart.series) and number > 1
        series.Format.Fill.ForeColor.RGB = _PALE if pale else _FULL
    drawn.HasTitle = True
    drawn.ChartTitle.Text = chart.title
