"""Dates as day numbers, and months counted as the law counts them.

A day is an integer: days since 1970-01-01, as in ``datetime64[D]``. Month arithmetic
looks days up in a calendar table (day → month, day of month), which is several times
faster than ``datetime64`` casts and exact. The table spans 1850–2299; dates from cells are
limited to 1900–2100 by the readers above this floor.

Completed months follow one rule: the largest n with ``start + n months <= end``, always
stepping from the original start; ``end`` is exclusive here, so an inclusive last day d is
passed as d + 1.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.int32]
Counts = NDArray[np.int32]

FIRST_YEAR: Final = 1850
LAST_YEAR: Final = 2299
_BASE: Final = int(np.datetime64(f"{FIRST_YEAR}-01-01", "D").astype(np.int64))
_MONTH_STARTS: Final = np.arange(
    np.datetime64(f"{FIRST_YEAR}-01", "M"), np.datetime64(f"{LAST_YEAR + 1}-02", "M")
).astype("datetime64[D]")
MONTH_START: Final[Days] = _MONTH_STARTS.astype(np.int64).astype(np.int32)
"""Day number of the first day of each month, by month number since January 1850."""
MONTH_LENGTH: Final[Counts] = np.diff(MONTH_START)
_MONTH_OF: Final[Counts] = np.repeat(np.arange(len(MONTH_LENGTH), dtype=np.int32), MONTH_LENGTH)
_DAY_OF: Final[Counts] = (np.arange(len(_MONTH_OF)) - (MONTH_START[:-1] - _BASE)[_MONTH_OF] + 1).astype(np.int32)


class MonthEnd(StrEnum):
    """Where the anniversary of the 29th–31st falls in a shorter month (S-04)."""

    CLAMP = "clamp"
    NEXT_DAY = "next_day"


def day_number(date: dt.date) -> int:
    """Convert a date (a time of day is dropped) to its day number.

    >>> day_number(dt.date(2008, 1, 1))
    13879
    """
    return date.toordinal() - 719_163


def to_date(day: int) -> dt.date:
    """Convert a day number back to a date.

    >>> to_date(13879).isoformat()
    '2008-01-01'
    """
    return dt.date.fromordinal(int(day) + 719_163)


def date_words(date: dt.date, month_only: bool = False) -> str:
    """A date as a Chinese sentence has it.

    >>> date_words(dt.date(1985, 7, 1)), date_words(dt.date(1985, 7, 1), month_only=True)
    ('1985年7月1日', '1985年7月')
    """
    return f"{date.year}年{date.month}月" + ("" if month_only else f"{date.day}日")


def last_day_of_month(day: int) -> int:
    """Give the last day of the month that holds ``day``.

    >>> to_date(last_day_of_month(day_number(dt.date(2004, 2, 1)))).isoformat()
    '2004-02-29'
    """
    month = int(_MONTH_OF[day - _BASE])
    return int(MONTH_START[month] + MONTH_LENGTH[month] - 1)


def month_number(days: Days) -> Counts:
    """Number months consecutively (January 1850 = 0), for counting calendar months touched.

    >>> int(month_number(np.array([13879], dtype=np.int32))[0]) == (2008 - FIRST_YEAR) * 12
    True
    """
    return _MONTH_OF[days - _BASE]


def add_months(days: Days, months: Counts, month_end: MonthEnd = MonthEnd.CLAMP) -> Days:
    """Give the anniversary ``months`` later, from the original day.

    >>> start = np.array([day_number(dt.date(2007, 8, 31))], dtype=np.int32)
    >>> to_date(add_months(start, np.array([6], dtype=np.int32))[0]).isoformat()
    '2008-02-29'
    >>> to_date(add_months(start, np.array([6], dtype=np.int32), MonthEnd.NEXT_DAY)[0]).isoformat()
    '2008-03-01'
    """
    index = days - _BASE
    month = _MONTH_OF[index] + months
    length = MONTH_LENGTH[month]
    day = _DAY_OF[index]
    longest = length if month_end is MonthEnd.CLAMP else length + 1
    anniversary: Days = MONTH_START[month] + np.minimum(day, longest) - 1
    return anniversary


def completed_months(start: Days, end_exclusive: Days, month_end: MonthEnd = MonthEnd.CLAMP) -> tuple[Counts, Counts]:
    """Count whole months and the days left over between two days; ``end_exclusive >= start``.

    >>> start = np.array([day_number(dt.date(1985, 8, 15)), day_number(dt.date(2007, 8, 31))], dtype=np.int32)
    >>> end = np.array([day_number(dt.date(2004, 4, 1)), day_number(dt.date(2008, 2, 28))], dtype=np.int32)
    >>> [counts.tolist() for counts in completed_months(start, end)]
    [[223, 5], [17, 28]]
    """
    first, last = start - _BASE, end_exclusive - _BASE
    start_day, end_day = _DAY_OF[first], _DAY_OF[last]
    start_month, end_month = _MONTH_OF[first], _MONTH_OF[last]
    reach = np.minimum(start_day, MONTH_LENGTH[end_month]) if month_end is MonthEnd.CLAMP else start_day
    month = end_month - (end_day < reach)
    longest = MONTH_LENGTH[month] if month_end is MonthEnd.CLAMP else MONTH_LENGTH[month] + 1
    anniversary = MONTH_START[month] + np.minimum(start_day, longest) - 1
    return month - start_month, end_exclusive - anniversary
