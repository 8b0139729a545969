"""Tables of a workbook (Ctrl+T), what a structured reference such as ``表1[[#This Row],[工资]]`` means, hidden rows.

Reads from the file what a grid leaves out; a workbook built in memory has none. A reference that is not understood
gives None, and the formula is then not recalculated.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from typing import Final

from xl_addin.tables.grid import BookGrid, parse_address

Bounds = tuple[int, int, int, int]

_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_TARGET: Final = re.compile(rb"""\bTarget=["']([^"']+)["']""")
_MOST_BYTES: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its sheet's index, bounds (row, column, row, column), and columns in order."""

    sheet: int
    bounds: Bounds
    columns: tuple[str, ...]
    header_rows: int
    total_rows: int


def read_tables(book: BookGrid) -> dict[str, Table]:
    """Tables of the workbook's file by lower-cased name; empty if the file cannot be read."""
    tables: dict[str, Table] = {}
    try:
        with zipfile.ZipFile(book.path) as archive:
            for index, sheet in enumerate(book.sheets):
                for part in _table_parts(archive, sheet.part):
                    tables.update(_read_table(archive, part, index))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError):
        return {}
    return tables


_HIDDEN: Final = re.compile(rb"""<(?:\w+:)?row\b[^>]*\bhidden=["'](?:1|true)["']""")


def hidden_rows(book: BookGrid, sheet: int) -> bool:
    """Whether the file hides any row of a sheet; True if the file cannot be read."""
    try:
        with zipfile.ZipFile(book.path) as archive:
            content = archive.read(book.sheets[sheet].part)
    except (OSError, zipfile.BadZipFile, KeyError):
        return True
    return b"sheetData" not in content or _HIDDEN.search(content) is not None


def _table_parts(archive: zipfile.ZipFile, sheet_part: str) -> list[str]:
    folder, name = posixpath.split(sheet_part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.NameToInfo:
        return []
    parts = []
    for relation in _RELATION.findall(_bytes(archive, relations)):
        target = _TARGET.search(relation)
        if target and b"/relationships/table" in relation:
            path = target[1].decode("utf-8")
            parts.append(path[1:] if path.startswith("/") else posixpath.normpath(posixpath.join(folder, path)))
    return parts


def _bytes(archive: zipfile.ZipFile, part: str) -> bytes:
    if archive.getinfo(part).file_size > _MOST_BYTES:
        raise ValueError(part)
    return archive.read(part)


def _read_table(archive: zipfile.ZipFile, part: str, sheet: int) -> dict[str, Table]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(_bytes(archive, part), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(part) from error
    first, _, last = root.get("ref", "").partition(":")
    columns = tuple(_unescape(column.get("name", "")) for column in root.iter("{*}tableColumn"))
    table = Table(
        sheet,
        (*parse_address(first), *parse_address(last or first)),
        columns,
        int(root.get("headerRowCount", "1")),
        int(root.get("totalsRowCount", "0")),
    )
    return {name.casefold(): table for name in (root.get("name", ""), root.get("displayName", "")) if name}


def _unescape(text: str) -> str:
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


_PIECE: Final = re.compile(r"\[((?:'.|[^\[\]'])*)\]|(:)|(,)|\s+")


def table_columns(table: Table, inside: str, row: int) -> Bounds | None:
    """Bounds of what stands between the outer brackets of a structured reference, for a formula in ``row``.

    >>> wages = Table(0, (1, 1, 9, 3), ("姓名", "工资", "补偿"), 1, 1)
    >>> table_columns(wages, "工资", 4), table_columns(wages, "[#This Row],[工资]", 4), table_columns(wages, "#All", 4)
    ((2, 2, 8, 2), (4, 2, 4, 2), (1, 1, 9, 3))
    """
    pieces = [inside] if not inside.startswith("[") else []
    ranged = False
    position = 0
    while inside.startswith("[") and position < len(inside):
        match = _PIECE.match(inside, position)
        if not match:
            return None
        if match[1] is not None:
            pieces.append(match[1])
        ranged = ranged or bool(match[2])
        position = match.end()
    names = [re.sub(r"'(.)", r"\1", piece) for piece in pieces if not piece.startswith("#")]
    rows = _rows(table, [piece.casefold() for piece in pieces if piece.startswith("#")], row)
    folded = [column.casefold() for column in table.columns]
    if rows is None or any(name.casefold() not in folded for name in names) or len(names) > (2 if ranged else 1):
        return None
    left = table.bounds[1]
    found = [folded.index(name.casefold()) for name in names] or [0, len(folded) - 1]
    return rows[0], left + min(found), rows[1], left + max(found)


def _rows(table: Table, items: list[str], row: int) -> tuple[int, int] | None:
    first, _, last, _ = table.bounds
    data = (first + table.header_rows, last - table.total_rows)
    if not items or items == ["#data"]:
        return data
    if items == ["#this row"]:
        return (row, row) if data[0] <= row <= data[1] else None
    if items == ["#all"]:
        return first, last
    if items == ["#headers"] and table.header_rows:
        return first, first
    if items == ["#totals"] and table.total_rows:
        return last, last
    if items == ["#headers", "#data"]:
        return first, data[1]
    return None
