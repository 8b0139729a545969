"""Native charts on a report sheet: the chart part, the drawing part that places it, and their relationships.

XlsxWriter draws the chart in a small book in memory, from which the chart part is taken; so its numbers are cached and
no program has to compute them. Leaves out which parts are free and the content types: the book editor knows those.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from xl_addin.files import markup
from xl_addin.files.building.charts import add_chart
from xl_addin.files.building.model import Chart, NewCell
from xl_addin.tables.grid import cells_of, parse_address

_EMU_PER_PIXEL: Final = 9525
_RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = {
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
    b"http://schemas.openxmlformats.org/drawingml/2006/": b"http://purl.oclc.org/ooxml/drawingml/",
}
"""Transitional name spaces of drawings and what a strict book calls them."""
_SAID: Final = {
    b"<c:chart><c:title>": b'<c:roundedCorners val="0"/><c:chart><c:title>',
    b"</c:title>": b'<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>',
    b'<c:grouping val="stacked"/>': b'<c:grouping val="stacked"/><c:varyColors val="0"/>',
    b"</c:spPr><c:dLbls>": b'</c:spPr><c:invertIfNegative val="0"/><c:dLbls>',
    b'<c:showVal val="1"/>': b'<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    b'<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>',
}
"""What XlsxWriter leaves to the program is false in a book of Excel 2007 and true in a later one: say it."""


def chart_part(chart: Chart, sheet: str, rows: Sequence[Sequence[NewCell]], namespace: str) -> bytes:
    """Draw a chart over the cells ``rows`` of the sheet with this name; ``namespace`` is that of the book."""
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as file:
        page: Any = file.add_worksheet(sheet)
        for ref in (chart.categories, *(series.values for series in chart.series)):
            for row, col in cells_of(ref):
                value = rows[row - 1][col - 1].value
                if isinstance(value, str):  # never a formula
                    page.write_string(row - 1, col - 1, value)
                else:
                    page.write_number(row - 1, col - 1, value or 0)
        add_chart(file, page, replace(chart, anchor="A1"))
    with zipfile.ZipFile(made) as parts:
        xml = parts.read("xl/charts/chart1.xml")
    for unsaid, said in _SAID.items():
        xml = xml.replace(unsaid, said)
    return _in_namespace(xml, namespace)


def drawing_part(charts: Sequence[Chart], namespace: str) -> bytes:
    """Place charts on their sheet; the n-th has the relationship ``rIdn``."""
    frames = "".join(_frame(number, chart) for number, chart in enumerate(charts, 1))
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        f'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{frames}</xdr:wsDr>'
    )
    return _in_namespace(xml.encode(), namespace)


def relationships_part(kind: str, targets: Sequence[str], namespace: str) -> bytes:
    """Relate a part to others of one kind (``chart``, ``drawing``) by their full paths, as ``rId1`` and so on."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="/{target}"/>'
        for number, target in enumerate(targets, 1)
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Relationships xmlns="{_RELATIONSHIPS}">{lines}</Relationships>'
    )
    return _in_namespace(xml.encode(), namespace)


def content_type(part: str) -> str:
    """Content type of a part of ours by its folder.

    >>> content_type("xl/charts/chart3.xml")
    'application/vnd.openxmlformats-officedocument.drawingml.chart+xml'
    """
    kind = {"charts": "drawingml.chart", "drawings": "drawing"}[posixpath.basename(posixpath.dirname(part))]
    return f"application/vnd.openxmlformats-officedocument.{kind}+xml"


def _frame(number: int, chart: Chart) -> str:
    row, col = parse_address(chart.anchor)
    name = markup.attribute(chart.title)
    office = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    # Fixed to one cell with its own size: rows that another program lays out anew do not stretch it.
    return (
        f"<xdr:oneCellAnchor><xdr:from><xdr:col>{col - 1}</xdr:col><xdr:colOff>{12 * _EMU_PER_PIXEL}</xdr:colOff>"
        f"<xdr:row>{row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{chart.width * _EMU_PER_PIXEL}" cy="{chart.height * _EMU_PER_PIXEL}"/>'
        f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number + 1}" name="{name}" descr="{name}"/>'
        "<xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>"
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{office}"><c:chart xmlns:c="{office}" xmlns:r="{_OFFICE}" '
        f'r:id="rId{number}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>'
    )


def _in_namespace(xml: bytes, namespace: str) -> bytes:
    if namespace == markup.MAIN_NAMESPACES[0]:
        return xml
    for transitional, strict in _STRICT.items():
        xml = xml.replace(transitional, strict)
    return xml
