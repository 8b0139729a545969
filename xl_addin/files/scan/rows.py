"""Scan the rows of a worksheet part: each cell's value by its type, formulas with shared ones expanded.

The loop over cells is plain and long on purpose: it runs 2,500,000 times for a big staff file.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.files import markup, sheet_xml
from xl_addin.files.container import SAVE_AS
from xl_addin.files.scan.hidden import hidden_rows
from xl_addin.files.scan.numbers import number_of
from xl_addin.files.scan.room import FORMULA_WEIGHT, Room
from xl_addin.files.shared_formulas import SharedFormula
from xl_addin.tables.grid import (
    MAX_COL,
    MAX_ROW,
    CellValue,
    FormulaCell,
    address,
    column_letters,
    parse_address,
)
from xl_addin.values.errors import NA, CellError, InputError
from xl_addin.values.serials import date_of
from xl_addin.values.stages import READING, tell

_MAX_TEXT: Final = 4_000_000
_DATES_KEPT: Final = 200_000
_TEXTS_KEPT: Final = 50_000
_LONGEST_KEPT: Final = 200


@dataclass(slots=True)
class SheetScan:
    """What is known while a sheet is scanned."""

    what: str
    """The sheet as error messages call it."""
    patterns: sheet_xml.Patterns
    strings: list[str]
    texts: NDArray[np.object_]
    """The same texts as an array, made once for all sheets."""
    date_styles: frozenset[bytes]
    date1904: bool
    rows: list[list[CellValue]] = field(default_factory=list)
    formulas: dict[tuple[int, int], FormulaCell] = field(default_factory=dict)
    shared: dict[bytes, SharedFormula] = field(default_factory=dict)
    dates: dict[bytes, CellValue] = field(default_factory=dict)
    room: Room = field(default_factory=Room)
    odd: dict[str, dict[tuple[int, int], None]] = field(default_factory=dict)
    """Cells with something odd that was read all the same, by the kind of repair; column 1 for a whole row."""

    hidden: list[int] = field(default_factory=list)
    """Numbers of the rows that are hidden, by hand or by a filter; 0 for one that does not say its number."""
    inline: dict[bytes, str] = field(default_factory=dict)
    """Short texts of cells that hold their own, so that one that comes again is the same object."""

    def note(self, kind: str, row: int, col: int = 1) -> None:
        """Remember that something was put right."""
        self.odd.setdefault(kind, {})[row, col] = None


def rich_text(content: bytes, patterns: sheet_xml.Patterns, what: str) -> str:
    """Text of a ``<si>`` or ``<is>``."""
    if len(content) > _MAX_TEXT:
        raise InputError(f"{what} 含有过长的文字（超过 {_MAX_TEXT} 字节），已拒绝读取，{SAVE_AS}")
    if content[:3] == b"<t>" and content.find(b"<", 3) == len(content) - 4:
        return markup.text_of(content[3:-4])
    if b"rPh" in content:
        content = patterns.phonetic.sub(b"", content)
    return "".join(markup.text_of(match[2] or b"") for match in patterns.text.finditer(content))


def scan_rows(sheet: SheetScan, data: bytes, frame: sheet_xml.Frame) -> None:
    """Fill rows and formulas; a row without ``r`` follows the one before it."""
    sheet.hidden += hidden_rows(data)
    starts = list(sheet.patterns.row.finditer(data, frame.rows_start, frame.rows_end))
    row, seen = 0, set[int]()
    closing, cell = b"</%srow" % frame.prefix, b"<%sc" % frame.prefix
    for index, match in enumerate(starts):
        number = sheet_xml.attributes(match[1]).get(b"r")
        previous, row = row, markup.whole_number(number, row + 1)
        if not 1 <= row <= MAX_ROW:
            raise InputError(f"{sheet.what} 的行号 {row} 超出范围，{SAVE_AS}")
        if row <= previous:
            sheet.note("row_repeated" if row in seen else "disorder", row)
        seen.add(row)
        if not index % _TOLD:
            tell(READING, index, len(starts))
        end = starts[index + 1].start() if index + 1 < len(starts) else frame.rows_end
        closed = match.end() if match[2] else data.rfind(closing, match.end(), end)
        if closed < 0 or data.find(cell, closed, end) >= 0:  # programs differ on what such a sheet shows
            raise InputError(f"{sheet.what} 第 {row} 行没有写完又写了一行，或者行外写有单元格，文件内容矛盾，{SAVE_AS}")
        if not match[2]:
            _scan_cells(sheet, data, match.end(), end, row)


def _scan_cells(sheet: SheetScan, data: bytes, start: int, end: int, row: int) -> None:
    """Read the cells of one row; the hot loop of the module, so what is common is decided in place."""
    line: list[CellValue] = sheet.rows[row - 1] if row <= len(sheet.rows) else []
    strings, dated, dates, columns = sheet.strings, sheet.date_styles, sheet.dates, COLUMNS
    here = b"%d" % row
    count, col, width = len(strings), 0, len(line)
    sheet.room.slots -= width  # a row in several pieces takes its slots once
    sheet.room.filled -= width - line.count(None)
    value: CellValue
    for match in sheet.patterns.cell.finditer(data, start, end):
        letters, digits, style, kind, others, text, content = match.groups()
        if text is None and not content:
            known = columns.get(letters, 0) if digits == here else 0
            col = known or place(sheet, match, row, col)[0]
            continue
        if others or digits != here or letters not in columns:
            col, style, kind = place(sheet, match, row, col)
        else:
            col = columns[letters]
        if kind is None and text and style not in dated:
            value = int(text) if len(text) < 16 and text.isdigit() else number_of(text)
        elif kind is None and text in dates:
            value = dates[text]
        elif kind == b"s" and text and text.isdigit() and (index := int(text)) < count:
            value = strings[index]
        else:
            value = other_value(sheet, row, col, match, style, kind)
        if value is None:
            continue
        if col == width + 1:
            line.append(value)
            width = col
        elif col > width:
            line.extend([None] * (col - width - 1))
            line.append(value)
            width = col
        else:
            _put_back(sheet, line, row, col, value)
    _store(sheet, row, line)


def _put_back(sheet: SheetScan, line: list[CellValue], row: int, col: int, value: CellValue) -> None:
    """A cell to the left of one that was read before it; InputError where the file gives a cell two values."""
    if (row, 1) not in sheet.odd.get("row_repeated", ()):
        sheet.note("disorder", row, col)
    if line[col - 1] is not None and line[col - 1] != value:
        raise InputError(f"{sheet.what} 的单元格 {address(row, col)} 在文件里写了两次，值不相同，{SAVE_AS}")
    line[col - 1] = value


def _store(sheet: SheetScan, row: int, line: list[CellValue]) -> None:
    if not line:
        return
    sheet.room.take(sheet.what, len(line), len(line) - line.count(None))
    rows = sheet.rows
    sheet.room.gap(sheet.what, row - 1 - len(rows))
    while len(rows) < row:
        rows.append([])
    rows[row - 1] = line


_TOLD: Final = 500
"""Rows after which it is told how far the reading is."""
COLUMNS: Final[dict[bytes | None, int]] = {column_letters(col).encode(): col for col in range(1, 703)}


def place(sheet: SheetScan, match: re.Match[bytes], row: int, previous: int) -> tuple[int, bytes | None, bytes | None]:
    """Column, style and type of a cell that is far right or whose attributes are not in Office's order."""
    letters, digits, style, kind, others, _, _ = match.groups()
    found = sheet_xml.attributes(others)
    style, kind = style or found.get(b"s"), kind or found.get(b"t")
    reference = letters + digits if letters else found.get(b"r")
    if reference is None:
        if previous >= MAX_COL:
            raise InputError(f"{sheet.what} 第 {row} 行的列数超出范围，{SAVE_AS}")
        return previous + 1, style, kind
    try:
        here = parse_address(reference.decode("utf-8"))
    except ValueError:
        raise InputError(f"{sheet.what} 含有无法识别的单元格地址，{SAVE_AS}") from None
    if here[0] != row:
        raise InputError(f"{sheet.what} 的单元格 {address(*here)} 写在第 {row} 行，文件内容矛盾，{SAVE_AS}")
    return here[1], style, kind


def _dated(sheet: SheetScan, text: bytes) -> CellValue:
    """The date of a serial; remembered, because dates repeat."""
    value = number_of(text)
    if isinstance(value, int | float):
        value = date_of(value, sheet.date1904)
    if len(sheet.dates) < _DATES_KEPT:
        sheet.dates[text] = value
    return value


def other_value(
    sheet: SheetScan, row: int, col: int, match: re.Match[bytes], style: bytes | None, kind: bytes | None
) -> CellValue:
    """A cell with a formula, an inline text, or a type other than a number or a shared text."""
    text, content = match[6], match[7] or b""
    patterns = sheet.patterns
    if text is None:
        stored = patterns.value.search(content)
        text = (stored[2] or b"") if stored else None
    value: CellValue = None
    if kind == b"inlineStr":
        inline = patterns.inline.search(content)
        value = inline_text(sheet, inline[2] or b"") if inline else None
    elif text is not None:
        value = typed(sheet, row, col, text, kind, dated=style in sheet.date_styles)
    formula = patterns.formula.search(content) if b"<" in content else None
    if formula:
        others = sheet_xml.attributes(match[5])
        has = text is not None and value is not None  # openpyxl writes an empty <v> where nothing was computed
        _formula(sheet, row, col, formula, value, has_cached=has, spills=b"cm" in others)
    return value


def inline_text(sheet: SheetScan, content: bytes) -> str:
    """Text of an ``<is>``, or of its only ``<t>``; most sheets that hold their texts themselves repeat few of them."""
    found = sheet.inline.get(content)
    if found is None:
        plain = not content.startswith(b"<")
        found = markup.text_of(content) if plain else rich_text(content, sheet.patterns, sheet.what)
        if len(content) <= _LONGEST_KEPT and len(sheet.inline) < _TEXTS_KEPT:
            sheet.inline[content] = found
    return found


def typed(sheet: SheetScan, row: int, col: int, text: bytes, kind: bytes | None, *, dated: bool) -> CellValue:
    """Value of a ``<v>`` text by the type of its cell."""
    if kind is None or kind == b"n":
        if not text.strip():
            return None
        return _dated(sheet, text) if dated else number_of(text)
    stripped = text.strip()
    if stripped != text and kind in (b"s", b"b", b"e", b"d"):
        sheet.note("white_space", row, col)
    if kind == b"s":
        text = stripped
        if not text:
            sheet.note("empty_text", row, col)
            return None
        if text.isdigit() and len(text) < 10 and int(text) < len(sheet.strings):
            return sheet.strings[int(text)]
        raise InputError(f"{sheet.what} 的单元格 {address(row, col)} 引用了不存在的文字，文件已损坏，{SAVE_AS}")
    if kind == b"b":
        return stripped in (b"1", b"true")
    if kind == b"e":
        return CellError(markup.text_of(stripped) or NA, "")
    if kind == b"d":
        return _iso_date(markup.text_of(stripped))
    return markup.text_of(text)


def _iso_date(text: str) -> CellValue:
    """A date of the strict format: a day, a moment (with its zone if one is stated), or a time as fraction of a day."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return dt.date.fromisoformat(text)
        if ":" in text and "-" not in text[:9]:
            time = dt.time.fromisoformat(text.removeprefix("T"))
            return (time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1e6) / 86_400
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.date() if moment.time() == dt.time() else moment


def _formula(
    sheet: SheetScan, row: int, col: int, match: re.Match[bytes], cached: CellValue, *, has_cached: bool, spills: bool
) -> None:
    found = sheet_xml.attributes(match[1])
    text = markup.text_of(match[2] or b"")
    kind, ref = "normal", None
    declared = found.get(b"t")
    if declared == b"shared":
        index = found.get(b"si", b"")
        if text:
            sheet.shared[index] = SharedFormula(text, row, col)
        else:
            text = shared_text(sheet, index, row, col)
    elif declared == b"array":
        kind, ref = ("dynamic" if spills else "array"), found.get(b"ref", b"").decode("utf-8") or None
    elif declared == b"dataTable":
        kind, ref = "table", found.get(b"ref", b"").decode("utf-8") or None
    sheet.room.take(sheet.what, 0, FORMULA_WEIGHT - 1)
    sheet.formulas[row, col] = FormulaCell(row, col, text, kind, ref, cached, has_cached)


def shared_text(sheet: SheetScan, index: bytes, row: int, col: int) -> str:
    """The text that a cell shares with others, for this one; empty where none was given before it."""
    if index not in sheet.shared:
        return ""
    text = sheet.shared[index].at(row, col)
    sheet.room.expand(sheet.what, len(text))
    return text
