"""How calls of the insurance functions came about, in the words of the explanation of a row's 一补二险.

Each takes the arguments of its function and raises what the function raises. Amounts are those of the function's own
rules; nothing is added here.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from xl_addin.functions.insurance.functions import (
    AVERAGE,
    WAGE,
    read_age,
    read_amount,
    read_average_wage,
    read_payers,
    read_period,
    read_remaining_months,
    read_steps,
    reserve_fen,
)
from xl_addin.policy.package import find_insurance, package_policy
from xl_addin.policy.profiles import Policy
from xl_addin.policy.retirement import MONTHS_PER_YEAR, find_retirement_category, retirement_ages, stated_ages
from xl_addin.policy.schema import CERTAINTIES
from xl_addin.policy.store import national
from xl_addin.rules.insurance.contributions import PERSON, UNIT, arrears, arrears_gap, prepayment_rate, share_fen
from xl_addin.rules.insurance.derivation import arrears_sources, arrears_steps, late_fee_sources, reserve_line
from xl_addin.rules.insurance.late_fee import late_fee_lines
from xl_addin.rules.insurance.sources import citation, percent, value_in_force
from xl_addin.rules.severance.derivation import Line
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_text, clean_whole, is_blank
from xl_addin.tables.ranges import one_cell
from xl_addin.values.dates import to_date
from xl_addin.values.money import MICRO, MICRO_PER_FEN, decimal_text, round_half_up, yuan_text


def explain_arrears(
    insurance: Any, from_month: Any, to_month: Any, wage: Any, average_wage: Any, payer: Any, policy: Any
) -> str:
    """Explain arrears interval by interval with citations; takes and raises what SOE_ARREARS does.

    >>> print(explain_arrears("养老", "2003-11", "2004-02", 5000, 1200, "个人", None).partition("（")[0])
    2003年11月至2003年12月：2个月×缴费基数3,600.00元
    """
    chosen = read_policy(policy)
    name, payers = find_insurance(clean_text(one_cell(insurance, "险种"))), read_payers(payer)
    first, last = (np.array([month], dtype=np.int32) for month in read_period(from_month, to_month, "欠缴", chosen))
    wages = read_steps(wage, WAGE, read_amount, chosen)
    averages = read_steps(average_wage, AVERAGE, read_average_wage, chosen)
    table = arrears(name, first, last, wages, averages, chosen)
    for side, gap in ((UNIT, table.unit_gap), (PERSON, table.person_gap)):
        fault = arrears_gap(table, 0, gap, chosen) if side in payers else None
        if fault is not None:
            raise fault
    lines = [str(line) for line in arrears_steps(table, 0, wages, averages, chosen)]
    asked = [f"本格要的是{payers[0]}部分"] if len(payers) == 1 else []
    return "\n".join([*lines, *asked, *arrears_sources(table, 0, chosen)])


def explain_prepayment(
    insurance: Any, birth_date: Any, sex: Any, base_date: Any, base: Any, payer: Any, policy: Any
) -> str:
    """Explain what is paid ahead to retirement: months, base, each payer's rate on the base date, and the sources.

    >>> print(explain_prepayment("养老", "1955-03-20", "男", "2011-09-28", 2000, None, None).splitlines()[1])
    单位：42个月×缴费基数2,000.00元×20% → 16,800.00元
    """
    chosen = read_policy(policy)
    name, payers = find_insurance(clean_text(one_cell(insurance, "险种"))), read_payers(payer)
    months, day = read_remaining_months(birth_date, sex, base_date, chosen)
    code = find_retirement_category(clean_text(one_cell(sex, "性别")))
    base_fen = round_half_up(Fraction(read_amount(base, "缴费基数"), MICRO_PER_FEN))
    lines = [f"基准日{to_date(day).isoformat()}的次月起，到达到退休年龄的当月，共{months}个月"]
    for side in payers if months else ():
        rate = prepayment_rate(name, side, day, chosen)
        amount = f"{yuan_text(share_fen(base_fen, rate, months))}元"
        lines.append(str(Line(side, f"{months}个月×缴费基数{yuan_text(base_fen)}元×{percent(rate)}", amount)))
        value = value_in_force(f"{name}{side}费率", day, chosen)
        if value is not None:
            lines.append(f"依据：{citation(national().parameters[f'{name}{side}费率'], value)}，各月都用基准日的费率")
    return "\n".join([*lines, _age_source(code, day, chosen)])


def _age_source(code: int, base_day: int, policy: Policy) -> str:
    """Cite the retirement age: the office's own on the base date, else the law's."""
    ages = retirement_ages()
    category = ages.categories[code]
    stated = int(stated_ages(np.array([code], dtype=np.int8), np.array([base_day], dtype=np.int32), policy)[0])
    if stated:
        value = value_in_force(category.parameter, base_day, policy)
        document = value.document if value else ""
        return f"依据：{category.parameter}{_age_text(stated)}：{document}；按政策表填列，不再加渐进延迟"
    age = f"依据：退休年龄按{category.label}{_age_text(category.age_months)}"
    words = CERTAINTIES[category.certainty]
    text = f"{age}：{ages.documents[category.document].name}（{words}）"
    rise = to_date(ages.rise_from).isoformat()
    if base_day < ages.rise_from:
        return f"{text}；基准日在{rise}以前，不加渐进延迟"
    return f"{text}，原龄在{rise}以后达到的另加渐进延迟：{ages.documents[ages.rise_document].name}（{words}）"


def _age_text(months: int) -> str:
    years, rest = divmod(months, MONTHS_PER_YEAR)
    return f"{years}周岁" + (f"{rest}个月" if rest else "")


def explain_reserve(age: Any, annual_standard: Any, cutoff_age: Any, minimum_years: Any) -> str:
    """Explain a medical reserve.

    >>> print(explain_reserve(66, 1800, None, None))
    退休医疗预留：年标准1800.00元×10年（现66周岁，预留到70周岁，最低10年） → 18,000.00元
    """
    fen = reserve_fen(age, annual_standard, cutoff_age, minimum_years)
    shipped = package_policy()
    limits = (
        shipped.cutoff_age if is_blank(cutoff_age) else clean_whole(cutoff_age, "预留截止年龄"),
        shipped.minimum_years if is_blank(minimum_years) else clean_whole(minimum_years, "最低预留年限"),
    )
    return str(reserve_line(fen, read_age(age), limits, read_amount(annual_standard, "医疗年标准")))


def explain_late_fee(principal: Any, from_date: Any, to_date_: Any, cap: Any) -> str:
    """Explain a late fee day by day's rate, with the sources.

    >>> print(explain_late_fee(10000, "2011-01-01", "2011-12-31", None).splitlines()[0])
    2011-01-01至2011-06-30：181日×日率0.2%×本金10000.00元 → 3620.00元
    """
    owed = read_amount(principal, "欠缴本金")
    first = clean_date(one_cell(from_date, "起始日期"), "起始日期", MonthDay.FIRST)
    last = clean_date(one_cell(to_date_, "截止日期"), "截止日期", MonthDay.LAST)
    steps = []
    for one in late_fee_lines(owed, first, last):
        days = f"{to_date(one.first_day).isoformat()}至{to_date(one.last_day).isoformat()}"
        text = f"{one.days}日×日率{percent(one.rate)}×本金{decimal_text(owed, MICRO, 2)}元"
        steps.append(str(Line(days, text, f"{decimal_text(one.exact, MICRO * MICRO, 2)}元")))
    if clean_text(cap) == "是":
        steps.append("以本金为限〔行政强制法第四十五条，是否适用由单位定〕")
    return "\n".join([*steps, *late_fee_sources(first, last)])
