"""Facts of one person that two sheets tell differently (L-08), and the enterprises whose amounts follow from a doubt.

A cell that its own sheet makes doubtful (:mod:`xl_addin.sheets.doubts`) explains the difference: the other cell is not
at fault. Persons under two names or in two enterprises, and periods of service one after the other, are not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.columns import LISTS, UNKNOWN, days, numbers, service_start
from xl_addin.sheets.doubts import doubts
from xl_addin.sheets.fact_columns import Fact, FactColumn
from xl_addin.sheets.person_facts import SEVERANCE_FACTS, SHARED, person_facts
from xl_addin.sheets.persons import enterprises, names, own_status, same_enterprise
from xl_addin.sheets.subjects import subjects
from xl_addin.tables.sheet_table import SheetTable

_FIRST_WORK: Final = ("参加", "参工")
_MANY: Final = 5
Entry = tuple[FactColumn, int]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell, and the cells of other sheets that say otherwise of the same person."""

    fact: Fact
    others: tuple[Fact, ...]
    subject: str
    persons: int = 1
    """How many persons of the sheet differ, where one place stands for them."""
    told: frozenset[str] = frozenset()
    """The sheets that tell this fact of the person."""


def person_conflicts(book: SheetBook) -> list[Conflict]:
    """Every cell that another sheet contradicts and no doubt explains; common values of many persons once."""
    doubted = {(one.fact.table.sheet, one.fact.cell) for one in book.gather(doubts)}
    by_role: dict[str, list[Conflict]] = {}
    for one in book.gather(every_conflict):
        others = tuple(other for other in one.others if (other.table.sheet, other.cell) not in doubted)
        if others and (one.fact.table.sheet, one.fact.cell) not in doubted:
            by_role.setdefault(one.fact.role, []).append(replace(one, others=others))
    return [
        one for role, found in by_role.items() for one in _told(_together(found) if role in SHARED else found, book)
    ]


def every_conflict(book: SheetBook) -> list[Conflict]:
    """Every cell that another sheet contradicts, whatever explains it: a command that needs one of them must choose."""
    by_role: dict[str, list[FactColumn]] = {}
    for table in book.of_kind(*LISTS):
        for column in book.derive(person_facts, table):
            by_role.setdefault(column.role, []).append(column)
    return [
        one
        for columns in by_role.values()
        if len({column.table.sheet for column in columns}) > 1
        for key, facts in _apart(columns, book)
        for one in _conflicts(key, facts, book)
    ]


def _apart(columns: Sequence[FactColumn], book: SheetBook) -> Iterator[tuple[str, list[Entry]]]:
    """Persons whose cells of one role do not all agree."""
    entries: dict[str, list[Entry]] = {}
    for column in columns:
        who = book.derive(subjects, column.table)
        for i in column.told:
            if who[i]:
                entries.setdefault(who[i], []).append((column, i))
    for key, cells in entries.items():
        if len(cells) < 2:
            continue
        spans = [column.span(i) for column, i in cells]
        if max(low for low, _ in spans) > min(high for _, high in spans) or any(i in c.open for c, i in cells):
            yield key, cells


def _conflicts(key: str, cells: list[Entry], book: SheetBook) -> list[Conflict]:
    facts: dict[str, list[Fact]] = {}
    for column, i in cells:
        facts.setdefault(column.table.sheet, []).append(column.fact(i))
    against: dict[int, tuple[Fact, list[Fact]]] = {}
    for left, right in combinations(facts, 2):
        pairs = [(a, b) for a in facts[left] for b in facts[right]]
        if not all(a.differs(b) for a, b in pairs) or not all(_comparable(a, b, book) for a, b in pairs):
            continue
        for one, others in ((a, facts[right]) for a in facts[left]):
            against.setdefault(id(one), (one, []))[1].extend(others)
        for one, others in ((b, facts[left]) for b in facts[right]):
            against.setdefault(id(one), (one, []))[1].extend(others)
    return [Conflict(fact, tuple(others), key, told=frozenset(facts)) for fact, others in against.values()]


def _comparable(a: Fact, b: Fact, book: SheetBook) -> bool:
    """Whether two cells must say the same: one person under one name in one enterprise, one period of service."""
    called = [book.derive(names, one.table)[one.record] for one in (a, b)]
    firms = [book.derive(enterprises, one.table)[one.record] for one in (a, b)]
    if (all(called) and called[0] != called[1]) or (all(firms) and not same_enterprise(*firms)):
        return False
    if a.role in ("start", "end") and a.table.kind == b.table.kind == "severance" and _one_after_other(a, b, book):
        return False
    if a.role == "status":
        return not (_is_consequence(a, b, book) or _is_consequence(b, a, book))
    return not (a.role == "start" and (_counts_from_entry(a, b, book) or _counts_from_entry(b, a, book)))


def _one_after_other(a: Fact, b: Fact, book: SheetBook) -> bool:
    spans = []
    for one in (a, b):
        start, end = book.derive(service_start, one.table), book.derive(days, one.table, "end")
        spans.append((int(start.first[one.record]), int(end.last[one.record])))
    if any(UNKNOWN in span for span in spans):
        return False
    return spans[0][1] < spans[1][0] or spans[1][1] < spans[0][0]


def _counts_from_entry(counted: Fact, other: Fact, book: SheetBook) -> bool:
    """Whether 工龄起算时间 of one sheet is 进厂时间 of the other: that is no 参加工作时间."""
    if any(word in counted.name for word in _FIRST_WORK) or not other.table.has("entry"):
        return False
    entry = book.derive(days, other.table, "entry")
    i = other.record
    return bool(entry.known[i] and entry.first[i] <= counted.high and counted.low <= entry.last[i])


def _is_consequence(paid: Fact, other: Fact, book: SheetBook) -> bool:
    """Whether an amount for a person whom the roster calls settled is an error already, which names the roster."""
    if paid.table.kind != "severance" or other.table.kind != "roster" or not paid.table.has("amount"):
        return False
    said = [book.derive(own_status, one.table)[one.record].settled for one in (paid, other)]
    amount = book.derive(numbers, paid.table, "amount")
    return bool(not said[0] and said[1] and amount.known[paid.record] and amount.micro[paid.record])


def _together(conflicts: Sequence[Conflict]) -> list[Conflict]:
    """What all persons of a sheet have in common is said once, with the number of persons."""
    groups: dict[tuple[object, ...], list[Conflict]] = {}
    for one in conflicts:
        others = sorted({(other.table.sheet, other.text) for other in one.others})
        groups.setdefault((one.fact.table.sheet, one.fact.text, *others), []).append(one)
    return [
        Conflict(same[0].fact, same[0].others, same[0].subject, len({one.subject for one in same}))
        for same in groups.values()
    ]


def _told(conflicts: Sequence[Conflict], book: SheetBook) -> list[Conflict]:
    """Where most persons of a sheet differ, the columns do: one place stands for them, with their number."""
    tables: dict[tuple[str, frozenset[str]], list[Conflict]] = {}
    for one in conflicts:
        others = frozenset(other.table.sheet for other in one.others)
        tables.setdefault((one.fact.table.sheet, others), []).append(one)
    found: list[Conflict] = []
    for same in tables.values():
        table, role = same[0].fact.table, same[0].fact.role
        column = next(one for one in book.derive(person_facts, table) if one.role == role)
        count = sum(one.persons for one in same)
        most = len(same) >= _MANY and count * 2 > int(column.known.sum())
        found += [replace(same[0], persons=count)] if most else same
    return found


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The persons of one enterprise whose severance follows from a doubtful input."""

    persons: frozenset[str]
    place: str
    """The first of the doubtful cells."""
    everybody: bool = False


def uncertain_severance(book: SheetBook) -> dict[str, Uncertain]:
    """Enterprises (by their key) with persons whose severance is uncertain, and where that begins."""
    cells = [(one.fact, one.subject, one.persons) for one in book.gather(person_conflicts)]
    cells += [(one.fact, one.subject, 1) for one in book.gather(doubts)]
    found: dict[str, Uncertain] = {}
    for fact, subject, persons in cells:
        if fact.role not in SEVERANCE_FACTS:
            continue
        firm = enterprise_key(book.derive(enterprises, fact.table)[fact.record])
        before = found.get(firm, Uncertain(frozenset(), f"“{fact.table.sheet}”{fact.cell}"))
        everybody = before.everybody or persons > 1 or not subject
        found[firm] = Uncertain(before.persons | {subject}, before.place, everybody)
    return found


def uncertain_of(book: SheetBook, enterprise: str) -> Uncertain | None:
    """What is uncertain of an enterprise; a list that names no enterprise may be about any."""
    found = book.gather(uncertain_severance)
    key = enterprise_key(enterprise)
    matches = [one for firm, one in found.items() if not firm or not key or same_enterprise(firm, key)]
    if not matches:
        return None
    persons = frozenset[str]().union(*(one.persons for one in matches))
    return Uncertain(persons, matches[0].place, any(one.everybody for one in matches))


def is_doubtful(book: SheetBook, enterprise: str) -> bool:
    """Tell whether amounts of an enterprise follow from an input that contradicts another one, or is doubtful."""
    return uncertain_of(book, enterprise) is not None


def rows_of(table: SheetTable, book: SheetBook, persons: frozenset[str]) -> list[int]:
    """Records of some persons."""
    return [i for i, key in enumerate(book.derive(subjects, table)) if key and key in persons]
