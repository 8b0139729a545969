"""Worksheet functions of the two insurances (二险): base, arrears, prepayment, reserve, late fee, 内退.

Thin: what ``rules`` compute becomes cell values here. Severance options on a 政策 sheet do not act here (I-13).
"""

from __future__ import annotations

from typing import Final

import numpy as np

from xl_addin.functions.insurance.readers import Retirement
from xl_addin.functions.spec import Scalar
from xl_addin.policy.office import value_for
from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance.contributions import (
    BASE_CAP,
    BASE_FLOOR,
    PERSON,
    UNIT,
    ArrearsTable,
    Steps,
    arrears,
    arrears_gap,
    contribution_base,
    prepayment_rate,
    share_fen,
)
from xl_addin.rules.insurance.internal_retirement import internal_retirement_fen
from xl_addin.rules.insurance.late_fee import capped_late_fee_fen, late_fee_fen, late_fee_months
from xl_addin.rules.insurance.reserve import reserve_fen, reserve_limits, to_fen
from xl_addin.tables.cleaning import LAST_DAY
from xl_addin.values.dates import to_date as day_of
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import MICRO, Int64, fen_to_yuan

PAYERS: Final = {UNIT: (UNIT,), PERSON: (PERSON,), "合计": (UNIT, PERSON)}


def base_amount(policy: Policy, wage: int, average_wage: int, on_date: int | None) -> float:
    """Contribution base of one month in yuan; without a date the limits in force to date."""
    day = LAST_DAY if on_date is None else on_date
    limits = value_for(BASE_FLOOR, day, policy), value_for(BASE_CAP, day, policy)
    return fen_to_yuan(int(contribution_base(_one(wage), _one(average_wage), *limits)[0]))


def _one(value: int) -> Int64:
    return np.array([value], dtype=np.int64)


def arrears_amount(
    policy: Policy, insurance: str, payer: str, period: tuple[int, int], wage: Steps, average_wage: Steps
) -> float:
    """Contributions owed over a period, by payer, in yuan (I-04, I-05)."""
    table = arrears_table(policy, insurance, payer, period, wage, average_wage)
    shares = {UNIT: table.unit_fen, PERSON: table.person_fen}
    return fen_to_yuan(sum(int(shares[side][0]) for side in PAYERS[payer]))


def arrears_table(
    policy: Policy, insurance: str, payer: str, period: tuple[int, int], wage: Steps, average_wage: Steps
) -> ArrearsTable:
    """Compute one period of arrears; raises what keeps the share of a payer who was asked for from being computed."""
    first, last = (np.array([month], dtype=np.int32) for month in period)
    table = arrears(insurance, first, last, wage, average_wage, policy)
    gaps = {UNIT: table.unit_gap, PERSON: table.person_gap}
    for side in PAYERS[payer]:
        fault = arrears_gap(table, 0, gaps[side], policy)
        if fault is not None:
            raise fault
    return table


def prepayment_amount(
    policy: Policy, insurance: str, payer: str, retirement: Retirement, contribution_base: int
) -> float:
    """Contributions paid ahead to retirement, by payer, in yuan (I-06); 0 once the age is reached."""
    months, base_fen = retirement.months, to_fen(contribution_base)
    if not months:
        return 0.0
    rates = [prepayment_rate(insurance, side, retirement.base_day, policy) for side in PAYERS[payer]]
    return fen_to_yuan(sum(share_fen(base_fen, rate, months) for rate in rates))


def internal_retirement(
    policy: Policy,
    retirement: Retirement,
    living_allowance: int,
    contribution_base: int,
    pension_rate: int,
    medical_rate: int,
) -> float:
    """Living allowance, pension and medical of 内退 to retirement, each rounded once and added, in yuan (I-11)."""
    rates = pension_rate, medical_rate
    return fen_to_yuan(internal_retirement_fen(retirement.months, living_allowance, contribution_base, rates))


def medical_reserve(age: int, cutoff_age: int | None, minimum_years: int | None, annual_standard: int) -> float:
    """Medical reserve for a retired person in yuan (I-08)."""
    return fen_to_yuan(reserve_fen(age, annual_standard, reserve_limits(cutoff_age, minimum_years)))


def late_fee(principal: int, from_date: int, to_date: int, cap: str) -> float:
    """Late fee by day, both days counted, in yuan (I-09, I-10)."""
    refuse_backwards(from_date, to_date)
    fee = capped_late_fee_fen if cap == "是" else late_fee_fen
    return fen_to_yuan(fee(principal, from_date, to_date))


LATE_FEE_HEADINGS: Final = ("起始日期", "截止日期", "天数", "日率", "当月滞纳金", "累计滞纳金")


def late_fee_table(principal: int, from_date: int, to_date: int, cap: str) -> list[list[Scalar]]:
    """The same month by month; the last sum is the late fee."""
    refuse_backwards(from_date, to_date)
    months = late_fee_months(principal, from_date, to_date, capped=cap == "是")
    lines: list[list[Scalar]] = [
        [day_of(one.first_day), day_of(one.last_day), one.days, one.rate / MICRO, *map(fen_to_yuan, one[3:])]
        for one in months
    ]
    return [list(LATE_FEE_HEADINGS), *lines]


def refuse_backwards(first: int, last: int) -> None:
    """Refuse days of a late fee that end before they begin."""
    if first > last:
        raise InputError("起始日期晚于截止日期，请核对", NUM)
