"""Names of enterprises across the sheets of a workbook that may mean one enterprise. Judges nothing."""

from __future__ import annotations

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import texts
from xl_addin.sheets.persons import enterprises
from xl_addin.tables.alike_firms import alike_firms
from xl_addin.tables.sheet_table import SheetTable


def firms_named(table: SheetTable, book: SheetBook) -> list[str]:
    """The enterprise (its key) that each row itself names; of a sheet without a column the one of its title."""
    return texts(table, "enterprise") if table.has("enterprise") else book.derive(enterprises, table)


def alike(book: SheetBook) -> list[tuple[str, str]]:
    """Pairs of names of the workbook that may be one enterprise, the shorter one first (tables.alike_firms)."""
    return alike_firms(name for table in book.tables if len(table) for name in book.derive(firms_named, table))


def alike_note(pair: tuple[str, str]) -> str:
    """A sentence for pages that add up by enterprise."""
    return f"“{pair[0]}”和“{pair[1]}”可能是同一企业，现按两户分列；是同一企业的，把名称改成一样后重做"
