"""Worksheet functions for sums that stand beside severance and are never inside it (S-25, S-36).

Service given in months, the sanction of unlawful ending, medical and injury subsidies, notice pay and the
settlement sum of a bankruptcy. Every figure of law is read from the policy data.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any, Final

from xl_addin.functions.severance.functions import computed
from xl_addin.functions.severance.workers import read_average, read_ground, read_service, read_service_months, read_wage
from xl_addin.policy.grounds import find_ground
from xl_addin.policy.lookup import value_on
from xl_addin.policy.options import Options, closest, with_options
from xl_addin.policy.profiles import Policy, shipped_policy
from xl_addin.policy.store import national
from xl_addin.rules.severance.worker import Worker
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_number, clean_text, clean_whole, is_blank
from xl_addin.tables.ranges import one_cell
from xl_addin.values.errors import NA, NUM, InputError
from xl_addin.values.money import FEN_PER_YUAN, LIMIT_YUAN, MICRO, fen_to_yuan, round_half_up

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


def _money(value: Any, name: str) -> Fraction:
    return Fraction(read_wage(value, name), MICRO)


def severance_by_service(
    before: Any, after: Any, wage: Any, enterprise_wage: Any, local_wage: Any, ground: Any, policy: Any
) -> float:
    """Economic compensation for approved months of service on each side of 2008 (S-36)."""
    chosen = read_policy(policy)
    months = (read_service_months(before, "2008年前工龄"), read_service_months(after, "2008年起工龄"))
    if months == (None, None):
        raise InputError("2008年前工龄和2008年起工龄至少要填一个")
    worker = Worker(
        own=read_wage(wage),
        enterprise=read_average(enterprise_wage, "企业月平均工资"),
        local=read_average(local_wage, "当地月平均工资"),
        ground=read_ground(ground),
        months=(months[0] or 0, months[1] or 0),
    )
    return fen_to_yuan(int(computed(worker, chosen).amount_fen[0]))


def unlawful_termination(start: Any, end: Any, wage: Any, local_wage: Any, policy: Any) -> float:
    """Twice art 47 over the whole service from the day of hiring, not cut at 2008 (劳动合同法 87, 实施条例 25).

    Of the policy only counting and rounding options act; profile, multiplier and old-law options do not.
    """
    given = read_policy(policy)
    worker = Worker(
        own=read_wage(wage),
        local=read_average(local_wage, "当地月平均工资"),
        ground=find_ground("协商"),
        pieces=read_service(start, end, given),
    )
    counted = replace(
        with_options(given.options, {"segmentation": "merged_art47", "enterprise_wage_cap": "none"}),
        multiplier=_parameter("违法解除倍数"),
    )
    table = computed(worker, Policy(shipped_policy("SEG2008").profile, counted))
    if not (table.service.reaches_new | table.service.blank_day).any():
        raise InputError("2008年以前结束的劳动关系不适用劳动合同法第八十七条的赔偿金", NA)
    return fen_to_yuan(int(table.amount_fen[0]))


def medical_subsidy(wage: Any, severity: Any, policy: Any) -> float:
    """Minimum medical subsidy of 481 art 6: six months, half as much again for serious, twice for incurable illness."""
    word = clean_text(one_cell(severity, "病情")) or "普通"
    if word not in SEVERITIES:
        raise InputError(f"病情“{word}”不认识，可用：{'、'.join(SEVERITIES)}{closest(word, SEVERITIES)}")
    name = SEVERITIES[word]
    factor = _parameter(name) if name else Fraction(1)
    amount = _money(wage, "月平均工资") * _parameter("医疗补助费月数") * factor
    return round_yuan(amount, read_policy(policy).options)


def notice_pay(last_month_wage: Any) -> float:
    """One month's wage in place of thirty days' notice (劳动合同法 40)."""
    return round_yuan(_money(last_month_wage, "上月工资"))


def read_grade(value: Any) -> int:
    """Read a grade of disability: 7, 7级 or 七级; 1–4 keep the relation and have no such subsidy.

    >>> read_grade("七级"), read_grade(10)
    (7, 10)
    """
    cell = one_cell(value, "伤残等级")
    text = clean_text(cell).removesuffix("级").strip() if isinstance(cell, str) else cell
    grade = (
        _CHINESE_GRADES[text] if isinstance(text, str) and text in _CHINESE_GRADES else clean_whole(text, "伤残等级")
    )
    if grade not in range(1, 11):
        raise InputError(f"伤残等级应为 1 至 10 级，现为 {grade}", NUM)
    if grade not in INJURY_GRADES:
        raise InputError(f"{grade}级伤残保留劳动关系、退出工作岗位，没有一次性伤残就业补助金", NUM)
    return grade


def injury_subsidy(grade: Any, wage: Any, date: Any, place: Any, policy: Any) -> float:
    """Lump sum for re-employment of the disabled: months by grade from the 政策 sheet times the wage."""
    chosen = read_policy(policy)
    parameter = national().parameters[f"伤残就业补助金月数{read_grade(grade)}级"]
    amount = _money(wage, "计发工资")
    day = clean_date(one_cell(date, "日期"), "日期", MonthDay.FIRST, chosen.options.month_decimal)
    where = clean_text(one_cell(place, "地区"))
    months = value_on(parameter, day, where, chosen.local.get(parameter.name, ())).micro
    return round_yuan(amount * Fraction(months, MICRO), chosen.options)


def settlement(city_annual_wage: Any, multiple: Any) -> float:
    """Settlement sum of a bankruptcy: a multiple of the city's average annual wage (I-12)."""
    annual = _positive(city_annual_wage, "全市职工年平均工资")
    times = _parameter("安置费倍数") if is_blank(multiple) else _positive(multiple, "倍数")
    return round_yuan(annual * times)


def _positive(value: Any, name: str) -> Fraction:
    number = clean_number(one_cell(value, name), name)
    if number <= 0:
        raise InputError(f"{name}必须大于 0，现为 {value}", NUM)
    if number >= LIMIT_YUAN:
        raise InputError(f"{name}数值过大（{value}），请核对单位", NUM)
    return Fraction(number)
