"""Worksheet functions of the two insurances (二险): base, arrears, prepayment, reserve, late fee, 内退.

Thin: arguments are cleaned here and computed by ``rules``. Severance options on a 政策 sheet do not act here (I-13).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import numpy as np

from xl_addin.policy.office import value_for
from xl_addin.policy.package import find_insurance, package_policy
from xl_addin.policy.profiles import Policy
from xl_addin.policy.retirement import find_retirement_category, stated_ages
from xl_addin.rules.insurance.contributions import (
    BASE_CAP,
    BASE_FLOOR,
    PERSON,
    UNIT,
    Steps,
    arrears,
    arrears_gap,
    contribution_base,
    month_text,
    prepayment_rate,
    reserve_years,
    share_fen,
    steady,
)
from xl_addin.rules.insurance.late_fee import capped_late_fee_fen, late_fee_fen
from xl_addin.rules.insurance.retirement import months_to_retirement
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.cleaning import (
    LAST_DAY,
    MonthDay,
    clean_date,
    clean_money,
    clean_rate,
    clean_text,
    clean_whole,
    is_blank,
)
from xl_addin.tables.ranges import data_rows, is_range, one_cell
from xl_addin.values.dates import Counts, month_number
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import MICRO_PER_FEN, fen_to_yuan, round_half_up

PAYERS: Final = {UNIT: (UNIT,), PERSON: (PERSON,), "合计": (UNIT, PERSON)}
WAGE: Final = "缴费工资"
AVERAGE: Final = "缴费平均工资"
_OLDEST: Final = 150


def read_amount(value: Any, name: str) -> int:
    """Read money that may be 0 but not negative, in micro yuan.

    >>> read_amount("1,800", "年标准")
    1800000000
    """
    micro = clean_money(one_cell(value, name), name)
    if micro < 0:
        raise InputError(f"{name}不能为负数，现为 {value}", NUM)
    return micro


def read_average_wage(value: Any, name: str = AVERAGE) -> int:
    """Read a monthly average wage, which must be above 0 (I-02)."""
    micro = clean_money(one_cell(value, name), name)
    if micro <= 0:
        raise InputError(f"{name}必须大于 0，现为 {value}", NUM)
    return micro


def read_payers(value: Any) -> tuple[str, ...]:
    """Read 单位, 个人 or 合计; blank is 合计 (G-05).

    >>> read_payers(None), read_payers("个人")
    (('单位', '个人'), ('个人',))
    """
    word = clean_text(one_cell(value, "承担方")) or "合计"
    if word not in PAYERS:
        raise InputError(f"承担方要填 单位、个人 或 合计，现为“{word}”")
    return PAYERS[word]


def read_month(value: Any, name: str, policy: Policy) -> int:
    """Read a month of contributions as its number."""
    return _month(clean_date(one_cell(value, name), name, MonthDay.FIRST, policy.options.month_decimal))


@lru_cache(maxsize=4096)
def _month(day: int) -> int:
    return int(month_number(np.array([day], dtype=np.int32))[0])


def read_period(start: Any, end: Any, label: str, policy: Policy) -> tuple[int, int]:
    """Read the first and last month of a period of arrears; the first after the last is ``#NUM!``."""
    first, last = read_month(start, f"{label}起", policy), read_month(end, f"{label}止", policy)
    if first > last:
        raise InputError(f"{label}起（{month_text(first)}）晚于{label}止（{month_text(last)}），请核对", NUM)
    return first, last


def read_steps(value: Any, name: str, read: Callable[[Any, str], int], policy: Policy) -> Steps:
    """Read one number for all months, or rows of (from month, value) with an optional heading (I-04, I-14).

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> steps = read_steps([["年月", "工资"], ["2005.01", 900], ["2006.01", 1000]], WAGE, read_amount, shipped_policy())
    >>> steps.micro.tolist()
    [[900000000, 1000000000]]
    """
    if not is_range(value):
        return steady(np.array([read(value, name)], dtype=np.int64))
    rows = [row for row in data_rows(value) if not all(is_blank(cell) for cell in row)]
    if any(len(row) < 2 for row in rows):
        raise InputError(f"{name}要选两列的区域（起始年月、金额），或只填一个数")
    if rows and _is_heading(rows[0]):
        rows = rows[1:]
    steps: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        month = read_month(row[0], f"{name}第{number}行的起始年月", policy)
        micro = read(row[1], f"{name}第{number}行的金额")
        if steps.setdefault(month, micro) != micro:
            raise InputError(f"{name}中{month_text(month)}有两个不同的数，请只留一行", NUM)
    if not steps:
        raise InputError(f"{name}不能为空")
    ordered = sorted(steps)
    micro_row = np.array([[steps[month] for month in ordered]], dtype=np.int64)
    return Steps(np.array(ordered, dtype=np.int32), micro_row)


def _is_heading(row: list[Any]) -> bool:
    return all(isinstance(cell, str) and not any(char.isdigit() for char in cell) for cell in row[:2])


def base_amount(wage: Any, average_wage: Any, on_date: Any, policy: Any) -> float:
    """Contribution base of one month in yuan; without a date the limits in force to date."""
    chosen = read_policy(policy)
    own, average = read_amount(wage, "月工资"), read_average_wage(average_wage, "职工月平均工资")
    given = one_cell(on_date, "日期")
    month_decimal = chosen.options.month_decimal
    day = LAST_DAY if is_blank(given) else clean_date(given, "日期", MonthDay.FIRST, month_decimal)
    limits = value_for(BASE_FLOOR, day, chosen), value_for(BASE_CAP, day, chosen)
    return fen_to_yuan(int(contribution_base(_one(own), _one(average), *limits)[0]))


def _one(value: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array([value], dtype=np.int64)


def arrears_amount(
    insurance: Any, from_month: Any, to_month: Any, wage: Any, average_wage: Any, payer: Any, policy: Any
) -> float:
    """Contributions owed over a period, by payer, in yuan (I-04, I-05)."""
    chosen = read_policy(policy)
    name = find_insurance(clean_text(one_cell(insurance, "险种")))
    payers = read_payers(payer)
    first, last = read_period(from_month, to_month, "欠缴", chosen)
    wages = read_steps(wage, WAGE, read_amount, chosen)
    averages = read_steps(average_wage, AVERAGE, read_average_wage, chosen)
    table = arrears(name, _months(first), _months(last), wages, averages, chosen)
    amount = 0
    for side, gap, fen in ((UNIT, table.unit_gap, table.unit_fen), (PERSON, table.person_gap, table.person_fen)):
        if side not in payers:
            continue
        error = arrears_gap(table, 0, gap, chosen)
        if error is not None:
            raise error
        amount += int(fen[0])
    return fen_to_yuan(amount)


def _months(month: int) -> Counts:
    return np.array([month], dtype=np.int32)


def read_remaining_months(birth: Any, sex: Any, base_date: Any, policy: Policy) -> tuple[int, int]:
    """Read a person's months left to retirement, and the base date's day (I-06, I-07, G-11)."""
    month_decimal = policy.options.month_decimal
    born = clean_date(one_cell(birth, "出生年月"), "出生年月", MonthDay.FIRST, month_decimal)
    day = clean_date(one_cell(base_date, "基准日"), "基准日", MonthDay.LAST, month_decimal)
    category = find_retirement_category(clean_text(one_cell(sex, "性别")))
    if born > day:
        raise InputError("出生年月晚于基准日，请核对两个日期", NUM)
    birth_day, base_day = (np.array([one], dtype=np.int32) for one in (born, day))
    categories = np.array([category], dtype=np.int8)
    stated = stated_ages(categories, base_day, policy)
    return int(months_to_retirement(birth_day, categories, base_day, stated)[0]), day


def _to_fen(micro: int) -> int:
    return round_half_up(Fraction(micro, MICRO_PER_FEN))


def prepayment_amount(
    insurance: Any, birth_date: Any, sex: Any, base_date: Any, base: Any, payer: Any, policy: Any
) -> float:
    """Contributions paid ahead to retirement, by payer, in yuan (I-06); 0 once the age is reached."""
    chosen = read_policy(policy)
    name = find_insurance(clean_text(one_cell(insurance, "险种")))
    payers = read_payers(payer)
    months, day = read_remaining_months(birth_date, sex, base_date, chosen)
    base_fen = _to_fen(read_amount(base, "缴费基数"))
    if not months:
        return 0.0
    return fen_to_yuan(sum(share_fen(base_fen, prepayment_rate(name, side, day, chosen), months) for side in payers))


def internal_retirement(
    birth_date: Any,
    sex: Any,
    base_date: Any,
    living_allowance: Any,
    contribution: Any,
    pension_rate: Any,
    medical_rate: Any,
    policy: Any,
) -> float:
    """Living allowance, pension and medical of 内退 to retirement, each rounded once and added, in yuan (I-11)."""
    months, _ = read_remaining_months(birth_date, sex, base_date, read_policy(policy))
    living = read_amount(living_allowance, "月生活费")
    base_fen = _to_fen(read_amount(contribution, "缴费基数"))
    rates = [
        clean_rate(one_cell(rate, name), name)
        for rate, name in ((pension_rate, "养老费率"), (medical_rate, "医疗费率"))
    ]
    return fen_to_yuan(_to_fen(living * months) + sum(share_fen(base_fen, rate, months) for rate in rates))


def read_age(value: Any) -> int:
    """Read an age in whole years (I-08)."""
    age = clean_whole(one_cell(value, "年龄"), "年龄")
    if not 0 <= age <= _OLDEST:
        raise InputError(f"年龄应在 0 到 {_OLDEST} 之间，现为 {age}", NUM)
    return age


def read_years(value: Any, name: str, default: int) -> int:
    """Read an age or a number of years of the reserve's rule; blank is the default (I-08)."""
    given = one_cell(value, name)
    years = default if is_blank(given) else clean_whole(given, name)
    if not 0 <= years <= _OLDEST:
        raise InputError(f"{name}应在 0 到 {_OLDEST} 之间，现为 {years}", NUM)
    return years


def reserve_fen(age: Any, annual_standard: Any, cutoff_age: Any = None, minimum_years: Any = None) -> int:
    """Compute the medical reserve of one retired person in fen.

    >>> reserve_fen(58, 1800)
    2160000
    """
    shipped = package_policy()
    years = reserve_years(
        read_age(age),
        read_years(cutoff_age, "预留截止年龄", shipped.cutoff_age),
        read_years(minimum_years, "最低预留年限", shipped.minimum_years),
    )
    return _to_fen(read_amount(annual_standard, "医疗年标准") * years)


def medical_reserve(age: Any, annual_standard: Any, cutoff_age: Any, minimum_years: Any) -> float:
    """Medical reserve for a retired person in yuan (I-08)."""
    return fen_to_yuan(reserve_fen(age, annual_standard, cutoff_age, minimum_years))


def late_fee(principal: Any, from_date: Any, to_date: Any, cap: Any) -> float:
    """Late fee by day, both days counted, in yuan (I-09, I-10)."""
    owed = read_amount(principal, "欠缴本金")
    first = clean_date(one_cell(from_date, "起始日期"), "起始日期", MonthDay.FIRST)
    last = clean_date(one_cell(to_date, "截止日期"), "截止日期", MonthDay.LAST)
    word = clean_text(one_cell(cap, "以本金为限")) or "否"
    if word not in ("是", "否"):
        raise InputError(f"以本金为限要填 是 或 否，现为“{word}”")
    if first > last:
        raise InputError("起始日期晚于截止日期，请核对", NUM)
    return fen_to_yuan(capped_late_fee_fen(owed, first, last) if word == "是" else late_fee_fen(owed, first, last))
