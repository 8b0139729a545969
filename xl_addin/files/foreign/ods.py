"""Where error values, formulas and merged cells stand in an .ods: a pass over its content, values are not read.

Source: OpenDocument 1.3 part 3, 9.1.4 table-cell; LibreOffice marks errors with calcext:value-type.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from lxml import etree

from xl_addin.files.entries import expanded, open_zip
from xl_addin.files.foreign.witness import Witness
from xl_addin.files.markup import mentions_dtd
from xl_addin.values.errors import NA, VALUE, CellError, InputError

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MOST: Final = 200_000_000
_ERRORS: Final = ("#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "Err:")
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def witnesses(path: Path) -> list[Witness]:
    """Every sheet in the order of the workbook; InputError for an encrypted or unsafe one."""
    with open_zip(path) as archive:
        if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
            raise InputError("encrypted_ods")
        data = _part(archive, "content.xml")
    if mentions_dtd(data):
        raise InputError("broken")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(data, parser)
    return [_sheet(table) for table in root.iter(f"{_TABLE}table") if _is_top(table)]


def _part(archive: zipfile.ZipFile, part: str) -> bytes:
    try:
        info = archive.getinfo(part)
    except KeyError:
        return b""
    if info.file_size > _MOST:
        raise InputError("too big")
    return expanded(archive, info)


def _is_top(table: etree._Element) -> bool:
    return next(table.iterancestors(f"{_TABLE}table"), None) is None


def _sheet(table: etree._Element) -> Witness:
    found = Witness(table.get(f"{_TABLE}name") or "")
    row = 1
    for line in table.iter(f"{_TABLE}table-row"):
        if next(line.iterancestors(f"{_TABLE}table"), None) is not table:
            continue  # a table inside a cell
        _row(found, line, row)
        row += _count(line, "number-rows-repeated")
    return found


def _row(found: Witness, line: etree._Element, row: int) -> None:
    col = 1
    for cell in line.iterchildren(*_CELLS):
        tall, wide = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if tall > 1 or wide > 1:
            found.merged.append((row, col, row + tall - 1, col + wide - 1))
        text = "".join(map(str, cell.itertext(f"{_TEXT}p", f"{_TEXT}span"))).strip() if _is_error(cell) else ""
        if cell.get(f"{_TABLE}formula"):
            found.formulas.append((row, col))
        if text or _is_marked(cell):
            found.errors[row, col] = CellError(_code(text), "")
        col += _count(cell, "number-columns-repeated")


def _count(node: etree._Element, name: str) -> int:
    text = node.get(f"{_TABLE}{name}") or "1"
    return int(text) if text.isdigit() and len(text) < 9 else 1


def _is_marked(cell: etree._Element) -> bool:
    return any(str(key).endswith("}value-type") and value == "error" for key, value in cell.attrib.items())


def _is_error(cell: etree._Element) -> bool:
    if _is_marked(cell):
        return True
    if not cell.get(f"{_TABLE}formula"):
        return False
    return "".join(map(str, cell.itertext())).startswith(
        ("#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "Err:")
    )


def _code(text: str) -> str:
    return text if text.startswith("#") else (VALUE if text.startswith("Err:") else NA)
