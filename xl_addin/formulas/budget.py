"""What all results of one workbook may take together: a small file must not fill the memory.

A staff list of 20,000 persons that spills over 25 columns is within the budget.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_addin.formulas.places import Area
from xl_addin.formulas.results import bounds
from xl_addin.formulas.values import Untrusted, Value
from xl_addin.tables.grid import FormulaCell

MOST_FILLED: Final = 500_000
"""Cells that the array formulas of a workbook fill together."""
MOST_TEXT: Final = 30_000_000
"""Characters of all texts that its formulas give."""
LONG_TEXT: Final = 1_000
"""Characters of a text from which it counts for the two budgets below, whatever formula reads or makes it."""
MOST_HANDLED: Final = 200_000_000
"""Characters of the long texts that its formulas read and make on their way to a value: some ten seconds' work."""
MOST_SHOWN: Final = 30_000_000
"""Characters of the long texts of columns that functions look through: the engine has a copy of each."""
MOST_KEPT: Final = 12_000_000
"""Cells of the ranges that are kept with the calls that they were given to."""
TOO_MANY_CELLS: Final = f"数组公式所占的区域合计超过 {MOST_FILLED} 个单元格，请缩小区域或分到几个工作簿"
TOO_MUCH_TEXT: Final = f"各公式结果的文字合计超过 {MOST_TEXT} 个字，请分到几个工作簿"

TOO_MUCH_HANDLED: Final = f"各公式读取和拼接的长文字合计超过 {MOST_HANDLED} 个字，请缩短文字或分到几个工作簿"
TOO_MUCH_SHOWN: Final = f"公式要查找的各栏长文字合计超过 {MOST_SHOWN} 个字，请缩短文字"


class KeptCells:
    """Counts the cells of ranges that are kept; one that many calls are given is kept once."""

    def __init__(self) -> None:
        self._ranges: set[int] = set()
        self._cells = 0

    def add(self, arguments: Sequence[object]) -> int:
        """Count the ranges among the arguments of a call that is kept; give the cells of all so far.

        >>> kept, rows = KeptCells(), [[1, 2], [3, 4]]
        >>> kept.add([rows, 5]), kept.add([rows, 6])
        (4, 4)
        """
        for one in arguments:
            if isinstance(one, list) and one and id(one) not in self._ranges:
                self._ranges.add(id(one))
                self._cells += len(one) * len(one[0])
        return self._cells


class LongTexts:
    """What a budget for long texts has left; once it is used up, no further one is taken."""

    def __init__(self, room: int, reason: str) -> None:
        self._left, self._reason = room, reason

    def ask(self, size: float) -> None:
        """:class:`Untrusted` where a text of this size has no room."""
        if size > LONG_TEXT and size > self._left:
            self._left = 0
            raise Untrusted(self._reason)

    def take(self, value: Value) -> Value:
        """Count a value, and give it."""
        if isinstance(value, str) and len(value) > LONG_TEXT:
            self.ask(len(value))
            self._left -= len(value)
        return value


def beyond_budget(cells: Sequence[tuple[int, FormulaCell]]) -> dict[int, Area]:
    """The array formulas, by their number, that no longer fit after those before them, and where they stand.

    ``cells`` are the formulas of a workbook with the number of their sheet.
    """
    found: dict[int, Area] = {}
    room = MOST_FILLED
    for number, (sheet, cell) in enumerate(cells):
        if cell.kind == "normal" or not cell.ref:
            continue
        try:
            area = Area(sheet, *bounds(cell))
        except ValueError:  # refused for another reason
            continue
        size = (area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1)
        if size > room:
            found[number] = area
        else:
            room -= size
    return found


class Surroundings:
    """Areas whose cells have no value: on each sheet the rectangle around all of them, so asking takes no time."""

    def __init__(self) -> None:
        self._around: dict[int, Area] = {}

    def add(self, area: Area) -> None:
        """Put an area in."""
        old = self._around.get(area.sheet, area)
        self._around[area.sheet] = Area(
            area.sheet,
            min(old.first_row, area.first_row),
            min(old.first_col, area.first_col),
            max(old.last_row, area.last_row),
            max(old.last_col, area.last_col),
        )

    def touches(self, area: Area) -> bool:
        """Whether a rectangle may share a cell with one of the areas."""
        lost = self._around.get(area.sheet)
        return (
            lost is not None
            and area.first_row <= lost.last_row
            and lost.first_row <= area.last_row
            and area.first_col <= lost.last_col
            and lost.first_col <= area.last_col
        )
