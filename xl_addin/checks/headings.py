"""Columns whose heading is not known although they could be one that the sheet lacks: asked, never passed over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.readings import UNCHECKED_KINDS
from xl_addin.tables.layouts import layouts
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import heading_questions
from xl_addin.values.findings import Severity


def unknown_headings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every filled column of unknown heading that could be a missing one."""
    for question in heading_questions(table):
        detail = {"text": question.text}
        yield Fault(question.cell, question.heading, question.accepted, detail, variant=question.role.upper())


HEADING_CHECKS: Final = (
    Check(
        code="HEADING_UNKNOWN",
        title="表头没有认出",
        severity=Severity.ERROR,
        kinds=frozenset(layout.kind for layout in layouts()) - UNCHECKED_KINDS,
        message="{text}",
        remedy="改正表头后再校验；可用的表头见“xl-addin headings”或手册的表头页",
        citation="",
        run=unknown_headings,
    ),
)
