"""A chart over cells of a report: bars, columns or lines, plain or stacked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .areas import cell_range

_DIAGRAMS = {"bar": "BarDiagram", "column": "BarDiagram", "line": "LineDiagram"}


def draw(document: Any, sheet: Any, chart: Mapping[str, Any]) -> None:
    """Draw a chart; its first column tells what each bar is about."""
    import uno

    row, col = chart["anchor"]
    corner = sheet.getCellByPosition(col, row).Position
    frame = uno.createUnoStruct("com.sun.star.awt.Rectangle")
    frame.X, frame.Y = corner.X, corner.Y
    frame.Width, frame.Height = chart["size"]
    columns = [chart["categories"], *(series["values"] for series in chart["series"])]
    cells = tuple(cell_range(sheet, area).getRangeAddress() for area in columns)
    name = _free_name(document, chart["title"])
    sheet.getCharts().addNewByName(name, frame, cells, False, True)
    made = sheet.getCharts().getByName(name).getEmbeddedObject()
    diagram = made.createInstance(f"com.sun.star.chart.{_DIAGRAMS[chart['kind']]}")
    made.setDiagram(diagram)
    diagram = made.getDiagram()
    if chart["kind"] != "line":
        diagram.Vertical = chart["kind"] == "bar"  # Calc's word for bars that lie
    diagram.Stacked = chart["stacked"]
    made.HasMainTitle = True
    made.getTitle().String = chart["title"]
    for number, series in enumerate(chart["series"]):
        diagram.getDataRowProperties(number).FillColor = series["color"]


def _free_name(document: Any, wanted: str) -> str:
    """A name that no chart of the document has: an earlier report may have the same one."""
    sheets = [document.Sheets.getByIndex(number) for number in range(document.Sheets.getCount())]
    name, number = wanted, 2
    while any(sheet.getCharts().hasByName(name) for sheet in sheets):
        name, number = f"{wanted}{number}", number + 1
    return name
