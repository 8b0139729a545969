"""Severance sheets that claim something: not those where a table function shows again what another sheet has.

Such a result table, headings and all, is one formula over a sheet whose rows have their amounts already; to add both up
would be to pay everybody twice. A result over a list without amounts is a claim like any other. Judges nothing.
"""

from __future__ import annotations

from collections import Counter

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.totals import fen_amounts
from xl_addin.tables.sheet_table import SheetTable


def claims(book: SheetBook) -> list[SheetTable]:
    """The severance tables of a workbook that are to be added up, in the order of the sheets."""
    tables = book.of_kind("severance")
    made = [table for table in tables if table.header.first_col in made_headings(table, book)]
    others = Counter(fen for table in tables if table not in made for fen in _amounts(table, book))
    restated = [table for table in made if (mine := Counter(_amounts(table, book))) and mine <= others]
    return [table for table in tables if table not in restated]


def _amounts(table: SheetTable, book: SheetBook) -> list[int]:
    if not table.has("amount"):
        return []
    return [fen for fen in book.derive(fen_amounts, table, "amount") if fen]


def made_headings(table: SheetTable, book: SheetBook) -> set[int]:
    """The columns whose heading is a formula; of a result table the first one."""
    rows = range(table.header.first_row, table.header.last_row + 1)
    sheets = (sheet for sheet in book.grid.sheets if sheet.name == table.sheet)
    return {col for sheet in sheets for row, col in sheet.formulas if row in rows}
