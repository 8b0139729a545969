"""Postings as 公示情况表 lists them, for the checks and for the papers that are posted."""

from __future__ import annotations

from xl_addin.sheets.cells import Day, day_at, days_in_text
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable


def posted_period(table: SheetTable, record: int) -> tuple[Day, Day] | None:
    """First and last day of a posting, of two columns or of one text that holds both; None where one is not known."""
    start, end = day_at(table, "posted_from", record), day_at(table, "posted_to", record)
    if table.has("posted_period") and not (start or end):
        spans = days_in_text(clean_text(table.column("posted_period")[record]))
        if len(spans) == 2:
            cell = table.cell("posted_period", record)
            start, end = Day(spans[0], cell), Day(spans[1], cell)
    return (start, end) if start and end else None
