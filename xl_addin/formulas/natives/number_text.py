"""Numbers and dates as text in the few formats that every host writes alike: ``TEXT(x,"#,##0.00")`` and kin."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from xl_addin.formulas.trusted import refuse_doubtful_tie
from xl_addin.formulas.values import Untrusted, stable
from xl_addin.values.serials import date_of

_NUMBER: Final = re.compile(r"(?P<grouped>#,##)?0(?:\.(?P<places>0{1,9}))?(?P<percent>%)?")
_DATES: Final = {
    "yyyy-mm-dd": "{0:04d}-{1:02d}-{2:02d}",
    "yyyy/mm/dd": "{0:04d}/{1:02d}/{2:02d}",
    "yyyy-m-d": "{0:04d}-{1}-{2}",
    "yyyy/m/d": "{0:04d}/{1}/{2}",
    "yyyymmdd": "{0:04d}{1:02d}{2:02d}",
    "yyyy年m月d日": "{0:04d}年{1}月{2}日",
    "yyyy年mm月dd日": "{0:04d}年{1:02d}月{2:02d}日",
    "yyyy年m月": "{0:04d}年{1}月",
    "yyyy-mm": "{0:04d}-{1:02d}",
    "yyyy": "{0:04d}",
}


def shown(value: float, pattern: str, date1904: bool) -> str:
    """Write a number or a date's serial in a format; ``Untrusted`` for any other format.

    >>> shown(1234567.895, "#,##0.00", False), shown(0.256, "0%", False), shown(31229.0, "yyyy年m月d日", False)
    ('1,234,567.90', '26%', '1985年7月1日')
    """
    if pattern.lower() in _DATES:
        date = date_of(value, date1904)
        if not isinstance(date, dt.date) or date.year < 1901:
            raise Untrusted("不是 1901 年以后的日期")
        return _DATES[pattern.lower()].format(date.year, date.month, date.day)
    match = _NUMBER.fullmatch(pattern)
    if match is None:
        raise Untrusted("TEXT 的这种格式不在可信清单中")
    places = len(match["places"] or "")
    refuse_doubtful_tie(value, places + (2 if match["percent"] else 0))
    amount = Decimal(repr(stable(value))) * (100 if match["percent"] else 1)
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{abs(rounded):{',' if match['grouped'] else ''}f}{match['percent'] or ''}"
