"""How the cells of new workbooks look, by name: the fonts, borders and number forms of an office's printed tables.

Settings are XlsxWriter's. Words and numbers stand with those who build the sheets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_PLAIN: Final[dict[str, Any]] = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_BODY: Final = {**_PLAIN, "border": 1, "border_color": "#7F7F7F"}
_CENTRE: Final = {**_BODY, "align": "center"}
_PARAGRAPH: Final = {**_BODY, "text_wrap": True, "align": "left"}
_SUM: Final = {**_CENTRE, "bold": True, "bg_color": "#F2F2F2"}

STYLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "": _PLAIN,
    "plain_wrap": {**_PLAIN, "text_wrap": True},
    "right": {**_PLAIN, "align": "right"},
    "title": {**_PLAIN, "font_name": "黑体", "font_size": 16, "align": "center"},
    "section": {**_BODY, "font_name": "黑体", "bg_color": "#F2F2F2"},
    "head": {**_CENTRE, "font_name": "黑体", "text_wrap": True, "bg_color": "#DDEBF7"},
    "label": {**_CENTRE, "font_name": "黑体", "text_wrap": True},
    "text": {**_BODY, "align": "left"},
    "centre": {**_CENTRE, "text_wrap": True},
    "wrap": _PARAGRAPH,
    "small": {**_PARAGRAPH, "font_size": 9},
    "fine": {**_PARAGRAPH, "font_size": 7.5},
    "note": {**_PLAIN, "text_wrap": True, "font_size": 9, "font_color": "#404040"},
    "notice": {**_PARAGRAPH, "font_size": 9, "bold": True, "font_color": "#7F3F00", "bg_color": "#FFF2CC"},
    "money": {**_BODY, "align": "right", "num_format": "#,##0.00"},
    "signed": {**_BODY, "align": "right", "num_format": '+#,##0.00;-#,##0.00;"—"'},
    "amount": {**_CENTRE, "bold": True, "font_size": 14, "num_format": '"¥"#,##0.00'},
    "capitals": {**_CENTRE, "bold": True, "font_size": 12, "text_wrap": True},
    "number": {**_CENTRE, "num_format": "0.######"},
    "count": {**_CENTRE, "num_format": "#,##0"},
    "date": {**_CENTRE, "num_format": "yyyy-mm-dd"},
    "percent": {**_CENTRE, "num_format": "0.0%"},
    "id": {**_CENTRE, "num_format": "@"},
    "shrunk": {**_CENTRE, "shrink": True},
    "sum": {**_SUM, "font_name": "黑体"},
    "sum_count": {**_SUM, "num_format": "#,##0"},
    "sum_money": {**_SUM, "align": "right", "num_format": "#,##0.00"},
    "sum_percent": {**_SUM, "num_format": "0.0%"},
    "entry": {**_CENTRE, "font_color": "#1F3FBF", "shrink": True},
    "entry_text": {**_PARAGRAPH, "font_color": "#1F3FBF"},
    "entry_id": {**_CENTRE, "font_color": "#1F3FBF", "num_format": "@", "shrink": True},
    "entry_date": {**_CENTRE, "font_color": "#1F3FBF", "num_format": "yyyy-mm-dd"},
    "entry_money": {**_BODY, "align": "right", "font_color": "#1F3FBF", "num_format": "#,##0.00"},
    "entry_percent": {**_CENTRE, "font_color": "#1F3FBF", "num_format": "0.##%"},
    "sign": {**_BODY, "font_size": 11},
    "input": {**_CENTRE, "font_color": "#1F3FBF", "num_format": "General"},
    "current": {**_CENTRE, "bold": True, "bg_color": "#E2EFDA"},
}
"""Style names of ``NewCell.style``; a name that is not here is a KeyError."""


def font_size(style: str) -> float:
    """Give the size of a style's font in points.

    >>> font_size("title"), font_size("small")
    (16.0, 9.0)
    """
    return float(STYLES[style]["font_size"])
