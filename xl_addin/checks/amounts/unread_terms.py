"""Columns that nobody reads and that may explain why months or an amount differ: 军龄, 应扣减工龄, 系数 …"""

from __future__ import annotations

import re
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import declined, unread_columns

_TERMS: Final = re.compile(r"扣|减|军龄|服役|补偿|折算|系数|视同|增加|加发|工龄|年限|月数|倍|比例|折扣|调整")
_NOTHING: Final = re.compile(r"0+(?:\.0+)?(?:年|个?月)?|无|[-—/]+")


def term_columns(table: SheetTable, book: SheetBook) -> list[tuple[str, list[CellValue]]]:
    """Heading and cells of the unread columns whose heading speaks of service or of a factor."""
    return [
        (column.heading, table.cells_in(column.col))
        for column in unread_columns(table)
        if _TERMS.search(plain(column.heading)) and not declined(column.heading)
    ]


def not_read(table: SheetTable, book: SheetBook, record: int) -> str:
    """What a finding adds where such columns are filled in its row, '' where none is."""
    filled = [
        f"“{heading}”"
        for heading, cells in book.derive(term_columns, table)
        if not is_empty(cells[record]) and not _NOTHING.fullmatch(plain(clean_text(cells[record])))
    ]
    return (
        f"；本表{'、'.join(filled)}一栏没有读，若应计入，请核对后先改正工龄或金额的依据，不要照此改数" if filled else ""
    )
