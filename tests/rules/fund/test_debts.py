"""Deferrals and advances: what always holds, and the dates of the schedule."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.rules.fund.deferral import Payment, anniversary, deferral_schedule, settle_advance
from xl_addin.rules.fund.punctuality import Due, Verdict, judge_payments
from xl_addin.values.dates import day_number
from xl_addin.values.errors import NUM, InputError

START = day_number(dt.date(2011, 6, 30))
RATE = st.fractions(0, 1, max_denominator=10_000)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 10**10),
    st.integers(1, 10**9),
    RATE,
    st.lists(st.tuples(st.integers(1, 2500), st.integers(0, 10**6))),
)
def test_a_schedule_balances_row_by_row_and_the_debt_is_never_negative(
    principal: int, instalment: int, rate: Fraction, paid: list[tuple[int, int]]
) -> None:
    try:
        rows = deferral_schedule(principal, START, instalment, rate, [Payment(START + d, a) for d, a in paid])
    except InputError as error:
        assert error.code == NUM
        return
    assert sum(row.payment for row in rows) == principal + sum(row.interest for row in rows)
    opening = principal
    for row in rows:
        assert row.opening == opening
        assert row.closing == row.opening + row.interest - row.payment >= 0
        opening = row.closing
    assert opening == 0


@settings(deadline=None)
@given(st.integers(1, 10**8), st.integers(10**6, 10**9))
def test_without_interest_and_payments_the_instalments_sum_to_the_principal(principal: int, instalment: int) -> None:
    rows = deferral_schedule(principal, START, instalment, Fraction(0))
    assert sum(row.payment for row in rows) == principal
    assert all(row.payment == instalment for row in rows[:-1])
    assert not any(row.actual for row in rows)


@pytest.mark.parametrize(
    ("years", "expected"),
    [(1, "1897-02-28"), (4, "1900-02-28"), (8, "1904-02-29"), (104, "2000-02-29"), (204, "2100-02-28")],
)
def test_leap_days_fall_on_the_28th_in_common_years_and_in_most_centuries(years: int, expected: str) -> None:
    assert anniversary(dt.date(1896, 2, 29), years).isoformat() == expected


def test_a_payment_of_nothing_long_after_the_debt_is_gone_is_no_contradiction() -> None:
    rows = deferral_schedule(100, START, 100, Fraction(0), [Payment(START + 5000, 0)])
    assert [row.closing for row in rows] == [0]


@settings(deadline=None)
@given(st.integers(0, 10**13), st.integers(0, 10**13), st.integers(0, 5000), RATE)
def test_principal_interest_and_surplus_make_up_the_proceeds(
    principal: int, proceeds: int, days: int, rate: Fraction
) -> None:
    settled = settle_advance(principal, START, proceeds, START + days, rate)
    assert settled.principal + settled.interest + settled.surplus == proceeds
    assert abs(settled.interest - principal * rate * days / 365) <= Fraction(1, 2)


def dues(*days_and_fen: tuple[int, int]) -> list[Due]:
    return [Due("甲厂", "养老", day, fen) for day, fen in days_and_fen]


def verdicts(plan: list[Due], paid: list[Due], as_of: int) -> list[tuple[Verdict, int, int]]:
    return [(line.verdict, line.short_fen, line.days_late) for line in judge_payments(plan, paid, as_of)]


def test_a_due_paid_on_its_day_is_in_time() -> None:
    assert verdicts(dues((10, 500)), dues((4, 200), (10, 300)), 10) == [(Verdict.IN_TIME, 0, 0)]


def test_a_due_whose_last_fen_comes_late_is_late_by_the_days_of_that_fen() -> None:
    assert verdicts(dues((10, 500)), dues((4, 499), (15, 1)), 20) == [(Verdict.LATE, 0, 5)]


def test_what_is_not_paid_is_short_after_its_day_and_only_then() -> None:
    assert verdicts(dues((10, 500)), dues((4, 200)), 10) == [(Verdict.NOT_YET, 300, 0)]
    assert verdicts(dues((10, 500)), dues((4, 200)), 11) == [(Verdict.SHORT, 300, 0)]


def test_payments_after_the_day_of_the_statement_are_not_known_yet() -> None:
    assert verdicts(dues((10, 500)), dues((12, 500)), 11) == [(Verdict.SHORT, 500, 0)]


def test_one_payment_covers_the_older_due_first_whatever_the_order_of_the_rows() -> None:
    assert verdicts(dues((20, 100), (10, 100)), dues((5, 150)), 30) == [(Verdict.SHORT, 50, 0), (Verdict.IN_TIME, 0, 0)]


def test_what_was_returned_was_not_paid() -> None:
    assert verdicts(dues((10, 500)), dues((4, 500), (12, -500)), 20) == [(Verdict.SHORT, 500, 0)]
    assert verdicts(dues((10, 500)), dues((4, 500), (8, -200)), 20) == [(Verdict.SHORT, 200, 0)]
    assert verdicts(dues((10, 500)), dues((4, 500), (8, -200), (14, 200)), 20) == [(Verdict.LATE, 0, 4)]
    assert verdicts(dues((10, 500)), dues((4, -100), (9, 600)), 20) == [(Verdict.IN_TIME, 0, 0)]


def test_payments_of_another_enterprise_or_item_cover_nothing() -> None:
    paid = [Due("乙厂", "养老", 5, 500), Due("甲厂", "医疗", 5, 500)]
    assert verdicts(dues((10, 500)), paid, 11) == [(Verdict.SHORT, 500, 0)]


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 100)), max_size=6),
    st.lists(st.tuples(st.integers(0, 50), st.integers(-60, 100)), max_size=6),
)
def test_every_fen_that_stayed_paid_covers_one_due_at_most(
    plan: list[tuple[int, int]], paid: list[tuple[int, int]]
) -> None:
    lines = judge_payments(dues(*plan), dues(*paid), 50)
    covered = sum(line.in_time_fen + line.late_fen for line in lines)
    assert covered == min(sum(fen for _, fen in plan), max(sum(fen for _, fen in paid), 0))
    assert all(line.short_fen >= 0 for line in lines)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("甲乙"), st.integers(0, 30), st.integers(1, 50)), max_size=8),
    st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 40), st.integers(1, 60)), max_size=8),
    st.integers(0, 45),
)
def test_payments_cover_the_dues_of_their_own_and_never_more_than_was_paid(
    dues: list[tuple[str, int, int]], payments: list[tuple[str, int, int]], as_of: int
) -> None:
    plan = [Due(firm, "养老", day, fen) for firm, day, fen in dues]
    made = [Due(firm, "养老", day, fen) for firm, day, fen in payments]
    lines = judge_payments(plan, made, as_of)
    assert [line.due for line in lines] == plan
    for firm in "甲乙":
        own = [line for line in lines if line.due.enterprise == firm]
        paid = sum(fen for name, day, fen in payments if name == firm and day <= as_of)
        due = sum(line.due.amount_fen for line in own)
        assert sum(line.in_time_fen + line.late_fen for line in own) == min(paid, due)
    for line in lines:
        assert (line.settled_day is None) == (line.short_fen > 0)
        assert (line.verdict is Verdict.IN_TIME) == (line.in_time_fen == line.due.amount_fen)
        assert (line.verdict is Verdict.SHORT) == (line.short_fen > 0 and as_of > line.due.day)
    assert lines == judge_payments(plan, made[::-1], as_of)
