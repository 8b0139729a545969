"""Workbooks that are small on the disk and would be large in memory, or slow, if they were believed."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.faults import hostile_books as books


def lying_size(path: Path, size: int) -> Path:
    """A part that says it expands to ten bytes and expands to many more."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in books.parts().items():
            archive.writestr(name, data)
        archive.writestr("customXml/item1.xml", b" " * size)
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = data.rfind(mark) if mark == b"PK\x01\x02" else data.rfind(b"PK\x03\x04")
        struct.pack_into("<L", data, start + place, 10)
    path.write_bytes(data)
    return path


def other_method(path: Path, method: int) -> Path:
    """A part packed by a method that no program writes into a workbook."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in books.parts().items():
            archive.writestr(name, data)
        archive.writestr("customXml/item1.xml", b" " * 1000, method)
    return path


def overlapping(path: Path) -> Path:
    """Two entries that share the same bytes of the file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in books.parts().items():
            archive.writestr(name, data)
        archive.writestr("xl/a.bin", b"a" * 1000)
        archive.writestr("xl/b.bin", b"a" * 1000)
    data = path.read_bytes()
    first, second = data.find(b"PK\x01\x02", data.find(b"xl/b.bin")), 0
    entries = []
    while first >= 0:
        entries.append(first)
        first = data.find(b"PK\x01\x02", first + 4)
    second = entries[-1]
    changed = bytearray(data)
    offset = struct.unpack_from("<L", data, entries[-2] + 42)[0]
    struct.pack_into("<L", changed, second + 42, offset)
    changed[second + 46 : second + 54] = b"xl/a.bin"
    path.write_bytes(changed)
    return path


def one_part_twice(path: Path) -> Path:
    """Two sheets that are the same part."""
    book = books.parts()
    workbook = book["xl/workbook.xml"].replace(
        b"</sheets>", '<sheet name="又一张" sheetId="2" r:id="rId1"/></sheets>'.encode()
    )
    return books.save(path, book | {"xl/workbook.xml": workbook})


def one_name_twice(path: Path) -> Path:
    """Two sheets whose names differ in letter case alone."""
    book = books.parts()
    workbook = (
        book["xl/workbook.xml"]
        .replace("花名册".encode(), b"abc")
        .replace(b"</sheets>", b'<sheet name="ABC" sheetId="2" r:id="rId2"/></sheets>')
    )
    lines = (("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml"))
    more = {
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": books.relationships(*lines).encode(),
        "xl/worksheets/sheet2.xml": book[books.SHEET],
    }
    return books.save(path, book | more)


def merges(path: Path, count: int) -> Path:
    """Ranges over the whole sheet, merged again and again."""
    cells = '<mergeCell ref="A1:XFD1048576"/>' * count
    return books.save(path, books.parts(after=f"<mergeCells>{cells}</mergeCells>"))


REFUSED: dict[str, Callable[[Path], Path]] = {
    "declared size": lambda path: lying_size(path, 3_000_000),
    "bzip2": lambda path: other_method(path, zipfile.ZIP_BZIP2),
    "lzma": lambda path: other_method(path, zipfile.ZIP_LZMA),
    "shared bytes": overlapping,
    "one part, two sheets": one_part_twice,
    "one name, two sheets": one_name_twice,
    "merges": lambda path: merges(path, 10_000),
}
