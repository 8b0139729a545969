"""What is read of the two insurances: insurances by name, months and periods, wages by steps, ages and retirement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from xl_addin.functions.readers import filled_rows, read_text
from xl_addin.policy.package import find_insurance
from xl_addin.policy.profiles import Policy
from xl_addin.policy.retirement import find_retirement_category, stated_ages
from xl_addin.rules.insurance.contributions import Steps, month_text, steady
from xl_addin.rules.insurance.retirement import months_to_retirement
from xl_addin.sheets.input_cells import read_average, read_life_day, read_money, read_month
from xl_addin.tables.cleaning import MonthDay
from xl_addin.tables.ranges import is_range
from xl_addin.values.errors import NUM, InputError


@dataclass(frozen=True, slots=True)
class Retirement:
    """A person's way to retirement: months left from the base date, that day, and the category of the law."""

    months: int
    base_day: int
    category: int


def read_insurance(value: object, name: str) -> str:
    """Read the name of an insurance (I-03)."""
    return find_insurance(read_text(value, name))


def read_wage_steps(value: object, name: str, policy: Policy) -> Steps:
    """Read wages of contributions, which may be 0, by month.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> steps = read_wage_steps([["年月", "工资"], ["2005.01", 900], ["2006.01", 1000]], "缴费工资", shipped_policy())
    >>> steps.micro.tolist()
    [[900000000, 1000000000]]
    """
    return _steps(value, name, read_money, policy)


def read_average_steps(value: object, name: str, policy: Policy) -> Steps:
    """Read average wages, which must be above 0, by month."""
    return _steps(value, name, read_average, policy)


def _steps(value: object, name: str, read: Callable[[object, str], int], policy: Policy) -> Steps:
    """Read one number for all months, or rows of (from month, value) with an optional heading (I-04, I-14)."""
    if not is_range(value):
        return steady(np.array([read(value, name)], dtype=np.int64))
    rows = filled_rows(value)
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


def _is_heading(row: Sequence[object]) -> bool:
    return all(isinstance(cell, str) and not any(char.isdigit() for char in cell) for cell in row[:2])


def read_retirement(birth: object, sex: object, base_date: object, names: Sequence[str], policy: Policy) -> Retirement:
    """Read how many months a person has left to retirement on a day (I-06, I-07, G-11)."""
    born = read_life_day(birth, names[0], MonthDay.FIRST, policy)
    day = read_life_day(base_date, names[2], MonthDay.LAST, policy)
    category = find_retirement_category(read_text(sex, names[1]))
    if born > day:
        raise InputError(f"{names[0]}晚于{names[2]}，请核对两个日期", NUM)
    birth_day, base_day = (np.array([one], dtype=np.int32) for one in (born, day))
    categories = np.array([category], dtype=np.int8)
    stated = stated_ages(categories, base_day, policy)
    return Retirement(int(months_to_retirement(birth_day, categories, base_day, stated)[0]), day, category)
