"""汇总 of the 一补二险测算表: persons and sums by enterprise and by group, as native formulas with stored values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol

from xl_addin.commands.criteria import equal_to
from xl_addin.files.building.draft import Column, Content, SheetDraft
from xl_addin.files.building.model import NewCell, NewSheet
from xl_addin.tables.grid import column_letters
from xl_addin.values.money import total_yuan

TITLE: Final = "汇总"
_ENTERPRISE, _STATUS = "B", "E"
"""Columns of the calculation sheet that the sums go by."""
_NAME_WIDTH, _STATUS_WIDTH, _COUNT_WIDTH, _MONEY_WIDTH = 20.0, 10.0, 7.0, 13.0
_DIGIT: Final = 1.05
"""Room of a bold digit."""


class PackageColumns(Protocol):
    """What this sheet needs to know of the calculation sheet's columns."""

    @property
    def results(self) -> tuple[str, ...]:
        """Headings of the amounts."""

    def part(self, number: int) -> str:
        """Letters of a result's column."""


@dataclass(frozen=True, slots=True)
class SummedBlock:
    """Persons on the calculation sheet: first and last row, enterprise, (group, status) and results of each."""

    sheet: str
    first: int = 0
    last: int = 0
    enterprises: Sequence[str] = ()
    groups: Sequence[tuple[str, str]] = ()
    results: Sequence[Sequence[Any]] = field(default_factory=list)

    def column(self, letters: str) -> str:
        """A column over the persons as an absolute reference."""
        return f"{self.sheet}!${letters}${self.first}:${letters}${self.last}"


def summary_sheet(sound: SummedBlock, pending: SummedBlock, columns: PackageColumns, number: int = 1) -> NewSheet:
    """Build the sheet; ``number`` tells the calculation sheets of several policies apart."""
    draft = SheetDraft(
        TITLE if number == 1 else f"{TITLE}{number}",
        [_NAME_WIDTH, _STATUS_WIDTH, _COUNT_WIDTH, *_money_widths(sound, len(columns.results)), _COUNT_WIDTH],
    )

    draft.headline("一补二险汇总表")
    draft.add([NewCell("待核实人员不能计算，不在各列金额内；单位：元")])
    draft.add()
    heads = [
        Column("人数", "count"),
        *(Column(head, "money") for head in columns.results),
        Column("待核实(人)", "count"),
    ]
    letters = [column_letters(col) for col in range(3, len(draft.widths) + 1)]
    draft.add([NewCell("一、按企业", "section")])
    sums = _Sums(sound, pending, columns, _ENTERPRISE)
    firms = dict.fromkeys([*sound.enterprises, *pending.enterprises])
    lines = ((firm, *sums.line(firm, f"A{draft.next_row}")) for firm in firms)
    draft.table([Column("企业名称", "wrap", 2), *heads], lines, letters)
    draft.add()
    draft.add([NewCell("二、按人员类别", "section")])
    sums = replace(sums, by=_STATUS)
    groups = sorted({*sound.groups, *pending.groups})
    lines = ((label, status, *sums.line(status, f"B{draft.next_row}")) for label, status in groups)
    draft.table([Column("人员类别", "wrap"), Column("在岗状态", "centre"), *heads], lines, letters)
    draft.add()
    draft.fit(18.0)
    return draft.signed()


def _money_widths(sound: SummedBlock, count: int) -> list[float]:
    sums = (total_yuan(result[number] for result in sound.results) for number in range(count))
    return [max(_MONEY_WIDTH, len(f"{one:,.2f}") * _DIGIT + 1) for one in sums]


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums over the calculation sheet by one of its columns."""

    sound: SummedBlock
    pending: SummedBlock
    columns: PackageColumns
    by: str

    def keys(self, block: SummedBlock) -> list[str]:
        """What each person's row holds in the column."""
        return list(block.enterprises) if self.by == _ENTERPRISE else [status for _, status in block.groups]

    def line(self, key: str, cell: str) -> list[Content]:
        """Persons, sums and open cases of the rows whose column equals ``key``, which stands in ``cell``."""
        mine = [result for own, result in zip(self.keys(self.sound), self.sound.results, strict=True) if own == key]
        cells = [self._count(self.sound, len(mine), cell)]
        for number in range(len(self.columns.results)):
            place = self.sound.column(self.columns.part(number))
            formula = f"SUMIFS({place},{self.sound.column(self.by)},{equal_to(cell)})" if self.sound.results else None
            cells.append((total_yuan(result[number] for result in mine), formula))
        return [*cells, self._count(self.pending, self.keys(self.pending).count(key), cell)]

    def _count(self, block: SummedBlock, count: int, cell: str) -> Content:
        return count, f"COUNTIFS({block.column(self.by)},{equal_to(cell)})" if block.results else None
