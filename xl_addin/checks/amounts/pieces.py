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
from xl_addin.sheets.severance_inputs import is_left_out
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
        left_out = _left_out(table, record)
        counted = [span for span in spans_of(table, book, record) if span[2] not in left_out]
        for earlier, later in pairwise(counted):
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


def _left_out(table: SheetTable, record: int) -> set[int]:
    """Sheet rows of a worker's pieces that do not count, or were paid for before: they may lie within others."""
    rows = (table.row_numbers[record], *table.further[record])
    flags = zip(*(table.cells_of(role, record) for role in ("counts", "paid_before")), strict=True)
    return {row for row, flag in zip(rows, flags, strict=True) if is_left_out(*flag)}


def odd_flags(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Words other than 是 and 否 that say whether a piece of service counts."""
    rows = table.row_by_row
    for role in filter(rows.has, ("counts", "paid_before")):
        for i, value in enumerate(rows.column(role)):
            word = clean_text(value)
            if word not in ("", "是", "否"):
                yield Fault(rows.cell(role, i), mask_beginning(word), "是 或 否", {"name": rows.label(role)})


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
    Check(
        code="SERVICE_FLAG",
        title="工龄是否计算填写不明",
        severity=Severity.ERROR,
        kinds=frozenset({"severance"}),
        message="“{name}”只能填 是 或 否，现在按计算工龄处理",
        remedy="核对该段工龄，填 是 或 否",
        citation="劳动合同法实施条例第十条（原单位已支付经济补偿的不再计算）",
        run=odd_flags,
    ),
)
