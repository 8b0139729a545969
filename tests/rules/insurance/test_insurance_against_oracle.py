"""The closed form of the two insurances against an oracle that walks every month and every day."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracle import insurance_oracle as oracle
from xl_addin.policy.profiles import shipped_policy
from xl_addin.policy.retirement import find_retirement_category
from xl_addin.rules.insurance.contributions import (
    ArrearsTable,
    Steps,
    arrears,
    arrears_lines,
    prepayment_rate,
    reserve_years,
    share_fen,
)
from xl_addin.rules.insurance.late_fee import capped_late_fee_fen, late_fee_fen
from xl_addin.rules.insurance.retirement import months_to_retirement
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.dates import FIRST_YEAR, day_number
from xl_addin.values.errors import PolicyGap
from xl_addin.values.money import MICRO

Draw = Callable[[int, int], int]
INSURANCES = ["养老", "医疗", "失业"]
SEXES = ["男", "女", "女干部", "女工人"]


def number_of(month: tuple[int, int]) -> int:
    return (month[0] - FIRST_YEAR) * 12 + month[1] - 1


def later(month: tuple[int, int], months: int) -> tuple[int, int]:
    number = month[0] * 12 + month[1] - 1 + months
    return number // 12, number % 12 + 1


def some_wage(draw: Draw) -> int:
    """A wage in micro yuan: nought, round hundreds, fen, or a quotient with six decimals."""
    kind = draw(0, 4)
    if kind == 0:
        return 0
    if kind == 1:
        return draw(1, 200) * 100 * MICRO
    return draw(1, 2_000_000) * (MICRO // 100) if kind == 2 else draw(1, 20_000 * MICRO)


def some_steps(draw: Draw, first: tuple[int, int], least: int) -> list[tuple[tuple[int, int], int]]:
    """Steps of a wage; now and then they begin only after the period has."""
    start = later(first, draw(-30, 0) if draw(0, 9) else draw(1, 3))
    steps = {start: max(some_wage(draw), least)}
    for _ in range(draw(0, 6)):
        start = later(start, draw(1, 30))
        steps[start] = max(some_wage(draw), least)
    return list(steps.items())


def own_rates(draw: Draw, insurance: str) -> tuple[list[list[object]], dict[tuple[str, str], list]]:
    """Now and then the office's own rate for some months, as its 政策 sheet and as the oracle read it."""
    rows: list[list[object]] = []
    rates: dict[tuple[str, str], list] = {}
    for payer in ("单位", "个人"):
        if draw(0, 3):
            continue
        first = (draw(1997, 2016), draw(1, 12))
        last, rate = later(first, draw(0, 60)), draw(0, 300)
        rows.append([f"{insurance}{payer}费率", f"{rate / 10}%", f"{first[0]}-{first[1]}", f"{last[0]}-{last[1]}"])
        rates[insurance, payer] = [(first, last, Fraction(rate, 1000))]
    return rows, rates


def as_steps(steps: list[tuple[tuple[int, int], int]]) -> Steps:
    months = np.array([number_of(month) for month, _ in steps], dtype=np.int32)
    return Steps(months, np.array([[micro for _, micro in steps]], dtype=np.int64))


def as_fractions(steps: list[tuple[tuple[int, int], int]]) -> list[tuple[tuple[int, int], Fraction]]:
    return [(month, Fraction(micro, MICRO)) for month, micro in steps]


def expected_share(payer: str, *history: object) -> Fraction | str:
    try:
        return oracle.arrears(*history[:5], payer, history[5])
    except oracle.OracleError as error:
        return error.code


def found_share(table: ArrearsTable, payer: str) -> Fraction | str:
    unit = payer == "单位"
    if (table.unit_gap if unit else table.person_gap).kind[0]:
        return "#N/A"
    return Fraction(int((table.unit_fen if unit else table.person_fen)[0]), 100)


def one_history(draw: Draw) -> tuple[object, object, object]:
    """Draw a history of wages, averages and own rates; give both shares by the oracle, by the rules, and the case."""
    insurance = INSURANCES[draw(0, 2)]
    first = (draw(1997, 2021), draw(1, 12)) if draw(0, 1) else (draw(1999, 2012), draw(1, 12))
    last = later(first, draw(0, 120) if draw(0, 1) else draw(0, 3))
    wage, average = some_steps(draw, first, 0), some_steps(draw, first, 1)
    rows, office = own_rates(draw, insurance)
    policy = read_policy(rows) if rows else shipped_policy()
    months = (np.array([number_of(month)], dtype=np.int32) for month in (first, last))
    table = arrears(insurance, *months, as_steps(wage), as_steps(average), policy)
    history = (insurance, first, last, as_fractions(wage), as_fractions(average), office)
    wanted = [expected_share(payer, *history) for payer in ("单位", "个人")]
    return wanted, [found_share(table, payer) for payer in ("单位", "个人")], history


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_both_shares_of_arrears_agree_with_the_oracle(data: st.DataObject) -> None:
    wanted, found, case = one_history(lambda low, high: data.draw(st.integers(low, high)))
    assert found == wanted, case


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_fifty_thousand_histories_agree_with_the_oracle(seed: int) -> None:
    generator = random.Random(seed)
    differences = []
    for _ in range(5000):
        wanted, found, case = one_history(generator.randint)
        if found != wanted:
            differences.append((case, wanted, found))
    assert differences == []


def test_most_random_histories_have_a_figure_and_some_have_a_gap() -> None:
    generator = random.Random(1)
    shares = [share for _ in range(400) for share in one_history(generator.randint)[1]]
    assert 100 < shares.count("#N/A") < 500


def test_many_persons_at_once_give_what_each_gives_alone() -> None:
    generator = random.Random(3)
    first = np.array(
        [number_of((generator.randint(1999, 2010), generator.randint(1, 12))) for _ in range(500)], np.int32
    )
    last = first + np.array([generator.randint(0, 100) for _ in range(500)], np.int32)
    starts = np.array([0, *(number_of((year, 7)) for year in range(2000, 2018))], dtype=np.int32)
    wages, averages = (
        Steps(starts, np.array([[some_wage(generator.randint) or MICRO for _ in starts] for _ in range(500)]))
        for _ in range(2)
    )
    together = arrears("养老", first, last, wages, averages, shipped_policy())
    for i in range(500):
        one = [Steps(starts, steps.micro[i : i + 1]) for steps in (wages, averages)]
        alone = arrears("养老", first[i : i + 1], last[i : i + 1], *one, shipped_policy())
        assert (together.unit_fen[i], together.person_fen[i]) == (alone.unit_fen[0], alone.person_fen[0])
        lines = arrears_lines(together, i)
        assert sum(line.last_month - line.first_month + 1 for line in lines) == last[i] - first[i] + 1


def test_amounts_beyond_any_wage_stay_exact() -> None:
    huge = Steps(np.zeros(1, np.int32), np.array([[10**12 * MICRO - 1]], dtype=np.int64))
    month = np.array([number_of((2005, 1))], dtype=np.int32)
    table = arrears("养老", month, month + 119, huge, huge, shipped_policy())
    base = oracle.half_up(Fraction(10**12 * MICRO - 1, MICRO))
    assert Fraction(int(table.unit_fen[0]), 100) == oracle.half_up(120 * base / 5)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.dates(date(1930, 1, 1), date(1999, 12, 31)),
    st.sampled_from(SEXES),
    st.dates(date(2000, 1, 1), date(2045, 12, 31)),
    st.integers(0, 3_000_000),
)
def test_months_to_retirement_and_the_prepayment_agree_with_the_oracle(
    birth: date, sex: str, base_date: date, base_fen: int
) -> None:
    category = np.array([find_retirement_category(sex)], dtype=np.int8)
    days = [np.array([day_number(day)], dtype=np.int32) for day in (birth, base_date)]
    months = int(months_to_retirement(days[0], category, days[1])[0])
    wanted = oracle.prepayment("养老", birth, sex, base_date, Fraction(base_fen, 100))
    rates = [prepayment_rate("养老", payer, day_number(base_date), shipped_policy()) for payer in ("单位", "个人")]
    amount = sum(share_fen(base_fen, rate, months) for rate in rates)
    assert {"months": Fraction(months), "amount": Fraction(amount, 100)} == wanted


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(st.integers(0, 10**13), st.dates(date(1999, 1, 1), date(2026, 12, 31)), st.integers(0, 3000), st.booleans())
def test_the_late_fee_agrees_with_the_oracle(principal: int, first: date, days: int, cap: bool) -> None:
    last = first + timedelta(days)
    arguments = principal, day_number(first), day_number(last)
    try:
        wanted = oracle.late_fee(Fraction(principal, MICRO), first, last, cap)
    except oracle.OracleError as error:
        assert error.code == "#N/A"
        with pytest.raises(PolicyGap):
            late_fee_fen(*arguments)
        return
    fee = capped_late_fee_fen(*arguments) if cap else late_fee_fen(*arguments)
    assert Fraction(fee, 100) == wanted


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(st.integers(0, 150), st.integers(0, 100), st.integers(0, 30))
def test_the_years_of_the_reserve_agree_with_the_oracle(age: int, cutoff: int, minimum: int) -> None:
    assert reserve_years(age, cutoff, minimum) == oracle.medical_reserve(age, Fraction(1), cutoff, minimum)["years"]
