"""How much a workbook may hold: counted while it is read, so that one that is too large is refused before any work.

Measured: a cell takes up to 140 bytes with all that is made of it, a formula up to eight times that beside its own
cell, the calls behind its value included. Values so keep below 700 MB in all, and so do 450,000 formulas; the lists of
a whole city, with more of them, are read all the same (docs/adr/0012-room-for-cells.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_addin.values.errors import InputError

MAX_CELLS: Final = 10_000_000
"""Slots of all rows of a workbook, gaps included: one far cell is fine, a thousand far ones are not."""
MAX_FILLED: Final = 4_500_000
"""Cells of all sheets of a workbook that hold something."""
FORMULA_WEIGHT: Final = 3
"""A formula counts as that many cells."""
MAX_EXPANDED: Final = 60_000_000
"""Characters of the shared formulas of a workbook, written out for their cells: 600,000 of 100 characters."""
MAX_MERGED: Final = 1_000_000
"""Cells in use inside merged ranges of a workbook, counted once for each range."""
MAX_SHEETS: Final = 2_000
"""Sheets of a workbook: each is looked at by every check."""
TEXTS_A_CELL: Final = 2
"""So many shared texts take what one cell does."""


class TooMuch(InputError):
    """The workbook holds more than there is room for, however it is read."""


def refuse_many_sheets(number: int) -> None:
    """InputError for more sheets than a workbook may have, told before any of them is read."""
    if number > MAX_SHEETS:
        raise TooMuch(f"工作簿里的工作表（或网页里的表格）超过 {MAX_SHEETS} 张，已拒绝读取，请拆分成几个工作簿后再试")


@dataclass(slots=True)
class Room:
    """What one sheet takes, and what there was left for it after the sheets before it.

    >>> room = Room(left=100)
    >>> room.take("“表”", 80, 60)
    >>> room.slots, room.filled, room.rest().left, room.rest().left_slots
    (80, 60, 40, 9999920)
    """

    left: int = MAX_FILLED
    left_text: int = MAX_EXPANDED
    left_merged: int = MAX_MERGED
    left_slots: int = MAX_CELLS
    filled: int = 0
    slots: int = 0
    text: int = 0
    merged: int = 0

    def rest(self) -> Room:
        """What there is left for the sheet after this one."""
        return Room(
            self.left - self.filled,
            self.left_text - self.text,
            self.left_merged - self.merged,
            self.left_slots - self.slots,
        )

    def merge(self, what: str, cells: int) -> None:
        """Count the cells of a merged range; InputError if too many."""
        self.merged += cells
        if self.merged > self.left_merged:
            raise TooMuch(f"{what} 读到这里，合并单元格过多（合计超过 {MAX_MERGED} 格），请取消多余的合并后再试")

    def expand(self, what: str, size: int) -> None:
        """Count the characters of a shared formula that is written out for a cell; InputError if too many."""
        self.text += size
        if self.text > self.left_text:
            raise TooMuch(
                f"{what} 读到这里，共享公式展开后合计超过 {MAX_EXPANDED // 10_000} 万字，已拒绝读取，"
                "请把公式改短（重复的部分放进辅助列），或拆分成几个工作簿后再试"
            )

    def gap(self, what: str, rows: int) -> None:
        """Count empty rows above one that holds something, before they are made: each takes what a cell does."""
        self.filled += max(rows, 0)
        if self.filled > self.left:
            raise TooMuch(
                f"{what} 的范围过大（到这里空行与有内容的格合计超过 {MAX_FILLED // 10_000} 万），"
                "请删除下方远处多余的内容和空行后再试"
            )

    def take(self, what: str, slots: int, filled: int) -> None:
        """Count slots of rows, and the cells that hold something, before they are made; InputError if too many."""
        self.slots += slots
        self.filled += filled
        if self.slots > self.left_slots:
            raise TooMuch(f"{what} 的范围过大（到这里超过 {MAX_CELLS} 个单元格），请删除多余的行列后再试")
        if self.filled > self.left:
            raise TooMuch(
                f"{what} 读到这里，工作簿的内容已超过 {MAX_FILLED // 10_000} 万格（一个公式按 {FORMULA_WEIGHT} 格计，"
                f"公式最多 {MAX_FILLED // FORMULA_WEIGHT // 10_000} 万个），"
                "已拒绝读取，请按企业或年度拆分成几个工作簿后再试"
            )
