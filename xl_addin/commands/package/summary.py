"""汇总 of the 一补二险测算表: persons and sums by enterprise and by group, as native formulas with stored values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Protocol

from xl_addin.files.building.workbook import NewCell, NewSheet, PrintSetup
from xl_addin.tables.grid import column_letters

TITLE: Final = "汇总"
_ENTERPRISE, _STATUS = "B", "E"
"""Columns of the calculation sheet that the sums go by."""
_NAME_WIDTH, _COUNT_WIDTH, _MONEY_WIDTH = 26.0, 10.0, 15.5


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


def total_yuan(amounts: Iterable[Any]) -> float:
    """Add amounts exactly.

    >>> total_yuan([0.1, 0.2])
    0.3
    """
    return float(sum((Decimal(repr(amount)) for amount in amounts), Decimal(0)))


def summary_sheet(sound: SummedBlock, pending: SummedBlock, columns: PackageColumns) -> NewSheet:
    """Build the sheet."""
    width = 4 + len(columns.results)
    rows: list[list[NewCell]] = [
        [NewCell("一补二险汇总表", "title"), *[NewCell(None, "title")] * (width - 1)],
        [NewCell("待核实人员不能计算，不在各列金额内；单位：元")],
        [],
    ]
    firms = list(dict.fromkeys([*sound.enterprises, *pending.enterprises]))
    keys = [(name, None) for name in firms]
    _section(rows, "一、按企业", ("企业名称", ""), keys, _Sums(sound, pending, columns, _ENTERPRISE))
    rows.append([])
    groups: list[tuple[str, str | None]] = sorted({*sound.groups, *pending.groups})
    _section(rows, "二、按人员类别", ("人员类别", "在岗状态"), groups, _Sums(sound, pending, columns, _STATUS))
    merges = [f"A{number}:B{number}" for number in range(5, 6 + len(firms))]
    rows += [[], [NewCell("制表：　　　　　　　　　审核：　　　　　　　　　日期：")]]
    widths = [_NAME_WIDTH, 14.0, _COUNT_WIDTH, *[_MONEY_WIDTH] * len(columns.results), _COUNT_WIDTH]
    last = column_letters(width)
    return NewSheet(TITLE, rows, widths, [f"A1:{last}1", *merges], {1: 30.0}, PrintSetup(landscape=True))


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

    def line(self, key: str, cell: str) -> list[NewCell]:
        """Persons, sums and open cases of the rows whose column equals ``key``, which stands in ``cell``."""
        mine = [result for own, result in zip(self.keys(self.sound), self.sound.results, strict=True) if own == key]
        cells = [self._count(self.sound, len(mine), cell)]
        for number in range(len(self.columns.results)):
            amount = total_yuan(result[number] for result in mine)
            place = self.sound.column(self.columns.part(number))
            formula = f"SUMIFS({place},{self.sound.column(self.by)},{cell})" if self.sound.results else None
            cells.append(NewCell(amount, "money", formula))
        return [*cells, self._count(self.pending, self.keys(self.pending).count(key), cell)]

    def _count(self, block: SummedBlock, count: int, cell: str) -> NewCell:
        formula = f"COUNTIFS({block.column(self.by)},{cell})" if block.results else None
        return NewCell(count, "count", formula)


def _section(
    rows: list[list[NewCell]],
    name: str,
    labels: tuple[str, str],
    keys: Sequence[tuple[str, str | None]],
    sums: _Sums,
) -> None:
    rows.append([NewCell(name, "section")])
    head = [*labels, "人数", *sums.columns.results, "待核实(人)"]
    rows.append([NewCell(text, "head") for text in head])
    first = len(rows) + 1
    for label, status in keys:
        key, column = (label, "A") if status is None else (status, "B")
        cell = f"{column}{len(rows) + 1}"
        rows.append([NewCell(label, "wrap"), NewCell(status, "centre"), *sums.line(key, cell)])
    lines = rows[first - 1 :]
    total = [NewCell("合　计", "sum"), NewCell(None, "sum")]
    for col in range(2, len(head)):
        letters = column_letters(col + 1)
        style = "sum_count" if col in (2, len(head) - 1) else "sum_money"
        amount = total_yuan(row[col].value or 0 for row in lines)
        total.append(NewCell(amount, style, f"SUM({letters}{first}:{letters}{len(rows)})" if lines else None))
    rows.append(total)
