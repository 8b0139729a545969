"""The 说明 of many rows at once: the note of each distinct case is written once, its numbers filled in row by row.

Two rows are of one case if every comparison that :func:`xl_addin.rules.severance.derivation.note_of` may make comes out
alike: the same ground, the same limits, floors and caps that acted, the same averages that were not given. The words
come from that function alone; it is given marks in place of the numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.rules.severance.derivation import note_of
from xl_addin.rules.severance.row import Written, months_text, row_of, yuan
from xl_addin.rules.severance.wages import OMITTED, BaseSteps
from xl_addin.values.money import FEN_PER_YUAN, Int64

_MARKS: Final = {chr(0xF0000 + place): each.name for place, each in enumerate(fields(Written))}
"""Characters that no text holds: each stands for a number of :class:`Written`."""
_MARKED: Final = re.compile(f"[{''.join(_MARKS)}]")
_WRITTEN: Final = 32_768
"""Whole yuan below this are written once for all tables of :data:`_MANY` rows or more: nearly every wage."""
_MANY: Final = 1_000
_ROOMY: Final = 10_000
"""A table of texts by number may have as many places, and some for each row."""
_POLICIES: Final = 8
_KEPT: Final[dict[int, tuple[object, dict[int, str]]]] = {}
"""Notes of cases by the identity of their policy, the one asked for last at the end."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A part of the notes of many rows: whole numbers, not negative, in digits."""

    values: Int64

    def written(self) -> list[str]:
        """The texts of all rows."""
        if len(self.values) < _MANY or int(self.values.max()) >= _WRITTEN:
            return _each(self.values, str).written()
        texts: list[str] = _digits()[self.values].tolist()
        return texts


@dataclass(frozen=True, slots=True)
class Chosen:
    """A part of the notes of many rows: a few texts, and which of them each row has."""

    texts: NDArray[np.object_]
    places: NDArray[np.int64]

    def written(self) -> list[str]:
        """The texts of all rows."""
        texts: list[str] = self.texts[self.places].tolist()
        return texts


@cache
def _digits() -> NDArray[np.object_]:
    """The small whole numbers as texts."""
    return np.array(list(map(str, range(_WRITTEN))), dtype=object)


def notes_of(policy: object) -> dict[int, str]:
    """What :func:`note_cases` keeps of a policy, from one call to the next; of the last policies only."""
    known = _KEPT.pop(id(policy), (policy, dict[int, str]()))  # the policy is kept, so that no other gets its identity
    _KEPT[id(policy)] = known
    for old in list(_KEPT)[:-_POLICIES]:
        _KEPT.pop(old, None)  # another thread may have been faster
    return known[1]


def short_notes(
    table: SeveranceTable, rows: NDArray[np.int64], known: dict[int, str] | None = None
) -> NDArray[np.object_]:
    """Write what ``short_note`` writes of each of these rows; ``known`` as :func:`note_cases` says.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> from xl_addin.rules.severance.worker import Worker, assess
    >>> worker = Worker(own=600_000_000, enterprise=720_000_000, months=(223, 0))
    >>> short_notes(assess(worker, shipped_policy()), np.array([0])).tolist()
    ['19个月×720.00元；低于企业月平均工资，按企业月平均工资720.00元保底']
    """
    found = np.empty(len(rows), dtype=object)
    for places, parts in note_cases(table, rows, known):
        texts = [part.written() for part in parts]
        notes = texts[0] if len(texts) == 1 else list(map("".join, zip(*texts, strict=True)))
        found[places] = np.array(notes, dtype=object)
    return found


def note_cases(
    table: SeveranceTable, rows: NDArray[np.int64], known: dict[int, str] | None = None
) -> Iterator[tuple[NDArray[np.int64], list[Whole | Chosen]]]:
    """The notes of these rows case by case: where rows of a case stand among ``rows``, and the parts of their notes.

    ``known`` keeps the notes of cases from one table to the next of the same policy.
    """
    known = {} if known is None else known
    numbers = _case_numbers(table)[rows]
    order = np.argsort(numbers, kind="stable")
    changes = np.flatnonzero(np.diff(numbers[order])) + 1
    for places in np.split(order, changes):
        if len(places):
            case = int(numbers[places[0]])
            if case not in known:
                known[case] = note_of(replace(row_of(table, int(rows[places[0]])), written=Written(*_MARKS)))
            yield places, _of_case(table, rows[places], known[case])


def _case_numbers(table: SeveranceTable) -> NDArray[np.int32]:
    """Number the case of each row: its ground, then a bit for each comparison."""
    credited, limits, given, wages = table.credited, table.limits, table.given, table.wages
    comparisons = [
        limits.old > 0,
        limits.new > 0,
        limits.old_after_ground < credited.old,
        limits.old < limits.old_after_ground,
        limits.new_after_high < credited.new,
        limits.new < limits.new_after_high,
        *_of_base(table.old_steps, wages.own),
        *_of_base(table.new_steps, wages.own),
        wages.enterprise == OMITTED,
        wages.local == OMITTED,
    ]
    if given is wages:
        comparisons.append(np.zeros(len(table.ground), dtype=np.bool_))
    else:
        cut = given.enterprise.astype(object) * (wages.unit // given.unit) > wages.enterprise
        comparisons.append(cut & (given.enterprise != OMITTED))
    numbers = table.ground.astype(np.int32)
    for comparison in comparisons:
        numbers = numbers * 2 + np.asarray(comparison, dtype=np.int32)
    return numbers


def _of_base(steps: BaseSteps, own: Int64) -> tuple[Any, ...]:
    return steps.with_minimum > own, steps.floored > steps.with_minimum, steps.base < steps.floored


def _of_case(table: SeveranceTable, rows: NDArray[np.int64], note: str) -> list[Whole | Chosen]:
    """The notes of rows of one case; ``note`` has marks in place of numbers."""
    words, names = _MARKED.split(note), [_MARKS[mark] for mark in _MARKED.findall(note)]
    if not names:
        return [Chosen(np.array([note], dtype=object), np.zeros(len(rows), dtype=np.int64))]
    # Words are written with the end of the number before them: there are few ends and many numbers.
    starts = [words[0], *[""] * (len(names) - 1)]
    return [
        part
        for name, *around in zip(names, starts, words[1:], strict=True)
        for part in _parts(table, rows, name, *around)
    ]


def _parts(
    table: SeveranceTable, rows: NDArray[np.int64], name: str, before: str, after: str
) -> Sequence[Whole | Chosen]:
    """A number of each row as parts to be joined, with the words around it."""
    if name.endswith("_months"):
        months = table.old_months if name == "old_months" else table.new_months
        return [_each(months[rows], lambda hundredths: f"{before}{_months(hundredths)}{after}")]
    if name.endswith("_base"):
        base = table.old_base if name == "old_base" else table.new_base
        return _yuan_parts(base[rows], table.base_unit, before, after)
    average = table.wages.enterprise if name == "enterprise" else table.wages.local
    return _yuan_parts(average[rows], table.wages.unit, before, after)


def _yuan_parts(values: Int64, unit: int, before: str, after: str) -> Sequence[Whole | Chosen]:
    """Numbers in ``1/unit`` yuan as :func:`yuan` writes them: the whole yuan, and the rest from the point on.

    >>> [part.written() for part in _yuan_parts(np.array([720_000_000, 1_234_567_000]), 1_000_000, "", "元")]
    [['720', '1234'], ['.00元', '.567元']]
    """
    whole = values // unit
    if whole.dtype == object:
        texts = [before + yuan(Fraction(value, unit)) + after for value in values.tolist()]
        return [Chosen(np.array(texts, dtype=object), np.arange(len(texts)))]
    parts = values - whole * unit
    cents, finer = np.divmod(parts, unit // FEN_PER_YUAN)
    if finer.any():
        rest = _each(parts, lambda part: yuan(Fraction(part, unit))[1:] + after)
    else:
        rest = Chosen(_cents(after), cents)
    return [_each(whole, lambda number: f"{before}{number}") if before else Whole(whole), rest]


@lru_cache(maxsize=_MANY)
def _cents(after: str) -> NDArray[np.object_]:
    """The places of a number of yuan from the point on, for each number of fen."""
    return np.array([f".{fen:02d}{after}" for fen in range(FEN_PER_YUAN)], dtype=object)


_months: Final = lru_cache(maxsize=_ROOMY)(months_text)


def _each(values: Int64, write: Callable[[int], str]) -> Chosen:
    """Write numbers that are not negative, equal ones once."""
    top = int(values.max())
    if top > 4 * len(values) + _ROOMY:
        distinct, values = np.unique(values, return_inverse=True)
        return Chosen(np.array(list(map(write, distinct.tolist())), dtype=object), values)
    distinct = np.flatnonzero(np.bincount(values))
    texts = np.array(list(map(write, distinct.tolist())), dtype=object)
    place = np.zeros(top + 1, dtype=np.int64)
    place[distinct] = np.arange(len(distinct))
    return Chosen(texts, place[values])
