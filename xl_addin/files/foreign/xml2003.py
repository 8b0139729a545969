"""XML Spreadsheet 2003, the form in which many systems of offices export: values, merged cells, sheet names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, Final

from lxml import etree

from xl_addin.files.foreign.plain_values import has_lost_digits, plain_value
from xl_addin.files.foreign.sheets import ForeignSheet
from xl_addin.files.markup import mentions_dtd
from xl_addin.files.scan.room import Room, refuse_many_sheets
from xl_addin.tables.grid import MAX_COL, MAX_ROW, CellValue
from xl_addin.values.errors import NA, CellError, InputError

_SS: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL: Final = "{urn:schemas-microsoft-com:office:excel}"
_WORKSHEET: Final = f"{_SS}Worksheet"
_READ: Final = (_WORKSHEET, f"{_SS}Row")
_IN_TABLE: Final = [f"{_SS}Table", _WORKSHEET]
_SAFELY: Final[dict[str, Any]] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_LONG: Final = re.compile(r"[0-9]{16,}")
_STATES: Final = {"SheetHidden": "hidden", "SheetVeryHidden": "veryHidden"}


def read_xml2003(path: Path) -> list[ForeignSheet]:
    """Read every worksheet; InputError for what is no such workbook or not safe."""
    data = path.read_bytes().lstrip(b" \t\r\n")
    if mentions_dtd([data]):
        raise InputError("broken")
    sheets: list[ForeignSheet] = []
    room = Room()
    row = 0
    for event, node in etree.iterparse(BytesIO(data), ("start", "end"), tag=_READ, **_SAFELY):
        if event == "start" and node.tag == _WORKSHEET and node.getparent() is node.getroottree().getroot():
            refuse_many_sheets(len(sheets) + 1)
            sheets.append(ForeignSheet(node.get(f"{_SS}Name") or "表1", []))
            row = 0
        elif event == "end" and sheets and [above.tag for above in islice(node.iterancestors(), 2)] == _IN_TABLE:
            row = _row(sheets[-1], node, row, room)
            node.getparent().remove(node)  # or the whole file would be a tree
        elif event == "end" and node.tag == _WORKSHEET and sheets:
            visible = node.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible")
            sheets[-1].state = _STATES.get((visible.text or "") if visible is not None else "", "visible")
            sheets[-1].trim(room)
            node.clear()
    if not sheets:
        raise InputError("broken")
    return sheets


def _row(sheet: ForeignSheet, line: etree._Element, previous: int, room: Room) -> int:
    """Read a row and give the number of the last one that it stands for."""
    row = _index(line, previous, MAX_ROW)
    found = dict(_cells(sheet, line, row))
    sheet.add(room, [found.get(col) for col in range(1, max(found, default=0) + 1)], row)
    return row + _number(line, "Span", 0)


def _cells(sheet: ForeignSheet, line: etree._Element, row: int) -> Iterator[tuple[int, CellValue]]:
    col = 0
    for cell in line.iterchildren(f"{_SS}Cell"):
        col = _index(cell, col, MAX_COL)
        down, across = _number(cell, "MergeDown", 0), _number(cell, "MergeAcross", 0)
        if down or across:
            sheet.merged.append((row, col, row + down, col + across))
        if cell.get(f"{_SS}Formula"):
            sheet.formulas.append((row, col))
        data = cell.find(f"{_SS}Data")
        if data is not None:
            text = "".join(map(str, data.itertext()))
            if has_lost_digits(text):
                sheet.odd.setdefault("cut_digits", []).append((row, col))
            yield col, _value(text, data.get(f"{_SS}Type") or "String")
        col += across


def _index(node: etree._Element, previous: int, most: int) -> int:
    place = _number(node, "Index", previous + 1)
    if not previous < place <= most:
        raise InputError("broken")
    return place


def _number(node: etree._Element, name: str, default: int) -> int:
    text = node.get(f"{_SS}{name}") or ""
    return int(text) if text.isdigit() and len(text) < 8 else default


def _value(text: str, kind: str) -> CellValue:
    if kind == "Error":
        return CellError(text.strip() or NA, "")
    if kind == "Boolean":
        return text.strip().lower() in ("1", "true")
    if kind == "Number":
        return _numeric(text.strip())
    if kind == "DateTime":
        return _moment(text.strip())
    return text or None


def _numeric(text: str) -> CellValue:
    if _LONG.fullmatch(text):
        return text  # a number would lose its last digits
    try:
        number = float(text)
    except ValueError:
        return plain_value(text)
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _moment(text: str) -> CellValue:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.date() == dt.date(1899, 12, 31):  # a time of the day
        return (moment - dt.datetime(1899, 12, 31)).total_seconds() / 86_400
    return moment.date() if moment.time() == dt.time() else moment
