"""Persons and severance of a workbook by enterprise and system, each person once however many sheets list them.

A person's amount is that of the first severance sheet, else 一补二险测算表, that has one; a later sheet with another
amount is counted, not added. Rosters say who has none. The system of an enterprise is what a sheet with both columns
says. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key, texts
from xl_addin.sheets.numbers import sheet_amount
from xl_addin.sheets.package_sheet import severance_views
from xl_addin.sheets.persons import enterprises, names, same_enterprise
from xl_addin.sheets.steps import enterprise_names
from xl_addin.sheets.totals import fen_amounts
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.persons import clean_id

_MOST_ALIKE: Final = 200
"""Looking among more persons of one name (同上 in every row) would take for ever; the first of them are looked at."""


@dataclass(frozen=True, slots=True)
class EnterpriseTotal:
    """What one enterprise comes to: persons, those with an amount, those whom sheets give different ones, fen."""

    enterprise: str
    system: str
    persons: int
    counted: int
    differing: int
    fen: int


@dataclass(slots=True)
class _Person:
    key: str
    name: str
    enterprise: str
    fen: int | None = None
    differs: bool = False
    sheets: set[str] = field(default_factory=set)
    """Later sheets that list the person as well: a second row of one sheet is another person."""


@dataclass(slots=True)
class _Index:
    """The persons of the sheets before; those without a number once more by themselves."""

    by_key: dict[str, list[_Person]]
    by_name: dict[str, list[_Person]]
    unnumbered: dict[str, list[_Person]]

    def add(self, person: _Person) -> None:
        if person.key:
            self.by_key.setdefault(person.key, []).append(person)
        if person.name:
            self.by_name.setdefault(person.name, []).append(person)
            if not person.key:
                self.unnumbered.setdefault(person.name, []).append(person)


def enterprise_totals(book: SheetBook) -> list[EnterpriseTotal]:
    """Add up a workbook by enterprise, in the order in which they appear; '' where none is named."""
    systems = book.gather(enterprise_systems)
    found: dict[str, list[_Person]] = {}
    shown: dict[str, str] = {}
    for person in _persons(book):
        key = enterprise_key(person.enterprise)
        shown.setdefault(key, person.enterprise)
        found.setdefault(key, []).append(person)
    return [_total(shown[key], systems.get(key, ""), group) for key, group in found.items()]


def enterprise_systems(book: SheetBook) -> dict[str, str]:
    """The system of each enterprise, by its key, where one sheet says both; none where two systems are said."""
    found: dict[str, set[str]] = {}
    for table in book.tables:
        if table.has("enterprise") and table.has("system"):
            for enterprise, system in zip(texts(table, "enterprise"), texts(table, "system"), strict=True):
                if enterprise and system:
                    found.setdefault(enterprise_key(enterprise), set()).add(system)
    return {key: min(said) for key, said in found.items() if len(said) == 1}


def stated_headcounts(book: SheetBook) -> dict[str, int]:
    """职工人数 that 改制工作进度表 states of each enterprise, by its key, where it is a number above nought."""
    found: dict[str, int] = {}
    for table in book.of_kind("progress"):
        for name, value in zip(enterprise_names(table), table.column("headcount"), strict=True):
            try:
                count = sheet_amount(value, "职工人数")
            except InputError:
                continue
            if count is not None and count >= 1:
                found.setdefault(enterprise_key(name), int(count))
    return found


def _total(enterprise: str, system: str, persons: list[_Person]) -> EnterpriseTotal:
    paid = [person.fen for person in persons if person.fen is not None]
    differing = sum(person.differs for person in persons)
    return EnterpriseTotal(enterprise, system, len(persons), len(paid), differing, sum(paid))


def _persons(book: SheetBook) -> list[_Person]:
    found: list[_Person] = []
    index = _Index({}, {}, {})
    for sheet, tables in _sheets(book).items():
        new = []
        for row in (row for table in tables for row in _rows(table, book)):
            known = next(_same(row, sheet, index), None)
            if known is None:
                new.append(row)
            else:
                known.sheets.add(sheet)
                _join(known, row)
        found += new
        for row in new:
            index.add(row)
    return found


def _sheets(book: SheetBook) -> dict[str, list[SheetTable]]:
    """The tables of each sheet: severance sheets first, then what 一补二险测算表 say of severance, rosters last."""
    found: dict[str, list[SheetTable]] = {}
    for table in (*book.of_kind("severance"), *severance_views(book), *book.of_kind("roster")):
        found.setdefault(table.sheet, []).append(table)
    return found


def _rows(table: SheetTable, book: SheetBook) -> Iterator[_Person]:
    keys = [clean_id(clean_text(value)) for value in table.column("id")]
    amounts: list[int | None] = [None] * len(table)
    if table.kind == "severance" and table.has("amount"):
        amounts = book.derive(fen_amounts, table, "amount")
    told = zip(keys, book.derive(names, table), book.derive(enterprises, table), amounts, strict=True)
    for key, name, enterprise, fen in told:
        yield _Person(key, name, enterprise, fen)


def _same(row: _Person, sheet: str, index: _Index) -> Iterator[_Person]:
    """Who of earlier sheets a row may be about: by number, else by name where one of both has no number.

    A worker with an amount in each of two enterprises is one of both: each owes its own.
    """
    for known in index.by_key.get(row.key, ())[:_MOST_ALIKE] if row.key else ():
        owed_by_both = row.fen is not None and known.fen is not None and _apart(row, known)
        if sheet not in known.sheets and not owed_by_both:
            yield known
    alike = index.unnumbered if row.key else index.by_name
    for known in alike.get(row.name, ())[:_MOST_ALIKE] if row.name else ():
        if sheet not in known.sheets and not _apart(row, known):
            yield known


def _apart(row: _Person, known: _Person) -> bool:
    return bool(row.enterprise and known.enterprise) and not same_enterprise(row.enterprise, known.enterprise)


def _join(known: _Person, row: _Person) -> None:
    known.key = known.key or row.key
    known.enterprise = known.enterprise or row.enterprise
    if known.fen is None:
        known.fen = row.fen
    elif row.fen is not None and row.fen != known.fen:
        known.differs = True
