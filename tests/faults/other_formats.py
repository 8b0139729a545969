"""One small table written in the formats that offices have, by the public specifications; all persons are invented.

``WRITERS`` maps a file name to a writer. Every file must read as the same grid.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from xl_addin.files.foreign.witness import ERROR_CODES
from xl_addin.hosts.excel.vba.compound_file import compound_file
from xl_addin.tables.grid import Bounds, CellValue
from xl_addin.values.errors import CellError
from xl_addin.values.serials import serial_of


@dataclass(slots=True)
class Table:
    """A sheet: ragged rows, merged ranges, and the cells whose value is the result of a formula."""

    name: str
    rows: list[list[CellValue]]
    merged: list[Bounds] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    hidden: bool = False


# --- text, web pages, XML -------------------------------------------------------------------------------------------


def _shown(value: CellValue) -> str:
    if isinstance(value, CellError):
        return value.code
    return "" if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)


def text(separator: str, codec: str, ends: str = "\r\n", mark: bytes = b"") -> Callable[[Path, Table], None]:
    """A writer of separated text."""

    def write(path: Path, table: Table) -> None:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=separator, lineterminator=ends).writerows(
            [[_shown(value) for value in row] for row in table.rows]
        )
        path.write_bytes(mark + stream.getvalue().encode(codec))

    return write


def html(codec: str, head: str = "") -> Callable[[Path, Table], None]:
    """A writer of a page with one table; merged ranges are spans."""

    def write(path: Path, table: Table) -> None:
        path.write_bytes(_page(table, codec, head).encode(codec))

    return write


def _page(table: Table, codec: str, head: str = "") -> str:
    covered = {
        (r, c): area for area in table.merged for r in range(area[0], area[2] + 1) for c in range(area[1], area[3] + 1)
    }
    lines = []
    for r, row in enumerate(table.rows, 1):
        cells = []
        for c, value in enumerate(row, 1):
            area = covered.get((r, c))
            if area and (r, c) != area[:2]:
                continue
            span = f' rowspan="{area[2] - area[0] + 1}" colspan="{area[3] - area[1] + 1}"' if area else ""
            cells.append(f"<td{span}>{escape(_shown(value))}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    body = f"<p>导出</p><table border=1>{''.join(lines)}</table>"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={codec}">'
    return f"<html><head>{meta}{head}</head><body>{body}</body></html>"


def mht(path: Path, table: Table) -> None:
    """A web archive with one page."""
    page = _page(table, "utf-8")
    lines = [
        "MIME-Version: 1.0", 'Content-Type: multipart/related; boundary="x"', "", "--x",
        'Content-Type: text/html; charset="utf-8"', "Content-Transfer-Encoding: 8bit", "", page, "--x--", "",
    ]  # fmt: skip
    path.write_bytes("\r\n".join(lines).encode("utf-8"))


def xml2003(path: Path, table: Table) -> None:
    """XML Spreadsheet 2003."""
    starts = {area[:2]: area for area in table.merged}
    inner = {
        (r, c) for top, left, low, end in table.merged for r in range(top, low + 1) for c in range(left, end + 1)
    } - set(starts)
    rows = []
    for r, row in enumerate(table.rows, 1):
        cells = []
        for c, value in enumerate(row, 1):
            if value is None or (r, c) in inner:
                continue
            kind, shown = _typed2003(value)
            area = starts.get((r, c))
            merge = f' ss:MergeDown="{area[2] - r}" ss:MergeAcross="{area[3] - c}"' if area else ""
            formula = ' ss:Formula="=RC[-1]"' if (r, c) in table.formulas else ""
            cells.append(f'<Cell ss:Index="{c}"{merge}{formula}><Data ss:Type="{kind}">{escape(shown)}</Data></Cell>')
        rows.append(f'<Row ss:Index="{r}">{"".join(cells)}</Row>')
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
        f'<Worksheet ss:Name="{table.name}"><Table>{"".join(rows)}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )


def _typed2003(value: CellValue) -> tuple[str, str]:
    if isinstance(value, CellError):
        return "Error", value.code
    if isinstance(value, bool):
        return "Boolean", "1" if value else "0"
    if isinstance(value, dt.date):
        return "DateTime", f"{value.isoformat()}T00:00:00.000"
    return ("Number" if isinstance(value, int | float) else "String"), str(value)


# --- OpenDocument ---------------------------------------------------------------------------------------------------

_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def ods(path: Path, table: Table) -> None:
    """OpenDocument spreadsheet; empty cells are repeated as LibreOffice does."""
    starts = {area[:2]: area for area in table.merged}
    rows = []
    for r, row in enumerate(table.rows, 1):
        cells = "".join(
            _ods_cell(value, starts.get((r, c)), (r, c) in table.formulas) for c, value in enumerate(row, 1)
        )
        rows.append(
            f"<table:table-row>{cells}"
            f'<table:table-cell table:number-columns-repeated="{1024 - len(row)}"/></table:table-row>'
        )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content xmlns:office="{_OFFICE}" xmlns:table="{_TABLE}"'
        f' xmlns:text="{_TEXT}" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
        f' office:version="1.2"><office:body><office:spreadsheet><table:table table:name="{table.name}">'
        f"{''.join(rows)}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:m"/>')
        archive.writestr("content.xml", content)


def _ods_cell(value: CellValue, area: Bounds | None, formula: bool) -> str:
    extra = ' table:formula="of:=1"' if formula else ""
    if area:
        top, left, bottom, right = area
        extra += f' table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'
    if value is None:
        return f"<table:table-cell{extra}/>"
    shown = f"<text:p>{escape(_shown(value))}</text:p>"
    if isinstance(value, CellError):
        kind = ' office:value-type="string" office:string-value="" calcext:value-type="error"'
        return f'<table:table-cell table:formula="of:=NA()"{kind}>{shown}</table:table-cell>'
    if isinstance(value, bool):
        kind = f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, dt.date):
        kind = f' office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        kind = f' office:value-type="float" office:value="{value!r}"'
    else:
        kind = ' office:value-type="string"'
    return f"<table:table-cell{extra}{kind}>{shown}</table:table-cell>"


# --- BIFF8 ----------------------------------------------------------------------------------------------------------

_NUMBERS: Final = {code: number for number, code in ERROR_CODES.items()}


def xls(path: Path, table: Table, *, date1904: bool = False) -> None:
    """BIFF8 in a compound file."""
    strings: list[str] = []
    name = table.name.encode("utf-16-le")
    sheet = _biff_sheet(table, strings, date1904)

    def globals_(position: int) -> bytes:
        bound = struct.pack("<IBB", position, int(table.hidden), 0) + struct.pack("<BB", len(name) // 2, 1) + name
        table_of_strings = struct.pack("<II", len(strings), len(strings))
        for one in strings:
            table_of_strings += struct.pack("<HB", len(one), 1) + one.encode("utf-16-le")
        xf = b"".join(_record(0xE0, struct.pack("<HH16x", 0, form)) for form in (0, 14))
        parts = [
            _bof(5), _record(0x42, struct.pack("<H", 1200)), _record(0x22, struct.pack("<H", int(date1904))), xf,
            _record(0x85, bound), _record(0xFC, table_of_strings), _record(0x0A, b""),
        ]  # fmt: skip
        return b"".join(parts)

    whole = globals_(len(globals_(0))) + sheet
    path.write_bytes(compound_file({"Workbook": whole.ljust(4096, b"\0")}))


def _record(kind: int, data: bytes) -> bytes:
    assert len(data) <= 8224
    return struct.pack("<HH", kind, len(data)) + data


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 0x0600))


def _biff_sheet(table: Table, strings: list[str], date1904: bool) -> bytes:
    width = max(map(len, table.rows))
    parts = [_bof(0x10), _record(0x0200, struct.pack("<IIHHH", 0, len(table.rows), 0, width, 0))]
    for r, row in enumerate(table.rows):
        for c, value in enumerate(row):
            if value is not None:
                parts.append(_biff_cell(r, c, value, strings, date1904, (r + 1, c + 1) in table.formulas))
    areas = b"".join(
        struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1) for top, left, bottom, right in table.merged
    )
    parts.append(_record(0xE5, struct.pack("<H", len(table.merged)) + areas))
    parts.append(_record(0x0A, b""))
    return b"".join(parts)


def _biff_cell(r: int, c: int, value: CellValue, strings: list[str], date1904: bool, formula: bool) -> bytes:
    place = struct.pack("<HHH", r, c, int(isinstance(value, dt.date)))
    if isinstance(value, dt.date):
        value = serial_of(value, date1904)
    if formula:
        rest = struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00"
        if isinstance(value, str):
            tail = _record(0x0207, struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
            return _record(6, place + b"\0\0\0\0\0\0\xff\xff" + rest) + tail
        if isinstance(value, CellError):
            return _record(6, place + bytes([2, 0, _NUMBERS[value.code], 0, 0, 0, 255, 255]) + rest)
        assert isinstance(value, int | float)
        return _record(6, place + struct.pack("<d", value) + rest)
    if isinstance(value, CellError):
        return _record(0x0205, place + bytes([_NUMBERS[value.code], 1]))
    if isinstance(value, bool):
        return _record(0x0205, place + bytes([value, 0]))
    if isinstance(value, str):
        strings.append(value)
        return _record(0xFD, place + struct.pack("<I", len(strings) - 1))
    assert isinstance(value, int | float)
    return _record(0x0203, place + struct.pack("<d", value))


# --- .xlsb ----------------------------------------------------------------------------------------------------------


def xlsb(path: Path, table: Table) -> None:
    """The binary form of Office Open XML."""
    rows = [
        _brt(129, b""),
        _brt(148, struct.pack("<IIII", 0, len(table.rows) - 1, 0, max(map(len, table.rows)) - 1)),
        _brt(145, b""),
    ]
    for r, row in enumerate(table.rows):
        rows.append(_brt(0, struct.pack("<IIHBBI", r, 0, 300, 0, 0, 0)))
        for c, value in enumerate(row):
            if value is not None:
                rows.append(_brt_cell(c, value, (r + 1, c + 1) in table.formulas))
    rows.append(_brt(146, b""))
    rows += [
        _brt(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1))
        for top, left, bottom, right in table.merged
    ]
    rows.append(_brt(130, b""))
    book = [
        _brt(131, b""),
        _brt(143, b""),
        _brt(156, struct.pack("<II", int(table.hidden), 1) + _wide("rId1") + _wide(table.name)),
        _brt(144, b""),
        _brt(132, b""),
    ]
    styles = [
        _brt(278, b""),
        _brt(617, struct.pack("<I", 2)),
        *(_brt(47, struct.pack("<HH12x", 0xFFFF, form)) for form in (0, 14)),
        _brt(618, b""),
        _brt(279, b""),
    ]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{relations}">'
            f'<Relationship Id="rId1" Type="{kind}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{relations}">'
            f'<Relationship Id="rId1" Type="{kind}/worksheet" Target="worksheets/sheet1.bin"/>'
            f'<Relationship Id="rId2" Type="{kind}/styles" Target="styles.bin"/></Relationships>',
        )
        archive.writestr("xl/workbook.bin", b"".join(book))
        archive.writestr("xl/styles.bin", b"".join(styles))
        archive.writestr("xl/worksheets/sheet1.bin", b"".join(rows))


def _varint(value: int) -> bytes:
    out = bytearray()
    while True:
        byte, value = value & 0x7F, value >> 7
        out.append(byte | (0x80 if value else 0))
        if not value:
            return bytes(out)


def _brt(kind: int, data: bytes) -> bytes:
    return _varint(kind) + _varint(len(data)) + data


def _wide(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def _brt_cell(c: int, value: CellValue, formula: bool) -> bytes:
    head = struct.pack("<II", c, int(isinstance(value, dt.date)))
    tail = struct.pack("<HI", 0, 3) + b"\x1e\x01\x00" + struct.pack("<I", 0) if formula else b""
    if isinstance(value, dt.date):
        value = serial_of(value, date1904=False)
    if isinstance(value, CellError):
        return _brt(11 if formula else 3, head + bytes([_NUMBERS[value.code]]) + tail)
    if isinstance(value, bool):
        return _brt(10 if formula else 4, head + bytes([value]) + tail)
    if isinstance(value, str):
        return _brt(8 if formula else 6, head + _wide(value) + tail)
    assert isinstance(value, int | float)
    return _brt(9 if formula else 5, head + struct.pack("<d", value) + tail)


Writer = Callable[[Path, Table], None]
TYPED: Final[Mapping[str, Writer]] = {
    "表.xls": xls,
    "表.et": xls,
    "改名.xlsx": xls,
    "表.xlsb": xlsb,
    "表.ods": ods,
    "表.xml": xml2003,
    "网上导出.xls": xml2003,
}
"""Formats that keep the types of values."""
UNTYPED: Final[Mapping[str, Writer]] = {
    "gbk.csv": text(",", "gb18030"),
    "utf8.csv": text(",", "utf-8"),
    "bom.csv": text(",", "utf-8", mark=b"\xef\xbb\xbf"),
    "utf16.txt": text("\t", "utf-16"),
    "utf16le.txt": text("\t", "utf-16-le"),
    "utf16be.csv": text(",", "utf-16-be"),
    "分号.csv": text(";", "gb18030", "\n"),
    "竖线.txt": text("|", "utf-8", "\n"),
    "制表.tsv": text("\t", "gb18030", "\r"),
    "页.xls": html("gb2312"),
    "页.xlsx": html("utf-8", "<style>td{mso-number-format:General}</style>"),
    "页.html": html("gbk"),
    "存档.mht": mht,
}
"""Formats of texts: dates stay as they are written."""
