"""Whose row a finding stands in: its table, record and column, the person and the enterprise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.columns import LISTS
from xl_addin.sheets.persons import enterprises, names
from xl_addin.sheets.steps import enterprise_names
from xl_addin.sheets.subjects import subjects
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import parse_address
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Finding
from xl_addin.values.shown_texts import LONGEST_NAME, beginning

_NO_BLOCKS: Final = frozenset({"ledger", "petitions"})
"""Kinds on which an empty cell of the enterprise does not go on with the one above."""


@dataclass(frozen=True, slots=True)
class Row:
    """Where a finding stands. ``record`` is None at a heading, a title, a sum, or where no table is."""

    table: int = -1
    kind: str = ""
    record: int | None = None
    role: str = ""
    name: str = ""
    enterprise: str = ""
    subject: str = ""
    """Key of the person, else of the enterprise; '' for nobody in particular."""
    head: bool = False
    """At a heading or above: it speaks of a whole column or sheet."""

    @property
    def is_table(self) -> bool:
        """Whether it stands on a table that was read."""
        return self.table >= 0


class Rows:
    """Looks rows up in one workbook."""

    def __init__(self, book: SheetBook) -> None:
        self._book = book
        self._tables: dict[str, list[tuple[int, SheetTable]]] = {}
        for number, table in enumerate(book.tables):
            self._tables.setdefault(table.sheet, []).append((number, table))

    def of(self, finding: Finding) -> Row:
        """The row of a finding."""
        return self.at(finding.sheet, finding.cell)

    def at(self, sheet: str, cell: str | None) -> Row:
        """The row of a cell or an area; without one the sheet."""
        tables = self._tables.get(sheet, [])
        if not cell:
            return Row(tables[0][0], tables[0][1].kind, head=True) if tables else Row(head=True)
        row, col = parse_address(cell.partition(":")[0])
        for number, table in tables:
            if table.header.first_row <= row <= table.last_row or table is tables[-1][1]:
                roles = table.header.columns
                role = next((role for role, place in roles.items() if place == col), "")
                if row <= table.header.last_row:
                    return Row(number, table.kind, role=role, head=True)
                return self._at(number, table, table.record_at(row), role)
        return Row()

    def _at(self, number: int, table: SheetTable, record: int | None, role: str) -> Row:
        if record is None:
            return Row(number, table.kind, role=role)
        name = beginning(self._book.derive(_names, table)[record], LONGEST_NAME)
        firm = beginning(self._book.derive(_firms, table)[record], LONGEST_NAME)
        person = table.kind in LISTS
        keys = self._book.derive(subjects, table)[record] if person else ""
        subject = keys or (f"{name}/{firm}" if person and name else "" if person else enterprise_key(firm))
        return Row(number, table.kind, record, role, name, firm, subject)


def _names(table: SheetTable, book: SheetBook) -> list[str]:
    """Names of persons; of registers as they stand."""
    if not table.has("name"):
        return [""] * len(table)
    return names(table, book)


def _firms(table: SheetTable, book: SheetBook) -> list[str]:
    if table.kind in _NO_BLOCKS:
        return (
            [clean_text(value) for value in table.column("enterprise")]
            if table.has("enterprise")
            else [table.enterprise] * len(table)
        )
    return enterprises(table, book) if table.kind in LISTS else enterprise_names(table)
