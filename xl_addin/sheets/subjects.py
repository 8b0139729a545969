"""Who is whom across the lists of persons of a workbook: one key for every person, by sound ID number.

A sheet without any ID number is joined by the name, where one person alone bears it within one enterprise. A row whose
number is faulty is nobody here: that fault is found at the number. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.person_facts import LISTS
from xl_addin.sheets.persons import enterprises, names, same_enterprise
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable


def subjects(table: SheetTable, book: SheetBook) -> list[str]:
    """The key of every record's person, '' for one who cannot be told."""
    return book.gather(_keys)[id(table)]


def _keys(book: SheetBook) -> dict[int, list[str]]:
    tables = book.of_kind(*LISTS)
    found = {id(table): list(book.derive(sound_ids, table)) for table in tables if _has_ids(table)}
    bearers: dict[str, dict[str, set[str]]] = {}
    for table in tables:
        if id(table) in found:
            for key, name, firm in _who(table, book, found[id(table)]):
                bearers.setdefault(name, {}).setdefault(key, set()).add(firm)
    for table in tables:
        if id(table) not in found:
            found[id(table)] = _by_name(table, book, bearers)
    return found


def _has_ids(table: SheetTable) -> bool:
    return table.has("id") and not all(map(is_empty, table.column("id")))


def _who(table: SheetTable, book: SheetBook, keys: list[str]) -> Iterator[tuple[str, str, str]]:
    rows = zip(keys, book.derive(names, table), book.derive(enterprises, table), strict=True)
    return ((key, name, firm) for key, name, firm in rows if key and name)


def _by_name(table: SheetTable, book: SheetBook, bearers: dict[str, dict[str, set[str]]]) -> list[str]:
    """Keys for a list without ID numbers: of the one bearer of the name in the enterprise, else the name itself."""
    rows = list(zip(book.derive(names, table), book.derive(enterprises, table), strict=True))
    firms_of: dict[str, list[str]] = {}
    for name, firm in rows:
        firms_of.setdefault(name, []).append(firm)
    keys: list[str] = []
    for name, firm in rows:
        alike = [key for key, firms in bearers.get(name, {}).items() if any(_may_be(firm, one) for one in firms)]
        namesakes = sum(_may_be(firm, where) for where in firms_of[name]) if name else 0
        if namesakes != 1 or len(alike) > 1:
            keys.append("")
        else:
            keys.append(alike[0] if alike else f"{name}/{firm}")
    return keys


def _may_be(left: str, right: str) -> bool:
    return not left or not right or same_enterprise(left, right)
