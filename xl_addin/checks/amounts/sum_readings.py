"""Which sums a row of sums may rightly state, and whether it states one: a search for the reading that fits.

A sum may add its persons, or the sums between that stand for them: a wrong 小计 is one fault, not two. It is wrong only
where no reading that its label and place allow fits; then the most natural reading says what is right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.amounts.sum_labels import MAIN, Level, is_bare
from xl_addin.checks.amounts.sum_lines import Span, SumLines, people_in, runs_of_parts, spans_of
from xl_addin.values.money import Int64

Same = Callable[[int, int], bool]
"""Tell whether a typed number says a right one."""


@dataclass(frozen=True, slots=True)
class WrongSum:
    """A sum that no reading fits: its position, and the span and value of the most natural one."""

    k: int
    span: Span
    right: int
    named: tuple[int, ...] = ()
    """The persons whom the label names, where they are not the whole span."""


@dataclass(slots=True)
class Figures:
    """One column of a table's lines in micro units; ``usable`` where a cell holds a number or, of persons, nothing."""

    micro: Int64
    usable: NDArray[np.bool_]
    _totals: NDArray[Any] = field(init=False)
    _odd: NDArray[Any] = field(init=False)

    def index(self, lines: SumLines) -> None:
        """Add up the persons once, so that every span is a difference. Python integers cannot overflow."""
        persons = np.array([level == Level.PERSON for level in lines.levels], dtype=np.bool_)
        self._totals = _steps(np.where(persons, self.micro.astype(object), 0))
        self._odd = _steps(persons & ~self.usable)

    def added(self, first: int, last: int) -> int | None:
        """The sum of the persons of a span; None where a figure is no number."""
        if self._odd[last] - self._odd[first]:
            return None
        return int(self._totals[last] - self._totals[first])


def _steps(values: NDArray[Any]) -> NDArray[Any]:
    """Running totals that begin with 0."""
    return np.concatenate([[0], np.cumsum(values)])


@dataclass(slots=True)
class _Search:
    """The sums of one column, with the spans of those that are read already."""

    lines: SumLines
    figures: Figures
    same: Same
    spans: dict[int, Span] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    """Positions of the sums, in order."""

    def value(self, k: int) -> int:
        return int(self.figures.micro[k])

    def candidates(self, k: int) -> Iterator[tuple[Span, int]]:
        """Every sum that row ``k`` may rightly state, the most natural first."""
        spans = spans_of(self.lines, k)
        for span in spans:
            value = self.figures.added(*span)
            if value is not None:
                yield span, value
        for span in spans:
            for value in self._by_sums(k, span):
                yield span, value
        if self._is_empty_group(k):
            yield (k, k), 0

    def _by_sums(self, k: int, span: Span) -> Iterator[int]:
        """What a span comes to by the sums that stand in it, from the highest down; and by those of its pages."""
        inside = [j for j in self.places[bisect_left(self.places, span[0]) :] if j < span[1] and j != k]
        main = [j for j in inside if self.lines.levels[j] in MAIN and self.lines.above[j] == self.lines.above[k]]
        for limit in sorted({self.lines.ranks[j] for j in main}, reverse=True):
            value = self._walk([j for j in main if self.lines.ranks[j] <= limit], span)
            if value is not None:
                yield value
        pages = [j for j in inside if self.lines.levels[j] == Level.PAGE]
        value = self._walk(pages, span) if pages else None
        if value is not None:
            yield value

    def _walk(self, sums: Sequence[int], span: Span) -> int | None:
        """Add the highest sums of a span and the persons in none of them; each sum goes with the lines it covers."""
        total, first, last = 0, *span
        free: list[Span] = []
        for j in reversed(sums) if not any(self.lines.above[j] for j in sums) else self._over(sums, span):
            own = self.spans.get(j)
            if own is None or j >= last or own[0] < first:
                continue
            if not self.figures.usable[j]:
                return None
            total += self.value(j)
            free.append((max(j, own[1]), last))
            last = min(own[0], j)
        free.append((first, last))
        parts = [self.figures.added(*part) for part in free if part[0] < part[1]]
        return None if any(part is None for part in parts) else total + sum(part for part in parts if part is not None)

    def _over(self, sums: Sequence[int], span: Span) -> list[int]:
        """The sums over their lines that no other one of the span stands over, from the bottom up."""
        found: list[int] = []
        end = span[0]
        for j in sums:
            if j >= end:
                found.append(j)
                end = self.spans.get(j, (j, j + 1))[1]
        return found[::-1]

    def _is_empty_group(self, k: int) -> bool:
        """Tell the sum of a group of nobody: nothing stands between it and the sum before."""
        if self.lines.levels[k] != Level.SUB or is_bare(self.lines.labels[k]) or self.lines.above[k]:
            return False
        before = self.places[bisect_left(self.places, k) - 1] if self.places[0] < k else -1
        return (
            before >= 0
            and not self.lines.has_person(before, k)
            and any(before < place <= k for place in self.lines.groups)
        )


def wrong_sums(
    lines: SumLines,
    figures: Figures,
    same: Same,
    others: Callable[[int], Iterator[int]],
    members: Callable[[int], Sequence[int]],
) -> Iterator[WrongSum]:
    """Every sum that no reading fits; ``others`` gives further sums that a row may rightly state.

    ``members`` gives the persons whom a label names, wherever they stand, nothing if it names none.
    """
    figures.index(lines)
    search = _Search(lines, figures, same, places=lines.sums())
    accepted = _parts_that_add_up(search)
    order = [k for k in search.places if not lines.above[k]] + [k for k in reversed(search.places) if lines.above[k]]
    for k in order:
        if k in search.spans:
            continue
        found = search.candidates(k)
        natural: tuple[Span, int] | None = next(found, None)
        if natural is not None:
            search.spans[k] = natural[0]
        if not figures.usable[k]:
            continue
        typed = search.value(k)
        readings = chain([natural], found) if natural else iter(())
        fitting = next((one for one in readings if same(typed, one[1])), None)
        if fitting is not None:
            search.spans[k] = fitting[0]
        elif k not in accepted and not any(same(typed, value) for value in others(k)):
            yield from _wrong(search, k, natural, members(k))


def _wrong(search: _Search, k: int, natural: tuple[Span, int] | None, named: Sequence[int]) -> Iterator[WrongSum]:
    """The fault, unless the label names persons who come to the typed sum; nothing where nobody knows what is meant."""
    figures = search.figures
    inside = people_in(search.lines, natural[0]) if natural else []
    if named and figures.usable[list(named)].all() and not (inside and set(inside) <= set(named)):
        right = sum(int(figures.micro[i]) for i in named)
        if not search.same(search.value(k), right):
            yield WrongSum(k, (min(named), max(named) + 1), right, tuple(named))
    elif natural is not None:
        yield WrongSum(k, *natural)


def _parts_that_add_up(search: _Search) -> set[int]:
    """Sums of named groups under all their persons that together make up what stands above the first of them."""
    accepted: set[int] = set()
    for run in runs_of_parts(search.lines):
        if not search.figures.usable[run].all():
            continue
        typed = sum(search.value(k) for k in run)
        for span in spans_of(search.lines, run[0]):
            whole = search.figures.added(*span)
            if whole is not None and search.same(typed, whole):
                accepted.update(run)
                search.spans.update({run[0]: span} | {k: (k, k) for k in run[1:]})
                break
    return accepted
