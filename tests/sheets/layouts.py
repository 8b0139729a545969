"""One table in many layouts: note lines, headings of one to three levels, gaps, sums, pages that repeat the headings.

Knows nothing of the readers. The same lines serve as a range of a cell function (values only) and as a sheet, whose
group headings may be merged. All persons and enterprises are made up.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

Line = list[CellValue]
NOTES = (
    "说明：本表由企业填报", "注：姓名须与身份证一致", "填报单位：示例农机厂", "附件3", "2011年9月30日", "单位：元",
    "（内部资料，注意保存）", "注：收入、支出按凭证登记", "一、基本情况", "示例农机厂职工安置费用测算",
)  # fmt: skip
SUMS = ("小计", "合　计", "本页小计", "累计：", "过次页", "承前页")
SIGNED = (["制表人：赵五", None, "审核人：钱六"], ["注：工龄截至2011年9月28日"], ["负责人：", "孙七"])


@dataclass(frozen=True)
class Column:
    """A column: its heading alone, under a group, and under a group of groups; and the cells of its records."""

    heading: str
    under: tuple[str, ...]
    cells: Sequence[CellValue]
    above: str = ""
    """The group of groups; without one the group stands at the top."""

    def levels(self, depth: int) -> tuple[str, ...]:
        """Headings from the top down; a heading in no group is one level."""
        if depth == 1 or not self.under:
            return (self.heading,)
        return (self.above, *self.under) if depth == 3 and self.above else self.under


@dataclass
class Drawn:
    """The lines of a sheet, its merged cells, and the number (from 1) of each line that is a record."""

    lines: list[Line] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    records: list[int] = field(default_factory=list)

    def book(self, merged: bool) -> BookGrid:
        """The lines as a workbook of one sheet."""
        sheet = SheetGrid("表", "", [list(line) for line in self.lines], merged=self.merged if merged else [])
        return BookGrid(Path("a.xlsx"), [sheet])


def draw(chance: random.Random, groups: Sequence[Sequence[Column]], label: Column) -> Drawn:
    """Draw a layout; the columns of a group stay together, ``label`` is the column that labels the sums."""
    shuffled = chance.sample(groups, len(groups))
    columns = [column for group in shuffled for column in group]
    drawn = Drawn([[chance.choice(NOTES)] if chance.random() < 0.8 else [] for _ in range(chance.randint(0, 40))])
    head = _head(columns, chance.randint(1, 3), chance)
    _write(drawn, head)
    if chance.random() < 0.3:
        drawn.lines.append([number for number, _ in enumerate(columns, start=1)])
    for cells in zip(*(column.cells for column in columns), strict=True):
        drawn.lines.append(list(cells))
        drawn.records.append(len(drawn.lines))
        kind = chance.random()
        if kind < 0.1:
            drawn.lines.append(chance.choice([[], [None] * len(columns), ["", " ", "　"]]))
        elif kind < 0.2:
            drawn.lines.append([chance.choice(SUMS) if column is label else None for column in columns])
        elif kind < 0.3:
            _write(drawn, head)
    drawn.lines += [list(line) for line in chance.sample(SIGNED, chance.randint(0, 3))]
    return drawn


def _head(columns: Sequence[Column], depth: int, chance: random.Random) -> list[list[str | None]]:
    """The lines of the headings as if all were merged: a group is repeated over each of its columns."""
    head: list[list[str | None]] = [[None] * len(columns) for _ in range(depth)]
    for place, column in enumerate(columns):
        levels = column.levels(depth)
        first = chance.randint(0, depth - len(levels)) if len(levels) == 1 else depth - len(levels)
        for row, text in enumerate(levels, start=first):
            head[row][place] = text
    return head


def _write(drawn: Drawn, head: Sequence[Sequence[str | None]]) -> None:
    """Write headings once each, a group over its first column, and note which cells would be merged."""
    for line in head[:-1]:
        start = 0
        for end in range(1, len(line) + 1):
            if end == len(line) or line[end] != line[start]:
                if line[start] and end - start > 1:
                    drawn.merged.append((len(drawn.lines) + 1, start + 1, len(drawn.lines) + 1, end))
                start = end
        drawn.lines.append([text if not place or line[place - 1] != text else None for place, text in enumerate(line)])
    drawn.lines.append(list(head[-1]))
