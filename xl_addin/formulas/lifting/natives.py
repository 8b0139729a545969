"""Native functions on columns of numbers, for the rows in which every way of computing gives the same digits.

``ROUND`` keeps away from ties, whole numbers from their neighbours; sums are exact ones, as everywhere. The other rows
are left to the function itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from xl_addin.formulas.lifting.columns import (
    BOOL,
    DATE,
    ERROR,
    OUT,
    Column,
    Floats,
    Mask,
    Rows,
    nothing_sure,
    numbers,
)
from xl_addin.formulas.syntax import Literal, Name, Node, Ref
from xl_addin.formulas.trusted import whole_fen

if TYPE_CHECKING:
    from xl_addin.formulas.lifting.rows import Fast, RowScopes

_LARGEST: Final = 1e10
_MOST_DIGITS: Final = 4
_NEAR: Final = 1e-6
_NEAR_RELATIVE: Final = 1e-10
_LARGEST_ADDED: Final = 1e290
_WIDEST: Final = 30
"""Columns of a small range that goes down with the rows."""
Answer = tuple[Column, Mask]


def _unsure(rows: Rows) -> Answer:
    return nothing_sure(len(rows)), np.zeros(len(rows), dtype=bool)


def _digits(nodes: Sequence[Node]) -> int | None:
    """Digits to round to, written as a number in the formula."""
    if len(nodes) == 1:
        return 0
    digits = nodes[1].value if len(nodes) == 2 and isinstance(nodes[1], Literal) else None
    sound = isinstance(digits, float) and digits.is_integer() and 0 <= digits <= _MOST_DIGITS
    return int(digits) if sound and isinstance(digits, float) else None


def _rounded(scopes: RowScopes, nodes: Sequence[Node], columns: Sequence[Column | None], rows: Rows) -> Answer:
    """``ROUND`` away from ties; a result of 0 may have a sign that is not told here."""
    digits, column = _digits(nodes), columns[0]
    if digits is None or column is None:
        return _unsure(rows)
    scaled = np.abs(column.number) * 10.0**digits
    near = np.abs(scaled - np.floor(scaled) - 0.5)
    whole = np.floor(scaled + 0.5)
    sure = _plain(column, scaled) & (near > _NEAR + _NEAR_RELATIVE * scaled) & (whole > 0)
    return numbers(np.copysign(whole, column.number) / 10.0**digits, sure), sure


def _cut(scopes: RowScopes, nodes: Sequence[Node], columns: Sequence[Column | None], rows: Rows) -> Answer:
    """``INT``, ``TRUNC`` and ``ROUNDDOWN`` of positive numbers away from whole ones."""
    digits, column = _digits(nodes), columns[0]
    if digits is None or column is None:
        return _unsure(rows)
    scaled = column.number * 10.0**digits
    whole = np.floor(scaled)
    near = np.minimum(scaled - whole, whole + 1 - scaled)
    sure = _plain(column, scaled) & (whole > 0) & (near > _NEAR + _NEAR_RELATIVE * scaled)
    return numbers(whole / 10.0**digits, sure), sure


def _plain(column: Column, scaled: Floats) -> Mask:
    found: Mask = (column.kind <= DATE) & (np.abs(scaled) < _LARGEST)
    return found


def _absolute(scopes: RowScopes, nodes: Sequence[Node], columns: Sequence[Column | None], rows: Rows) -> Answer:
    column = columns[0]
    if column is None:
        return _unsure(rows)
    sure = column.kind <= DATE
    return numbers(np.abs(column.number), sure), sure


def _members(
    scopes: RowScopes, nodes: Sequence[Node], columns: Sequence[Column | None], rows: Rows
) -> list[tuple[Column, bool]] | None:
    """The columns of all arguments, those of small ranges one by one, and whether each lies in cells."""
    found: list[tuple[Column, bool]] = []
    for node, column in zip(nodes, columns, strict=True):
        if column is not None:
            found.append((column, False))
            continue
        ends = scopes.areas(node, rows) if isinstance(node, Ref | Name) and len(rows) else None
        if ends is None or ends[0].first_row != ends[0].last_row or ends[1].first_row != ends[1].last_row:
            return None
        first, last = ends
        if first.last_col - first.first_col >= _WIDEST or len(found) > _WIDEST:
            return None
        for col in range(first.first_col, first.last_col + 1):
            one, other = (end._replace(first_col=col, last_col=col) for end in (first, last))
            found.append((scopes.cells_of(one, other, rows), True))
    return found


def _taken(members: Sequence[tuple[Column, bool]], size: int) -> tuple[list[tuple[Floats, Mask]], Mask]:
    """Numbers of each member and where they count; the rows in which it is sure what counts."""
    sure = np.ones(size, dtype=bool)
    taken = []
    for column, in_cells in members:
        if in_cells:  # a cell with a text, a logical or nothing is passed over
            sure &= ~column.are(ERROR, OUT)
            taken.append((column.number, column.kind <= DATE))
        else:
            sure &= column.kind <= BOOL
            taken.append((column.number, np.ones(size, dtype=bool)))
    return taken, sure


def _sum(scopes: RowScopes, nodes: Sequence[Node], columns: Sequence[Column | None], rows: Rows) -> Answer:
    members = _members(scopes, nodes, columns, rows)
    if not members:
        return _unsure(rows)
    taken, sure = _taken(members, len(rows))
    for number, _ in taken:
        sure &= np.abs(number) < _LARGEST_ADDED
    lines = zip(*(np.where(counts & sure, number, 0.0).tolist() for number, counts in taken), strict=True)
    return numbers(np.array([whole_fen(math.fsum(line)) for line in lines]), sure), sure


def _extreme(largest: bool) -> Fast:
    def find(scopes: RowScopes, nodes: Sequence[Node], columns: Sequence[Column | None], rows: Rows) -> Answer:
        members = None if scopes.evaluator.date1904 else _members(scopes, nodes, columns, rows)
        if not members:
            return _unsure(rows)
        taken, sure = _taken(members, len(rows))
        edge = -np.inf if largest else np.inf
        held = np.array([np.where(counts, number, edge) for number, counts in taken])
        found: Floats = held.max(axis=0) if largest else held.min(axis=0)
        sure &= np.isfinite(found) & (found != 0)
        return numbers(found, sure), sure

    return find


FAST: Final[dict[str, Fast]] = {
    "ROUND": _rounded,
    "INT": _cut,
    "TRUNC": _cut,
    "ROUNDDOWN": _cut,
    "ABS": _absolute,
    "SUM": _sum,
    "MAX": _extreme(largest=True),
    "MIN": _extreme(largest=False),
}
