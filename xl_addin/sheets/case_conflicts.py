"""Facts of one enterprise that two procedure sheets or registers tell differently (L-08), and its number of workers.

A fact that one sheet gives several times (two votes, two lots) differs only where none of them is on the other sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.case_facts import CASES, CaseFact, case_facts
from xl_addin.sheets.persons import same_enterprise


@dataclass(frozen=True, slots=True)
class CaseConflict:
    """A cell, and the cells of other sheets that say otherwise of the same enterprise."""

    fact: CaseFact
    others: tuple[CaseFact, ...]


def case_conflicts(book: SheetBook) -> list[CaseConflict]:
    """Every cell that another sheet contradicts."""
    by_sheet: dict[str, list[CaseFact]] = {}
    for table in book.of_kind(*CASES):
        by_sheet.setdefault(table.sheet, []).extend(book.derive(case_facts, table))
    against: dict[int, tuple[CaseFact, list[CaseFact]]] = {}
    for left, right in combinations(by_sheet.values(), 2):
        for ours, theirs in _pairs(left, right):
            if all(a.differs(b) for a in ours for b in theirs):
                for one in ours:
                    against.setdefault(id(one), (one, []))[1].extend(theirs)
                for one in theirs:
                    against.setdefault(id(one), (one, []))[1].extend(ours)
    return [CaseConflict(fact, tuple(others)) for fact, others in against.values()]


def _pairs(left: Sequence[CaseFact], right: Sequence[CaseFact]) -> Iterable[tuple[list[CaseFact], list[CaseFact]]]:
    """The facts of one item and enterprise on two sheets."""
    firms = _same_firms({one.firm for one in left}, {one.firm for one in right})
    for ours, theirs in firms:
        mine, other = _by_item(left, ours), _by_item(right, theirs)
        for item in mine.keys() & other.keys():
            yield mine[item], other[item]


def _by_item(facts: Sequence[CaseFact], firm: str) -> dict[str, list[CaseFact]]:
    found: dict[str, list[CaseFact]] = {}
    for one in facts:
        if one.firm == firm:
            found.setdefault(one.item, []).append(one)
    return found


def _same_firms(left: set[str], right: set[str]) -> list[tuple[str, str]]:
    """Which names of two sheets mean one enterprise: the same, or a shortened one that means no other.

    >>> sorted(_same_firms({"丰城市机械厂", "甲厂"}, {"机械厂", "甲厂"}))
    [('丰城市机械厂', '机械厂'), ('甲厂', '甲厂')]
    >>> _same_firms({"机械厂"}, {"一机械厂", "二机械厂"}), _same_firms({""}, {"甲厂"})
    ([], [('', '甲厂')])
    """
    pairs = [(one, one) for one in left & right]
    for ours in left - right:
        alike = [one for one in right - left if same_enterprise(ours, one)]
        back = [one for one in left - right if alike and same_enterprise(one, alike[0])]
        if len(alike) == len(back) == 1:
            pairs.append((ours, alike[0]))
    return pairs
