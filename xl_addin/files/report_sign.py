"""How a report of ours is told from a user's sheet: by its name, and by what stands on it.

A hidden name of the whole book, ``_xl_addin_report_`` and a number, points at its first cell, and the sheet begins with
the title and the headings of a report. A title alone is not enough, so a user's own sheet 校验结果 is safe (C5 71); nor
is a name alone, which a program may let point at another sheet. A copy that a user makes of a report is not ours
either, because Excel gives a copy sheet-level names only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from xl_addin.files import markup, sheet_xml
from xl_addin.files.container import Package
from xl_addin.values.errors import InputError

REPORT_NAME: Final = "_xl_addin_report"
REPORT_TITLE: Final = "校验结果"
REPORT_HEADINGS: Final = ("级别", "工作表", "单元格")
"""The first of the headings of the list."""
_NAME: Final = re.compile(rf"{REPORT_NAME}_[1-9][0-9]?", re.IGNORECASE)
_CELLS_READ: Final = 60
"""Cells at the beginning of a sheet in which the headings stand."""
_HEAD: Final = 200_000
"""Bytes of rows that are looked at."""


def is_report_name(name: str) -> bool:
    """Tell the names that mark reports.

    >>> [is_report_name(name) for name in ("_xl_addin_report_1", "_xl_addin_report_台账", "_xl_addin_reports")]
    [True, False, False]
    """
    return _NAME.fullmatch(name) is not None


def is_report(texts: Sequence[object]) -> bool:
    """Tell a report by the values at its beginning, in reading order.

    >>> is_report(["校验结果", "错误 0 处", "级别", "工作表", "单元格"]), is_report(["校验结果", "姓名", "金额"])
    (True, False)
    """
    filled = [text for text in texts if text not in (None, "")][:_CELLS_READ]
    return filled[:1] == [REPORT_TITLE] and set(REPORT_HEADINGS) <= set(filled)


def begins_as_report(package: Package, part: str, shared_strings: str | None) -> bool:
    """Tell a report by its part of the file."""
    try:
        data = markup.without_noise(markup.decode(package.read(part))[0])
        frame = sheet_xml.frame(data)
    except (InputError, ValueError):
        return False
    patterns = sheet_xml.patterns(frame.prefix)
    end = min(frame.rows_end, frame.rows_start + _HEAD)
    found: list[bytes | int] = []
    for match in patterns.cell.finditer(data, frame.rows_start, end):
        kind = match[4] or sheet_xml.attributes(match[5]).get(b"t")
        content = match[7] or b""
        value = match[6] or ((stored[2] or b"") if (stored := patterns.value.search(content)) else b"")
        if kind == b"s":
            found.append(markup.whole_number(value.strip(), -1))
        elif kind == b"inlineStr":
            found.append(b"".join(text[2] or b"" for text in patterns.text.finditer(content)))
        if len(found) == _CELLS_READ:
            break
    strings = _strings(package, shared_strings, {one for one in found if isinstance(one, int)})
    return is_report([strings.get(one, "") if isinstance(one, int) else markup.text_of(one) for one in found])


def _strings(package: Package, part: str | None, wanted: set[int]) -> dict[int, str]:
    if part is None or not wanted:
        return {}
    data = markup.without_noise(markup.decode(package.read(part))[0])
    patterns = sheet_xml.patterns(sheet_xml.frame(data, b"si").prefix)
    found, last = {}, max(wanted)
    for number, match in enumerate(patterns.item.finditer(data)):
        if number in wanted:
            found[number] = markup.text_of(b"".join(text[2] or b"" for text in patterns.text.finditer(match[2] or b"")))
        if number == last:
            break
    return found
