"""Report sheets: added at the end with everything they hold, taken away with the names that mark them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .areas import cell_range, cell_ranges
from .charts import draw
from .styles import dress
from .undoing import OneStep

_A4 = (21_000, 29_700)
_MARGINS = {"LeftMargin": 1016, "RightMargin": 1016, "TopMargin": 762, "BottomMargin": 762}
"""Hundredths of a millimetre, as the file host has them."""


def add_report(step: OneStep, report: Mapping[str, Any], title: str) -> None:
    """Add a report sheet under a name that is free now."""
    document = step.document
    document.Sheets.insertNewByName(title, document.Sheets.getCount())
    step.native(lambda: document.Sheets.removeByName(title))
    sheet = document.Sheets.getByName(title)
    rows = report["rows"]
    cell_range(sheet, [0, 0, len(rows) - 1, len(rows[0]) - 1]).setDataArray(tuple(map(tuple, rows)))
    for look in report["looks"]:
        dress(document, cell_ranges(document, sheet, look["areas"]), look)
    for area in report["merges"]:
        cell_range(sheet, area).merge(True)
    for link in report["links"]:
        _link(document, sheet, link)
    for column, width in enumerate(report["widths"]):
        sheet.Columns.getByIndex(column).Width = width
    for first, last, height in report["heights"]:
        cell_range(sheet, [first, 0, last, 0]).Rows.Height = height
    for chart in report["charts"]:
        draw(document, sheet, chart)
    if report["filter"]:
        _filter(document, sheet, report)
    if report["repeat"]:
        sheet.setTitleRows(cell_range(sheet, [report["repeat"][0], 0, report["repeat"][1], 0]).getRangeAddress())
        sheet.setPrintTitleRows(True)
    if report["print_area"]:
        sheet.setPrintAreas((cell_range(sheet, report["print_area"]).getRangeAddress(),))
    _page(document, sheet, report)


def name_report(step: OneStep, report: Mapping[str, Any], title: str) -> None:
    """Give a report the name that it is to have, and the defined name by which it is known as ours."""
    document = step.document
    sheet = document.Sheets.getByName(title)
    if title != report["title"]:
        sheet.setName(report["title"])
    corner = sheet.getCellByPosition(0, 0)
    document.NamedRanges.addNewByName(report["name"], corner.AbsoluteName, corner.getCellAddress(), 0)


def remove_reports(step: OneStep, sheets: Sequence[str], names: Sequence[str]) -> None:
    """Take away report sheets and the names that mark them."""
    document = step.document
    for name in names:
        if document.NamedRanges.hasByName(name):
            document.NamedRanges.removeByName(name)
    for sheet in sheets:
        document.Sheets.removeByName(sheet)


def freeze(document: Any, title: str, rows: int) -> None:
    """Keep the rows above the list on screen; the user's sheet comes back to the front."""
    controller = document.getCurrentController()
    if not rows or controller is None:
        return
    front = controller.getActiveSheet()
    controller.setActiveSheet(document.Sheets.getByName(title))
    controller.freezeAtPosition(0, rows)
    controller.setActiveSheet(front)


def _link(document: Any, sheet: Any, link: Mapping[str, Any]) -> None:
    cell = sheet.getCellByPosition(link["col"], link["row"])
    field = document.createInstance("com.sun.star.text.TextField.URL")
    field.URL, field.Representation = link["target"], link["text"]
    cell.setString("")
    cell.insertTextContent(cell.createTextCursor(), field, False)


def _filter(document: Any, sheet: Any, report: Mapping[str, Any]) -> None:
    ranges, name = document.DatabaseRanges, report["name"]
    while ranges.hasByName(name):  # the earlier report's, which may come back
        name += "_"
    ranges.addNewByName(name, cell_range(sheet, report["filter"]).getRangeAddress())
    ranges.getByName(name).AutoFilter = True


def _page(document: Any, sheet: Any, report: Mapping[str, Any]) -> None:
    """A page style of its own: A4, one page wide, page numbers at the foot; one of an earlier report is used again."""
    family, name = document.StyleFamilies.getByName("PageStyles"), report["name"]
    if not family.hasByName(name):
        family.insertByName(name, document.createInstance("com.sun.star.style.PageStyle"))
    _set_page(document, family.getByName(name), report)
    sheet.PageStyle = name


def _set_page(document: Any, style: Any, report: Mapping[str, Any]) -> None:
    width, height = reversed(_A4) if report["landscape"] else _A4
    style.IsLandscape, style.Width, style.Height = report["landscape"], width, height
    for side, margin in _MARGINS.items():
        setattr(style, side, margin)
    style.ScaleToPagesX, style.ScaleToPagesY = 1, 0
    style.HeaderIsOn, style.FooterIsOn = False, True
    content = style.RightPageFooterContent
    for part in (content.LeftText, content.RightText):
        part.setString("")
    text = content.CenterText
    text.setString("")
    for piece in re.split("(&[PN])", report["footer"]):
        kind = {"&P": "PageNumber", "&N": "PageCount"}.get(piece)
        cursor = text.createTextCursor()
        cursor.gotoEnd(False)
        if kind:
            text.insertTextContent(cursor, document.createInstance(f"com.sun.star.text.TextField.{kind}"), False)
        else:
            text.insertString(cursor, piece, False)
    style.RightPageFooterContent = content
