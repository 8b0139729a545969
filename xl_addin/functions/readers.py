"""How a cell is read into a word, a number, money or a day: the kinds of arguments that every subject uses.

Errors name the argument in Chinese. The kinds of one subject stand in its folder; :mod:`xl_addin.functions.kinds`
lists all.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from xl_addin.policy.profiles import Policy
from xl_addin.sheets.input_cells import read_day
from xl_addin.tables.cleaning import (
    MonthDay,
    clean_number,
    clean_text,
    clean_whole,
    is_blank,
)  # fmt: skip
from xl_addin.tables.clock_times import near_midnight
from xl_addin.tables.column_rows import by_columns
from xl_addin.tables.ranges import data_rows, is_range, one_cell
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import LIMIT_YUAN


def as_it_stands(value: object) -> object:
    """Give a value that only the function itself can read."""
    return value


def read_text(value: object, name: str) -> str:
    """Read a name or another free text; blank is ''."""
    return clean_text(one_cell(value, name))


def read_word(value: object, name: str, words: Sequence[str], default: str | None) -> str:
    """Read one of some words; blank is the default (G-05).

    >>> read_word(None, "承担方", ("单位", "个人", "合计"), "合计")
    '合计'
    """
    return _one_of(read_text(value, name), name, words, default, f"{'、'.join(words[:-1])} 或 {words[-1]}")


def read_one_of(value: object, name: str, words: Sequence[str], default: str | None) -> str:
    """Read one of some words; blank is the default (G-05). Says which as the functions of the fund do."""
    return _one_of(read_text(value, name), name, words, default, f"{'、'.join(words)} 之一")


def _one_of(given: str, name: str, words: Sequence[str], default: str | None, known: str) -> str:
    chosen = given or default or ""
    if chosen not in words:
        raise InputError(f"{name}要填 {known}，现为“{chosen}”")
    return chosen


def read_positive(value: object, name: str) -> Fraction:
    """Read yuan, or how many times, above 0 and exactly as written.

    >>> read_positive("1.5", "倍数")
    Fraction(3, 2)
    """
    number = clean_number(one_cell(value, name), name)
    if number <= 0:
        raise InputError(f"{name}必须大于 0，现为 {value}", NUM)
    if number >= LIMIT_YUAN:
        raise InputError(f"{name}数值过大（{value}），请核对单位", NUM)
    return Fraction(number)


def read_count(value: object, name: str) -> int:
    """Read a whole number that is not negative."""
    number = clean_whole(one_cell(value, name), name)
    if number < 0:
        raise InputError(f"{name}不能为负数，现为 {value}", NUM)
    return number


def read_day_first(value: object, name: str, policy: Policy | None) -> int:
    """Read a day; a month means its first one (G-11)."""
    return read_day(value, name, MonthDay.FIRST, policy, near_midnight)


def read_day_last(value: object, name: str, policy: Policy | None) -> int:
    """Read a day; a month means its last one (G-11)."""
    return read_day(value, name, MonthDay.LAST, policy, near_midnight)


def read_roster(value: object, name: str) -> Sequence[list[Any]]:
    """Read a range of persons with its heading row; empty rows below it are cut."""
    if not is_range(value):
        raise InputError(f"{name}要选带标题行的区域")
    return by_columns(data_rows(value))


def filled_rows(value: object) -> list[list[Any]]:
    """Give the rows of a range in which anything stands."""
    return [row for row in data_rows(value) if not all(is_blank(cell) for cell in row)]
