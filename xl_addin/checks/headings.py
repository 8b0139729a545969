"""Columns whose heading is not known although they could be one that the sheet lacks: asked, never passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.person_cells import yearly_roles
from xl_addin.sheets.readings import UNCHECKED_KINDS
from xl_addin.tables.layouts import layouts
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import UNREAD_MONEY, heading_questions, unread_money
from xl_addin.values.findings import Severity


def unknown_headings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every filled column of unknown heading that could be a missing one."""
    for question in heading_questions(table):
        detail = {"text": question.text}
        yield Fault(question.cell, question.heading, question.accepted, detail, variant=question.role.upper())


def unread_amounts(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every column of amounts of an account book that nobody reads."""
    for cell, text in unread_money(table):
        yield Fault(cell, text, "", {"name": text})


def yearly_headings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every column of monthly wages or bases whose heading says that it is by the year."""
    for role in yearly_roles(table):
        yield Fault(table.header_cell(role), table.label(role), "元/月", {"name": table.label(role)})


HEADING_CHECKS: Final = (
    Check(
        code="AMOUNT_COLUMN_UNREAD",
        title="有金额的栏没有读",
        severity=Severity.ERROR,
        kinds=frozenset({"ledger"}),
        message="“{name}”一栏填有金额，没有认出是收入还是支出，没有计入余额和合计",
        remedy=UNREAD_MONEY,
        citation="",
        run=unread_amounts,
    ),
    Check(
        code="HEADING_YEARLY",
        title="按年的工资当作月工资",
        severity=Severity.ERROR,
        kinds=frozenset({"severance", "arrears"}),
        message="“{name}”写明是按年的数，这里要的是月数，没有据以计算",
        remedy="换算成每月金额（除以12），并在表头写明（元/月）",
        citation="",
        run=yearly_headings,
    ),
    Check(
        code="HEADING_UNKNOWN",
        title="表头没有认出",
        severity=Severity.ERROR,
        kinds=frozenset(layout.kind for layout in layouts()) - UNCHECKED_KINDS,
        message="{text}",
        remedy="改正表头后再校验；可用的表头见手册“可用的表头”",
        citation="",
        run=unknown_headings,
    ),
)
