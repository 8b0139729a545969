"""Where error values and formulas stand in an .xls (BIFF5, BIFF8): a walk over its records, nothing else is read.

Source: [MS-XLS] 2.4.28 BoundSheet8, 2.4.24 BoolErr, 2.4.127 Formula, 2.5.133 FormulaValue, 2.4.117 FilePass.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xl_addin.files.foreign.witness import Witness
from xl_addin.files.scan.room import Room, refuse_many_sheets
from xl_addin.values.errors import InputError

ENCRYPTED: Final = "encrypted_xls"
_BOUND_SHEET, _FILE_PASS, _BOOL_ERR, _EOF, _CODE_PAGE = 0x85, 0x2F, 0x0205, 0x0A, 0x42
_BEGINS: Final = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_FORMULAS: Final = frozenset({0x0006, 0x0206, 0x0406})
_ERROR_RESULT: Final = 2
_HEADER: Final = struct.Struct("<HH")
_PLACE: Final = struct.Struct("<HH")


def witnesses(path: Path) -> list[Witness]:
    """Every sheet in the order of the workbook; InputError for a workbook that is encrypted or no .xls."""
    import olefile

    with olefile.OleFileIO(path) as storage:
        name = next((name for name in ("Workbook", "Book") if storage.exists(name)), "")
        if not name:
            raise InputError("broken")
        data = storage.openstream(name).read()
    found: list[Witness] = []
    walked, room = 0, Room()
    wide, codec = True, "gb18030"
    for kind, start, length in _records(data, 0):
        if kind in _BEGINS and length >= 2:
            wide = struct.unpack_from("<H", data, start)[0] >= 0x0600
        elif kind == _FILE_PASS:
            raise InputError(ENCRYPTED)
        elif kind == _CODE_PAGE and length >= 2:
            codec = _codec(struct.unpack_from("<H", data, start)[0])
        elif kind == _BOUND_SHEET and length > 8:
            place = struct.unpack_from("<I", data, start)[0]
            refuse_many_sheets(len(found) + 1)
            sheet = Witness(_name(data[start + 6 : start + length], wide, codec), room)
            end = _look(sheet, data, place)
            found.append(sheet)
            walked += end - min(place, end)
            if walked > len(data):  # sheets that share records: each would be read as often as it is named
                raise InputError("broken")
    return found


def _records(data: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Kind, start and length of each record up to the end of the substream that begins here."""
    depth = 0
    while position + 4 <= len(data):
        kind, length = _HEADER.unpack_from(data, position)
        yield kind, position + 4, min(length, len(data) - position - 4)
        depth += (kind in _BEGINS) - (kind == _EOF)
        if kind == _EOF and depth <= 0:
            return
        position += 4 + length


def _look(found: Witness, data: bytes, position: int) -> int:
    """Note what a sheet says that begins here; gives where its last record ends."""
    end = position
    for kind, start, length in _records(data, position):
        end = start + length
        if kind == _BOOL_ERR and length >= 8 and data[start + 7]:
            row, col = _PLACE.unpack_from(data, start)
            found.error(row + 1, col + 1, data[start + 6])
        elif kind in _FORMULAS and length >= 14:
            row, col = _PLACE.unpack_from(data, start)
            found.formula(row + 1, col + 1)
            result = data[start + 6 : start + 14]
            if result[6:8] == b"\xff\xff" and result[0] == _ERROR_RESULT:
                found.error(row + 1, col + 1, result[2])
    return end


def _name(record: bytes, wide: bool, codec: str) -> str:
    length = record[0]
    if not wide:
        return record[1 : 1 + length].decode(codec, "replace")
    if record[1] & 1:
        return record[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return record[2 : 2 + length].decode("latin-1")


def _codec(page: int) -> str:
    return {936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949", 1252: "cp1252"}.get(page, "gb18030")
