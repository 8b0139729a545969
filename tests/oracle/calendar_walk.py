"""Counting months by walking the calendar: anniversaries are written down in a list, never computed by arithmetic.

The oracle's half of the question "how long did the service last?". Deliberately slow and plain, and deliberately
another way than the product's: the walk goes from one month to the next and writes down each anniversary of the first
day; whole months are the anniversaries that have come round, days are counted from the last of them. Leaves out money,
law and everything about 2008 except the cutting of periods at a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Piece:
    """A piece of service as a clerk writes it: first day, last day, whether it counts, whether it was paid before."""

    start: date
    end: date
    counts: bool = True
    paid_before: bool = False


@dataclass(frozen=True)
class Period:
    """An unbroken run of days, both ends included."""

    first: date
    last: date


@dataclass(frozen=True)
class Span:
    """A length of service: whole months and the days left over."""

    months: int
    days: int


def first_of_next_month(day: date) -> date:
    """Step day by day until the month is over.

    >>> first_of_next_month(date(2007, 12, 31))
    datetime.date(2008, 1, 1)
    """
    step = date(day.year, day.month, 28)
    while step.month == day.month:
        step += ONE_DAY
    return step


@lru_cache(maxsize=200_000)
def anniversary_in_month_of(first_of_month: date, start_day: int, month_end: str) -> date:
    """Give the day on which the month turns for someone who began on the `start_day` of a month (S-04).

    >>> anniversary_in_month_of(date(2007, 2, 1), 31, "clamp")
    datetime.date(2007, 2, 28)
    >>> anniversary_in_month_of(date(2007, 2, 1), 31, "next_day")
    datetime.date(2007, 3, 1)
    """
    following = first_of_next_month(first_of_month)
    last_of_month = following - ONE_DAY
    if start_day <= last_of_month.day:
        return date(first_of_month.year, first_of_month.month, start_day)
    return last_of_month if month_end == "clamp" else following


def anniversaries(start: date, until: date, month_end: str) -> list[date]:
    """List every monthly anniversary of `start` that is not after `until`, always seen from the original start (S-03).

    >>> [str(day) for day in anniversaries(date(2007, 10, 31), date(2008, 1, 31), "clamp")]
    ['2007-11-30', '2007-12-31', '2008-01-31']
    """
    found: list[date] = []
    month = first_of_next_month(start)
    while True:
        day = anniversary_in_month_of(month, start.day, month_end)
        if day > until:
            return found
        found.append(day)
        month = first_of_next_month(month)


def length(period: Period, month_end: str) -> Span:
    """Measure a period whose two ends both count.

    >>> length(Period(date(1985, 8, 15), date(2004, 3, 31)), "clamp")
    Span(months=223, days=17)
    """
    day_after = period.last + ONE_DAY
    found = anniversaries(period.first, day_after, month_end)
    last_turn = found[-1] if found else period.first
    return Span(len(found), (day_after - last_turn).days)


def added(spans: Sequence[Span]) -> Span:
    """Add lengths; thirty days are carried to a month (S-30). A single length stays exactly as it is.

    >>> added([Span(5, 20), Span(2, 25)]), added([Span(5, 30)])
    (Span(months=8, days=15), Span(months=5, days=30))
    """
    if len(spans) == 1:
        return spans[0]
    months = sum(span.months for span in spans)
    days = sum(span.days for span in spans)
    while days >= 30:
        months, days = months + 1, days - 30
    return Span(months, days)


def fused(periods: Iterable[Period]) -> list[Period]:
    """Join periods that follow each other without a free day between them (S-30).

    >>> len(fused([Period(date(2000, 1, 1), date(2000, 6, 30)), Period(date(2000, 7, 1), date(2001, 6, 30))]))
    1
    """
    result: list[Period] = []
    for period in sorted(periods, key=lambda one: one.first):
        if result and result[-1].last + ONE_DAY == period.first:
            result[-1] = Period(result[-1].first, period.last)
        else:
            result.append(period)
    return result


def until_day(periods: Iterable[Period], last: date) -> list[Period]:
    """Keep what lies on or before `last`."""
    return [Period(one.first, min(one.last, last)) for one in periods if one.first <= last]


def from_day(periods: Iterable[Period], first: date) -> list[Period]:
    """Keep what lies on or after `first`."""
    return [Period(max(one.first, first), one.last) for one in periods if one.last >= first]
