"""Where error values, formulas and merged cells stand in an .xlsb: a walk over the records of its sheet parts.

Source: [MS-XLSB] 2.1.4 record, 2.4.720 BrtRowHdr, 2.4.314–328 cells, 2.4.304 BrtBundleSh, 2.4.701 BrtMergeCell.
"""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xl_addin.files.entries import expanded, open_zip
from xl_addin.files.foreign.witness import Witness
from xl_addin.files.scan.room import Room, refuse_many_sheets
from xl_addin.values.errors import InputError

_ROW, _CELL_ERROR, _FORMULA_ERROR, _BUNDLE, _MERGE = 0, 3, 11, 156, 176
_FORMULAS: Final = frozenset({8, 9, 10, 11})
_MOST: Final = 200_000_000
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ATTRIBUTE: Final = re.compile(rb'\b(Id|Target)="([^"]*)"')


def witnesses(path: Path) -> list[Witness]:
    """Every sheet in the order of the workbook."""
    with open_zip(path) as archive:
        targets = _targets(archive)
        found: list[Witness] = []
        parts = set[str]()
        room = Room()
        for kind, data in _records(_part(archive, "xl/workbook.bin")):
            if kind == _BUNDLE:
                relation, rest = _text(data, 8)
                name, _ = _text(data, rest)
                target = targets.get(relation, "")
                refuse_many_sheets(len(found) + 1)
                if target and target.lower() in parts:  # one part is one sheet
                    raise InputError("broken")
                parts.add(target.lower())
                sheet = Witness(name, room)
                found.append(sheet)
                if target.endswith(".bin"):
                    _look(sheet, _part(archive, target))
    return found


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    found = {}
    for match in _RELATION.finditer(_part(archive, "xl/_rels/workbook.bin.rels")):
        pairs = {key: value.decode("utf-8") for key, value in _ATTRIBUTE.findall(match[0])}
        target = pairs.get(b"Target", "")
        path = target if target.startswith("/") else posixpath.join("/xl", target)
        found[pairs.get(b"Id", "")] = posixpath.normpath(path).lstrip("/")
    return found


def _part(archive: zipfile.ZipFile, part: str) -> bytes:
    name = next((one for one in archive.namelist() if one.replace("\\", "/").lower() == part.lower()), None)
    if name is None:
        raise InputError("broken")
    info = archive.getinfo(name)
    if info.file_size > _MOST:
        raise InputError("too big")
    return expanded(archive, info)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(data):
        kind, position = _varint(data, position, 2)
        length, position = _varint(data, position, 4)
        yield kind, data[position : position + length]
        position += length


def _varint(data: bytes, position: int, most: int) -> tuple[int, int]:
    value = 0
    for shift in range(most):
        if position >= len(data):
            break
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << 7 * shift
        if not byte & 0x80:
            break
    return value, position


def _text(data: bytes, position: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", data, position)[0]
    if length == 0xFFFFFFFF:
        return "", position + 4
    end = position + 4 + 2 * length
    return data[position + 4 : end].decode("utf-16-le", "replace"), end


def _look(found: Witness, data: bytes) -> None:
    row = 0
    for kind, record in _records(data):
        if kind == _ROW and len(record) >= 4:
            row = struct.unpack_from("<I", record)[0] + 1
        elif kind in (_CELL_ERROR, *_FORMULAS) and len(record) >= 9:
            col = struct.unpack_from("<I", record)[0] + 1
            if kind in _FORMULAS:
                found.formula(row, col)
            if kind in (_CELL_ERROR, _FORMULA_ERROR):
                found.error(row, col, record[8])
        elif kind == _MERGE and len(record) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            found.merge(top + 1, left + 1, bottom + 1, right + 1)
