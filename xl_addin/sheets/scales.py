"""In which unit the money of a sheet is typed: what headings and title say, and what the numbers say.

A heading goes before the title, and a unit is applied once (C2 20). Monthly wages and bases
betray a false unit by their size: nobody earns sixteen million yuan a month. The limits of
plausibility are no law; they only have to keep 元 and 万元 apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.tables.labels import YUAN
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.money import MICRO

NAMES: Final = {yuan: unit for unit, yuan in YUAN.items()}
_SHARES: Final = (("unit_rate", "unit_arrears"), ("person_rate", "person_arrears"))
MONTHLY: Final = (
    "wage",
    "enterprise_wage",
    "local_wage",
    "contribution_wage",
    "contribution_base",
    "average_wage",
    "annual_standard",
)
"""Columns of wages, bases and standards, whose size tells their unit."""
_LEAST, _MOST = 20, 100_000
"""Yuan a month between which half of a sheet's wages must lie."""
_IMPLAUSIBLE_AMOUNT: Final = 2_000
"""A typical amount above two thousand times 万元 a person is yuan."""
_OFF: Final = 500
"""A wage this many times below or above the sheet's typical one is typed in another unit."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Yuan that one typed unit means: as stated (``declared``), and as the numbers show (``actual``)."""

    declared: int
    actual: int
    from_title: bool

    @property
    def refuted(self) -> bool:
        """Whether the numbers contradict the stated unit."""
        return self.declared != self.actual


def declared(table: SheetTable, role: str) -> Scale:
    """The stated unit of a money column; 元 if nothing states one."""
    own = table.header.units.get(role, "").split("/")[0]
    factor = YUAN.get(table.money_unit(role), 1)
    return Scale(factor, factor, not own.endswith("元"))


def monthly_scale(table: SheetTable, book: SheetBook, role: str) -> Scale:
    """The unit of a column of monthly wages or bases, by the size of its typical number."""
    stated = declared(table, role)
    typical = _typical(table, book, role)
    if not typical or _LEAST <= typical * stated.declared <= _MOST:
        return stated
    other = 1 if stated.declared != 1 else YUAN["万元"]
    return Scale(stated.declared, other, stated.from_title) if _LEAST <= typical * other <= _MOST else stated


def amount_by_size(table: SheetTable, book: SheetBook, role: str) -> Scale:
    """The unit of a column of amounts that nothing can be compared with: only absurd sizes refute it."""
    stated = declared(table, role)
    if stated.declared == YUAN["万元"] and _typical(table, book, role) > _IMPLAUSIBLE_AMOUNT:
        return Scale(stated.declared, 1, stated.from_title)
    return stated


def arrears_scale(table: SheetTable, book: SheetBook) -> Scale:
    """The unit of a sheet's arrears, by comparing them with months × base × rate; else as its standards are typed."""
    for rate, arrears in _SHARES:
        if all(map(table.has, ("month_count", "contribution_base", rate, arrears))):
            roles = ("month_count", "contribution_base", rate, arrears)
            months, base, share, typed = (book.derive(numbers, table, role) for role in roles)
            factor = book.derive(monthly_scale, table, "contribution_base").actual
            right = months.micro / MICRO * (base.micro / MICRO) * (share.micro / MICRO) * factor
            judged = typed.known & (typed.micro > 0) & (right > 0)
            return amount_by_ratio(declared(table, arrears), (typed.micro[judged] / MICRO / right[judged]).tolist())
    if table.has("annual_standard"):
        return book.derive(monthly_scale, table, "annual_standard")
    first = next((spec.role for spec in table.specs() if spec.type == "money" and spec.role not in MONTHLY), "total")
    return book.derive(amount_by_size, table, first)


def amount_by_ratio(stated: Scale, ratios: Iterable[float]) -> Scale:
    """The unit of a column of amounts, by the typical ratio of a typed number to the right amount in yuan.

    One odd row is a fault of the row; a sheet without a stated unit is doubted from three rows on.

    >>> amount_by_ratio(Scale(10_000, 10_000, True), [1.0, 0.9]).actual
    1
    >>> amount_by_ratio(Scale(1, 1, True), [0.0001]).actual
    1
    """
    found = np.array(list(ratios))
    if len(found) == 0 or (stated.declared == 1 and len(found) < 3):
        return stated
    typical = float(np.median(found))
    for factor in (stated.declared, *YUAN.values()):
        if 0.2 < typical * factor < 5:
            return Scale(stated.declared, factor, stated.from_title)
    return stated


def odd_wages(table: SheetTable, book: SheetBook, role: str) -> dict[int, float]:
    """Rows whose wage is typed in another unit than the sheet's, with the wage in the sheet's unit."""
    typical = _typical(table, book, role)
    column = book.derive(numbers, table, role)
    if not typical or len(table) < 3:
        return {}
    values = column.micro / MICRO
    odd: dict[int, float] = {}
    for i in np.flatnonzero(
        column.known & (values > 0) & ((values < typical / _OFF) | (values > typical * _OFF))
    ).tolist():
        for factor in (YUAN["万元"], 1 / YUAN["万元"]):
            if typical / 8 < values[i] * factor < typical * 8:
                odd[i] = float(values[i] * factor)
    return odd


def _typical(table: SheetTable, book: SheetBook, role: str) -> float:
    """The median of a column's positive numbers as typed; 0 if it has none."""
    if not table.has(role):
        return 0.0
    column = book.derive(numbers, table, role)
    positive = column.micro[column.known & (column.micro > 0)]
    return float(np.median(positive)) / MICRO if len(positive) else 0.0
