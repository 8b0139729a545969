"""Broken and hostile workbooks, made on the fly from small texts; synthetic, no binary is kept in the project."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

SHEET = "xl/worksheets/sheet1.xml"
SMALL_ROWS = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1"><v>2400</v></c></row>'


def parts(rows: str = SMALL_ROWS, *, after: str = "", before: str = "", sheet_attributes: str = "") -> dict[str, bytes]:
    """Parts of a minimal workbook without styles, with one sheet 花名册 that holds ``rows``."""
    texts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{_TYPES}.worksheet+xml"/></Types>',
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOC}"><workbookPr/><sheets>'
        '<sheet name="花名册" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(("rId1", "worksheet", "worksheets/sheet1.xml")),
        SHEET: f'<worksheet xmlns="{MAIN}"{sheet_attributes}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>',
    }
    return {name: text.encode() for name, text in texts.items()}


def relationships(*lines: tuple[str, str, str]) -> str:
    """A ``.rels`` part; each line is id, last word of the type, target."""
    body = "".join(f'<Relationship Id="{i}" Type="{DOC}/{kind}" Target="{target}"/>' for i, kind, target in lines)
    return f'<Relationships xmlns="{PACKAGE}">{body}</Relationships>'


def with_strings(book: dict[str, bytes], items: str) -> dict[str, bytes]:
    """Add a table of shared texts."""
    lines = (("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "sharedStrings", "sharedStrings.xml"))
    return book | {
        "xl/_rels/workbook.xml.rels": relationships(*lines).encode(),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{items}</sst>'.encode(),
    }


def with_styles(book: dict[str, bytes], styles: str) -> dict[str, bytes]:
    """Add a styles part."""
    lines = (("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml"))
    override = f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>'.encode()
    return book | {
        "[Content_Types].xml": book["[Content_Types].xml"].replace(b"</Types>", override),
        "xl/_rels/workbook.xml.rels": relationships(*lines).encode(),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'.encode(),
    }


def save(path: Path, book: Mapping[str, bytes]) -> Path:
    """Write parts as a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in book.items():
            archive.writestr(name, data)
    return path


def _replaced(part: str, old: str, new: str) -> dict[str, bytes]:
    book = parts()
    assert old.encode() in book[part]
    return book | {part: book[part].replace(old.encode(), new.encode())}


def _without(part: str) -> dict[str, bytes]:
    return {name: data for name, data in parts().items() if name != part}


def encrypted(path: Path) -> Path:
    """The head of an OLE2 file: an encrypted workbook or an old .xls."""
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1024))
    return path


def prose_as_xlsx(path: Path) -> Path:
    """A text file under the wrong name."""
    path.write_text("这里没有表格。\n只有两行字。\n", encoding="utf-8")
    return path


def truncated(path: Path) -> Path:
    """Half of a workbook."""
    save(path, parts())
    path.write_bytes(path.read_bytes()[:500])
    return path


def bad_checksum(path: Path) -> Path:
    """A sheet whose bytes do not fit their checksum."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts().items():
            archive.writestr(name, data)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"<v>2400</v>", b"<v>9400</v>"))
    return path


def too_big(path: Path, size: int = 205_000_000) -> Path:
    """A sheet that expands to 205 MB from a few kilobytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts().items():
            if name != SHEET:
                archive.writestr(name, data)
        with archive.open(SHEET, "w") as stream:
            for _ in range(size // 1_000_000):
                stream.write(b" " * 1_000_000)
    return path


def too_big_together(path: Path) -> Path:
    """Four parts of 80 MB: each allowed, 320 MB in all."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts().items():
            archive.writestr(name, data)
        for number in range(4):
            with archive.open(f"xl/media/image{number}.bin", "w") as stream:
                for _ in range(80):
                    stream.write(bytes(1_000_000))
    return path


def many_entries(path: Path, count: int = 30_000) -> Path:
    """A zip with 30,000 empty entries."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts().items():
            archive.writestr(name, data)
        for number in range(count):
            archive.writestr(f"xl/media/{number}", b"")
    return path


def locked_entries(path: Path) -> Path:
    """Entries flagged as encrypted with a zip password."""
    save(path, parts())
    data = bytearray(path.read_bytes())
    position = data.find(b"PK\x01\x02")
    while position >= 0:
        flags = struct.unpack_from("<H", data, position + 8)[0]
        struct.pack_into("<H", data, position + 8, flags | 1)
        position = data.find(b"PK\x01\x02", position + 4)
    path.write_bytes(bytes(data))
    return path


def same_name_twice(path: Path) -> Path:
    """Two parts whose names differ in case only."""
    return save(path, parts() | {"xl/Worksheets/SHEET1.xml": b"<worksheet/>"})


_DTD = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'


def dtd_in_sheet(path: Path) -> Path:
    """A worksheet with a DTD."""
    book = parts()
    return save(path, book | {SHEET: _DTD.encode() + book[SHEET]})


def dtd_in_utf16_sheet(path: Path) -> Path:
    """The same in UTF-16."""
    book = parts()
    text = '<?xml version="1.0" encoding="UTF-16"?>' + _DTD + book[SHEET].decode()
    return save(path, book | {SHEET: text.encode("utf-16")})


def dtd_in_workbook(path: Path) -> Path:
    """A workbook part with a DTD."""
    book = parts()
    return save(path, book | {"xl/workbook.xml": _DTD.encode() + book["xl/workbook.xml"]})


def dtd_in_unused_part(path: Path) -> Path:
    """A DTD in a part that nothing of ours reads."""
    return save(path, parts() | {"xl/theme/theme1.xml": _DTD.encode() + b"<x/>"})


REFUSED: Mapping[str, Callable[[Path], Path]] = {
    "encrypted or .xls": encrypted,
    "text file": prose_as_xlsx,
    "truncated": truncated,
    "bad checksum": bad_checksum,
    "one part over 200 MB": too_big,
    "parts over 300 MB together": too_big_together,
    "30,000 entries": many_entries,
    "zip password": locked_entries,
    "same name twice": same_name_twice,
    "DTD in a sheet": dtd_in_sheet,
    "DTD in UTF-16": dtd_in_utf16_sheet,
    "DTD in the workbook part": dtd_in_workbook,
    "DTD in an unused part": dtd_in_unused_part,
    "sheet part absent": lambda path: save(path, _without(SHEET)),
    "workbook part absent": lambda path: save(path, _without("xl/workbook.xml")),
    "package relationships absent": lambda path: save(path, _without("_rels/.rels")),
    "sheet cut off": lambda path: save(path, _replaced(SHEET, "</sheetData></worksheet>", "")),
    "text index out of range": lambda path: save(path, parts('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')),
    "column beyond XFD": lambda path: save(path, parts('<row r="1"><c r="XFE1"><v>7</v></c></row>')),
    "row beyond the last": lambda path: save(path, parts('<row r="1048577"><c><v>7</v></c></row>')),
    "cell in another row": lambda path: save(path, parts('<row r="1"><c r="A2"><v>7</v></c></row>')),
    "row within a cell": lambda path: save(
        path, parts('<row r="1"><c r="A1"><v>1<row r="2"><c r="A2"><v>2</v></c></row></v></c></row>')
    ),
    "cell outside of rows": lambda path: save(path, parts('<row r="1"/><c r="A1"><v>7</v></c><row r="2"/>')),
    "cell behind a row": lambda path: save(
        path, parts('<row r="1"><c r="A1"><v>7</v></c></row><c r="B1"><v>7</v></c>')
    ),
    "a folder with content": lambda path: save(path, parts() | {"docProps/": b"<a>11010519491231002X</a>"}),
    "a word document": lambda path: save(
        path, _replaced("xl/workbook.xml", MAIN, "http://schemas.openxmlformats.org/wordprocessingml/2006/main")
    ),
    "a binary workbook": lambda path: save(
        path, parts() | {"_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.bin")).encode()}
    ),
    "no sheet": lambda path: save(
        path, _replaced("xl/workbook.xml", '<sheet name="花名册" sheetId="1" r:id="rId1"/>', "")
    ),
    "thousands of rows that end far away": lambda path: save(
        path, parts("".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(1, 2001)))
    ),
}
"""Kinds of file that must be refused, each with its maker."""
