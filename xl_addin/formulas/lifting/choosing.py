"""``IF`` and its kin on columns: each branch is evaluated only in the rows that take it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from xl_addin.formulas.lifting.columns import (
    BLANK,
    BOOL,
    ERROR,
    OUT,
    TEXT,
    Column,
    Mask,
    Rows,
    constant,
    nothing_sure,
    put_together,
    truths,
)
from xl_addin.formulas.references import may_give_cell
from xl_addin.formulas.syntax import Missing, Name, Node, Ref
from xl_addin.values.errors import NA, CellError

Evaluate = Callable[[Node, Rows], Column]
"""Gives the values of a node in some rows."""


def _if(value: Evaluate, arguments: Sequence[Node], rows: Rows) -> Column:
    if len(arguments) not in (2, 3):
        return nothing_sure(len(rows))
    condition = value(arguments[0], rows)
    asked = (condition.kind <= BLANK) & ~condition.noisy
    wrong = np.flatnonzero(condition.are(ERROR))
    parts = [(wrong, condition.take(wrong))]
    for place, chosen in ((1, asked & (condition.number != 0)), (2, asked & (condition.number == 0))):
        mine = np.flatnonzero(chosen)
        if place == len(arguments):
            parts.append((mine, constant(False, len(mine))))
        elif isinstance(arguments[place], Missing):
            parts.append((mine, constant(0.0, len(mine))))
        elif len(mine):
            parts.append((mine, value(arguments[place], rows[mine])))
    return put_together(len(rows), parts)


def _instead(value: Evaluate, arguments: Sequence[Node], rows: Rows, of_kind: Callable[[Column], Mask]) -> Column:
    """``IFERROR`` and ``IFNA``."""
    if len(arguments) != 2:
        return nothing_sure(len(rows))
    first = value(arguments[0], rows)
    replaced = of_kind(first)
    kept, others = np.flatnonzero(~replaced), np.flatnonzero(replaced)
    parts = [(kept, first.take(kept))]
    if len(others):
        parts.append((others, value(arguments[1], rows[others])))
    return put_together(len(rows), parts)


def _is_error(column: Column) -> Mask:
    return column.are(ERROR)


def _is_na(column: Column) -> Mask:
    wrong = column.are(ERROR)
    if column.others is not None:
        for i in np.flatnonzero(wrong).tolist():
            error = column.others[i]
            wrong[i] = isinstance(error, CellError) and error.code == NA
    return wrong


def _all_or_any(every: bool) -> Callable[[Evaluate, Sequence[Node], Rows], Column]:
    def combine(value: Evaluate, arguments: Sequence[Node], rows: Rows) -> Column:
        sure = np.ones(len(rows), dtype=bool)
        asked = np.zeros(len(rows), dtype=bool)
        result = np.full(len(rows), every)
        for argument in arguments:
            column = value(argument, rows)
            sure &= column.kind <= (BOOL if isinstance(argument, Name) or may_give_cell(argument) else BLANK)
            sure &= ~column.noisy
            # an empty cell is passed over; an expression that gives a blank counts as FALSE
            counts = ~column.are(BLANK) if isinstance(argument, Ref) else np.ones(len(rows), dtype=bool)
            truth = column.number != 0
            result = np.where(counts, result & truth if every else result | truth, result)
            asked |= counts
        return truths(result, sure & asked)

    return combine


def _not(value: Evaluate, arguments: Sequence[Node], rows: Rows) -> Column:
    if len(arguments) != 1:
        return nothing_sure(len(rows))
    column = value(arguments[0], rows)
    wrong = np.flatnonzero(column.are(ERROR))
    found = truths(column.number == 0, column.kind <= BLANK)
    plain = np.flatnonzero((column.kind <= BLANK) & ~column.noisy)
    return put_together(len(rows), [(plain, found.take(plain)), (wrong, column.take(wrong))])


def _asking(question: Callable[[Column], Mask]) -> Callable[[Evaluate, Sequence[Node], Rows], Column]:
    def ask(value: Evaluate, arguments: Sequence[Node], rows: Rows) -> Column:
        if len(arguments) != 1:
            return nothing_sure(len(rows))
        column = value(arguments[0], rows)
        return truths(question(column), ~column.are(OUT))

    return ask


CHOOSING: Final[dict[str, Callable[[Evaluate, Sequence[Node], Rows], Column]]] = {
    "IF": _if,
    "IFERROR": lambda value, arguments, rows: _instead(value, arguments, rows, _is_error),
    "IFNA": lambda value, arguments, rows: _instead(value, arguments, rows, _is_na),
    "AND": _all_or_any(every=True),
    "OR": _all_or_any(every=False),
    "NOT": _not,
    "ISBLANK": _asking(lambda column: column.are(BLANK)),
    "ISNUMBER": _asking(lambda column: column.kind < BOOL),
    "ISTEXT": _asking(lambda column: column.are(TEXT)),
    "ISLOGICAL": _asking(lambda column: column.are(BOOL)),
    "ISERROR": _asking(_is_error),
    "ISNA": _asking(_is_na),
    "ISERR": _asking(lambda column: _is_error(column) & ~_is_na(column)),
}
