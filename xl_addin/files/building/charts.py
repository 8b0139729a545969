"""Native line, column and stacked charts of new workbooks; their cells may stand on any sheet of the book.

Words and references come from the callers; plain bar charts are :class:`xl_addin.files.building.workbook.BarChart`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LINE: Final = "line"
"""Over dates."""
COLUMN: Final = "column"
BAR: Final = "bar"
_COLOURS: Final = ("#2E75B6", "#C65911", "#7F7F7F", "#548235", "#7030A0")
_DASHES: Final = ("solid", "dash", "square_dot", "long_dash", "dash_dot")
"""Lines differ in dash as well as colour, and fills in brightness, so that a grey print can be read."""
_MONEY: Final = "#,##0"
_PALE: Final = "#D9D9D9"


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series: its name in the legend and its values as an absolute reference, ``'余额走势'!$B$5:$B$16``."""

    name: str
    values: str
    pale: bool = False
    """Stands behind the others: what is lacking, in a stacked bar."""


@dataclass(frozen=True, slots=True)
class SeriesChart:
    """A native chart; ``kind`` is LINE, COLUMN or BAR (first category on top), ``anchor`` its upper left cell."""

    title: str
    kind: str
    categories: str
    series: tuple[ChartSeries, ...]
    anchor: str
    stacked: bool = False
    width: int = 900
    height: int = 320


def add_series_chart(file: Workbook, sheet: Worksheet, chart: SeriesChart) -> None:
    """Draw a chart on a sheet."""
    made = file.add_chart({"type": chart.kind, **({"subtype": "stacked"} if chart.stacked else {})})
    font: dict[str, Any] = {"name": "宋体", "size": 9}
    for place, series in enumerate(chart.series):
        made.add_series(
            {
                "name": series.name,
                "categories": f"={chart.categories}",
                "values": f"={series.values}",
                **_look(chart.kind, place, series, font),
            }
        )
    made.set_title({"name": chart.title, "name_font": {"name": "黑体", "size": 12, "bold": False}, "overlay": False})
    made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": font})
    amounts = {"num_font": font, "num_format": _MONEY, "major_gridlines": {"visible": True, "line": {"color": _PALE}}}
    names = {"num_font": font, "label_position": "low"}
    if chart.kind == BAR:
        made.set_y_axis({**names, "reverse": True})
        made.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})  # the bars bear their amounts
    elif chart.kind == LINE:
        made.set_x_axis({**names, "date_axis": True, "num_format": "yyyy-mm"})
        made.set_y_axis(amounts)
    else:
        made.set_x_axis(names)
        made.set_y_axis(amounts)
    made.set_size({"width": chart.width, "height": chart.height})
    sheet.insert_chart(chart.anchor, made, {"description": chart.title})


def _look(kind: str, place: int, series: ChartSeries, font: dict[str, Any]) -> dict[str, Any]:
    colour = _PALE if series.pale else _COLOURS[place % len(_COLOURS)]
    if kind == LINE:
        return {"line": {"color": colour, "width": 2, "dash_type": _DASHES[place % len(_DASHES)]}}
    labels = {"value": True, "num_format": '#,##0;-#,##0;""', "font": font}
    return {"fill": {"color": colour}, "border": {"color": "#7F7F7F"}, "gap": 60, "data_labels": labels}
