"""Columns that nobody reads, with what each could be: for whoever asks the user, who alone knows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.readings import SILENT_KINDS, nearest_kind
from xl_addin.tables.heading_roles import nearest, role_of
from xl_addin.tables.labels import heading
from xl_addin.tables.layouts import Layout, layout
from xl_addin.tables.unread import unread_columns


@dataclass(frozen=True, slots=True)
class OpenHeading:
    """A heading as typed, on a sheet of a kind (or nearest to that kind), and the columns that it could be."""

    sheet: str
    kind: str
    title: str
    """What users call the kind."""
    heading: str
    key: str
    """The heading as it is looked up."""
    roles: tuple[tuple[str, str], ...]
    """Role and what users call it."""
    guess: str
    """The role whose headings it is most like."""


def open_headings(book: SheetBook) -> list[OpenHeading]:
    """Every column of the workbook that is filled and not read, or that its sheet needs to be of a known kind."""
    found: list[OpenHeading] = []
    known = {table.sheet for table in book.tables}
    for table in book.tables:
        if table.kind not in SILENT_KINDS:
            heads = [column.heading for column in unread_columns(table)]
            found += _asked(table.sheet, layout(table.kind), heads, table.header.columns)
    for sheet in book.grid.sheets:
        match = None if sheet.ours or sheet.name in known else nearest_kind(sheet)
        if match is not None:
            found += _asked(sheet.name, layout(match.layout.kind), match.unknown.values(), match.columns)
    return found


def _asked(sheet: str, kind: Layout, heads: Iterable[str], held: Collection[str]) -> Iterator[OpenHeading]:
    free = tuple((role, one.name) for role, one in kind.columns.items() if role not in held and not one.lender)
    for text in dict.fromkeys(heads):
        key = heading(text).key
        if key and free and not role_of(kind, key):
            guess, _, likeness = nearest(kind, key, [role for role, _ in free])
            yield OpenHeading(sheet, kind.kind, kind.title, text, key, free, guess if likeness >= 0.5 else "")
