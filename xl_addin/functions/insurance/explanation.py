"""How calls of the insurance functions came about, in the words of the explanation of a row's 一补二险.

Each takes what its function takes and raises what the function raises. Amounts are those of the function's own rules;
nothing is added here.
"""

from __future__ import annotations

import numpy as np

from xl_addin.functions.insurance.functions import (
    PAYERS,
    arrears_table,
    refuse_backwards,
)
from xl_addin.functions.insurance.readers import Retirement
from xl_addin.policy.profiles import Policy
from xl_addin.policy.retirement import age_text, retirement_ages, stated_ages
from xl_addin.policy.schema import CERTAINTIES
from xl_addin.policy.store import national
from xl_addin.rules.insurance.contributions import Steps, month_text, prepayment_rate, share_fen
from xl_addin.rules.insurance.derivation import arrears_sources, arrears_steps, late_fee_sources, reserve_line
from xl_addin.rules.insurance.late_fee import late_fee_lines
from xl_addin.rules.insurance.reserve import reserve_fen, reserve_limits, to_fen
from xl_addin.rules.insurance.sources import citation, percent, value_in_force
from xl_addin.rules.severance.derivation import Line
from xl_addin.values.dates import month_number
from xl_addin.values.dates import to_date as date_of
from xl_addin.values.money import MICRO, decimal_text, yuan_text


def explain_arrears(
    policy: Policy, insurance: str, payer: str, period: tuple[int, int], wage: Steps, average_wage: Steps
) -> str:
    """Explain arrears interval by interval with citations.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.insurance.contributions import steady
    >>> wage, average = (steady(np.array([yuan * MICRO])) for yuan in (5000, 1200))
    >>> text = explain_arrears(shipped_policy(), "养老", "个人", (1846, 1849), wage, average)
    >>> print(text.partition("（")[0])
    2003年11月至2003年12月：2个月×缴费基数3,600.00元
    """
    table = arrears_table(policy, insurance, payer, period, wage, average_wage)
    lines = [str(line) for line in arrears_steps(table, 0, wage, average_wage, policy)]
    asked = [f"本格要的是{payer}部分"] if len(PAYERS[payer]) == 1 else []
    return "\n".join([*lines, *asked, *arrears_sources(table, 0, policy)])


def explain_prepayment(
    policy: Policy, insurance: str, payer: str, retirement: Retirement, contribution_base: int
) -> str:
    """Explain what is paid ahead to retirement: months, base, each payer's rate on the base date, and the sources.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> text = explain_prepayment(shipped_policy(), "养老", "合计", Retirement(42, 15_245, 0), 2000 * MICRO)
    >>> print(text.splitlines()[1])
    单位：42个月×缴费基数2,000.00元×20% → 16,800.00元
    """
    months, day, base_fen = retirement.months, retirement.base_day, to_fen(contribution_base)
    lines = [f"基准日{date_of(day).isoformat()}的次月起，到达到退休年龄的当月，共{months}个月"]
    for side in PAYERS[payer] if months else ():
        rate = prepayment_rate(insurance, side, day, policy)
        amount = f"{yuan_text(share_fen(base_fen, rate, months))}元"
        lines.append(str(Line(side, f"{months}个月×缴费基数{yuan_text(base_fen)}元×{percent(rate)}", amount)))
        value = value_in_force(f"{insurance}{side}费率", day, policy)
        if value is not None:
            source = citation(national().parameters[f"{insurance}{side}费率"], value)
            lines.append(f"依据：{source}，各月都用基准日的费率")
    return "\n".join([*lines, _age_source(retirement, policy)])


def _age_source(retirement: Retirement, policy: Policy) -> str:
    """Cite the retirement age: the office's own on the base date, else the law's."""
    code, base_day = retirement.category, retirement.base_day
    ages = retirement_ages()
    category = ages.categories[code]
    stated = int(stated_ages(np.array([code], dtype=np.int8), np.array([base_day], dtype=np.int32), policy)[0])
    if stated:
        value = value_in_force(category.parameter, base_day, policy)
        document = value.document if value else ""
        return f"依据：{category.parameter}{age_text(stated)}：{document}；按政策表填列，不再加渐进延迟"
    age = f"依据：退休年龄按{category.label}{age_text(category.age_months)}"
    words = CERTAINTIES[category.certainty]
    text = f"{age}：{ages.documents[category.document].name}（{words}）"
    if base_day < ages.decided:
        return f"{text}；基准日在{date_of(ages.decided).isoformat()}以前，不加渐进延迟{_rise_question(retirement)}"
    rise = date_of(ages.rise_from).isoformat()
    return f"{text}，原龄在{rise}以后达到的另加渐进延迟：{ages.documents[ages.rise_document].name}（{words}）"


def _rise_question(retirement: Retirement) -> str:
    """Ask about who reaches the old age only when it has risen, although the base date could not know of it (L-05)."""
    day = np.array([retirement.base_day, retirement_ages().rise_from], dtype=np.int32)
    now, first = month_number(day).tolist()
    reached = now + retirement.months
    if not retirement.months or reached < first:
        return ""
    year = date_of(retirement_ages().rise_from).year
    return f"；{month_text(reached)}达到原退休年龄，已在{year}年以后，请按渐进延迟核对实际退休时间"


def explain_reserve(age: int, cutoff_age: int | None, minimum_years: int | None, annual_standard: int) -> str:
    """Explain a medical reserve.

    >>> print(explain_reserve(66, None, None, 1800 * MICRO))
    退休医疗预留：年标准1800.00元×10年（现66周岁，预留到70周岁，最低10年） → 18,000.00元
    """
    limits = reserve_limits(cutoff_age, minimum_years)
    return str(reserve_line(reserve_fen(age, annual_standard, limits), age, limits, annual_standard))


def explain_late_fee(principal: int, from_date: int, to_date: int, cap: str) -> str:
    """Explain a late fee day by day's rate, with the sources.

    >>> print(explain_late_fee(10_000 * MICRO, 14_975, 15_339, "否").splitlines()[0])
    2011-01-01至2011-06-30：181日×日率0.2%×本金10000.00元 → 3620.00元
    """
    refuse_backwards(from_date, to_date)
    steps = []
    for one in late_fee_lines(principal, from_date, to_date):
        days = f"{date_of(one.first_day).isoformat()}至{date_of(one.last_day).isoformat()}"
        text = f"{one.days}日×日率{percent(one.rate)}×本金{decimal_text(principal, MICRO, 2)}元"
        steps.append(str(Line(days, text, f"{decimal_text(one.exact, MICRO * MICRO, 2)}元")))
    if cap == "是":
        steps.append("以本金为限〔行政强制法第四十五条，是否适用由单位定〕")
    monthly = ["逐月的天数、当月数和累计数用 SOE_LATE_FEE_TABLE（滞纳金逐月表）列出"]
    return "\n".join([*steps, *late_fee_sources(from_date, to_date), *monthly])
