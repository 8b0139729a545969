"""Report sheets in an open workbook: written cell block by cell block, marked as ours by a hidden name.

Every text goes in with a leading apostrophe, which a program takes as "this is text": nothing that a report quotes
can become a formula, a number or a date. Print settings are made where the program offers them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from xl_addin.files.building.model import BAR, COLUMN, LINE, Chart, NewCell, NewSheet, Value
from xl_addin.files.building.titles import sheet_title
from xl_addin.files.edits.marks import ranges
from xl_addin.files.looks import LOOKS, Look
from xl_addin.files.report_sign import REPORT_NAME
from xl_addin.hosts.openbook.marks import areas
from xl_addin.hosts.openbook.reading import report_names
from xl_addin.hosts.openbook.refusals import passing_over_refusals
from xl_addin.tables.grid import address, quoted, shortened

MOST_LINKS: Final = 2_000
"""Each link is a call to the program; findings past this keep their place as text."""
_LONG_TEXT: Final = 8_000
"""Of longer texts a whole block is refused by some versions of Excel (limit 8,203); a cell alone takes 32,767."""
_TIP: Final = "转到这个单元格"
_VISIBLE: Final = -1
"""Excel's number for a sheet that is shown."""
_CHART_TYPES: Final = {BAR: (57, 58), COLUMN: (51, 52), LINE: (4, 63)}
"""Excel's numbers of charts, plain and stacked."""
_POINTS_PER_PIXEL: Final = 0.75
_FULL, _PALE = 0x70AD47, 0xD9D9D9
"""Colours of the chart; Excel counts blue first."""
_LANDSCAPE, _PORTRAIT, _A4 = 2, 1, 9
"""Excel's numbers: xlLandscape, xlPortrait, xlPaperA4."""


def remove_reports(book: Any) -> None:
    """Delete the report sheets that earlier commands wrote, and the names that marked them."""
    names = report_names(book)
    ours = {sheet for _, sheet in names}
    for sheet in list(book.sheets):
        if sheet.name in ours:
            native = getattr(sheet, "api", None)
            if native is not None:
                native.Visible = _VISIBLE  # Excel deletes no sheet that is hidden from its menus
            sheet.delete()
    for name, _ in names:
        name.delete()


def add_report(book: Any, report: NewSheet, number: int) -> str:
    """Add a report sheet at the end; gives its name, which differs from the title if the user has such a sheet."""
    title = sheet_title(report.title, _titles(book))
    sheet = _add_sheet(book, title)
    name = book.names.add(f"{REPORT_NAME}_{number}", f"={quoted(title)}!$A$1")
    native = getattr(name, "api", None)
    if native is not None:
        native.Visible = False
    width = max(len(report.widths), max((len(row) for row in report.rows), default=1))
    _write(sheet, [[*row, *[NewCell()] * (width - len(row))] for row in report.rows], width)
    for merge in report.merges:
        sheet.range(merge).merge()
    _link(sheet, report)  # before the looks: Excel gives a link its own style
    _dress(sheet, report)
    _lay_out(sheet, report)
    for chart in report.charts:
        _draw(sheet, chart)
    return title


def _titles(book: Any) -> set[str]:
    """Names that a new sheet cannot have; chart sheets are no worksheets but have names, too."""
    native = getattr(book, "api", None)
    sheets = [sheet.name for sheet in book.sheets] if native is None else [sheet.Name for sheet in native.Sheets]
    return {name.casefold() for name in sheets}


def _add_sheet(book: Any, title: str) -> Any:
    """Add a sheet behind the last one that is shown.

    Excel's own way, because xlwings counts worksheets only and would move a sheet that is hidden from the menus, which
    Excel refuses. It adds before a sheet reliably, not after.
    """
    native = getattr(book, "api", None)
    if native is None:
        return book.sheets.add(title, after=book.sheets[len(book.sheets) - 1])
    everything = list(native.Sheets)
    last = max(index for index, sheet in enumerate(everything) if sheet.Visible == _VISIBLE)
    if last + 1 < len(everything):
        made = native.Worksheets.Add(Before=everything[last + 1])
    else:
        made = native.Worksheets.Add(Before=everything[last])
        everything[last].Move(Before=made)
        made.Activate()
    made.Name = title
    return book.sheets[title]


def _write(sheet: Any, cells: list[list[NewCell]], width: int) -> None:
    """Write all values in one call, and texts that Excel takes only cell by cell."""
    shown = [[_shown(cell.value) for cell in row] for row in cells]
    long = {
        (row, col): text
        for row, line in enumerate(shown, 1)
        for col, text in enumerate(line, 1)
        if isinstance(text, str) and len(text) > _LONG_TEXT
    }
    for row, col in long:
        shown[row - 1][col - 1] = None
    sheet.range((1, 1), (len(cells), width)).raw_value = shown
    for place, text in long.items():
        sheet.range(place).raw_value = text


def _shown(value: Value) -> str | float | None:
    if value is None or value == "":
        return None
    return float(value) if isinstance(value, (int, float)) else f"'{shortened(str(value))}"


def _dress(sheet: Any, report: NewSheet) -> None:
    """Give the cells their looks, one call for each property of all cells of a look."""
    places: dict[str, list[str]] = {}
    for row, cells in enumerate(report.rows, 1):
        for col, cell in enumerate(cells, 1):
            places.setdefault(cell.style, []).append(address(row, col))
    for style, found in places.items():
        for area in areas(ranges(found)):
            _apply(sheet.range(area), LOOKS[style])


def _apply(cells: Any, look: Look) -> None:
    font = cells.font
    font.size = look.size
    if look.color:
        font.color = f"#{look.color}"
    if look.bold:
        font.bold = True
    if look.fill:
        cells.color = f"#{look.fill}"
    cells.wrap_text = look.wrap
    if look.horizontal:
        cells.horizontal_alignment = look.horizontal
    cells.vertical_alignment = look.vertical
    if look.number_format:
        cells.number_format = look.number_format
    native = getattr(cells, "api", None)
    if native is not None:
        if look.border:
            native.Borders.LineStyle = 1
        if look.underline:
            native.Font.Underline = 2


def _link(sheet: Any, report: NewSheet) -> None:
    made = 0
    for row, cells in enumerate(report.rows, 1):
        for col, cell in enumerate(cells, 1):
            if cell.link and made < MOST_LINKS:
                made += 1
                place = f"{quoted(cell.link[0])}!{cell.link[1]}"
                shown = sheet.range((row, col))
                native = getattr(shown, "api", None)
                if native is None:
                    shown.add_hyperlink(f"#{place}", str(cell.value), _TIP)
                else:
                    # By place, not by address, which Excel would encode; and without a text, which it would read
                    # as something typed: a sheet 1-2 would become a date.
                    native.Hyperlinks.Add(native, "", place, _TIP)


def _lay_out(sheet: Any, report: NewSheet) -> None:
    """Widths, heights, frozen heading, filter and print settings."""
    for col, width in enumerate(report.widths, 1):
        sheet.range((1, col)).column_width = width
    for first, last, height in report.height_runs():
        sheet.range(f"A{first}:A{last}").row_height = height
    native = getattr(sheet, "api", None)
    if native is None:
        if report.frozen:
            sheet.freeze_panes.freeze_at(f"1:{report.frozen}")
        return
    if report.frozen:
        # xlwings freezes panes on the web only; a new sheet is in front, so the window is its own.
        with passing_over_refusals():  # a window that is minimised refuses
            window = native.Application.ActiveWindow
            window.SplitRow, window.SplitColumn = report.frozen, 0
            window.FreezePanes = True
    if report.filter_ref:
        native.Range(report.filter_ref).AutoFilter()
    _print_settings(native, report)


def _print_settings(native: Any, report: NewSheet) -> None:
    """Each for itself: a PC without any printer refuses them all, a narrow printer A4 only; the report is complete."""
    settings = {
        "Orientation": _LANDSCAPE if report.printing.landscape else _PORTRAIT,
        "PaperSize": _A4,
        "Zoom": False,
        "FitToPagesWide": 1,
        "FitToPagesTall": False,
        "CenterFooter": report.printing.footer.removeprefix("&C"),
    }
    if report.print_area:
        settings["PrintArea"] = report.print_area
    if report.printing.repeat:
        settings["PrintTitleRows"] = "${}:${}".format(*report.printing.repeat)
    with _printer_asked_once(native.Application):
        for name, value in settings.items():
            with passing_over_refusals():
                setattr(native.PageSetup, name, value)


@contextmanager
def _printer_asked_once(app: Any) -> Iterator[None]:
    """Let Excel talk to the printer after the last setting instead of at each: over a network that takes seconds."""
    with passing_over_refusals():
        app.PrintCommunication = False
    try:
        yield
    finally:
        with passing_over_refusals():
            app.PrintCommunication = True


def _draw(sheet: Any, chart: Chart) -> None:
    """Draw a chart over cells of the report."""
    native = getattr(sheet, "api", None)
    if native is None:
        return
    corner = native.Range(chart.anchor)
    frame = native.ChartObjects().Add(
        corner.Left, corner.Top, chart.width * _POINTS_PER_PIXEL, chart.height * _POINTS_PER_PIXEL
    )
    drawn = frame.Chart
    while drawn.SeriesCollection().Count:  # Excel may have guessed some from the cells around the selection
        drawn.SeriesCollection(1).Delete()
    drawn.ChartType = _CHART_TYPES[chart.kind][chart.stacked]
    for one in chart.series:
        series = drawn.SeriesCollection().NewSeries()
        series.Name, series.Values = one.name, native.Range(one.values)
        series.XValues = native.Range(chart.categories)
        series.Format.Fill.ForeColor.RGB = _PALE if one.pale else _FULL
    drawn.HasTitle = True
    drawn.ChartTitle.Text = chart.title
