"""The formulas of a table's columns and which of its rows the sheet hides, for who judges sums."""

from __future__ import annotations

from collections.abc import Iterable

from xl_addin.tables.grid import GridTable
from xl_addin.tables.sheet_table import SheetTable


def formulas_in(table: SheetTable, role: str, rows: Iterable[int]) -> dict[int, str]:
    """Sheet row to formula text (without =) of the cells of one column that hold a formula."""
    col = table.header.columns.get(role, 0)
    formulas = table._grid.formulas
    return {row: formulas[row, col].text for row in rows if (row, col) in formulas} if formulas else {}


def hidden_rows(table: SheetTable) -> frozenset[int]:
    """Sheet rows that are hidden, by hand or by a filter."""
    return table._grid.hidden_rows


def user_tables(table: SheetTable) -> tuple[GridTable, ...]:
    """Tables that a user made of the sheet's cells."""
    return table._grid.tables
