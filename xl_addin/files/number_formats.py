"""Which number formats show a date, and what a stored serial then is.

Formats of clock time alone (``h:mm``) do not make a date: such a cell keeps its fraction of a day. Serials that
are no day (0, the phantom 29 February 1900, negatives, past 9999) stay numbers, so that nothing is invented.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from lxml import etree

from xl_addin.files.markup import whole_number
from xl_addin.values import dates

_BUILT_IN_DATES: Final = frozenset([*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)])
"""Ids that have no text in the file; 27-36 and 50-58 are the Chinese ones (yyyy年m月 ...), 32-35 clock times."""
_LITERALS: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|AM/PM|A/P|General|[0#?]E[+-]', re.IGNORECASE)
_LAST_SERIAL: Final = {False: 2_958_465, True: 2_957_003}
_DAY: Final = dt.timedelta(days=1)


def is_date_format(code: str) -> bool:
    """Tell whether a number format code shows a calendar date.

    >>> [is_date_format(c) for c in ("yyyy-mm-dd", 'yyyy"年"m"月"', "[$-804]e年m月", 'm"月"', "aaaa")]
    [True, True, True, True, True]
    >>> [is_date_format(c) for c in ("h:mm:ss", "[h]:mm", '0"月"', "0.00E+00", "#,##0;[Red]-#,##0", "G/通用格式", "@")]
    [False, False, False, False, False, False, False]
    """
    section = _LITERALS.sub("", code).split(";")[0].lower()
    if any(letter in section for letter in "yde") or "aaa" in section:
        return True
    return "m" in section and "h" not in section and "s" not in section


def date_styles(styles: etree._Element | None) -> frozenset[int]:
    """Indexes of the cell styles (``s=`` of a cell) whose number format is a date."""
    if styles is None:
        return frozenset()
    custom = {
        whole_number(node.get("numFmtId"), 0): is_date_format(node.get("formatCode", ""))
        for node in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    found = set()
    for index, xf in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        number = whole_number(xf.get("numFmtId"), 0)
        if custom.get(number, number in _BUILT_IN_DATES):
            found.add(index)
    return frozenset(found)


def from_serial(serial: int | float, date1904: bool) -> int | float | dt.date | dt.datetime:
    """Give the date or the moment (to the millisecond) of a serial; the number itself if it is no day.

    >>> from_serial(31229, False), from_serial(31229.75, False), from_serial(60, False), from_serial(0.5, False)
    (datetime.date(1985, 7, 1), datetime.datetime(1985, 7, 1, 18, 0), 60, 0.5)
    """
    if not (0 if date1904 else 1) <= serial < _LAST_SERIAL[date1904] + 1:
        return serial
    whole = int(serial)
    try:
        day = dates.from_serial(whole, date1904=date1904)
    except ValueError:
        return serial
    date = dates.to_date(day)
    if serial == whole:
        return date
    if date1904 and whole == 0:
        return serial  # a clock time
    milliseconds = round((serial - whole) * 86_400_000)
    return dt.datetime.combine(date, dt.time()) + dt.timedelta(milliseconds=milliseconds)


def to_serial(value: dt.date | dt.datetime, date1904: bool) -> int | float:
    """Give the serial that a cell stores for a date or a moment; ValueError before the calendar's first day.

    >>> to_serial(__import__("datetime").date(1985, 7, 1), False)
    31229
    """
    serial = dates.to_serial(dates.day_number(value), date1904=date1904)
    if serial < (0 if date1904 else 1):
        raise ValueError(value)
    if not isinstance(value, dt.datetime):
        return serial
    moment = value.replace(tzinfo=None) - dt.datetime(value.year, value.month, value.day)
    return serial + moment / _DAY if moment else serial
