"""Worksheet functions for sums that stand beside severance and are never inside it (S-25, S-36).

Service given in months, the sanction of unlawful ending, medical and injury subsidies, notice pay and the
settlement sum of a bankruptcy. Every figure of law is read from the policy data.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from xl_addin.functions.severance.functions import computed
from xl_addin.functions.severance.workers import GivenService
from xl_addin.policy.grounds import find_ground
from xl_addin.policy.lookup import value_on
from xl_addin.policy.options import Options, closest, with_options
from xl_addin.policy.profiles import Policy, shipped_policy
from xl_addin.policy.store import national
from xl_addin.rules.severance.derivation import explain_text
from xl_addin.rules.severance.worker import Worker, options_that_mattered
from xl_addin.tables.cleaning import clean_text, clean_whole
from xl_addin.tables.ranges import one_cell
from xl_addin.values.errors import NA, NUM, InputError
from xl_addin.values.money import FEN_PER_YUAN, MICRO, fen_to_yuan, round_half_up

SEVERITIES: Final = {
    "普通": None,
    "重病": "医疗补助费重病倍数",
    "绝症": "医疗补助费绝症倍数",
}
INJURY_GRADES: Final = range(5, 11)
_CHINESE_GRADES: Final = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}


def _parameter(name: str) -> Fraction:
    """Give the latest national value of a parameter."""
    return Fraction(national().parameters[name].values[-1].micro, MICRO)


def round_yuan(amount: Fraction, options: Options | None = None) -> float:
    """Round an exact amount of yuan once, to fen or as the policy says, and give its cell value.

    >>> round_yuan(Fraction("7546.205"))
    7546.21
    """
    if options is not None and options.round_to == "yuan":
        return float(round_half_up(amount))
    return fen_to_yuan(round_half_up(amount * FEN_PER_YUAN))


def severance_by_service(
    policy: Policy,
    approved_service: tuple[int, int],
    wage: int,
    enterprise_wage: int,
    local_wage: int,
    ground: int,
) -> float:
    """Economic compensation for approved months of service on each side of 2008 (S-36)."""
    worker = Worker(wage, enterprise_wage, local_wage, ground, months=approved_service)
    return fen_to_yuan(int(computed(worker, policy).amount_fen[0]))


def explain_by_service(
    policy: Policy,
    approved_service: tuple[int, int],
    wage: int,
    enterprise_wage: int,
    local_wage: int,
    ground: int,
) -> str:
    """Derivation of the amount for approved months, with citations (S-26)."""
    worker = Worker(wage, enterprise_wage, local_wage, ground, months=approved_service)
    return explain_text(computed(worker, policy), options_that_mattered(worker, policy))


def unlawful_termination(policy: Policy, wage: int, local_wage: int, service: GivenService) -> float:
    """Twice art 47 over the whole service from the day of hiring, not cut at 2008 (劳动合同法 87, 实施条例 25).

    Of the policy only counting and rounding options act; profile, multiplier and old-law options do not.
    """
    worker = Worker(wage, local=local_wage, ground=find_ground("协商"), pieces=service.pieces)
    counted = replace(
        with_options(policy.options, {"segmentation": "merged_art47", "enterprise_wage_cap": "none"}),
        multiplier=_parameter("违法解除倍数"),
    )
    table = computed(worker, Policy(shipped_policy("SEG2008").profile, counted))
    if not (table.service.reaches_new | table.service.blank_day).any():
        raise InputError("2008年以前结束的劳动关系不适用劳动合同法第八十七条的赔偿金", NA)
    return fen_to_yuan(int(table.amount_fen[0]))


def read_severity(value: object, name: str, default: str) -> str:
    """Read how serious an illness is; blank is the default."""
    word = clean_text(one_cell(value, name)) or default
    if word not in SEVERITIES:
        raise InputError(f"{name}“{word}”不认识，可用：{'、'.join(SEVERITIES)}{closest(word, SEVERITIES)}")
    return word


def medical_subsidy(severity: str, wage: int, policy: Policy) -> float:
    """Minimum medical subsidy of 481 art 6: six months, half as much again for serious, twice for incurable illness."""
    name = SEVERITIES[severity]
    factor = _parameter(name) if name else Fraction(1)
    return round_yuan(Fraction(wage, MICRO) * _parameter("医疗补助费月数") * factor, policy.options)


def notice_pay(last_month_wage: int) -> float:
    """One month's wage in place of thirty days' notice (劳动合同法 40)."""
    return round_yuan(Fraction(last_month_wage, MICRO))


def read_grade(value: object, name: str) -> int:
    """Read a grade of disability: 7, 7级 or 七级; 1–4 keep the relation and have no such subsidy.

    >>> read_grade("七级", "伤残等级"), read_grade(10, "伤残等级")
    (7, 10)
    """
    cell = one_cell(value, name)
    text = clean_text(cell).removesuffix("级").strip() if isinstance(cell, str) else cell
    grade = _CHINESE_GRADES[text] if isinstance(text, str) and text in _CHINESE_GRADES else clean_whole(text, name)
    if grade not in range(1, 11):
        raise InputError(f"{name}应为 1 至 10 级，现为 {grade}", NUM)
    if grade not in INJURY_GRADES:
        raise InputError(f"{grade}级伤残保留劳动关系、退出工作岗位，没有一次性伤残就业补助金", NUM)
    return grade


def injury_subsidy(policy: Policy, grade: int, wage: int, on_date: int, place: str) -> float:
    """Lump sum for re-employment of the disabled: months by grade from the 政策 sheet times the wage."""
    parameter = national().parameters[f"伤残就业补助金月数{grade}级"]
    months = value_on(parameter, on_date, place, policy.local.get(parameter.name, ())).micro
    return round_yuan(Fraction(wage, MICRO) * Fraction(months, MICRO), policy.options)


def settlement(city_annual_wage: Fraction, multiple: Fraction | None) -> float:
    """Settlement sum of a bankruptcy: a multiple of the city's average annual wage (I-12)."""
    return round_yuan(city_annual_wage * (_parameter("安置费倍数") if multiple is None else multiple))
