"""Periods of the procedure on spans of days: what is certainly late, too short or expired.

A date known only to the month is a span; a rule is called broken only when no day inside the spans could keep it.
Periods are counted from the day after the beginning (P-04). Leaves out how long each period is: that is policy data.
Sources: 国资委、财政部令第3号 art 13, 14, 20; 国资委令第12号; 劳动合同法 art 50; 信访条例 2005, 信访工作条例 2022.
"""

from __future__ import annotations

from xl_addin.rules.procedure.calendar import count_workdays, deadline_months, deadline_workdays
from xl_addin.rules.procedure.votes import DaySpan


def days_between(start: DaySpan, end: DaySpan) -> int:
    """Fewest calendar days that may lie between two days, as a difference of dates.

    >>> days_between(DaySpan(100, 100), DaySpan(115, 115)), days_between(DaySpan(100, 130), DaySpan(145, 175))
    (15, 15)
    """
    return end.first - start.last


def is_late_by_days(start: DaySpan, end: DaySpan, days: int) -> bool:
    """Tell whether a period of calendar days was certainly exceeded; its last day is in time.

    >>> received = DaySpan(100, 100)
    >>> [is_late_by_days(received, DaySpan(day, day), 15) for day in (115, 116)]
    [False, True]
    """
    return days_between(start, end) > days


def is_late_by_months(start: DaySpan, end: DaySpan, months: int) -> bool:
    """Tell whether a period of months was certainly exceeded; the same day of the last month is in time.

    >>> from xl_addin.values.dates import day_number
    >>> import datetime as dt
    >>> deal, paid = day_number(dt.date(2010, 3, 20)), day_number(dt.date(2011, 3, 20))
    >>> is_late_by_months(DaySpan(deal, deal), DaySpan(paid, paid), 12)
    False
    """
    return end.first > deadline_months(start.last, months)


def is_expired(start: DaySpan, use: DaySpan, months: int) -> bool:
    """Tell whether a result was used on or after the anniversary of its base date (P-11).

    >>> from xl_addin.values.dates import day_number
    >>> import datetime as dt
    >>> base = DaySpan(*[day_number(dt.date(2010, 6, 30))] * 2)
    >>> days = [day_number(dt.date(2011, 6, day)) for day in (29, 30)]
    >>> [is_expired(base, DaySpan(day, day), 12) for day in days]
    [False, True]
    """
    return use.first >= deadline_months(start.last, months)


def is_late_by_workdays(start: DaySpan, end: DaySpan, workdays: int) -> bool:
    """Tell whether a period of working days was certainly exceeded; InputError ``#N/A`` outside the calendar.

    >>> from xl_addin.values.dates import day_number
    >>> import datetime as dt
    >>> deal = DaySpan(*[day_number(dt.date(2010, 3, 19))] * 2)
    >>> days = [day_number(dt.date(2010, 3, day)) for day in (26, 27)]
    >>> [is_late_by_workdays(deal, DaySpan(day, day), 5) for day in days]
    [False, True]
    """
    return end.first > deadline_workdays(start.last, workdays)


def longest_workdays(start: DaySpan, end: DaySpan) -> int:
    """Most working days that may lie after ``start`` up to and including ``end``; ``#N/A`` outside the calendar.

    >>> from xl_addin.values.dates import day_number
    >>> import datetime as dt
    >>> longest_workdays(*(DaySpan(*[day_number(dt.date(2011, m, d))] * 2) for m, d in ((9, 4), (10, 8))))
    20
    """
    first = start.first + 1
    return count_workdays(first, end.last) if first <= end.last else 0


def longest_days(start: DaySpan, end: DaySpan) -> int:
    """Most calendar days that may lie from ``start`` to ``end``, both counted.

    >>> longest_days(DaySpan(100, 100), DaySpan(106, 106))
    7
    """
    return end.last - start.first + 1
