"""What each formula of a workbook fills and reads, worked out whenever it is asked for.

A recalculation asks three or four times; rectangles kept for 800,000 formulas took more memory than all their values.
Only what takes longer to find than that of a plain formula is kept.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from xl_addin.formulas.order import Position
from xl_addin.formulas.places import Area, Places
from xl_addin.formulas.precedents import is_plain, precedents
from xl_addin.formulas.results import bounds
from xl_addin.formulas.syntax import Formula
from xl_addin.formulas.tasks import Task
from xl_addin.tables.grid import Bounds


class FormulaNodes:
    """The node of each formula by its number; ``alone`` are those that count as filling only their own cell."""

    def __init__(self, tasks: Sequence[Task], places: Places, alone: Container[int]) -> None:
        self._tasks, self._places, self._alone = tasks, places, alone
        self._kept: dict[int, Sequence[Area]] = {}
        self._first: dict[tuple[int, int], Sequence[Area] | None] = {}

    def __len__(self) -> int:
        return len(self._tasks)

    def cells(self, number: int) -> Sequence[Position]:
        """The cells that a formula fills."""
        task = self._tasks[number]
        row, col, last_row, last_col = self._bounds(number)
        if row == last_row and col == last_col:
            return ((task.sheet, row, col),)
        return [(task.sheet, r, c) for r in range(row, last_row + 1) for c in range(col, last_col + 1)]

    def _bounds(self, number: int) -> Bounds:
        cell = self._tasks[number].cell
        alone = cell.row, cell.col, cell.row, cell.col
        if cell.kind == "normal" or number in self._alone:
            return alone
        try:
            return bounds(cell)
        except ValueError:
            return alone

    def precedents(self, number: int) -> Sequence[Area]:
        """The rectangles that a formula may read."""
        found = self._kept.get(number)
        if found is None:
            found = self._moved(self._tasks[number])
        if found is None:
            found = self._kept[number] = self._read(number)
        return found

    def _read(self, number: int) -> Sequence[Area]:
        task = self._tasks[number]
        read = dict.fromkeys(precedents(self._places, task.formula, task.spot))
        if task.cell.kind == "table":  # a what-if table depends on the row above and the column left of it
            row, col, last_row, last_col = self._bounds(number)
            read[Area(task.sheet, max(row - 1, 1), max(col - 1, 1), row - 1, last_col)] = None
            read[Area(task.sheet, row, max(col - 1, 1), last_row, col - 1)] = None
        return tuple(read)

    def _moved(self, task: Task) -> Sequence[Area] | None:
        """Those of a formula that was filled down from another, by those of that one; None if it must be looked at."""
        formula, sheet = task.formula, task.sheet
        if not formula.down:
            return None
        key = sheet, id(formula.written)  # kept by the formula, so no other can get its identity
        if key not in self._first:
            self._first[key] = self._plain(formula, task)
        first = self._first[key]
        if first is None:
            return None
        down = formula.down
        return [
            Area(area[0], area[1] + top * down, area[2], area[3] + last * down, area[4]) if top or last else area
            for area, (top, last) in zip(first, formula.steps, strict=True)
        ]

    def _plain(self, formula: Formula, task: Task) -> Sequence[Area] | None:
        if not is_plain(formula.shape) or self._places.named(formula.shape, task.sheet):
            return None
        areas = [self._places.areas_of(address, task.spot) for address in formula.written]
        return [one[0] for one in areas] if all(len(one) == 1 for one in areas) else None
