"""Working days of every year that is covered; a year that nobody knows is #N/A, and the next list is waited for."""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path

import pytest

from xl_addin.functions import call
from xl_addin.policy.holidays import FILE, HolidayYear, holiday_years, load_holidays
from xl_addin.policy.schema import PolicyFileError
from xl_addin.rules.procedure.calendar import covered_years
from xl_addin.values.errors import CellError

STATUTORY = 10
"""Days that the rules of 1999 give: New Year 1, Spring Festival, May, October 3 each; made up on weekdays."""


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2001-01-20", "2001-01-31", 5),  # 20, 21, 22, 23, 31
        ("2001-04-28", "2001-05-08", 4),  # 28, 29, 30, 8 May
        ("2001-09-29", "2001-10-08", 3),
        ("2001-12-29", "2002-01-04", 4),  # 29, 30, 31, 4 January
        ("2002-02-09", "2002-02-19", 4),  # 9, 10, 11, 19
        ("2002-04-27", "2002-05-08", 5),  # 27, 28, 29, 30, 8 May
        ("2002-09-28", "2002-10-08", 4),
        ("2003-01-31", "2003-02-10", 4),  # 31, 8, 9, 10
        ("2003-04-26", "2003-05-11", 7),  # the week off of May was called off: 28-30 April, 6-9 May
        ("2003-09-27", "2003-10-08", 5),
        ("2003-12-29", "2004-01-02", 4),
        ("2011-09-05", "2011-10-08", 20),
    ],
)
def test_working_days_by_the_published_notices(first: str, last: str, days: int) -> None:
    assert call("SOE_WORKDAYS", first, last) == days


def test_a_year_whose_notice_is_not_known_is_asked() -> None:
    for day in ("2000-05-01", "2000-12-29", f"{covered_years()[1] + 1}-01-04"):
        answer = call("SOE_WORKDAYS", day, day)
        assert isinstance(answer, CellError)
        assert (answer.code, "节假日表" in answer.message) == ("#N/A", True)


@pytest.mark.parametrize(
    "year", sorted(holiday_years().values(), key=lambda one: one.year), ids=lambda one: str(one.year)
)
def test_each_added_year_balances(year: HolidayYear) -> None:
    """Weekdays off are those of the rules of 1999, or are worked on weekends, also of the December before."""
    moved = [day for one in holiday_years().values() for day in one.work]
    taken = [day for day in year.off if day.weekday() < 5]
    worked = [day for day in moved if day.year == year.year and day.month < 12]
    worked += [day for day in moved if day.year == year.year - 1 and day.month == 12]
    assert len(taken) - len(worked) == STATUTORY
    assert {dt.date(year.year, 1, 1), dt.date(year.year, 5, 1), dt.date(year.year, 10, 1)} <= year.off


def test_the_calendar_reaches_this_year_and_the_next_one_is_waited_for() -> None:
    """Fails from 1 January on where the list of the year is lacking; warns in December. See docs/adr/0008."""
    today, last = dt.date.today(), covered_years()[1]
    assert last >= today.year, f"add {today.year} to {FILE.name}: its working days are #N/A"
    if today.month == 12 and last == today.year:
        warnings.warn(f"the holidays of {last + 1} are published by now: add them to {FILE.name}", stacklevel=1)


def test_a_year_that_the_package_gains_must_agree_with_the_file() -> None:
    import chinese_calendar
    from chinese_calendar.constants import holidays

    packaged = {day.year for day in holidays}
    for number, year in holiday_years().items():
        if number in packaged:
            days = [dt.date(number, 1, 1) + dt.timedelta(i) for i in range(365)]
            assert all(chinese_calendar.is_workday(day) == year.is_workday(day) for day in days), number


def test_a_year_added_by_a_successor_is_counted(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8") + (
        '\n[[year]]\nyear = 2099\ndocument = "虚构"\nsource = "虚构"\ncertainty = "secondary"\n'
        "off = [[2099-01-01, 2099-01-03]]\nwork = [2099-01-04]\n"
    )
    (tmp_path / "holidays.toml").write_text(text, encoding="utf-8")
    added = load_holidays(tmp_path / "holidays.toml")[2099]
    assert not added.is_workday(dt.date(2099, 1, 1))
    assert added.is_workday(dt.date(2099, 1, 4))
    assert not added.is_workday(dt.date(2099, 1, 10))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("2001-01-20, 2001-01-21", "2001-01-22, 2001-01-21"),  # a Monday is no make-up day
        ("[2001-01-01, 2001-01-01]", "[2002-01-01, 2002-01-01]"),  # of another year
        ("[2001-01-24, 2001-01-30]", "[2001-01-30, 2001-01-24]"),
        ("year = 2002", "year = 2001"),
        ('certainty = "secondary"', 'certainty = "surely"'),
        ("work = [2002", "works = [2002"),
    ],
)
def test_a_faulty_file_is_refused(wrong: str, right: str, tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert wrong in text
    (tmp_path / "holidays.toml").write_text(text.replace(wrong, right, 1), encoding="utf-8")
    with pytest.raises(PolicyFileError):
        load_holidays(tmp_path / "holidays.toml")
