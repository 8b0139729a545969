"""The derivation of one person's 一补二险, rendered from the columns that the calculation kept.

It computes no amount of the package: months, bases, rates and shares are read from the tables. Late fees are a memo
beside it. The derivation of 经济补偿 is that of :mod:`xl_addin.rules.severance.derivation`. Texts are Chinese; each
rate carries its document and how certain it is. Sources of the order of claims: 企业破产法 113.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np

from xl_addin.policy.package import PackageGroup, insurances, package_policy
from xl_addin.policy.profiles import Policy
from xl_addin.policy.relief import asked_relief
from xl_addin.policy.store import national
from xl_addin.rules.insurance.contributions import (
    BASE_CAP,
    BASE_FLOOR,
    PERSON,
    UNIT,
    ArrearsLine,
    ArrearsTable,
    Steps,
    arrears_lines,
    month_text,
    reserve_years,
)
from xl_addin.rules.insurance.late_fee import DAILY_RATE, capped_late_fee_fen, late_fee_fen, late_fee_lines
from xl_addin.rules.insurance.package import Fault, PackagePart, package_total
from xl_addin.rules.insurance.sources import citation, percent, value_in_force
from xl_addin.rules.severance.derivation import Line
from xl_addin.values.dates import MONTH_START, to_date
from xl_addin.values.errors import PolicyGap
from xl_addin.values.money import FEN_PER_YUAN, MICRO, MICRO_PER_FEN, decimal_text, round_half_up, yuan_text
from xl_addin.values.rmb import rmb_upper

Part = PackagePart | Fault
_EXACT: Final = MICRO * FEN_PER_YUAN
"""Shares of an interval are exact in fen × 1,000,000."""
_ORDER: Final = "企业破产法第一百一十三条"
_CAP_LAW: Final = "行政强制法第四十五条"


def fault_text(fault: Fault) -> str:
    """Say that a part could not be computed, and what to supply."""
    return f"不能计算（{fault.cell_error().code}）：{fault.message}"


def _amount(part: Part) -> str:
    return f"{yuan_text(part.total_fen)}元" if isinstance(part, PackagePart) else "不能计算"


def total_lines(parts: Mapping[str, Part]) -> list[str]:
    """The total, its parts, and who pays: unit and worker apart, because their claims rank differently.

    >>> print(*total_lines({"经济补偿": PackagePart(4_320_000), "养老": PackagePart(80_000, 30_000)})[:2], sep="\\n")
    一补二险合计 44,300.00元（肆万肆仟叁佰元整）＝经济补偿43,200.00元＋养老1,100.00元
    承担：单位44,000.00元，个人300.00元
    """
    sums = "＋".join(f"{item}{_amount(part)}" for item, part in parts.items())
    total = package_total(parts.values())
    if not isinstance(total, PackagePart):
        return [f"一补二险合计不能计算：有一项算不出，合计不能只加其余各项。各项：{sums}"]
    lines = [f"一补二险合计 {yuan_text(total.total_fen)}元（{rmb_upper(total.total_fen)}）＝{sums}"]
    lines.append(f"承担：单位{yuan_text(total.unit_fen)}元，个人{yuan_text(total.person_fen)}元")
    if total.person_fen:
        lines.append(
            "　　单位和个人部分要分开列支：划入个人账户的部分清偿在先，单位欠缴的其余部分在后"
            f"〔{_ORDER}〕；个人部分未代扣的由本人承担，已代扣未缴的由单位补缴，由方案写明"
        )
    return lines


def group_lines(group: PackageGroup, status: str, contents: Sequence[str]) -> list[str]:
    """The group of the person and why, what it excludes, and what is not in the package at all."""
    why = f"在岗状态“{status}”" if status else "在岗状态空白，按默认类别"
    lines = [f"人员类别：{group.label}（{why}）〔{group.basis}〕"]
    without = [item.label for item in package_policy().items if item.label not in contents]
    excluded = [item for item in contents if not (group.arrears if item in insurances() else group.severance)]
    if excluded:
        lines.append(f"不计：{'、'.join(excluded)}，因为人员类别是{group.label}〔{group.basis}〕")
    if without:
        lines.append(f"不在本口径的一补二险内：{'、'.join(without)}（要计入的，在政策表“一补二险”一行写上）")
    if group.arrears and not group.severance and not group.reserve:
        lines.append(
            "另计：预缴到退休的保险费和生活费不在合计内，用 SOE_PREPAYMENT（预缴保险费）、"
            "SOE_INTERNAL_RETIREMENT（内退费用）另算"
        )
    return lines


def _base_reason(line: ArrearsLine, wage: int, average: int, policy: Policy) -> str:
    """Tell what made the base of an interval; ``wage`` and ``average`` are micro yuan."""
    day = int(MONTH_START[line.first_month])
    floor, cap = (value_in_force(name, day, policy) for name in (BASE_FLOOR, BASE_CAP))
    mean = f"缴费平均工资{decimal_text(average, MICRO, 2)}元"
    given = f"缴费工资{decimal_text(wage, MICRO, 2)}元"
    own = round_half_up(Fraction(wage, MICRO_PER_FEN))
    if floor and line.base_fen > own:
        return f"{given}，低于{mean}的{percent(floor.micro)}，按{percent(floor.micro)}计"
    if cap and line.base_fen < own:
        return f"{given}，高于{mean}的{percent(cap.micro)}，按{percent(cap.micro)}计"
    limits = "至".join(percent(limit.micro) for limit in (floor, cap) if limit)
    return f"{given}，在{mean}的{limits}之间"


def _share(exact: int) -> str:
    return f"{decimal_text(exact, _EXACT, 2)}元"


def _in_force(steps: Steps, month: int) -> int:
    return int(steps.micro[0, np.searchsorted(steps.first_months, month, side="right") - 1])


def arrears_steps(table: ArrearsTable, i: int, wages: Steps, averages: Steps, policy: Policy) -> list[Line]:
    """Render row i interval by interval, then each payer's sum, rounded once.

    ``wages`` and ``averages`` are those of this person: one row each.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.insurance.contributions import arrears, steady
    >>> month = lambda number: np.array([number], dtype=np.int32)
    >>> wage, average = (steady(np.array([yuan * MICRO])) for yuan in (1000, 1200))
    >>> table = arrears("养老", month(1846), month(1849), wage, average, shipped_policy())
    >>> arrears_steps(table, 0, wage, average, shipped_policy())[0].result
    '单位20%＝400.00元，个人7%＝140.00元'
    """
    lines = []
    for line in arrears_lines(table, i):
        count = line.last_month - line.first_month + 1
        months = month_text(line.first_month) + (f"至{month_text(line.last_month)}" if count > 1 else "")
        wage, average = (_in_force(steps, line.first_month) for steps in (wages, averages))
        base = f"{count}个月×缴费基数{yuan_text(line.base_fen)}元（{_base_reason(line, wage, average, policy)}）"
        unit = f"{UNIT}{percent(line.unit_rate)}＝{_share(line.unit_exact)}"
        lines.append(Line(months, base, f"{unit}，{PERSON}{percent(line.person_rate)}＝{_share(line.person_exact)}"))
    unit_fen, person_fen = int(table.unit_fen[i]), int(table.person_fen[i])
    sums = f"{UNIT}{yuan_text(unit_fen)}元，{PERSON}{yuan_text(person_fen)}元（各自汇总后四舍五入到分）"
    return [*lines, Line("小计", sums, f"{yuan_text(unit_fen + person_fen)}元")]


def arrears_sources(table: ArrearsTable, i: int, policy: Policy) -> list[str]:
    """Cite every rate and limit that acted in row i, each once, with its certainty; ask about months of a relief."""
    found: dict[str, None] = {}
    for line in arrears_lines(table, i):
        for name in (*(f"{table.insurance}{payer}费率" for payer in (UNIT, PERSON)), BASE_FLOOR, BASE_CAP):
            value = value_in_force(name, int(MONTH_START[line.first_month]), policy)
            if value is not None:
                found[citation(national().parameters[name], value)] = None
    first, last = (int(MONTH_START[month]) for month in (table.first[i], table.last[i]))
    relief = asked_relief(table.insurance, first, last, policy)
    asked = [f"请核对：{relief.text}（{relief.source}）；本金额没有扣减"] if relief else []
    return [*(f"依据：{text}" for text in sorted(found)), *asked]


def late_fee_memo(owed_fen: int, last_month: int, end_day: int | None) -> list[str]:
    """Show the late fee on arrears as a memo: from the month after the last one owed to the end of the relation.

    ``end_day`` is None where the row gives no such day.
    """
    first_day = int(MONTH_START[last_month + 1])
    head = "备查（不在合计内）：滞纳金由单位承担"
    if end_day is None or end_day < first_day:
        return [f"{head}，本行没有可用的截止日，用 SOE_LATE_FEE（滞纳金）另算"]
    owed = owed_fen * MICRO_PER_FEN
    try:
        lines = late_fee_lines(owed, first_day, end_day)
    except PolicyGap as gap:
        return [f"{head}，{fault_text(gap)}"]
    text = "；".join(
        f"{to_date(one.first_day).isoformat()}至{to_date(one.last_day).isoformat()}，{one.days}日×日率{percent(one.rate)}"
        for one in lines
    )
    fee = late_fee_fen(owed, first_day, end_day)
    capped = capped_late_fee_fen(owed, first_day, end_day)
    limit = f"；以本金为限为{yuan_text(capped)}元〔{_CAP_LAW}，是否适用由单位定〕" if capped < fee else ""
    return [
        f"{head}，本金{yuan_text(owed_fen)}元，{text}，共{yuan_text(fee)}元{limit}",
        "　　按全部本金从最后一个欠缴月的次月1日起算到解除时间；较早各月应各自起算，实际数更大",
        *(f"　　{source}" for source in late_fee_sources(first_day, end_day)),
    ]


def late_fee_sources(first_day: int, last_day: int) -> list[str]:
    """Cite the daily rates in force between two days.

    >>> [text.partition("（")[0] for text in late_fee_sources(15_000, 15_300)]
    ['依据：滞纳金日率0.2%', '依据：滞纳金日率0.05%']
    """
    parameter = national().parameters[DAILY_RATE]
    acting = (value for value in parameter.values if value.first_day <= last_day and first_day <= value.last_day)
    return [f"依据：{citation(parameter, value)}" for value in acting]


def reserve_line(fen: int, age: int, limits: tuple[int, int], annual_micro: int) -> Line:
    """Show the reserve of a retired person; ``limits`` are the cut-off age and the least years.

    >>> print(reserve_line(2_160_000, 58, (70, 10), 1800 * MICRO))
    退休医疗预留：年标准1800.00元×12年（现58周岁，预留到70周岁，最低10年） → 21,600.00元
    """
    years = reserve_years(age, *limits)
    rule = f"现{age}周岁，预留到{limits[0]}周岁，最低{limits[1]}年"
    text = f"年标准{decimal_text(annual_micro, MICRO, 2)}元×{years}年（{rule}）"
    return Line("退休医疗预留", text, f"{yuan_text(fen)}元")


def reserve_source(policy: Policy) -> str:
    """Tell where the years of a reserve come from."""
    names = [package_policy().settings[key] for key in ("cutoff_age", "minimum_years")]
    own = [name for name in names if policy.facts.get(name)]
    if len(own) == len(names):
        return f"依据：{'、'.join(names)}：本单位政策表"
    stated = f"{'、'.join(own)}按本单位政策表，其余" if own else ""
    return f"依据：{stated}预留年限是参考值，各地不同，待确认；在政策表“{'”“'.join(names)}”两行填本单位方案的数"


def contents_line(policy: Policy) -> str:
    """Tell what the package is taken to contain, and by whose word."""
    name = package_policy().settings["contents"]
    if policy.facts.get(name):
        return f"一补二险的内容：{policy.facts[name]}（本单位政策表“{name}”一行）"
    return f"一补二险的内容：{package_policy().basis}（待确认）"
