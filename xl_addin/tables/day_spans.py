"""Both days of a period in one text: 2024-03-01至2024-03-07, 自二〇二四年三月一日起至七日止, 20240301-20240307（7天）.

Each side is read as a date cell is (:mod:`xl_addin.tables.date_text`); the second one may leave out what it has in
common with the first. A text that can be taken apart in two ways, or holds a third date, is not read. Leaves out months
without days, and free text around the dates.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from xl_addin.tables.cleaning import read_date
from xl_addin.tables.date_text import chinese_digits
from xl_addin.values.dates import to_date
from xl_addin.values.texts import readable, visible

_LEAD: Final = re.compile(r"(?:公示|公告|挂牌|张榜|起止|时间|日期|期间|期|自|从|由|为|[::\s])+")
_COUNT: Final = r"\d{1,3}\s*个?(?:工作日|日历日|自然日|天|日)"
_TAIL: Final = re.compile(
    rf"(?:\([^()]*\)|\[[^\[\]]*\]|[,、;.。\s]*(?:共计?|合计|计|为期|历时)\s*{_COUNT}|[,、;\s]+\d{{1,3}}\s*天|截?止|结束|[,、;。\s])+$"
)
_BETWEEN: Final = re.compile(r"(?:开始|起)?\s*[,,]?\s*(?:至|到|[-—–―−‐~]+|[\r\n]+)\s*")
_MONTH_DAY: Final = re.compile(r"(\d{1,2})(?:月|[./\-])(\d{1,2})[日号]?(.*)", re.DOTALL)
_DAY: Final = re.compile(r"(\d{1,2})[日号]?(.*)", re.DOTALL)
_LATE, _EARLY = 11, 2
"""From November of one year to February of the next nobody writes the year again."""
_LONGEST: Final = 120
_COMPACT: Final = 8


def read_days(text: str, year: int | None = None) -> tuple[int, int] | None:
    """First and last day (day numbers) of a period; ``year`` is that of days written without one. None: not read.

    >>> read_days("2024年3月1日—7日"), read_days("2024.3.1-3.7"), read_days("20240301-20240307（7天）")
    ((19783, 19789), (19783, 19789), (19783, 19789))
    >>> read_days("3月1日-3月7日"), read_days("3月1日-3月7日", 2024), read_days("2010-11-09")
    (None, (19783, 19789), None)
    """
    folded = unicodedata.normalize("NFKC", visible(readable(text))).strip()
    if len(folded) > _LONGEST:
        return None
    lead = _LEAD.match(folded)
    folded = _TAIL.sub("", folded[lead.end() :] if lead else folded)
    found = set()
    for between in _BETWEEN.finditer(folded):
        left, right = folded[: between.start()].strip(), folded[between.end() :].strip()
        first = _full(left)
        if first is None and year is not None:
            first = _in_year(left, year)
        last = None if first is None else _second(right, first, compact=left.isdecimal())
        if first is not None and last is not None:
            found.add((first, last))
    return found.pop() if len(found) == 1 else None


def _full(text: str) -> int | None:
    """The day of a full date; a run of digits is one only where it has eight."""
    if text.isdecimal() and len(text) != _COMPACT:
        return None
    try:
        reading = read_date(text, "")
    except ValueError:
        return None
    return None if reading.month_only else reading.day


def _in_year(text: str, year: int) -> int | None:
    match = _MONTH_DAY.fullmatch(chinese_digits(text))
    return _full(f"{year}年{match[1]}月{match[2]}日{match[3]}") if match else None


def _second(text: str, first: int, *, compact: bool) -> int | None:
    """The last day: a full date, or what differs from the first day."""
    if (whole := _full(text)) is not None:
        return whole
    before, digits = to_date(first), chinese_digits(text)
    if digits.isdecimal() and compact:
        digits = {2: digits, 4: f"{digits[:2]}-{digits[2:]}"}.get(len(digits), "")
    if match := _MONTH_DAY.fullmatch(digits):
        year = before.year + (before.month >= _LATE and int(match[1]) <= _EARLY)
        return _full(f"{year}年{match[1]}月{match[2]}日{match[3]}")
    if match := _DAY.fullmatch(digits):
        return _full(f"{before.year}年{before.month}月{match[1]}日{match[2]}")
    return None
