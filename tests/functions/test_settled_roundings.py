"""Figures with more than two decimals in 内退费用 and 违法解除, and other points settled in K-07 to K-11."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from xl_addin.functions import call
from xl_addin.values.errors import CellError


def half_up(value: Fraction, places: str = "0.01") -> Fraction:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return Fraction(exact.quantize(Decimal(places), ROUND_HALF_UP))


@pytest.mark.parametrize("seed", range(40))
def test_internal_retirement_rounds_the_base_first_and_each_sum_once(seed: int) -> None:
    rng = random.Random(seed)
    allowance, base = (f"{rng.randint(300, 2500)}.{rng.randint(0, 999_999):06d}" for _ in range(2))
    pension, medical = f"0.{rng.randint(50, 240):03d}", f"0.0{rng.randint(10, 99)}"
    born, months = 1952 + rng.randint(0, 5), 0
    months = (born + 60 - 2011) * 12 + 3 - 9  # the months after the base date's through the one of the age
    answer = call("SOE_INTERNAL_RETIREMENT", f"{born}-03-10", "男", "2011-09-28", allowance, base, pension, medical)
    base_fen = half_up(Fraction(base))
    parts = [Fraction(allowance) * months, base_fen * Fraction(pension) * months, base_fen * Fraction(medical) * months]
    assert answer == float(sum(map(half_up, parts)))


@pytest.mark.parametrize("seed", range(40))
def test_unlawful_ending_rounds_its_base_first(seed: int) -> None:
    rng = random.Random(seed)
    wage = f"{rng.randint(300, 9000)}.{rng.randint(0, 999_999):06d}"
    years = rng.randint(1, 30)
    answer = call("SOE_UNLAWFUL_TERMINATION", f"{2011 - years}-01-01", "2010-12-31", wage)
    assert answer == float(half_up(half_up(Fraction(wage)) * years * 2))


def test_the_figures_of_today_are_kept() -> None:
    assert call("SOE_UNLAWFUL_TERMINATION", "2008-01-01", "2010-12-31", 1234.567) == 7407.42
    assert (
        call("SOE_UNLAWFUL_TERMINATION", "2008-01-01", "2010-12-31", 1234.567, None, [["base_round", "last"]]) == 7407.4
    )
    assert call("SOE_INTERNAL_RETIREMENT", "1957-03-10", "男", "2011-09-28", 600.125, 1200.555, 0.2, 0.06) == 60_209.86


@pytest.mark.parametrize(
    "text",
    [
        "3年8个月28天",
        "3年8月28日",
        "28天",
        "３年８个月２８天",
        "3年8个月零28天",
        "22年6个月 15天",
        "1年1天",
        "12个月3天",
    ],
)
def test_service_with_days_is_refused_with_what_is_accepted(text: str) -> None:
    for values in ((text, None), (None, text)):
        answer = call("SOE_SEVERANCE_BY_SERVICE", *values, 1600)
        assert isinstance(answer, CellError)
        assert answer.code == "#VALUE!"
        assert all(word in answer.message for word in ("天数", "18年7个月", "18年半", "经济补偿金"))


@pytest.mark.parametrize("text", ["约18年", "12.5年", "3年8个半月", "十八年七个月", "18年7个月又"])
def test_other_words_of_service_are_told_what_is_accepted(text: str) -> None:
    answer = call("SOE_SEVERANCE_BY_SERVICE", text, None, 1600)
    assert isinstance(answer, CellError)
    assert answer.code == "#VALUE!"


@pytest.mark.parametrize(("insurance", "asked"), [("养老", True), ("失业", True), ("医疗", True), ("生育", False)])
def test_the_explanation_of_arrears_asks_about_the_months_of_relief(insurance: str, asked: bool) -> None:
    import numpy as np

    from xl_addin.functions.insurance.functions import arrears_table
    from xl_addin.rules.insurance.contributions import steady
    from xl_addin.rules.insurance.derivation import arrears_sources
    from xl_addin.sheets.policy_range import read_policy
    from xl_addin.values.dates import FIRST_YEAR

    rows = [[f"{insurance}单位费率", 0.01, "2019-01-01", "2019-12-31"], [f"{insurance}个人费率", 0]]
    wage, average = (steady(np.array([3000 * 1_000_000])) for _ in range(2))
    for first, last, expected in (((2019, 6), (2020, 3), asked), ((2019, 1), (2019, 12), False)):
        period = tuple((year - FIRST_YEAR) * 12 + month - 1 for year, month in (first, last))
        policy = read_policy(rows)
        lines = arrears_sources(arrears_table(policy, insurance, "个人", period, wage, average), 0, policy)  # type: ignore[arg-type]
        assert any("请核对：2020年2月" in line and "待确认" in line for line in lines) == expected
