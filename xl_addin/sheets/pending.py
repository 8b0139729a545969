"""Rows that say of their amount that it waits for an answer (待核): nothing is missing there, and nothing is judged."""

from __future__ import annotations

from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable

_WORDS: Final = frozenset(
    {"待核", "待核实", "待核定", "待定", "待查", "待补", "待审", "待审核", "待确认", "暂缓", "待公示"}
)


def is_pending(value: CellValue) -> bool:
    """Tell a cell that waits for an answer.

    >>> is_pending("待　核"), is_pending("待岗"), is_pending(0)
    (True, False, False)
    """
    return isinstance(value, str) and len(value) < 12 and plain(value).strip("（）()") in _WORDS


def pending_rows(table: SheetTable, book: SheetBook) -> dict[int, str]:
    """Records with such a word for an amount, and the cell where it stands."""
    found: dict[int, str] = {}
    for spec in table.specs():
        if spec.type == "money":
            for i, value in enumerate(table.column(spec.role)):
                if value.__class__ is str and is_pending(value):
                    found.setdefault(i, table.cell(spec.role, i))
    return found
