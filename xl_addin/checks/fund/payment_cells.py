"""Checks of the amounts of 发放表 by themselves: what is no number, and 扣款合计 against its parts.

What was paid against what was due is :mod:`xl_addin.checks.fund.payments`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.remarks import Answer
from xl_addin.checks.spec import Check, CheckFunction, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import amount_text, fen_column, fen_of
from xl_addin.sheets.payments import deduction_roles, deduction_total, payment_rows
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity

PAYMENT_SOURCE: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）六"


def unreadable_amounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Amounts that are no numbers."""
    for role in [*filter(table.has, ("due", "paid")), *deduction_roles(table), *filter(None, [deduction_total(table)])]:
        for i, value in enumerate(table.column(role)):
            if not is_empty(value) and not isinstance(value, CellError) and fen_of(value, "元") is None:
                typed = clean_text(value)
                yield Fault(table.cell(role, i), typed, "", {"name": table.label(role), "typed": typed})


def deduction_sums(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """扣款合计 that its columns do not give."""
    role = deduction_total(table)
    if not role:
        return
    rows, unit = book.derive(payment_rows, table), table.money_unit(role)
    for i, typed in enumerate(fen_column(table, role)):
        if typed is not None and rows.sound[i] and abs(typed) != abs(rows.deducted[i]):
            shown = amount_text(rows.deducted[i], unit)
            detail = {"name": table.label(role), "right": shown}
            yield Fault(table.cell(role, i), amount_text(typed, unit), shown, detail)


def amount_check(
    code: str, title: str, message: str, remedy: str, run: CheckFunction, cleared_by: Answer | None = None
) -> Check:
    """An error about the money of a 发放表."""
    return Check(
        code=code,
        title=title,
        severity=Severity.ERROR,
        kinds=frozenset({"payments"}),
        message=message,
        remedy=remedy,
        citation=PAYMENT_SOURCE,
        run=run,
        cleared_by=cleared_by,
    )


PAYMENT_CELL_CHECKS: Final = (
    amount_check(
        "PAYMENT_AMOUNT",
        "发放金额无法识别",
        "“{name}”的“{typed}”不是金额",
        "按凭证改成数字，单位写在表头",
        unreadable_amounts,
    ),
    amount_check(
        "PAYMENT_DEDUCTIONS",
        "扣款合计不符",
        "“{name}”与本行各项扣款之和不符，应为{right}",
        "核对各项扣款，改正合计",
        deduction_sums,
    ),
)
