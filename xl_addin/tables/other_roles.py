"""The rows of a table with their columns under other roles, and the columns whose headings repeat one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from xl_addin.tables.grid import CellValue
from xl_addin.tables.sheet_table import SheetTable


def spare_columns(table: SheetTable, role: str) -> list[tuple[str, list[CellValue]]]:
    """Heading and cells of further columns whose headings name a role that another column holds."""
    return [(table.lowest_heading(col), table.cells_in(col)) for col in table.header.spare.get(role, [])]


def with_roles(table: SheetTable, columns: Mapping[str, int], computed: Mapping[str, list[CellValue]]) -> SheetTable:
    """The same rows with columns under other roles; ``computed`` holds what was worked out from several columns.

    Cells of a computed column are those of the column that ``columns`` gives it.
    """
    old = table.header
    labels = {col: (old.labels[role], old.units[role]) for role, col in old.columns.items()}
    named = {role: labels.get(col) or (table.lowest_heading(col), "") for role, col in columns.items()}
    header = replace(
        old,
        columns=dict(columns),
        labels={role: label for role, (label, _) in named.items()},
        units={role: unit for role, (_, unit) in named.items()},
    )
    return replace(table.with_header(header), _columns=dict(computed))
