"""Ages on lists of reserves against the ID numbers, at the day that the enterprise's contracts end.

The base date is known where all ends of an enterprise are one day. Whoever counts by years of birth is a year ahead;
where most ages of a list are off, the list was made for another day, and nothing is judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import UNKNOWN, id_births, numbers
from xl_addin.sheets.doubts import END, doubts
from xl_addin.sheets.person_facts import person_facts
from xl_addin.sheets.persons import enterprises
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.money import MICRO

_FEW: Final = 2
_YEARS: Final = 10


@dataclass(frozen=True, slots=True)
class OddAge:
    """An age that is not the one by the ID number."""

    record: int
    right: int
    base: str
    is_of_earlier_years: bool = False
    """Whether the age was right some years ago: the list may have been made for another day."""


def odd_ages(table: SheetTable, book: SheetBook) -> list[OddAge]:
    """The ages of a list that differ from the ID numbers at the base date."""
    if not (table.has("age") and table.has("id")):
        return []
    judged = list(_judged(table, book))
    odd = [one for one in judged if one is not None]
    return odd if len(odd) == 1 or len(odd) * _FEW < len(judged) else []


def _judged(table: SheetTable, book: SheetBook) -> Iterator[OddAge | None]:
    """Every age that can be judged: None for a right one."""
    typed, born, bases = book.derive(numbers, table, "age"), book.derive(id_births, table), book.gather(base_days)
    firms = book.derive(enterprises, table)
    for i in np.flatnonzero(typed.known & (born != UNKNOWN)).tolist():
        base = bases.get(firms[i]) or (bases.get("") if len(bases) == 1 else None)
        if base is None:
            continue
        birth, day = to_date(int(born[i])), to_date(base)
        by_year = day.year - birth.year
        right = by_year - ((day.month, day.day) < (birth.month, birth.day))
        sound = typed.micro[i] in (right * MICRO, by_year * MICRO)
        yield None if sound else OddAge(i, right, day.isoformat(), 0 < right * MICRO - typed.micro[i] <= _YEARS * MICRO)


def base_days(book: SheetBook) -> dict[str, int]:
    """The one day on which the contracts of an enterprise end, doubtful ends aside."""
    off = {(id(one.fact.table), one.fact.record) for one in book.gather(doubts) if one.kind == END}
    found: dict[str, set[int]] = {}
    for table in book.of_kind("severance", "arrears"):
        firms = book.derive(enterprises, table)
        for column in book.derive(person_facts, table):
            if column.role == "end":
                for i in np.flatnonzero(column.known & (column.low == column.high)).tolist():
                    if (id(table), i) not in off:
                        found.setdefault(firms[i], set()).add(int(column.low[i]))
    return {firm: next(iter(days)) for firm, days in found.items() if len(days) == 1}
