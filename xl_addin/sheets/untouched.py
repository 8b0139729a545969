"""Sheets that nobody has filled in: a template as it was made, which is neither in order nor at fault (L-01).

A list without rows is one, unless a single cell of a row is filled in.
The procedure template comes with its steps in place, so that there only what the office itself
writes counts: the enterprise, dates, document numbers, votes, remarks, and every column that the template does
not have.
"""

from __future__ import annotations

from typing import Final

from xl_addin.policy.profiles import shipped_policy
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policy_range import FACT_NAMES
from xl_addin.sheets.readings import SILENT_KINDS, UNCHECKED_KINDS
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.record_rows import LOOSE, is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import unread_columns

_PRINTED_ROLES: Final = frozenset({"seq", "step_id", "step", "responsible", "evidence", "requirement", "source"})


def is_untouched(table: SheetTable, book: SheetBook) -> bool:
    """Tell a sheet on which nobody has entered anything yet."""
    if table.kind == "procedure" and any(titles.enterprise for _, titles in table.blocks):
        return False  # an enterprise has begun: that none of its steps is there is what has to be said
    if not len(table):
        return LOOSE not in table.skipped.values() and _sums_nothing(table)
    if table.kind != "procedure" or not table.has("finished"):
        return False
    entered = (spec.role for spec in table.specs() if spec.role not in _PRINTED_ROLES)
    if any(
        not is_empty(value) or table.awaits_calculation(role, i)
        for role in entered
        for i, value in enumerate(table.column(role))
    ):
        return False
    return not unread_columns(table)


def _sums_nothing(table: SheetTable) -> bool:
    """Tell a list whose lines of sums, if any, add up nothing: a template has one below its blank rows."""
    roles = [
        spec.role for spec in table.specs() if spec.type in ("money", "number") and spec.role in table.header.columns
    ]
    return all(is_empty(value) or value == 0 for role in roles for value in table.sum_column(role))


def untouched_sheets(book: SheetBook) -> list[str]:
    """The sheets whose every table is untouched, in the order of the workbook."""
    found: dict[str, bool] = {}
    for table in book.tables:
        if table.kind in UNCHECKED_KINDS:
            continue
        found[table.sheet] = found.get(table.sheet, True) and book.derive(is_untouched, table)
    return [sheet for sheet, untouched in found.items() if untouched]


def untouched_policy(book: SheetBook) -> list[str]:
    """The 政策 template of a book in which nothing is filled in: its facts are asked for, and none is given."""
    stated = book.stated
    others = [table for table in book.tables if table.kind not in SILENT_KINDS]
    if not stated.sheet or stated.fault or not all(book.derive(is_untouched, table) for table in others):
        return []
    asked = any(row and clean_text(row[0]) in FACT_NAMES for row in stated.rows or ())
    return [stated.sheet] if asked and stated.policy == shipped_policy() else []
