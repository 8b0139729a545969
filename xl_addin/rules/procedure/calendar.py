"""Working days and deadlines by the published holiday calendar, make-up working days counted.

The calendar is the maintained package ``chinesecalendar`` (国务院办公厅 yearly notices), and ``policy.holidays`` for
years that it lacks; days of other years raise InputError ``#N/A``: the next year's holidays are not guessed. Other
periods are plain dates.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np

from xl_addin.policy.holidays import holiday_years
from xl_addin.values.dates import add_months, to_date
from xl_addin.values.errors import NA, NUM, InputError

LONGEST: Final = 20_000
"""Days that one period may span, to refuse a typing slip rather than walk a century."""


@cache
def covered_years() -> tuple[int, int]:
    """Give the first and last year of the holiday calendar, all between them known.

    >>> covered_years()[0]
    2001
    """
    years = {*_packaged_years(), *holiday_years()}
    first = min(_packaged_years())
    while first - 1 in years:
        first -= 1
    last = max(_packaged_years())
    while last + 1 in years:
        last += 1
    return first, last


@cache
def _packaged_years() -> range:
    from chinese_calendar.constants import holidays

    years = [day.year for day in holidays]
    return range(min(years), max(years) + 1)


@cache
def is_workday(day: int) -> bool:
    """Tell whether a day number is a working day; raises ``#N/A`` outside the covered years.

    >>> import datetime as dt
    >>> from xl_addin.values.dates import day_number
    >>> is_workday(day_number(dt.date(2011, 10, 8))), is_workday(day_number(dt.date(2011, 10, 3)))
    (True, False)
    """
    date = to_date(day)
    if date.year in holiday_years():
        return holiday_years()[date.year].is_workday(date)
    first, last = covered_years()
    if not first <= date.year <= last:
        raise InputError(f"{date.isoformat()} 不在节假日表的年份（{first}–{last}年）内，无法计算工作日", NA)
    import chinese_calendar

    return bool(chinese_calendar.is_workday(date))


def count_workdays(first: int, last: int) -> int:
    """Count working days from one day to another, both included (P-02).

    >>> import datetime as dt
    >>> from xl_addin.values.dates import day_number
    >>> count_workdays(day_number(dt.date(2011, 9, 5)), day_number(dt.date(2011, 10, 8)))
    20
    """
    if last < first:
        raise InputError("结束日期早于开始日期，请核对", NUM)
    if last - first > LONGEST:
        raise InputError("起止日期相隔太久，请核对年份", NUM)
    return sum(is_workday(day) for day in range(first, last + 1))


def deadline_workdays(start: int, count: int) -> int:
    """Give the day on which the n-th working day after ``start`` falls; zero gives ``start`` (P-04).

    >>> import datetime as dt
    >>> from xl_addin.values.dates import day_number
    >>> to_date(deadline_workdays(day_number(dt.date(2011, 9, 30)), 5)).isoformat()
    '2011-10-12'
    """
    if count > LONGEST:
        raise InputError("天数太大，请核对", NUM)
    day = start
    while count:
        day += 1
        count -= is_workday(day)
    return day


def deadline_months(start: int, count: int) -> int:
    """Give the same day ``count`` months later, or the month's last day.

    >>> import datetime as dt
    >>> from xl_addin.values.dates import day_number
    >>> to_date(deadline_months(day_number(dt.date(2011, 1, 31)), 1)).isoformat()
    '2011-02-28'
    """
    if count > LONGEST // 30:
        raise InputError("月数太大，请核对", NUM)
    return int(add_months(np.array([start], dtype=np.int32), np.array([count], dtype=np.int32))[0])
