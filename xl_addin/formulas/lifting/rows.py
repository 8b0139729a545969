"""Evaluates one formula in many rows of a column: every node gives a column of values.

Follows :class:`xl_addin.formulas.evaluation.Scope` node by node. Where that has a rule that is not repeated here, the
node is evaluated row by row through it, so that there is one meaning of each function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from xl_addin.formulas.evaluation import Evaluator, Scope
from xl_addin.formulas.lifting import operations
from xl_addin.formulas.lifting.choosing import CHOOSING
from xl_addin.formulas.lifting.columns import (
    DATE,
    ERROR,
    NUMBER,
    OUT,
    Column,
    Mask,
    Rows,
    TextRoom,
    column_of,
    constant,
    nothing_sure,
    put_together,
)
from xl_addin.formulas.lifting.parameters import by_value, takes_cells
from xl_addin.formulas.made import MadeCall
from xl_addin.formulas.names import native_name
from xl_addin.formulas.places import Area, Spot
from xl_addin.formulas.references import may_give_cell
from xl_addin.formulas.syntax import Binary, Call, Formula, Literal, Missing, Name, Node, Ref, Unary, Unsupported, walk
from xl_addin.formulas.values import Untrusted, Value

Fast = Callable[["RowScopes", Sequence[Node], Sequence[Column | None], Rows], tuple[Column, Mask]]
"""A native function on columns: its values and the rows in which they are sure."""

_TOLD: Final = 100
"""Rows evaluated one by one after which it is told how many are done."""


class RowScopes:
    """One formula at places that follow each other in a column; ``rows`` everywhere are numbers of those from 0."""

    def __init__(
        self, evaluator: Evaluator, formulas: Sequence[Formula], first: Spot, fast: Mapping[str, Fast]
    ) -> None:
        self.evaluator, self.formulas, self._first, self._fast = evaluator, formulas, first, fast
        self.made: list[list[MadeCall]] = [[] for _ in formulas]
        """The calls of ours that gave the value of each row."""
        self.told: Callable[[int], None] = lambda done: None
        """Told now and then how many rows are done, where each takes its time."""

    def spot(self, row: int) -> Spot:
        """Where a row's formula stands."""
        return Spot(self._first.sheet, self._first.row + row, self._first.col)

    def whole(self, rows: Rows) -> Column:
        """Values of the formula; a last difference that may be nothing but noise is left to single cells."""
        tree = self.formulas[0].tree
        column = self.value(tree, rows)
        return _without(column, column.noisy) if isinstance(tree, Binary) and tree.operator in ("+", "-") else column

    def value(self, node: Node, rows: Rows) -> Column:
        """Values of a node where a formula expects one value."""
        if isinstance(node, Literal):
            return constant(node.value, len(rows))
        if isinstance(node, Missing):
            return constant(None, len(rows))
        if isinstance(node, Unary):
            return operations.unary(node.operator, self.value(node.operand, rows))
        if isinstance(node, Binary):
            return operations.binary(node.operator, self.value(node.left, rows), self.value(node.right, rows))
        if isinstance(node, Unsupported):
            return nothing_sure(len(rows))
        if isinstance(node, Call):
            return self._call(node, rows)
        return self._place(node, rows)

    # ---- places

    def areas(self, node: Ref | Name, rows: Rows) -> tuple[Area, Area] | None:
        """Where a node lies in the first and in the last row; None if that is no rectangle there."""
        ends = [
            self.evaluator.places.resolve(self.formulas[row], node, self.spot(row))
            for row in (int(rows[0]), int(rows[-1]))
        ]
        first, last = ends
        return (first, last) if isinstance(first, Area) and isinstance(last, Area) else None

    def _place(self, node: Ref | Name, rows: Rows) -> Column:
        if not len(rows):
            return nothing_sure(0)
        ends = self.areas(node, rows)
        if ends is None:
            return nothing_sure(len(rows))
        return self.cells_of(*ends, rows)

    def cells_of(self, first: Area, last: Area, rows: Rows) -> Column:
        """Values of single cells that stay where they are or go down with the rows."""
        cells = self.evaluator.cells
        if not (first.single and last.single and first.first_col == last.first_col and first.sheet == last.sheet):
            return nothing_sure(len(rows))
        if first == last:
            try:
                return constant(cells.value(first[:3]), len(rows))
            except Untrusted:
                return nothing_sure(len(rows))
        if last.first_row - first.first_row != rows[-1] - rows[0]:
            return nothing_sure(len(rows))
        values, lost = cells.line(first._replace(last_row=last.last_row))
        column = column_of(values).take(rows - rows[0])
        return column if not lost else _without(column, np.isin(rows - rows[0], list(lost)))

    def _one_by_one(self, node: Node, rows: Rows) -> Column:
        """The node evaluated row by row in the scalar way."""
        return self._each(rows, [node] * len(rows))

    def _each(self, rows: Rows, nodes: Sequence[Node]) -> Column:
        evaluator = self.evaluator
        kept: list[int] = []
        values: list[Value] = []
        room = TextRoom()
        for place, (row, node) in enumerate(zip(rows.tolist(), nodes, strict=True)):
            if place % _TOLD == _TOLD - 1:
                self.told(place)
            evaluator.made = []
            try:
                values.append(room.take(Scope(evaluator, self.formulas[row], self.spot(row)).value(node)))
            except Untrusted:
                continue
            kept.append(place)
            self.made[row] += evaluator.made
        return put_together(len(rows), [(np.array(kept, dtype=np.intp), column_of(values))])

    # ---- calls

    def _call(self, node: Call, rows: Rows) -> Column:
        if self.ours(node) is not None:
            return self._of_ours(node, rows)
        name = native_name(node.name)
        chosen = CHOOSING.get(name)
        if chosen is not None and node.arguments:
            return chosen(self.value, node.arguments, rows)
        return self._native(name, node, rows)

    def ours(self, node: Call) -> str | None:
        """ASCII name of the function of ours that a node calls."""
        return self.evaluator.calls.ours(node.name, self._first.sheet)

    def _has_ours(self, node: Node) -> bool:
        return any(isinstance(one, Call) and self.ours(one) is not None for one in walk(node))

    def _of_ours(self, node: Call, rows: Rows) -> Column:
        name = self.ours(node)
        assert name is not None
        sure = np.ones(len(rows), dtype=bool)
        given = [self._argument(argument, rows, sure) for argument in node.arguments]
        kept = np.flatnonzero(sure)
        lines = [[column[i] for column in given] for i in kept.tolist()]
        made = self.evaluator.calls_of(name, lines)
        for i, one in zip(kept.tolist(), made, strict=True):
            self.made[rows[i]].append(one)
        single = [k for k, one in enumerate(made) if not isinstance(one.result, list)]
        return put_together(len(rows), [(kept[single], column_of([made[k].result for k in single]))])

    def _argument(self, node: Node, rows: Rows, sure: Mask) -> Sequence[Any]:
        """Values of a node as our functions take them; takes the rows that are not sure out of ``sure``."""
        cells = self.evaluator.cells
        if isinstance(node, Ref | Name) and len(rows):
            ends = self.areas(node, rows)
            if ends is not None and not (ends[0].single and ends[1].single):
                return self._ranges(node, rows, sure, same=ends[0] == ends[1])
            if ends is not None and ends[0] != ends[1]:
                first, last = ends
                if last.first_row - first.first_row == rows[-1] - rows[0] and first.first_col == last.first_col:
                    raw, lost = cells.line(first._replace(last_row=last.last_row), raw=True)
                    sure &= ~np.isin(rows - rows[0], list(lost))
                    return [raw[i] for i in (rows - rows[0]).tolist()]
        if isinstance(node, Ref | Name):
            return self._arguments_one_by_one(node, rows, sure)
        column = self.value(node, rows)
        sure &= ~column.out
        return list(map(cells.to_cell, column.values()))

    def _ranges(self, node: Ref | Name, rows: Rows, sure: Mask, *, same: bool) -> Sequence[Any]:
        if same:
            found = self._arguments_one_by_one(node, rows[:1], sure[:1])
            sure &= sure[0]
            return list(found) * len(rows)
        return self._arguments_one_by_one(node, rows, sure)

    def _arguments_one_by_one(self, node: Node, rows: Rows, sure: Mask) -> Sequence[Any]:
        found: list[Any] = []
        for place, row in enumerate(rows.tolist()):
            try:
                found.append(Scope(self.evaluator, self.formulas[row], self.spot(row)).argument(node))
            except Untrusted:
                sure[place] = False
                found.append(None)
        return found

    def _native(self, name: str, node: Call, rows: Rows) -> Column:
        """A function whose arguments are taken by value where it takes them so, and as they stand elsewhere."""
        taken = by_value(name, node.arguments)
        if taken is None or sum(map(self._has_ours, node.arguments)) > 1:
            return self._one_by_one(node, rows)
        columns = [self.value(one, rows) if take else None for one, take in zip(node.arguments, taken, strict=True)]
        sure = np.ones(len(rows), dtype=bool)
        for column, one in zip(columns, node.arguments, strict=True):
            if column is not None:
                sure &= ~column.out
                if takes_cells(name) and may_give_cell(one):
                    sure &= column.are(NUMBER, DATE, ERROR)
        fast = self._fast.get(name)
        if fast is not None:
            found, certain = fast(self, node.arguments, columns, rows)
            certain &= sure
            if certain.all():
                return found
        else:
            found, certain = nothing_sure(len(rows)), np.zeros(len(rows), dtype=bool)
        slow = np.flatnonzero(sure & ~certain)
        done = np.flatnonzero(certain)
        return put_together(
            len(rows), [(done, found.take(done)), (slow, self._scalars(node, columns, rows, slow, all(taken)))]
        )

    def _scalars(self, node: Call, columns: Sequence[Column | None], rows: Rows, slow: Rows, pure: bool) -> Column:
        """The call evaluated in the scalar way, its arguments by value being known; equal ones once."""
        given = [None if column is None else column.take(slow).values() for column in columns]
        calls: list[Node] = []
        known: dict[tuple[Any, ...], Call] = {}
        for i in range(len(slow)):
            values = tuple(
                one if column is None else column[i] for one, column in zip(node.arguments, given, strict=True)
            )
            call = Call(node.name, tuple(_argument_node(*pair) for pair in zip(node.arguments, values, strict=True)))
            calls.append(known.setdefault(tuple((type(v), v) for v in values), call) if pure else call)
        if not pure:
            return self._each(rows[slow], calls)
        distinct = {id(call): i for i, call in reversed(list(enumerate(calls)))}
        at = {key: place for place, key in enumerate(distinct)}
        found = self._each(rows[slow[list(distinct.values())]], [calls[i] for i in distinct.values()])
        return found.take(np.array([at[id(call)] for call in calls], dtype=np.intp))


def _argument_node(node: Node, value: Any) -> Node:
    return node if node is value or isinstance(node, Missing) else Literal(value)


def _without(column: Column, lost: Mask) -> Column:
    return Column(np.where(lost, OUT, column.kind).astype(np.uint8), column.number, column.others)
