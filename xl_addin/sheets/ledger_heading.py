"""The heading of a ledger range: which column is which, and in which unit its amounts stand.

Headings may have two levels (金额 over 收入 and 支出) and titles above them. A unit in a heading wins over one in a
title; a stated 万元 is a factor, an unstated unit is yuan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from xl_addin.tables.cleaning import is_blank
from xl_addin.tables.labels import heading, title_unit
from xl_addin.tables.layouts import layout
from xl_addin.values.errors import InputError

_SEARCHED_ROWS: Final = 15
_AMOUNT_WORDS: Final = ("金额", "发生额", "发生金额", "收支金额", "交易金额")
_FACTORS: Final = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
_TWO_COLUMNS: Final = ("income", "expense")


@dataclass(frozen=True, slots=True)
class LedgerHeading:
    """Columns by role, the roles that hold amounts with their factors to yuan, and the first row of the body."""

    body: int
    columns: Mapping[str, int]
    amounts: tuple[str, ...]
    factors: Mapping[str, int]
    keys: frozenset[str]
    """Heading texts of the amount columns, to know the heading when it comes again."""


@cache
def _aliases() -> Mapping[str, str]:
    return {heading(word).key: "amount" for word in _AMOUNT_WORDS} | dict(layout("ledger").aliases)


def find_ledger_heading(rows: Sequence[Sequence[Any]]) -> LedgerHeading:
    """Find the heading; raises InputError that names what is missing.

    >>> found = find_ledger_heading([["台账", "单位：万元"], ["日期", "科目", "收入", "支出(元)"]])
    >>> found.body, found.columns, found.factors
    (2, {'date': 0, 'subject': 1, 'income': 2, 'expense': 3}, {'income': 10000, 'expense': 1})
    """
    top, depth, found = _best_match(rows)
    amounts = _TWO_COLUMNS if set(_TWO_COLUMNS) <= set(found) else ("amount",) if "amount" in found else _TWO_COLUMNS
    wanted = ["date", "subject", *amounts, *(["direction"] if amounts == ("amount",) else [])]
    names = {role: spec.name for role, spec in layout("ledger").columns.items()} | {"amount": "金额"}
    missing = [names[role] for role in wanted if role not in found]
    if missing:
        raise InputError(f"台账中缺少列：{'、'.join(missing)}，请选带标题行的区域并补上标题")
    stated = next((unit for unit in map(_stated_unit, _texts(rows[:top])) if unit), "元")
    factors = {role: _FACTORS.get(found[role][1] or stated, 1) for role in amounts}
    keys = frozenset(
        heading(row[found[role][0]]).key
        for row in rows[top : top + depth]
        for role in amounts
        if found[role][0] < len(row) and isinstance(row[found[role][0]], str)
    )
    return LedgerHeading(top + depth, {role: place for role, (place, _) in found.items()}, amounts, factors, keys)


def _best_match(rows: Sequence[Sequence[Any]]) -> tuple[int, int, dict[str, tuple[int, str]]]:
    """Give first row, levels and columns of the heading that says most, with the fewest levels."""
    best: tuple[int, int, dict[str, tuple[int, str]]] = (0, 1, {})
    for top in range(min(len(rows), _SEARCHED_ROWS)):
        for levels in (rows[top : top + 1], rows[top : top + 2]):
            if any(isinstance(cell, (int, float, dt.date)) for row in levels[1:] for cell in row):
                continue  # a row with figures is no second level
            found = _match(levels)
            if (len(found), -len(levels)) > (len(best[2]), -best[1]):
                best = (top, len(levels), found)
    return best


def _stated_unit(text: str) -> str:
    """Unit of money that a title states, as 单位：万元 or as （万元）."""
    unit = title_unit(text) or heading(text).unit
    return unit if unit in _FACTORS else ""


def _texts(rows: Sequence[Sequence[Any]]) -> Iterator[str]:
    for row in rows:
        yield from (cell for cell in row if isinstance(cell, str))


def _match(levels: Sequence[Sequence[Any]]) -> dict[str, tuple[int, str]]:
    """Give the column and unit of each role; an upper heading holds for the sub-headings on its right."""
    found: dict[str, tuple[int, str]] = {}
    group = ""
    for column in range(max(map(len, levels), default=0)):
        own, *below = (_text(row, column) for row in levels)
        lower = below[0] if below else ""
        group = own if own and lower else group if lower and not own else ""
        upper = own or group
        keys = [heading(upper).key + heading(lower).key, heading(own).key, heading(lower).key]
        role = next((_aliases()[key] for key in keys if key and key in _aliases()), None)
        if role is not None:
            found.setdefault(role, (column, heading(lower).unit or heading(upper).unit))
    return found


def _text(row: Sequence[Any], column: int) -> str:
    value = row[column] if column < len(row) else None
    return value if isinstance(value, str) and not is_blank(value) else ""
