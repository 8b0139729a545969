"""How the cells of sheets of ours look, by name, and how marks on a user's cells do; every writer takes from here.

Fonts, frames and number forms are those of an office's printed tables. Sheets that are added to a user's book, such as
校验结果, have looks of their own, ``report_...``: long texts from the top of the cell. Words stand with the callers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

MARKS: Final = ("error", "missing", "notice")
"""Names of the looks of marks, the gravest first: 错误, 缺件, 提示."""
PATTERNS: Final = {"solid": 1, "lightUp": 14, "gray0625": 18}
"""Numbers of the patterns of fills, the same in Excel (xlPattern) and in XlsxWriter."""
_BROAD: Final = re.compile("[\u2e80-\U0010ffff]")
"""Chinese characters take twice the width of a digit."""
_WIDTH_SIZE: Final = 11.0
"""Column widths count characters of this size."""


@dataclass(frozen=True, slots=True)
class Look:
    """Look of a cell; colours are RRGGBB, empty for none."""

    font: str = "宋体"
    size: float = 10
    bold: bool = False
    underline: bool = False
    color: str = ""
    fill: str = ""
    pattern: str = "solid"
    ink: str = ""
    """Colour of the strokes or dots of a pattern."""
    border: str = ""
    horizontal: str = ""
    """Empty for the host's own way: texts left, numbers right."""
    vertical: str = "center"
    wrap: bool = False
    shrink: bool = False
    number_format: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell, or a small range such as ``D7:F7``, of the user to mark; ``style`` is one of :data:`MARKS`."""

    sheet: str
    cell: str
    style: str


_PLAIN: Final = Look()
_BODY: Final = Look(border="7F7F7F")
_LEFT: Final = replace(_BODY, horizontal="left")
_CENTRE: Final = replace(_BODY, horizontal="center")
_RIGHT: Final = replace(_BODY, horizontal="right")
_PARAGRAPH: Final = replace(_LEFT, wrap=True)
_SUM: Final = replace(_CENTRE, bold=True, fill="F2F2F2")
_ENTRY: Final = replace(_CENTRE, color="1F3FBF")
_REPORT: Final = Look(size=10.5, color="000000", border="BFBFBF", horizontal="left", vertical="top", wrap=True)
_OPEN: Final = replace(_REPORT, border="", wrap=False)
_SEVERITY: Final = replace(_REPORT, horizontal="center")

LOOKS: Final[Mapping[str, Look]] = {
    "": _PLAIN,
    "plain_wrap": replace(_PLAIN, wrap=True),
    "plain_text": replace(_PLAIN, number_format="@"),
    "plain_date": replace(_PLAIN, number_format="yyyy-mm-dd"),
    "plain_left_date": replace(_PLAIN, horizontal="left", number_format="yyyy-mm-dd"),
    "plain_time": replace(_PLAIN, number_format="yyyy-mm-dd hh:mm:ss"),
    "right": replace(_PLAIN, horizontal="right"),
    "title": replace(_PLAIN, font="黑体", size=16, horizontal="center"),
    "section": replace(_BODY, font="黑体", fill="F2F2F2"),
    "head": replace(_CENTRE, font="黑体", wrap=True, fill="DDEBF7"),
    "label": replace(_CENTRE, font="黑体", wrap=True),
    "text": _LEFT,
    "centre": replace(_CENTRE, wrap=True),
    "wrap": _PARAGRAPH,
    "small": replace(_PARAGRAPH, size=9),
    "tight": replace(_LEFT, size=9, shrink=True),
    "fine": replace(_PARAGRAPH, size=7.5),
    "note": replace(_PLAIN, wrap=True, size=9, color="404040"),
    "aside": replace(_PLAIN, size=9, color="7F7F7F"),
    "caution": replace(_PARAGRAPH, size=9, bold=True, color="7F3F00", fill="FFF2CC"),
    "money": replace(_RIGHT, number_format="#,##0.00"),
    "signed": replace(_RIGHT, number_format='+#,##0.00;-#,##0.00;"—"'),
    "amount": replace(_CENTRE, bold=True, size=14, number_format='"¥"#,##0.00'),
    "capitals": replace(_CENTRE, bold=True, size=12, wrap=True),
    "number": replace(_CENTRE, number_format="0.######"),
    "count": replace(_CENTRE, number_format="#,##0"),
    "date": replace(_CENTRE, number_format="yyyy-mm-dd"),
    "percent": replace(_CENTRE, number_format="0.0%"),
    "id": replace(_CENTRE, number_format="@"),
    "sum": replace(_SUM, font="黑体"),
    "sum_count": replace(_SUM, number_format="#,##0"),
    "sum_money": replace(_SUM, horizontal="right", number_format="#,##0.00"),
    "sum_percent": replace(_SUM, number_format="0.0%"),
    "entry": replace(_ENTRY, shrink=True),
    "entry_text": replace(_PARAGRAPH, color="1F3FBF"),
    "entry_wrap": replace(_ENTRY, wrap=True),
    "entry_id": replace(_ENTRY, number_format="@", shrink=True),
    "entry_date": replace(_ENTRY, number_format="yyyy-mm-dd"),
    "entry_money": replace(_ENTRY, horizontal="right", number_format="#,##0.00"),
    "entry_percent": replace(_ENTRY, number_format="0.##%"),
    "sign": replace(_BODY, size=11),
    "input": _ENTRY,
    "current": replace(_CENTRE, bold=True, fill="E2EFDA"),
    "report_title": replace(_OPEN, bold=True, size=16),
    "report_note": replace(_OPEN, color="595959"),
    "report_head": replace(_REPORT, bold=True, fill="D9E1F2", horizontal="center"),
    "report_text": _REPORT,
    "report_section": replace(_OPEN, bold=True, size=12),
    "report_first": replace(_REPORT, bold=True, size=12),
    "report_label": replace(_REPORT, bold=True, fill="F2F2F2"),
    "report_small": replace(_REPORT, size=8),
    "report_number": replace(_REPORT, horizontal="right", wrap=False),
    "report_link": replace(_REPORT, color="0563C1", underline=True),
    "error": replace(_SEVERITY, bold=True, color="9C0006", fill="FFC7CE", ink="FFC7CE"),
    "alarm": replace(_CENTRE, bold=True, color="9C0006", fill="FFC7CE"),
    "missing": replace(_SEVERITY, color="7F6000", fill="FFEB9C", pattern="lightUp", ink="BF8F00"),
    "notice": replace(_SEVERITY, color="1F4E78", fill="DDEBF7", pattern="gray0625", ink="2F75B5"),
}
"""Style names of ``NewCell.style``; a name that is not here is a KeyError.

Severities look in a report as on the cells that are marked: red and bold, yellow with strokes, blue with dots, so that
a grey print tells them apart, too.
"""


def text_lines(text: str, width: float, size: float) -> int:
    """Count the lines of a wrapped text in a column of ``width`` characters; a Chinese one takes two.

    >>> text_lines("一" * 20, 41, 11), text_lines("一" * 20, 20, 11)
    (1, 3)
    """
    room = max((width - 1) * _WIDTH_SIZE / size, 2)
    return sum(max(1, math.ceil(text_width(line) / room)) for line in text.split("\n"))


def text_width(line: str) -> int:
    """Width of a line in characters; a Chinese one takes two.

    >>> text_width("工龄18年")
    8
    """
    return len(line) + len(_BROAD.findall(line))
