"""Formulas that were filled down: cells under each other whose formulas differ by nothing but the row.

The shape of the formula is the same, and each row of an address stays where it is or goes down with the cells.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from xl_addin.formulas.places import Area, Places, Spot
from xl_addin.formulas.syntax import Address, Formula, Name, Steps, Unsupported
from xl_addin.formulas.tasks import Task


@dataclass(slots=True)
class Block:
    """Numbers of formulas that follow each other downwards."""

    first: Spot
    numbers: list[int]
    steps: Steps | None = None
    retry: int = 0
    """The place from which it is worth while to try again whether the cells that are read are ready."""
    pause: int = 1
    refused: bool = field(default=False)
    """Set where the formula cannot be evaluated as a column at all."""


def steps_between(above: Formula, below: Formula) -> Steps | None:
    """How addresses move from one cell to that below it; None if the formulas are not the same one filled down."""
    if above.shape is not below.shape:
        return None
    if above.written is below.written and below.down == above.down + 1 and above.steps in ((), below.steps):
        return below.steps
    steps = []
    for one, other in zip(above.addresses, below.addresses, strict=True):
        step = _step(one, other)
        if step is None:
            return None
        steps.append(step)
    return tuple(steps)


def _step(one: Address, other: Address) -> tuple[int, int] | None:
    first, last = other.first_row - one.first_row, other.last_row - one.last_row
    same = one.sheet == other.sheet and one[2] == other[2] and one[4:] == other[4:]
    return (first, last) if same and 0 <= first <= 1 and 0 <= last <= 1 else None


def find_blocks(tasks: Sequence[Task], wanted: Collection[int], places: Places) -> list[Block | None]:
    """The block of each task by its number; a cell that stands alone is a block of one, or has none."""
    found: list[Block | None] = [None] * len(tasks)
    open_blocks: dict[tuple[int, int], Block] = {}
    liftable: dict[tuple[int, int], bool] = {}
    for number, task in enumerate(tasks):
        if number not in wanted or task.cell.kind != "normal":
            continue
        key = (id(task.formula.shape), task.sheet)
        if key not in liftable:
            liftable[key] = _may_lift(task, places)
        if not liftable[key]:
            continue
        column = (task.sheet, task.cell.col)
        block = open_blocks.get(column)
        if block is None or not _follows(block, task, tasks):
            block = open_blocks[column] = Block(task.spot, [])
        block.numbers.append(number)
        found[number] = block
    return found


def _follows(block: Block, task: Task, tasks: Sequence[Task]) -> bool:
    if task.cell.row != block.first.row + len(block.numbers):
        return False
    steps = steps_between(tasks[block.numbers[-1]].formula, task.formula)
    if steps is None or block.steps not in (None, steps):
        return False
    block.steps = steps
    return True


def _may_lift(task: Task, places: Places) -> bool:
    """Whether all that a formula uses is known to columns: no name that is a formula itself."""
    for node in task.formula.shape.reaching:
        if isinstance(node, Unsupported):
            return False
        if isinstance(node, Name) and not isinstance(places.resolve(task.formula, node, task.spot), Area):
            return False
    return True
