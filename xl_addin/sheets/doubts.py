"""Inputs that the others of their sheet make doubtful: one end a year off, one average among others, a yearly wage.

What merely follows from a doubtful input is no second fault: checks ask :mod:`xl_addin.sheets.contradictions` which
enterprises have one. Limits of plausibility are no law; they are narrow, since batches have different ends and a few
people earn much: only a lone cell is doubted, or one that a single slip of the pen explains.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

import numpy as np

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.fact_columns import Fact, FactColumn
from xl_addin.sheets.person_facts import person_facts
from xl_addin.sheets.persons import enterprises
from xl_addin.sheets.subjects import subjects
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.money import MICRO

END, AVERAGE, SPLIT, YEARLY, COLUMN = "end", "average", "split", "yearly", "column"
AVERAGES_YEARLY = "averages_yearly"
AVERAGES: Final = ("enterprise_wage", "local_wage")
_MONTHS: Final = 12
_TIMES_LOCAL: Final = 3
"""A yearly wage is above this many local averages of a month."""
_TIMES_OTHERS: Final = 8
_OF_OTHERS: Final = (0.6, 1.6)
"""Where the twelfth part of a yearly wage lies by the typical wage of the others."""
_OF_LOCAL: Final = (0.3, 1.5)
"""Where the twelfth part of yearly wages lies by the local average, where a whole column is yearly."""
_TWELFTH: Final = {"enterprise_wage": (0.5, 2), "local_wage": (0.5, 3)}
"""Where the twelfth part of a yearly average lies by the typical wage."""
_LARGE_CONTRIBUTION: Final = 0.25
"""From this part of the wage on, a person's 缴费工资 says that the wage is really so high."""
_FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubtful cell."""

    kind: str
    fact: Fact
    subject: str
    """The person's key; '' where the cell speaks for all."""
    usual: str
    """What the others say, or what the cell may mean."""
    count: int
    """How many others say so."""
    beside: str = ""
    """Another cell that says otherwise of the same person."""


def doubts(book: SheetBook) -> list[Doubt]:
    """Every doubtful input of the lists of persons, the ends first."""
    tables = book.of_kind("severance", "arrears")
    ends = [one for table in tables for one in _odd_ends(table, book)]
    off = {(id(one.fact.table), one.fact.record) for one in ends}
    averages = [one for table in tables for one in _odd_averages(table, book, off)]
    averages += [one for table in tables for one in _yearly_averages(table, book)]
    return [*ends, *averages, *(one for table in tables for one in _yearly(table, book))]


def _column(table: SheetTable, book: SheetBook, role: str) -> FactColumn | None:
    return next((one for one in book.derive(person_facts, table) if one.role == role), None)


def _firms(table: SheetTable, book: SheetBook) -> dict[str, list[int]]:
    """Records by enterprise; who belongs to nobody knows which is left out."""
    found: dict[str, list[int]] = {}
    for i, firm in enumerate(book.derive(enterprises, table)):
        if firm or not table.has("enterprise"):
            found.setdefault(firm, []).append(i)
    return found


def _odd_ends(table: SheetTable, book: SheetBook) -> Iterator[Doubt]:
    """A lone end whose day and month all others share in another year."""
    column = _column(table, book, "end")
    if column is None or "end" in table.stated:
        return
    for records in _firms(table, book).values():
        known = [i for i in records if column.known[i] and column.low[i] == column.high[i]]
        counts = Counter(int(column.low[i]) for i in known)
        usual, most = counts.most_common(1)[0] if counts else (0, 0)
        if most < _FEW:
            continue
        date = to_date(usual)
        for i in known:
            typed = to_date(int(column.low[i]))
            same = (typed.month, typed.day) == (date.month, date.day)
            if same and typed.year != date.year and counts[int(column.low[i])] == 1:
                yield Doubt(END, column.fact(i), book.derive(subjects, table)[i], date.isoformat(), most)


def _odd_averages(table: SheetTable, book: SheetBook, off: set[tuple[int, int]]) -> Iterator[Doubt]:
    """Averages that differ inside one enterprise and end: a lone one, or one of two groups alike in size."""
    for role in AVERAGES:
        column = _column(table, book, role)
        if column is None or role in table.stated:
            continue
        for firm, records in _firms(table, book).items():
            if not firm and not _has_lone(column, records):
                continue
            for alike in _by_end(table, book, [i for i in records if (id(table), i) not in off]):
                known = [i for i in alike if column.known[i]]
                if firm or _has_lone(column, known):
                    yield from _apart(column, known, book.derive(subjects, table))


def _has_lone(column: FactColumn, records: Sequence[int]) -> bool:
    """Tell a list whose values are one but for one row: without a name it may be of several enterprises otherwise."""
    counts = sorted(Counter(int(column.low[i]) for i in records if column.known[i]).values())
    return len(counts) == _FEW and counts[0] == 1 and counts[1] > _FEW


def _by_end(table: SheetTable, book: SheetBook, records: Sequence[int]) -> list[list[int]]:
    """Records by the day of their end; who has none is compared with nobody, unless nobody has one."""
    end = _column(table, book, "end")
    groups: dict[int | None, list[int]] = {}
    for i in records:
        day = int(end.low[i]) if end is not None and end.known[i] else None
        groups.setdefault(day, []).append(i)
    unknown = groups.pop(None, [])
    return list(groups.values()) or [unknown]


def _apart(column: FactColumn, records: Sequence[int], who: Sequence[str]) -> Iterator[Doubt]:
    values: dict[int, list[int]] = {}
    for i in records:
        values.setdefault(int(column.low[i]), []).append(i)
    if len(values) < _FEW:
        return
    largest = max(values.values(), key=len)
    if len(largest) * 2 > len(records):
        for group in values.values():
            for i in group if group is not largest else ():
                yield Doubt(AVERAGE, column.fact(i), who[i], column.fact(largest[0]).text, len(largest))
        return
    first = column.fact(records[0])
    other = next(i for i in records if column.low[i] != column.low[records[0]])
    yield Doubt(SPLIT, column.fact(other), who[other], first.text, len(values), first.cell)


def _yearly_averages(table: SheetTable, book: SheetBook) -> Iterator[Doubt]:
    """A column of averages of a year: many times the wages and the other average, and in line with both by the month.

    Where the other average is not known, nothing is said: staff of a stopped enterprise may have very low wages.
    """
    columns = {role: _column(table, book, role) for role in ("wage", *AVERAGES)}
    values = {role: column.low[column.known].tolist() if column is not None else [] for role, column in columns.items()}
    if not all(values.values()):
        return
    typical = {role: median(column) for role, column in values.items()}
    for role, other in zip(AVERAGES, reversed(AVERAGES), strict=True):
        column, (low, high) = columns[role], _TWELFTH[role]
        own, wage = typical[role], typical["wage"]
        large = own >= _TIMES_OTHERS * wage and own > _TIMES_LOCAL * 2 * typical[other]
        if column is not None and large and low * wage <= own / _MONTHS <= high * wage:
            first = column.fact(int(np.flatnonzero(column.known)[0]))
            yield Doubt(AVERAGES_YEARLY, first, "", f"{own / _MONTHS / MICRO:.2f}元", len(values[role]))


def _yearly(table: SheetTable, book: SheetBook) -> Iterator[Doubt]:
    """Wages that are twelve times what they can be: of the others, or of the same person on another sheet."""
    column = _column(table, book, "wage")
    if column is None:
        return
    local = _column(table, book, "local_wage")
    wages = column.low[column.known].tolist()
    ranked = sorted(wages)
    averages = local.low[local.known].tolist() if local is not None else []
    if len(wages) > _FEW and averages and _all_yearly(median(wages), median(averages)):
        first = int(np.flatnonzero(column.known)[0])
        yield Doubt(COLUMN, column.fact(first), "", "", len(wages))
        return
    who, others = book.derive(subjects, table), book.gather(_wages)
    for i in np.flatnonzero(column.known).tolist():
        own, key = int(column.low[i]), who[i]
        month = next((one for one in others.get(key, ()) if _is_twelvefold(own, one[0])), None)
        typical = _median_without(ranked, own) if len(ranked) > _FEW else 0
        among = _OF_OTHERS[0] * typical <= own / _MONTHS <= _OF_OTHERS[1] * typical and own >= _TIMES_OTHERS * typical
        here = int(local.low[i]) if local is not None and local.known[i] else 0
        paid = max((one[0] for one in book.gather(_contributions).get(key, ())), default=0)
        high = own > _TIMES_LOCAL * here and paid < own * _LARGE_CONTRIBUTION
        if month is not None or (typical and among and high):
            shown = f"{own / _MONTHS / MICRO:.2f}元"
            yield Doubt(YEARLY, column.fact(i), key, shown, 0, month[1].fact(month[2]).place if month else "")


def _median_without(ranked: Sequence[int], own: int) -> float:
    """The median of ranked numbers but for one of them.

    >>> _median_without([10, 20, 30, 400], 400), _median_without([10, 20, 30], 10)
    (20.0, 25.0)
    """
    place, half = bisect_left(ranked, own), (len(ranked) - 1) // 2
    rest = [ranked[k + (k >= place)] for k in (half - (len(ranked) % 2), half)]
    return (rest[0] + rest[1]) / 2


def _all_yearly(wage: float, local: float) -> bool:
    return wage > _TIMES_LOCAL * local and _OF_LOCAL[0] * local <= wage / _MONTHS <= _OF_LOCAL[1] * local


def _is_twelvefold(own: int, other: int) -> bool:
    return other > 0 and abs(own - _MONTHS * other) <= own // 100


def _wages(book: SheetBook) -> dict[str, list[tuple[int, FactColumn, int]]]:
    """The wages of every person on every sheet."""
    return _told(book, "wage")


def _contributions(book: SheetBook) -> dict[str, list[tuple[int, FactColumn, int]]]:
    return _told(book, "contribution_wage")


def _told(book: SheetBook, role: str) -> dict[str, list[tuple[int, FactColumn, int]]]:
    """What every sheet says of each person: the value, its column and the record."""
    found: dict[str, list[tuple[int, FactColumn, int]]] = {}
    for table in book.of_kind("roster", "severance", "arrears"):
        column, who = _column(table, book, role), book.derive(subjects, table)
        if column is None:
            continue
        values = column.low.tolist()
        for i in np.flatnonzero(column.known).tolist():
            if who[i]:
                found.setdefault(who[i], []).append((values[i], column, i))
    return found
