"""Tables of a web page that was saved as a workbook (.xls, .html, .mht): a sheet a table, spans become merged cells.

Nothing that a page refers to is fetched.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from lxml import etree

from xl_addin.files.foreign.plain_values import has_lost_digits, plain_value
from xl_addin.files.foreign.sheets import ForeignSheet
from xl_addin.files.foreign.text import decoded, sheet_name
from xl_addin.files.scan.room import Room, refuse_many_sheets
from xl_addin.tables.grid import MAX_COL
from xl_addin.values.errors import InputError

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_NAMES: Final = re.compile(r"<x:Name>([^<]+)</x:Name>")
_CHINESE: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030"}
_CELLS: Final = ("td", "th")
_BLANKS: Final = re.compile(r"[ \t\r\n]+")


def read_html(path: Path) -> list[ForeignSheet]:
    """Read every table that holds anything; InputError if there is none."""
    pages = list(_pages(path.read_bytes()))
    found: list[ForeignSheet] = []
    room = Room()
    for page in pages:
        names = [sheet_name(name) for name in _NAMES.findall(page)]
        parser = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
        root = etree.fromstring(page.encode("utf-8"), parser)
        tables: list[ForeignSheet] = []
        for table in () if root is None else root.iter("table"):
            if (sheet := _table(table, room)).rows:
                tables.append(sheet)
                refuse_many_sheets(len(found) + len(tables))
        for sheet, name in zip(tables, names if len(names) == len(tables) else [""] * len(tables), strict=True):
            sheet.name = name or f"表{len(found) + 1}"
            found.append(sheet)
    if not found:
        raise InputError("unknown")
    return found


def _pages(data: bytes) -> Iterator[str]:
    """The page itself, or every page inside a web archive."""
    if not data.lstrip()[:13].lower().startswith(b"mime-version:"):
        yield _decoded(data)
        return
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield _decoded(payload)


def _decoded(data: bytes) -> str:
    said = _CHARSET.search(data[:4096])
    if said and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = said[1].decode("ascii").lower()
        try:
            return data.decode(_CHINESE.get(name, name))
        except (UnicodeDecodeError, LookupError):
            pass
    return decoded(data)


def _table(table: Any, room: Room) -> ForeignSheet:
    """Rows of one table; a table inside a cell is one of its own."""
    sheet = ForeignSheet("表格", [])
    taken: dict[tuple[int, int], None] = {}
    spans = Room()
    for row, line in enumerate(_lines(table), 1):
        cells: dict[int, Any] = {}
        col = 1
        for cell in line:
            while (row, col) in taken:
                col += 1
            tall, wide = _span(cell, "rowspan"), _span(cell, "colspan")
            if col + wide > MAX_COL:
                raise InputError("too big")
            if tall > 1 or wide > 1:
                spans.merge("表格", tall * wide)
                sheet.merged.append((row, col, row + tall - 1, col + wide - 1))
                taken |= dict.fromkeys((r, c) for r in range(row, row + tall) for c in range(col, col + wide))
            cells[col] = _cell(sheet, cell, row, col)
            col += wide
        values = [cells.get(c) for c in range(1, max(cells, default=0) + 1)]
        sheet.add(room, values)
    sheet.trim(room)
    return sheet


def _lines(table: Any) -> Iterator[list[Any]]:
    """The cells of each row; some pages put a form between a table and its rows, or cells outside of any row."""
    loose: list[Any] = []
    for node in table.iterchildren():
        if node.tag in _CELLS:
            loose.append(node)
            continue
        if loose:
            yield loose
            loose = []
        if node.tag == "tr":
            yield list(_cells(node))
        elif isinstance(node.tag, str) and node.tag != "table":
            yield from _lines(node)
    if loose:
        yield loose


def _cells(line: Any) -> Iterator[Any]:
    for node in line.iterchildren():
        if node.tag in _CELLS:
            yield node
        elif isinstance(node.tag, str) and node.tag not in ("table", "tr"):
            yield from _cells(node)


def _cell(sheet: ForeignSheet, cell: Any, row: int, col: int) -> Any:
    text = _BLANKS.sub(" ", "".join(_texts(cell)).replace("\xa0", " ")).strip(" ")
    if has_lost_digits(text):
        sheet.odd.setdefault("cut_digits", []).append((row, col))
    formatted = "mso-number-format" in (cell.get("style") or "") and "\\@" in (cell.get("style") or "")
    if formatted or cell.get("x:str") is not None:
        return text or None
    return plain_value(cell.get("x:num") or text)  # Excel writes the number that a cell shows rounded


def _texts(node: Any) -> Iterator[str]:
    """The texts of a cell, a line break as one, without those of a table inside."""
    if node.text:
        yield node.text
    for child in node.iterchildren():
        if isinstance(child, etree._Comment | etree._ProcessingInstruction) or child.tag in (
            "script",
            "style",
            "table",
        ):
            yield child.tail or ""
            continue
        if child.tag == "br" or (child.tag in ("p", "div") and child.getprevious() is not None):
            yield "\n"
        yield from _texts(child)
        yield child.tail or ""


def _span(cell: Any, name: str) -> int:
    text = (cell.get(name) or "1").strip()
    return max(int(text), 1) if text.isdigit() and len(text) < 6 else 1
