"""What the sheets of the fund's statements share: rows in the making, the date that they all stand on, array blocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from xl_addin.commands.fund.ledger_copy import Entry, LedgerCopy
from xl_addin.files.building.charts import SeriesChart
from xl_addin.files.building.workbook import BarChart, NewCell, NewSheet, PrintSetup
from xl_addin.tables.grid import column_letters

CITY: Final = "全市汇总"
FIRM_SHEET: Final = "企业资金平衡表"
DATE_CELL: Final = "$B$2"
"""Cell of 截止日期 on 全市汇总."""
DATE_REF: Final = f"{CITY}!{DATE_CELL}"
SIGNATURES: Final = "制表：　　　　　　　　　审核：　　　　　　　　　日期："


def total_fen(entries: Iterable[Entry], field: str) -> int:
    """Add up one amount of all entries in fen."""
    return sum(getattr(entry, field) for entry in entries)


class SheetDraft:
    """A sheet written row by row."""

    def __init__(self, title: str, widths: Sequence[float]) -> None:
        self.title, self.widths = title, widths
        self.rows: list[list[NewCell]] = []
        self.merges: list[str] = []
        self.heights: dict[int, float] = {}
        self.arrays: dict[str, str] = {}
        self.charts: list[BarChart | SeriesChart] = []

    @property
    def next_row(self) -> int:
        """Number of the row that is written next."""
        return len(self.rows) + 1

    def add(self, cells: Sequence[NewCell]) -> None:
        """Write a row."""
        self.rows.append(list(cells))

    def wide(self, text: str, style: str, height: float) -> None:
        """Write a text over the whole width."""
        width = len(self.widths)
        self.merges.append(f"A{self.next_row}:{column_letters(width)}{self.next_row}")
        self.heights[self.next_row] = height
        self.add([NewCell(text, style), *[NewCell(None, style)] * (width - 1)])

    def date_entry(self, day: dt.date) -> None:
        """Write the cell that every statement takes its date from."""
        self.add([NewCell("截止日期", "label"), NewCell(day, "entry_date"), NewCell("（蓝字可改）　单位：元")])

    def date_line(self, ledger: LedgerCopy) -> None:
        """Write the date of 全市汇总 under the title, and an empty row."""
        self.add([NewCell("截止日期", "label"), NewCell(ledger.last_day, "date", DATE_REF), NewCell("单位：元")])
        self.add([])

    def array(self, formula: str, table: Sequence[Sequence[Any]], styles: Sequence[str]) -> tuple[int, int]:
        """Write an array call with its headings and results; give the first and last row of the results."""
        top = self.next_row
        self.heights[top] = 24
        self.add([NewCell(text, "head") for text in table[0]])
        for line in table[1:]:
            self.add([NewCell(value, style) for value, style in zip(line, styles, strict=True)])
        last = len(self.rows)
        self.arrays[f"A{top}:{column_letters(len(table[0]))}{last}"] = formula
        return top + 1, last

    def check(self, name: str, formula: str, verdict: str) -> None:
        """Write what must agree, and whether it does."""
        self.add([NewCell(name, "label"), NewCell(verdict, "centre", formula)])
        self.heights[len(self.rows)] = 28

    def sheet(self, *, landscape: bool = True, repeat: int = 0) -> NewSheet:
        """Close the sheet with the line to sign on."""
        self.add([NewCell(SIGNATURES)])
        rows = (repeat, repeat) if repeat else None
        printing = PrintSetup(landscape=landscape, repeat=rows)
        return NewSheet(
            self.title, self.rows, self.widths, self.merges, self.heights, printing,
            freeze_row=repeat, charts=self.charts, arrays=self.arrays,
        )  # fmt: skip
