"""A column of facts: what every cell of one role can mean, as spans that can be compared across sheets (L-08).

Of a month-only date a span holds every day of the month, of money in 万元 every amount that rounds to it. Two facts
differ where their spans do not meet; 1985.1 has two spans, and differs from what neither meets. An empty or unreadable
cell says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.sheets.numbers import NumberColumn
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.money import MICRO, Int64

DAY, MONEY, WORD = "day", "money", "word"
_LABELLED: Final = frozenset(
    {"start", "entry", "end", "birth", "sex", "status", "ground"}
    | {"wage", "enterprise_wage", "local_wage", "contribution_wage", "average_wage"}
)
"""Facts that a sheet's own heading names; 起 and 止 of arrears do not say of which insurance."""
_FEN: Final = MICRO // 100
_MOST_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """What one cell says of one person."""

    role: str
    name: str
    """How the sheet calls it."""
    table: SheetTable
    """The table of the workbook, whose kind and sheet say where it stands."""
    record: int
    cell: str
    low: int
    high: int
    text: str
    """The value for messages."""
    readings: tuple[tuple[int, int], ...] = ()
    """What the cell may mean where it can be read in several ways; ``low`` and ``high`` hold them all."""

    def differs(self, other: Fact) -> bool:
        """Tell whether the two cells cannot mean the same, however each is read."""
        return not any(
            low <= other_high and other_low <= high
            for low, high in self.readings or ((self.low, self.high),)
            for other_low, other_high in other.readings or ((other.low, other.high),)
        )

    @property
    def place(self) -> str:
        """Where it stands, with its value."""
        return f"“{self.table.sheet}”{self.cell}是{self.text}"


@dataclass(frozen=True, slots=True, eq=False)
class FactColumn:
    """One fact of every record of a table; ``low`` and ``high`` count where ``known``."""

    role: str
    kind: str
    table: SheetTable
    source: SheetTable
    """The reading of the table in which ``own`` is the role of the column."""
    own: str
    low: Int64
    high: Int64
    known: NDArray[np.bool_]
    open: Mapping[int, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    """Records that are not known because the cell can be read in several ways, with those."""

    @property
    def told(self) -> list[int]:
        """Records whose cell says anything."""
        return sorted({*np.flatnonzero(self.known).tolist(), *self.open})

    def span(self, i: int) -> tuple[int, int]:
        """What holds every reading of one record."""
        readings = self.open.get(i)
        return (readings[0][0], readings[-1][1]) if readings else (int(self.low[i]), int(self.high[i]))

    def fact(self, i: int) -> Fact:
        """The fact of one record."""
        name = self.source.label(self.own) if self.role in _LABELLED else self.role
        low, high = self.span(i)
        text, cell = self._text(i, low, high), self.source.cell(self.own, i)
        return Fact(self.role, name, self.table, i, cell, low, high, text, self.open.get(i, ()))

    def _text(self, i: int, low: int, high: int) -> str:
        if self.kind == DAY and i not in self.open:
            return day_words(low, high)
        if self.kind == MONEY:
            return f"{(low + high) // 2 / MICRO:.2f}元"
        return clean_text(self.source.column(self.own)[i])


def day_words(first: int, last: int) -> str:
    """Write the days that a date can mean: a day, or a month.

    >>> day_words(14730, 14730), day_words(14730, 14760)
    ('2010-05-01', '2010年5月')
    """
    date = to_date(first)
    return date.isoformat() if first == last else f"{date.year}年{date.month}月"


def money_spans(column: NumberColumn, cells: list[CellValue], factor: int) -> tuple[Int64, Int64]:
    """The amounts that cells can mean, in micro yuan: to the fen, in larger units as far as each has decimals."""
    if factor == 1:
        fen = (column.micro + _FEN // 2) // _FEN * _FEN
        return fen, fen
    half = np.array([factor * MICRO // (2 * 10 ** _decimals(cell)) for cell in cells], dtype=np.int64)
    return column.micro * factor - half, column.micro * factor + half


def _decimals(cell: CellValue) -> int:
    text = clean_text(cell)
    return min(len(text.partition(".")[2]), _MOST_DECIMALS) if text.replace(".", "", 1).isdigit() else _MOST_DECIMALS
