"""Workers whose wage is below the minimum wage that the 政策 sheet holds: what they are due waits for an answer.

What the floor would change is told by the check of it; who compares payments with what is approved leaves them out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np

from xl_addin.policy.profiles import Regime
from xl_addin.policy.schema import DatedValue
from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import days
from xl_addin.sheets.persons import enterprises
from xl_addin.sheets.severance import SeveranceRows, severance_rows
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.money import MICRO

MINIMUM_WAGE: Final = "最低工资"
_OTHER_WAGES: Final = (Regime.LUMP_SUM, Regime.PRORATED)
"""Regimes whose wage is no worker's."""


@dataclass(frozen=True, slots=True)
class LowWage:
    """A row of a severance sheet whose wage (yuan) is below the floor in force on the day of its end."""

    record: int
    table: SeveranceTable
    place: int
    """Row of ``table``."""
    own: Fraction
    floor: DatedValue
    day: int


def low_wages(table: SheetTable, book: SheetBook) -> list[LowWage]:
    """Every wage below the minimum wage in force at the end, unless the policy lifts to it already."""
    stated = book.policy.local.get(MINIMUM_WAGE, ())
    rows = book.derive(severance_rows, table) if stated else None
    return list(_low(rows, table, book, stated)) if rows is not None else []


def _low(rows: SeveranceRows, table: SheetTable, book: SheetBook, stated: Sequence[DatedValue]) -> Iterator[LowWage]:
    ends = book.derive(days, table, "end").last[rows.records]
    for k in np.flatnonzero(rows.ok).tolist():
        computed, place = rows.places[k]
        floor = _floor_on(int(ends[k]), stated)
        own = Fraction(int(computed.given.own[place]), computed.given.unit)
        lifted = computed.policy.options.local_floor or 0
        if floor is None or max(own, lifted) * MICRO >= floor.micro or computed.policy.profile.regime in _OTHER_WAGES:
            continue
        yield LowWage(int(rows.records[k]), computed, place, own, floor, int(ends[k]))


def _floor_on(day: int, stated: Sequence[DatedValue]) -> DatedValue | None:
    """The minimum wage of a day; of several places the lowest one, below which a wage is wrong everywhere."""
    rows = [row for row in stated if row.first_day <= day <= row.last_day]
    return min(rows, key=lambda row: row.micro, default=None)


def low_wage_firms(book: SheetBook) -> frozenset[str]:
    """Enterprises with such workers."""
    return frozenset(
        book.derive(enterprises, table)[one.record]
        for table in book.of_kind("severance")
        for one in book.derive(low_wages, table)
    )
