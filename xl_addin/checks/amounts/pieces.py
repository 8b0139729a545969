"""Checks of service in pieces (S-30): two pieces of one worker that share days.

Pieces stand in several rows or in one cell; what they come to is judged with the amounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import spans_of
from xl_addin.sheets.service_text import is_service_text, read_service_text
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import address
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity
from xl_addin.values.shown_texts import mask_beginning


def overlapping_pieces(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every piece that begins before the one before it has ended, and every cell of pieces that cannot be read."""
    columns = table.header.columns
    col = columns.get("start", columns.get("entry", 0))
    for record in table.further:
        for earlier, later in pairwise(spans_of(table, book, record)):
            if later[0] <= earlier[1]:
                other, cell = sorted((earlier[2], later[2]))
                span = f"{to_date(earlier[0]).isoformat()}至{to_date(earlier[1]).isoformat()}"
                why = f"与 {address(other, col)} 的一段工龄有重叠的日期（{span}和{to_date(later[0]).isoformat()}起）"
                yield Fault(address(cell, col), to_date(later[0]).isoformat(), "", {"why": why})
    if "start" not in columns:
        return
    rows = table.row_by_row
    for i, (value, end) in enumerate(zip(rows.column("start"), rows.column("end"), strict=True)):
        if is_service_text(value):
            try:
                read_service_text(str(value), end, book.policy)
            except InputError as error:
                yield Fault(rows.cell("start", i), mask_beginning(clean_text(value)), "", {"why": error.message})


PIECE_CHECKS: Final = (
    Check(
        code="SERVICE_OVERLAP",
        title="工龄分段重叠",
        severity=Severity.ERROR,
        kinds=frozenset({"severance"}),
        message="{why}",
        remedy="按档案核对各段的起止时间；同一天只能计在一段里，不是同一名职工的补填姓名和身份证号",
        citation="工龄分段计算，重叠的日期不能计两次",
        run=overlapping_pieces,
        blocks="工龄分段不能用，该职工的月数和金额未校验",
    ),
)
