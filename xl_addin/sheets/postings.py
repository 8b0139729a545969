"""Postings as 公示情况表 lists them, for the checks, the facts of a case and the papers that are posted."""

from __future__ import annotations

from typing import Final

from xl_addin.sheets.cells import Day, day_at, days_in_text
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable

_WHOLE: Final = ("posted_period", "posted_from")
"""Columns of which one cell may hold both days."""


def posted_days(table: SheetTable, record: int) -> tuple[Day | None, Day | None]:
    """First and last day of a posting, of two columns or of one text that holds both; None for one not known."""
    start, end = day_at(table, "posted_from", record), day_at(table, "posted_to", record)
    for role in _WHOLE if not (start and end) else ():
        spans = days_in_text(clean_text(table.column(role)[record])) if table.has(role) else []
        if len(spans) == 2:
            cell = table.cell(role, record)
            whole = Day(spans[0], cell), Day(spans[1], cell)
            # A column of its own goes before; days that contradict it are no answer.
            same = all(own is None or own.span == one.span for own, one in zip((start, end), whole, strict=True))
            return whole if same else (start, end)
    return start, end


def posted_period(table: SheetTable, record: int) -> tuple[Day, Day] | None:
    """First and last day of a posting; None where one is not known."""
    start, end = posted_days(table, record)
    return (start, end) if start and end else None
