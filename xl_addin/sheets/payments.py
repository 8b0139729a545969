"""发放表 as checks and commands ask of it: what was due, what was taken off, what is left to pay.

Deductions (代扣…, 扣借款, 个人所得税) may stand in several columns; a column that adds them up is no deduction of its
own. A deduction is money that the person got in another way: what is paid with it is compared with what was approved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import fen_column
from xl_addin.tables.labels import heading
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable

_TOTALS: Final = ("合计", "小计", "总计", "总额", "共计")


@dataclass(frozen=True, slots=True)
class PaymentRows:
    """The money of each row in fen; None where a cell that counts is no number."""

    due: list[int | None]
    paid: list[int | None]
    deducted: list[int]
    """All that is taken off; 0 where nothing is, or where a cell is no number (that is said at the cell)."""
    sound: list[bool]
    """Whether every deduction can be read."""
    right: list[int | None]
    """What 实发 must be: 应发 less deductions."""
    gross: list[int | None]
    """What the person has got: 实发 and what was taken off."""


def deduction_roles(table: SheetTable) -> list[str]:
    """The columns of deductions, without those that add up others, from left to right.

    >>> from xl_addin.tables.layouts import layout
    >>> from xl_addin.tables.recognition import read_range
    >>> rows = [["姓名", "应发", "养老", "扣借款", "扣款合计", "实发", "签字"], ["王三", 9, 1, 1, 2, 7, None]]
    >>> table = read_range(rows, layout("payments"))[0]
    >>> [table.label(role) for role in deduction_roles(table)], table.label(deduction_total(table))
    (['养老', '扣借款'], '扣款合计')
    """
    found = _deductions(table)
    return [role for role in found if not _is_total(table, role)] or found


def deduction_total(table: SheetTable) -> str:
    """The column that adds up the deductions of a row, '' if none."""
    parts = deduction_roles(table)
    return next((role for role in _deductions(table) if role not in parts), "")


def _deductions(table: SheetTable) -> list[str]:
    roles = {role for one in table.layout.repeated for role in one.roles()}
    return [spec.role for spec in table.specs() if spec.role in roles]


def _is_total(table: SheetTable, role: str) -> bool:
    return heading(table.label(role)).key.endswith(_TOTALS)


def payment_rows(table: SheetTable, book: SheetBook) -> PaymentRows:
    """Read the money of a 发放表; deductions typed as negative numbers are taken off all the same."""
    due, paid = fen_column(table, "due"), fen_column(table, "paid")
    parts = {role: fen_column(table, role) for role in deduction_roles(table)}
    empty = {role: [is_empty(value) for value in table.column(role)] for role in parts}
    rows = PaymentRows(due, paid, [], [], [], [])
    for i in range(len(table)):
        fens = [column[i] for column in parts.values()]
        known = [fen for fen in fens if fen is not None]
        off = -sum(known) if known and max(known) <= 0 else sum(known)
        sound = all(column[i] is not None or empty[role][i] for role, column in parts.items())
        owed, got = due[i], paid[i]
        rows.deducted.append(off if sound else 0)
        rows.sound.append(sound)
        rows.right.append(owed - off if owed is not None and sound else None)
        rows.gross.append(got + off if got is not None and sound else None)
    return rows
