"""Severance that a workbook tells more than once: copies, sorted lists, parts of a list, tables that a function shows.

A person whom two severance sheets of one enterprise list with about the same sum has one claim; where the sums differ
the larger one is owed, as of two lists of debts. A sheet that tells most of its persons' sums again is a copy, and so
is a result table: all that it says of known persons is one claim. A sum of another size (补差) is a claim of its own.
Judges nothing; which sums differ is told by :mod:`xl_addin.checks.amounts.told_twice`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.persons import enterprises, names, person_keys, roster_places, same_enterprise
from xl_addin.sheets.severance_sums import row_sums
from xl_addin.tables.sheet_table import SheetTable

_NAMESAKE: Final = "?"
"""Begins the key of a row of which only a name is known that several bear: told again only by the very same sum."""


@dataclass(slots=True)
class Claim:
    """The severance of one person; ``fen`` is the largest sum that is told of it."""

    table: SheetTable
    record: int
    firm: str
    """Key of the enterprise, '' where no sheet says it."""
    person: str
    """Sound ID number, '' where the row has none."""
    fen: int
    told: int
    """The sum of the row itself."""


@dataclass(frozen=True, slots=True)
class Again:
    """A row about a claim that stands on another sheet, and its own sum."""

    claim: Claim
    fen: int


@dataclass(frozen=True, slots=True)
class Claims:
    """Every claim, the sheets in the order in which they are taken; rows by table (its id) and record."""

    listed: list[Claim] = field(default_factory=list)
    by_row: dict[tuple[int, int], Claim] = field(default_factory=dict)
    """The claim of each row that tells one, for the first time or again."""
    again: dict[tuple[int, int], Again] = field(default_factory=dict)
    beside: dict[tuple[int, int], Claim] = field(default_factory=dict)
    """Rows of persons who have another claim on another sheet: both are owed."""
    keys: set[str] = field(default_factory=set)
    """Who has a claim (:func:`severance_keys`)."""
    made: frozenset[int] = frozenset()
    """Tables (their ids) that a table function shows."""

    @property
    def sheets(self) -> list[str]:
        """Names of the sheets whose sums are owed."""
        return list(dict.fromkeys(claim.table.sheet for claim in self.listed))


def claims(book: SheetBook) -> Claims:
    """The severance of a workbook, each person's once: typed sheets before shown ones, the longest list first."""
    tables = [table for table in book.of_kind("severance") if len(table)]
    made = frozenset(id(table) for table in tables if table.header.first_col in made_headings(table, book))
    found = Claims(made=made)
    known: dict[str, list[Claim]] = {}
    for table in sorted(tables, key=lambda one: (id(one) in made, -len(one))):
        pairs = list(_paired(table, book, known))
        alike = [_versions(one, other) for _, one, other in pairs if other is not None]
        copied = id(table) in made or sum(alike) * 2 > len(alike)
        for key, one, other in pairs:
            same = other is not None and (copied or _versions(one, other))
            _add(found, one, other if same else None)
            if other is not None and not same:
                found.beside[id(table), one.record] = other
            if key and not same:
                known.setdefault(key, []).append(one)
    places = {id(table): place for place, table in enumerate(tables)}
    found.listed.sort(key=lambda one: places[id(one.table)])
    found.keys.update(known)
    return found


def _add(found: Claims, one: Claim, first: Claim | None) -> None:
    """Add a claim, or what a row tells again of the ``first``."""
    place = id(one.table), one.record
    found.by_row[place] = first or one
    if first is None:
        found.listed.append(one)
        return
    first.fen, first.firm, first.person = max(first.fen, one.fen), first.firm or one.firm, first.person or one.person
    found.again[place] = Again(first, one.fen)


def _paired(
    table: SheetTable, book: SheetBook, known: Mapping[str, Sequence[Claim]]
) -> Iterator[tuple[str, Claim, Claim | None]]:
    """Every row with a sum, its key, and the claim of the same person on another sheet; each of these once."""
    taken: set[int] = set()
    for key, one in _rows(table, book):
        others = [other for other in known.get(key, ()) if id(other) not in taken and _may_mean(other, one, key)]
        first = next((other for other in others if one.fen in (other.told, other.fen)), next(iter(others), None))
        if first is not None:
            taken.add(id(first))
        yield key, one, first


def _may_mean(other: Claim, one: Claim, key: str) -> bool:
    """Whether two rows under one key can be about one claim: on two sheets, not of two enterprises."""
    if other.table.sheet == one.table.sheet or (other.firm and one.firm and not same_enterprise(other.firm, one.firm)):
        return False
    return not key.startswith(_NAMESAKE) or one.fen == other.told


def _versions(one: Claim, other: Claim) -> bool:
    """Whether two sums of one person are one sum, perhaps changed; a difference that is paid later is far smaller."""
    return one.fen == other.fen or 2 * min(one.fen, other.fen) > max(one.fen, other.fen)


def _rows(table: SheetTable, book: SheetBook) -> Iterator[tuple[str, Claim]]:
    """Every row that has a sum, with the key of the person."""
    people = book.derive(sound_ids, table)
    keys, firms = book.derive(severance_keys, table), book.derive(severance_firms, table)
    for i, (fen, name) in enumerate(zip(book.derive(row_sums, table), book.derive(names, table), strict=True)):
        if fen is not None:
            yield keys[i] or (_NAMESAKE + name if name else ""), Claim(table, i, firms[i], people[i], fen, fen)


def severance_keys(table: SheetTable, book: SheetBook) -> list[str]:
    """A key for every person; none where no other sheet tells of severance."""
    if len({one.sheet for one in book.of_kind("severance") if len(one)}) < 2:
        return [""] * len(table)
    return book.gather(person_keys).get(id(table), [""] * len(table))


def severance_firms(table: SheetTable, book: SheetBook) -> list[str]:
    """Key of the enterprise of each row: its own, else what a roster or another severance sheet says of the person."""
    own = [enterprise_key(name) for name in book.derive(enterprises, table)]
    if all(own):
        return own
    rosters, told, keys = (
        book.derive(roster_places, table),
        book.gather(_told_firms),
        book.derive(severance_keys, table),
    )
    found = []
    for firm, place, key in zip(own, rosters, keys, strict=True):
        there = enterprise_key(book.derive(enterprises, place.table)[place.record]) if place else ""
        found.append(firm or there or told.get(key, ""))
    return found


def _told_firms(book: SheetBook) -> dict[str, str]:
    """Key of the enterprise of each person (by key) whom some severance sheet names with one."""
    found: dict[str, str] = {}
    for table in book.of_kind("severance"):
        for key, name in zip(book.derive(severance_keys, table), book.derive(enterprises, table), strict=True):
            if key and name:
                found.setdefault(key, enterprise_key(name))
    return found


def made_headings(table: SheetTable, book: SheetBook) -> set[int]:
    """The columns whose heading is a formula; of a result table the first one."""
    rows = range(table.header.first_row, table.header.last_row + 1)
    sheets = (sheet for sheet in book.grid.sheets if sheet.name == table.sheet)
    return {col for sheet in sheets for row, col in sheet.formulas if row in rows}
