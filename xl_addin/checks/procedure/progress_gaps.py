"""Empty cells of 改制工作进度表 in steps that an enterprise has passed; one still under way lacks nothing.

Payment has cells that depend on one another: a first payment needs its day, a day its amount, and what was not paid at
once needs the day on which the rest was paid.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.procedure import procedure
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.not_applicable import means_not_applicable
from xl_addin.sheets.sales import prices
from xl_addin.sheets.steps import PROGRESS_STAGES, progress_reached
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

_PAYMENT: Final = "D19"
_PAYMENT_CELLS: Final = ("first_payment", "first_paid", "rest_paid")


def progress_gaps(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Empty cells of steps that an enterprise has passed: a later step of its row is filled in.

    不适用 is no entry: everyone goes through these steps.
    """
    reached = progress_reached(table)
    for role, step in PROGRESS_STAGES.items():
        if table.has(role):
            for i, value in enumerate(table.column(role)):
                refused = table.layout.columns[role].type == "text" and means_not_applicable(clean_text(value), step)
                if (is_empty(value) or refused) and reached[i] > step:
                    yield _gap(table, role, i, step)
    yield from _payment_gaps(table, book, reached)


def _payment_gaps(table: SheetTable, book: SheetBook, reached: Sequence[str]) -> Iterator[Fault]:
    for price in book.derive(prices, table):
        i = price.record
        filled = {role for role in _PAYMENT_CELLS if not is_empty(table.column(role)[i])}
        passed = reached[i] > _PAYMENT
        lacking = set()
        if passed and not price.paid_at_once:
            lacking.add("rest_paid")
        if (passed or "rest_paid" in filled) and not filled.isdisjoint({"first_payment", "first_paid"}):
            lacking |= {"first_payment", "first_paid"}
        for role in _PAYMENT_CELLS:
            if role in lacking - filled and table.has(role):
                yield _gap(table, role, i, _PAYMENT)


def _gap(table: SheetTable, role: str, record: int, step: str) -> Fault:
    one = procedure().steps[step]
    detail = {"step": f"{step} {one.title}", "name": table.label(role)}
    return Fault(
        table.cell(role, record), clean_text(table.column(role)[record]) or "空", "", detail, citation=one.citation
    )


PROGRESS_GAP_CHECKS: Final = (
    Check(
        code="PROGRESS_GAP",
        title="已过步骤缺登记",
        severity=Severity.MISSING,
        kinds=frozenset({"progress"}),
        message="后续步骤已登记，但“{step}”的“{name}”未填",
        remedy="按原件补填；未办的须补办",
        citation="",
        run=progress_gaps,
    ),
)
