"""What all results of one workbook may take together: a small file must not fill the memory.

A staff list of 20,000 persons that spills over 25 columns is within the budget.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_addin.formulas.places import Area
from xl_addin.formulas.results import bounds
from xl_addin.tables.grid import FormulaCell

MOST_FILLED: Final = 500_000
"""Cells that the array formulas of a workbook fill together."""
MOST_TEXT: Final = 30_000_000
"""Characters of all texts that its formulas give."""
TOO_MANY_CELLS: Final = f"数组公式所占的区域合计超过 {MOST_FILLED} 个单元格，请缩小区域或分到几个工作簿"
TOO_MUCH_TEXT: Final = f"各公式结果的文字合计超过 {MOST_TEXT} 个字，请分到几个工作簿"


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
