"""Calendar arithmetic against a walk through `datetime.date`, day by day and month by month."""

from __future__ import annotations

import calendar
from datetime import date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.calendar_walk import Period, length
from xl_addin.values.dates import (
    MonthEnd,
    add_months,
    completed_months,
    day_number,
    last_day_of_month,
    month_number,
    to_date,
)
from xl_addin.values.serials import date_of, from_serial, serial_of, to_serial

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
WORKING_LIFE = st.dates(date(1949, 1, 1), date(2030, 12, 31))
RULES = st.sampled_from([MonthEnd.CLAMP, MonthEnd.NEXT_DAY])


def days(*dates: date) -> np.ndarray:
    return np.array([day_number(one) for one in dates], dtype=np.int32)


def walked_serial(day: date) -> int:
    """Count days as the 1900 system does: 1 January 1900 is 1 and a 29 February 1900 stood in between."""
    return (day - date(1899, 12, 31)).days + (1 if day >= date(1900, 3, 1) else 0)


def stepped(start: date, months: int, rule: MonthEnd) -> date:
    """Turn the leaves of the calendar one month at a time, then look for the day."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    longest = calendar.monthrange(year, month)[1]
    if start.day <= longest:
        return date(year, month, start.day)
    last = date(year, month, longest)
    return last if rule is MonthEnd.CLAMP else last + timedelta(1)


@given(DAYS)
def test_a_date_comes_back_from_its_day_number(day: date) -> None:
    assert to_date(day_number(day)) == day
    assert day_number(day) == (day - date(1970, 1, 1)).days


@given(DAYS)
def test_serials_of_the_1900_system_agree_with_counting(day: date) -> None:
    assert to_serial(day_number(day)) == walked_serial(day)
    assert to_date(from_serial(walked_serial(day))) == day


@given(st.dates(date(1904, 1, 1), date(2100, 12, 31)))
def test_serials_of_the_1904_system_are_1462_days_behind(day: date) -> None:
    serial = to_serial(day_number(day), date1904=True)
    assert serial == (day - date(1904, 1, 1)).days == walked_serial(day) - 1462
    assert to_date(from_serial(serial, date1904=True)) == day


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, "1900-01-01"), (59, "1900-02-28"), (61, "1900-03-01"), (31229, "1985-07-01"), (39448, "2008-01-01")],
)
def test_known_serials(serial: int, day: str) -> None:
    assert to_date(from_serial(serial)).isoformat() == day


@pytest.mark.parametrize("serial", [60, 0, -1])
def test_serials_that_are_no_day_are_refused(serial: int) -> None:
    with pytest.raises(ValueError, match=str(serial)):
        from_serial(serial)


def test_a_negative_serial_of_the_1904_system_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        from_serial(-1, date1904=True)
    assert to_date(from_serial(0, date1904=True)) == date(1904, 1, 1)


@pytest.mark.parametrize("date1904", [False, True])
@given(moment=st.datetimes(datetime(1904, 1, 2), datetime(2100, 1, 1)).map(lambda one: one.replace(microsecond=0)))
def test_a_moment_comes_back_from_its_serial_and_midnight_as_a_day(moment: datetime, date1904: bool) -> None:
    expected = moment if moment.time() != datetime.min.time() else moment.date()
    assert date_of(serial_of(moment, date1904), date1904) == expected


@pytest.mark.parametrize("serial", [0, 0.5, 60, 60.5, -3, 2_958_466, 2_958_465.9999999999])
def test_numbers_that_are_no_day_stay_numbers(serial: float) -> None:
    assert date_of(serial, date1904=False) == serial


@given(DAYS)
def test_the_last_day_of_a_month_is_followed_by_a_first(day: date) -> None:
    last = to_date(last_day_of_month(day_number(day)))
    assert (last.year, last.month) == (day.year, day.month)
    assert (last + timedelta(1)).day == 1


@given(WORKING_LIFE, st.integers(0, 400), RULES)
def test_anniversaries_agree_with_stepping_through_the_months(start: date, months: int, rule: MonthEnd) -> None:
    found = add_months(days(start), np.array([months], dtype=np.int32), rule)
    assert to_date(int(found[0])) == stepped(start, months, rule)


@given(st.lists(st.tuples(WORKING_LIFE, st.integers(0, 20_000)), min_size=1, max_size=10), RULES)
def test_completed_months_agree_with_walking_the_calendar(spans: list[tuple[date, int]], rule: MonthEnd) -> None:
    starts = [start for start, _ in spans]
    ends = [start + timedelta(served) for start, served in spans]
    months, rest = completed_months(days(*starts), days(*ends), rule)
    walked = [length(Period(s, e - timedelta(1)), rule.value) for s, e in zip(starts, ends, strict=True)]
    assert months.tolist() == [span.months for span in walked]
    assert rest.tolist() == [span.days for span in walked]


@pytest.mark.parametrize(
    ("start", "last", "rule", "months", "left"),
    [
        ("2007-08-31", "2008-02-27", MonthEnd.CLAMP, 5, 28),
        ("2006-08-31", "2007-02-27", MonthEnd.CLAMP, 6, 0),
        ("2006-08-31", "2007-02-27", MonthEnd.NEXT_DAY, 5, 28),
        ("2006-08-31", "2007-02-28", MonthEnd.NEXT_DAY, 6, 0),
        ("2007-08-31", "2008-02-28", MonthEnd.CLAMP, 6, 0),
        ("2004-02-29", "2005-02-27", MonthEnd.CLAMP, 12, 0),
        ("2004-02-29", "2005-02-27", MonthEnd.NEXT_DAY, 11, 30),
        ("2004-02-29", "2008-02-28", MonthEnd.CLAMP, 48, 0),
        ("2007-01-30", "2007-02-27", MonthEnd.CLAMP, 1, 0),
        ("2007-01-31", "2007-03-30", MonthEnd.CLAMP, 2, 0),
        ("2008-01-01", "2008-06-30", MonthEnd.CLAMP, 6, 0),
        ("2008-01-01", "2008-06-29", MonthEnd.CLAMP, 5, 29),
        ("2007-12-31", "2007-12-31", MonthEnd.CLAMP, 0, 1),
    ],
)
def test_month_ends_by_both_rules(start: str, last: str, rule: MonthEnd, months: int, left: int) -> None:
    """Both days count: the day after the last is passed (S-03, S-04)."""
    after = days(date.fromisoformat(last) + timedelta(1))
    found = completed_months(days(date.fromisoformat(start)), after, rule)
    assert [int(one[0]) for one in found] == [months, left]


@given(DAYS, DAYS)
def test_month_numbers_count_calendar_months_touched(first: date, second: date) -> None:
    numbers = month_number(days(first, second))
    assert int(numbers[1] - numbers[0]) == (second.year - first.year) * 12 + second.month - first.month
