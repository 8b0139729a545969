"""Where error values, formulas and merged cells stand in an .ods: a pass over its content, values are not read.

The content is never a tree: a book of 20,000 rows would take half a gigabyte.

Source: OpenDocument 1.3 part 3, 9.1.4 table-cell; LibreOffice marks errors with calcext:value-type.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final
from xml.parsers import expat

from xl_addin.files.entries import expanded, open_zip
from xl_addin.files.foreign.witness import Witness
from xl_addin.files.markup import mentions_dtd
from xl_addin.files.scan.room import Room, refuse_many_sheets
from xl_addin.values.errors import NA, VALUE, InputError

_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_NOTE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 annotation"
_CELLS: Final = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_MOST: Final = 200_000_000
_ERRORS: Final = ("#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "Err:")


def witnesses(path: Path) -> list[Witness]:
    """Every sheet in the order of the workbook; InputError for an encrypted or unsafe one."""
    with open_zip(path) as archive:
        if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
            raise InputError("encrypted_ods")
        data = _part(archive, "content.xml")
    if mentions_dtd([data]):
        raise InputError("broken")
    found = _Pass()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = found.start, found.end
    parser.CharacterDataHandler = found.text
    parser.Parse(data, True)
    return found.sheets


def _part(archive: zipfile.ZipFile, part: str) -> bytes:
    try:
        info = archive.getinfo(part)
    except KeyError:
        return b""
    if info.file_size > _MOST:
        raise InputError("too big")
    return expanded(archive, info)


class _Pass:
    """What was seen on the way through the content; a table inside a cell is passed over."""

    def __init__(self) -> None:
        self.sheets: list[Witness] = []
        self._room = Room()
        self._tables = self._notes = 0
        self._row = self._next_row = self._col = 1
        self._tall = 1
        self._watched: tuple[int, int, bool] | None = None
        """Column, repetitions and mark of the cell whose text says whether it is an error value."""
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A tag that opens."""
        if name == _SHEET:
            self._tables += 1
            if self._tables == 1:
                self.sheets.append(Witness(attributes.get(f"{_TABLE}name", ""), self._room))
                refuse_many_sheets(len(self.sheets))
                self._next_row = 1
        elif self._tables != 1:
            return
        elif name == _ROW:
            self._row, self._col = self._next_row, 1
            self._tall = _count(attributes, "number-rows-repeated")
            self._next_row += self._tall
        elif name in _CELLS:
            self._cell(attributes)
        elif name == _NOTE:
            self._notes += 1

    def _cell(self, attributes: dict[str, str]) -> None:
        sheet, row, col = self.sheets[-1], self._row, self._col
        wide = _count(attributes, "number-columns-repeated")
        self._col += wide
        down, across = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if down > 1 or across > 1:
            sheet.merge(row, col, row + down - 1, col + across - 1)
        marked = "error" in attributes.values() and any(
            key.endswith(" value-type") and value == "error" for key, value in attributes.items()
        )
        formula = f"{_TABLE}formula" in attributes
        if formula:
            sheet.formula(row, col, self._tall, wide)
        if formula or marked:
            self._watched, self._text = (col, wide, marked), []

    def text(self, text: str) -> None:
        """Characters between tags."""
        if self._watched and self._tables == 1 and not self._notes:
            self._text.append(text)

    def end(self, name: str) -> None:
        """A tag that closes."""
        if name == _SHEET:
            self._tables -= 1
        elif self._tables == 1 and name == _NOTE:
            self._notes -= 1
        elif self._tables == 1 and name in _CELLS and self._watched:
            col, wide, marked = self._watched
            shown = "".join(self._text).strip()
            if marked or shown.startswith(_ERRORS):
                self.sheets[-1].fail(_code(shown), self._row, col, self._tall, wide)
            self._watched = None


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isdigit() and len(text) < 9 else 1


def _code(text: str) -> str:
    return text if text.startswith("#") else (VALUE if text.startswith("Err:") else NA)
