"""The cells around the sums of one column, and what the formulas of sums come to where no result is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from xl_addin.checks.amounts.sum_formulas import SumFormula
from xl_addin.checks.amounts.sum_labels import Level, is_bare
from xl_addin.checks.amounts.sum_lines import SumLines
from xl_addin.checks.amounts.sum_readings import Figures, Same


@dataclass(frozen=True, slots=True)
class SumCells:
    """One column: addresses by line, lines whose number is text, hidden lines, formulas of sums by line."""

    cell: Callable[[int], str]
    texts: frozenset[int]
    hidden: frozenset[int]
    formulas: Mapping[int, SumFormula]
    unread: frozenset[int]
    """Sums with a formula that is no plain sum."""
    waiting: frozenset[int]
    """Sums with a formula without a stored result."""


def work_out(lines: SumLines, figures: Figures, around: SumCells) -> None:
    """Put in the results of the plain sums that have none stored."""
    places = {row: k for k, row in enumerate(lines.rows)}
    begun: set[int] = set()

    def value(k: int) -> int | None:
        if k in around.waiting and not figures.usable[k] and k in around.formulas and k not in begun:
            begun.add(k)
            found = evaluate(around.formulas[k], k)
            if found is not None:
                figures.micro[k], figures.usable[k] = found, True
        return int(figures.micro[k]) if figures.usable[k] else None

    def evaluate(formula: SumFormula, own: int) -> int | None:
        total = 0
        for k in added_lines(formula, places, around):
            part = None if k == own else value(k)
            if part is None:
                return None
            total += part
        return total

    for k in sorted(around.waiting):
        value(k)


def added_lines(formula: SumFormula, places: Mapping[int, int], around: SumCells) -> list[int]:
    """The lines that a formula adds up, each as often as it does; those that it passes over are left out."""
    found = [places[row] for row in formula.rows if row in places]
    if not formula.picked:
        found = [k for k in found if k not in around.texts]
    if formula.subtotal:
        nested = {k for k, other in around.formulas.items() if other.subtotal}
        found = [k for k in found if k not in nested and not (formula.skips_hidden and k in around.hidden)]
    return found


def is_choice(lines: SumLines, figures: Figures, k: int, around: SumCells, same: Same) -> bool:
    """Tell the sum of a named group whose own formula chooses the persons, where it does not stand under them."""
    formula = around.formulas.get(k)
    if formula is None or is_bare(lines.labels[k]) or lines.levels[k] not in (Level.SUB, Level.PART):
        return False
    places = {row: i for i, row in enumerate(lines.rows)}
    added = added_lines(formula, places, around)
    if not added or any(lines.levels[i] != Level.PERSON for i in added) or max(Counter(added).values()) > 1:
        return False
    beside = k + 1 if lines.above[k] else k - 1
    apart = max(added) - min(added) >= len(added) or lines.levels[beside] != Level.PERSON
    return apart and same(int(figures.micro[k]), sum(int(figures.micro[i]) for i in added))
