"""One cell, or argument of a function, as money, a day or month of a person's life, or years; errors name it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance.contributions import month_text
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_money, clean_whole
from xl_addin.tables.clock_times import Doubt, shifted_midnight
from xl_addin.tables.ranges import one_cell
from xl_addin.values.dates import month_number
from xl_addin.values.errors import NUM, InputError

_OLDEST: Final = 150


def read_money(value: object, name: str) -> int:
    """Read money that may be 0 but not negative, in micro yuan (S-23).

    >>> read_money("1,800", "年标准")
    1800000000
    """
    micro = clean_money(one_cell(value, name), name)
    if micro < 0:
        raise InputError(f"{name}不能为负数，现为 {value}", NUM)
    return micro


def read_average(value: object, name: str, hint: str = "") -> int:
    """Read an average wage, which must be above 0, in micro yuan (I-02)."""
    micro = clean_money(one_cell(value, name), name)
    if micro <= 0:
        raise InputError(f"{name}必须大于 0，现为 {value}{hint}", NUM)
    return micro


def read_life_day(value: object, name: str, role: MonthDay, policy: Policy | None) -> int:
    """Read a day of a person's life: no hour counts there, so that a shifted midnight is asked (L-11)."""
    return read_day(value, name, role, policy, shifted_midnight)


def read_day(value: object, name: str, role: MonthDay, policy: Policy | None, doubt: Doubt) -> int:
    """Read a day by the policy's reading of year.1; ``doubt`` says which clock times are asked about."""
    month_decimal = policy.options.month_decimal if policy else "ask"
    return clean_date(one_cell(value, name), name, role, month_decimal, doubt)


def read_month(value: object, name: str, policy: Policy) -> int:
    """Read a month of contributions as its number."""
    return _month(read_life_day(value, name, MonthDay.FIRST, policy))


@lru_cache(maxsize=4096)
def _month(day: int) -> int:
    return int(month_number(np.array([day], dtype=np.int32))[0])


def read_period(first: object, last: object, names: Sequence[str], policy: Policy) -> tuple[int, int]:
    """Read the first and last month of a period of arrears; the first after the last is ``#NUM!``."""
    months = read_month(first, names[0], policy), read_month(last, names[1], policy)
    if months[0] > months[1]:
        shown = [f"{name}（{month_text(month)}）" for name, month in zip(names, months, strict=True)]
        raise InputError(f"{'晚于'.join(shown)}，请核对", NUM)
    return months


def read_years(value: object, name: str) -> int:
    """Read an age or a number of years, a whole one (I-08)."""
    number = clean_whole(one_cell(value, name), name)
    if not 0 <= number <= _OLDEST:
        raise InputError(f"{name}应在 0 到 {_OLDEST} 之间，现为 {number}", NUM)
    return number
