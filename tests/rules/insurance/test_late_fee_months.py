"""Late fees month by month: every day once, each month by its own days, the last sum is the late fee to the fen."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.functions import CellError, call
from xl_addin.rules.insurance.late_fee import capped_late_fee_fen, late_fee_fen, late_fee_months
from xl_addin.values.dates import day_number, to_date
from xl_addin.values.money import MICRO

FIRST, CHANGE = day_number(dt.date(1999, 1, 22)), day_number(dt.date(2011, 7, 1))
days = st.integers(FIRST, day_number(dt.date(2035, 12, 31)))
principals = st.integers(0, 10**9).map(lambda fen: fen * MICRO // 100)


@settings(max_examples=150, deadline=None)
@given(principals, days, days, st.booleans())
def test_months_hold_every_day_once_and_end_with_the_late_fee(
    principal: int, one: int, other: int, capped: bool
) -> None:
    first, last = min(one, other), max(one, other)
    months = late_fee_months(principal, first, last, capped=capped)
    assert [month.first_day for month in months] == [first, *(month.last_day + 1 for month in months[:-1])]
    assert months[-1].last_day == last
    whole = capped_late_fee_fen if capped else late_fee_fen
    # Whoever reads down the sheet finds the function's own answer at the end of every month.
    assert all(
        month.upto_fen == whole(principal, first, month.last_day) for month in months[:: max(len(months) // 9, 1)]
    )
    assert sum(month.fen for month in months) == months[-1].upto_fen == whole(principal, first, last)
    for month in months:
        assert to_date(month.first_day).replace(day=1) == to_date(month.last_day).replace(day=1)
        assert month.rate == (2000 if month.last_day < CHANGE else 500)
        exact = Fraction(principal, MICRO) * Fraction(month.rate, MICRO) * month.days * 100
        assert capped or abs(month.fen - exact) <= 1
        assert month.fen >= 0


def test_the_table_of_a_sheet_says_the_same_with_true_dates() -> None:
    heads, *rows = call("滞纳金逐月表", 10_000, "2011-01-01", "2011-12-31")
    assert heads == ["起始日期", "截止日期", "天数", "日率", "当月滞纳金", "累计滞纳金"]
    assert rows[5] == [dt.date(2011, 6, 1), dt.date(2011, 6, 30), 30, 0.002, 600.0, 3620.0]
    assert rows[6] == [dt.date(2011, 7, 1), dt.date(2011, 7, 31), 31, 0.0005, 155.0, 3775.0]
    assert len(rows) == 12 and rows[-1][-1] == call("滞纳金", 10_000, "2011-01-01", "2011-12-31") == 4540.0


def test_the_cap_stops_the_months_at_the_principal() -> None:
    rows = call("SOE_LATE_FEE_TABLE", 100, "2005-01-15", "2012-03-02", "是")[1:]
    assert rows[0][:3] == [dt.date(2005, 1, 15), dt.date(2005, 1, 31), 17]
    assert rows[-1][:3] == [dt.date(2012, 3, 1), dt.date(2012, 3, 2), 2]
    assert (rows[-1][4], rows[-1][5]) == (0.0, 100.0) and sum(row[4] for row in rows) == 100.0


def test_one_day_nothing_owed_and_days_without_a_rate() -> None:
    assert call("滞纳金逐月表", 10_000, "2011-07-01", "2011-07-01")[1:] == [
        [dt.date(2011, 7, 1), dt.date(2011, 7, 1), 1, 0.0005, 5.0, 5.0]
    ]
    assert [row[4:] for row in call("滞纳金逐月表", 0, "2011-06-30", "2011-07-01")[1:]] == [[0.0, 0.0], [0.0, 0.0]]
    for values, code in (((1, "1999-01-21", "1999-12-31"), "#N/A"), ((1, "2011-02-01", "2011-01-31"), "#NUM!")):
        found = call("滞纳金逐月表", *values)
        assert isinstance(found, CellError) and found.code == code
