"""Who is whom across the lists of persons of a workbook: one key for every person, by sound ID number.

A row without one is joined by the name, where one person alone bears it within one enterprise
(:mod:`xl_addin.sheets.identities`). Judges nothing.
"""

from __future__ import annotations

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.persons import person_keys
from xl_addin.tables.sheet_table import SheetTable


def subjects(table: SheetTable, book: SheetBook) -> list[str]:
    """The key of every record's person, '' for one who cannot be told."""
    return book.gather(person_keys)[id(table)]
