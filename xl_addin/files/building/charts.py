"""Native line, column and bar charts of sheets of ours, drawn by XlsxWriter over cells of their own sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from xl_addin.files.building.model import BAR, LINE, Chart, ChartSeries
from xl_addin.tables.grid import fixed, quoted

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_COLOURS: Final = ("#2E75B6", "#C65911", "#7F7F7F", "#548235", "#7030A0")
_DASHES: Final = ("solid", "dash", "square_dot", "long_dash", "dash_dot")
"""Lines differ in dash as well as colour, and fills in brightness, so that a grey print can be read."""
_MONEY: Final = "#,##0"
_PALE: Final = "#D9D9D9"
_FONT: Final = {"name": "宋体", "size": 9}


def add_chart(file: Workbook, sheet: Worksheet, chart: Chart) -> None:
    """Draw a chart on a sheet."""
    made = file.add_chart({"type": chart.kind, **({"subtype": "stacked"} if chart.stacked else {})})
    place = f"={quoted(sheet.get_name())}!"
    for number, series in enumerate(chart.series):
        made.add_series(
            {
                "name": series.name,
                "categories": place + fixed(chart.categories),
                "values": place + fixed(series.values),
                **_look(chart, number, series),
            }
        )
    made.set_title({"name": chart.title, "name_font": {"name": "黑体", "size": 12, "bold": False}, "overlay": False})
    made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": dict(_FONT)})
    lines = {"visible": True, "line": {"color": _PALE}}
    amounts = {"num_font": dict(_FONT), "num_format": _MONEY, "major_gridlines": lines}
    names = {"num_font": dict(_FONT), "label_position": "low"}
    if chart.kind == BAR:
        made.set_y_axis({**names, "reverse": True})
        start = {"min": 0} if chart.from_zero else {}
        made.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **start})  # bars bear their amounts
    elif chart.kind == LINE:
        made.set_x_axis({**names, "date_axis": True, "num_format": "yyyy-mm"})
        made.set_y_axis(amounts)
    else:
        made.set_x_axis(names)
        made.set_y_axis(amounts)
    made.set_size({"width": chart.width, "height": chart.height})
    sheet.insert_chart(chart.anchor, made, {"description": chart.title})


def _look(chart: Chart, number: int, series: ChartSeries) -> dict[str, Any]:
    colour = _COLOURS[number % len(_COLOURS)]
    if chart.kind == LINE:
        return {"line": {"color": colour, "width": 2, "dash_type": _DASHES[number % len(_DASHES)]}}
    labels = {"value": True, "num_format": '#,##0;-#,##0;""', "font": dict(_FONT)}
    fill = _fill(_PALE if series.pale or chart.marked else colour)
    points = [_fill(colour) if i in chart.marked else None for i in range(max(chart.marked, default=-1) + 1)]
    return {**fill, "gap": 60, "data_labels": labels, **({"points": points} if points else {})}


def _fill(colour: str) -> dict[str, Any]:
    return {"fill": {"color": colour}, "border": {"color": "#7F7F7F"}}
