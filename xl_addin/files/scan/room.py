"""How much a workbook may hold: counted while it is read, so that one that is too large is refused before any work.

Measured: a cell takes up to 140 bytes with all that is made of it, a formula up to eight times that, the calls behind
its value included. Values so keep below 700 MB in all, and so do 400,000 formulas; the lists of a whole city, with
more of them, are read all the same (docs/adr/0012-room-for-cells.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_addin.values.errors import InputError

MAX_CELLS: Final = 10_000_000
"""Slots of all rows of a sheet, gaps included: one far cell is fine, a thousand rows that each end far away are not."""
MAX_FILLED: Final = 4_500_000
"""Cells of all sheets of a workbook that hold something."""
FORMULA_WEIGHT: Final = 3
"""A formula counts as that many cells."""


class TooMuch(InputError):
    """The workbook holds more than there is room for, however it is read."""


@dataclass(slots=True)
class Room:
    """What one sheet takes, and what there was left for it after the sheets before it.

    >>> room = Room(left=100)
    >>> room.take("“表”", 80, 60)
    >>> room.slots, room.filled, room.rest
    (80, 60, 40)
    """

    left: int = MAX_FILLED
    filled: int = 0
    slots: int = 0

    @property
    def rest(self) -> int:
        """How many cells the sheets after this one may hold."""
        return self.left - self.filled

    def take(self, what: str, slots: int, filled: int) -> None:
        """Count slots of rows, and the cells that hold something, before they are made; InputError if too many."""
        self.slots += slots
        self.filled += filled
        if self.slots > MAX_CELLS:
            raise InputError(f"{what} 的范围过大（超过 {MAX_CELLS} 个单元格），请删除多余的行列后再试")
        if self.filled > self.left:
            raise TooMuch(
                f"{what} 读到这里，工作簿的内容已超过 {MAX_FILLED // 10_000} 万格（一个公式按 {FORMULA_WEIGHT} 格计），"
                "已拒绝读取，请按企业或年度拆分成几个工作簿后再试"
            )
