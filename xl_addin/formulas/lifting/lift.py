"""Computes filled-down formulas a piece of a column at a time, as soon as all cells that they read have their values.

The order of calculation, and what is written for a cell, stay those of single cells: this only has the values ready
when a cell's turn comes. Rows that a column cannot tell are evaluated cell by cell at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from xl_addin.formulas.evaluation import Evaluator
from xl_addin.formulas.lifting.blocks import Block, find_blocks
from xl_addin.formulas.lifting.columns import Column, TooMuchText
from xl_addin.formulas.lifting.natives import FAST
from xl_addin.formulas.lifting.pending import Pending
from xl_addin.formulas.lifting.rows import RowScopes
from xl_addin.formulas.made import MadeCall
from xl_addin.formulas.nodes import FormulaNodes
from xl_addin.formulas.order import Position
from xl_addin.formulas.places import Area
from xl_addin.formulas.precedents import precedents
from xl_addin.formulas.tasks import Task
from xl_addin.formulas.values import Untrusted, Value, stable_value

_LARGEST: Final = 4_096
"""Rows of a piece: progress is shown and Ctrl-C heard between two of them."""
_FEWEST: Final = 12
"""Rows below which cells are computed one by one."""
_LONGEST_PAUSE: Final = 1_024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a formula gives and the calls of ours behind it, or why it gives nothing."""

    value: Value
    made: tuple[MadeCall, ...] = ()
    refused: str | None = None
    """Only the words: an exception would keep alive every text that the formula made on its way."""


class Lifting:
    """Has the values of filled-down formulas ready before their turn.

    ``scalar`` evaluates a task cell by cell and counts its text; it raises :class:`Untrusted`.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        nodes: FormulaNodes,
        work: Collection[int],
        evaluator: Evaluator,
        scalar: Callable[[Task], Value],
    ) -> None:
        self._tasks, self._evaluator, self._scalar = tasks, evaluator, scalar
        self._blocks = find_blocks(tasks, frozenset(work), evaluator.places)
        self._pending = Pending(cell for number in work for cell in nodes.cells(number))
        self._ready: dict[int, Outcome] = {}
        self.told: Callable[[int], None] = lambda done: None
        """Told now and then how many cells of a piece are done."""

    def outcome(self, number: int) -> Outcome | None:
        """The outcome of a task whose turn has come; None if it is to be computed by itself."""
        if number not in self._ready:
            block = self._blocks[number]
            if block is not None and not block.refused and len(block.numbers) >= _FEWEST:
                self._lift(block, self._tasks[number].cell.row - block.first.row)
        return self._ready.pop(number, None)

    def done(self, cells: Sequence[Position]) -> None:
        """Note that the cells of a task have their values, or are known to have none."""
        for cell in cells:
            self._pending.done(cell)

    def _lift(self, block: Block, start: int) -> None:
        if start < block.retry:
            return
        size = min(_LARGEST, len(block.numbers) - start)
        while size >= _FEWEST and not self._is_ready(block, start, size):
            size //= 2
        if size < _FEWEST:
            block.retry, block.pause = start + block.pause, min(2 * block.pause, _LONGEST_PAUSE)
            return
        block.pause = 1
        numbers = block.numbers[start : start + size]
        formulas = [self._tasks[number].formula for number in numbers]
        scopes = RowScopes(self._evaluator, formulas, self._tasks[numbers[0]].spot, FAST)
        scopes.told = self.told
        try:
            with np.errstate(all="ignore"):  # what is no finite number is left to single cells
                column = scopes.whole(np.arange(size))
        except (RecursionError, TooMuchText, Untrusted):  # Untrusted: the texts of our calls are too much for the book
            block.refused = True
            return
        self._keep(numbers, column, scopes)

    def _is_ready(self, block: Block, start: int, size: int) -> bool:
        """Whether all cells that a piece may read have their values; those of a row lie between its ends'."""
        ends = [self._tasks[block.numbers[place]] for place in (start, start + size - 1)]
        first, last = (list(precedents(self._evaluator.places, task.formula, task.spot)) for task in ends)
        if len(first) != len(last):
            return False
        return not any(self._pending.touches(_around(*pair)) for pair in zip(first, last, strict=True))

    def _keep(self, numbers: Sequence[int], column: Column, scopes: RowScopes) -> None:
        """Record the values, so that other formulas can read them, and keep them for the turn of their cells."""
        cells = self._evaluator.cells
        for number, value, out, made in zip(numbers, column.values(), column.out.tolist(), scopes.made, strict=True):
            task = self._tasks[number]
            outcome = self._outcome(task) if out else self._counted(value, made)
            position = (task.sheet, task.cell.row, task.cell.col)
            if outcome.refused is not None:
                cells.lose(position)
            else:
                native = not self._evaluator.is_call(task.formula.tree, task.sheet)
                cells.set(position, stable_value(outcome.value) if native else outcome.value)
            self._pending.done(position)
            self._ready[number] = outcome

    def _counted(self, value: Value, made: list[MadeCall]) -> Outcome:
        try:
            if isinstance(value, str):
                self._evaluator.cells.make_room((value,))
        except Untrusted as reason:
            return Outcome(None, refused=str(reason))
        return Outcome(value, tuple(made))

    def _outcome(self, task: Task) -> Outcome:
        try:
            value = self._scalar(task)
        except Untrusted as reason:
            return Outcome(None, refused=str(reason))
        return Outcome(value, tuple(self._evaluator.made))


def _around(one: Area, other: Area) -> Area:
    """The rectangle around two of one sheet."""
    return Area(
        one.sheet,
        min(one.first_row, other.first_row),
        min(one.first_col, other.first_col),
        max(one.last_row, other.last_row),
        max(one.last_col, other.last_col),
    )
