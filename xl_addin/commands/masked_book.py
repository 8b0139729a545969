"""A new workbook that is put up for all to see: no ID number in it, whatever cell of the sources it was typed into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.values.persons import mask_text


def masked_book(book: NewBook) -> NewBook:
    """The workbook with every ID number in its texts and titles masked.

    >>> sheet = NewSheet("公示表", [[NewCell("王三 11010519491231002X"), NewCell(1600)]], [20, 10])
    >>> [cell.value for cell in masked_book(NewBook("公示表", [sheet])).sheets[0].rows[0]]
    ['王三 110105********002X', 1600]
    """
    return replace(book, sheets=[masked_sheet(sheet) for sheet in book.sheets])


def masked_sheet(sheet: NewSheet) -> NewSheet:
    """The sheet with every ID number in its texts and title masked."""
    return replace(sheet, title=mask_text(sheet.title), rows=[_masked_row(row) for row in sheet.rows])


def _masked_row(row: Sequence[NewCell]) -> list[NewCell]:
    return [replace(cell, value=mask_text(cell.value)) if isinstance(cell.value, str) else cell for cell in row]


def masked_stem(stem: str) -> str:
    """The name of a file made for all to see; Windows has no stars in names.

    >>> masked_stem("名单-11010519491231002X")
    '名单-110105xxxxxxxx002X'
    """
    return mask_text(stem).replace("*", "x")
