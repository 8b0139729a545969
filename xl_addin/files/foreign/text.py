"""Text files of rows and columns (.csv, .tsv, .txt): encoding and separator are found, cells stay as written."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from xl_addin.files.foreign.plain_values import has_lost_digits, plain_value
from xl_addin.files.foreign.sheets import ForeignSheet, Place
from xl_addin.files.kinds import looks_utf16, utf16_order
from xl_addin.files.scan.room import Room
from xl_addin.values.errors import InputError

_SEPARATORS: Final = ",\t;|，"
_SAMPLE_ROWS: Final = 200
_LONGEST: Final = 1_000_000
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_END: Final = "\1end"
"""A last line of our own: if it ends inside a cell, a quotation mark was never closed."""
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_MOST_NAME: Final = 31
UNKNOWN: Final = "unknown"
_NO_FIT: Final = (0, 0, 0)


def read_text(path: Path) -> list[ForeignSheet]:
    """Read one sheet; InputError where the text is in no known encoding, or has no columns."""
    csv.field_size_limit(_LONGEST)
    text = decoded(path.read_bytes()).rstrip("\x1a\r\n")
    separator, text = separator_of(text)
    sheet = ForeignSheet(sheet_name(path.stem), [])
    room = Room()
    for number, line in enumerate(csv.reader(chain(_lines(text), [_END]), delimiter=separator), 1):
        if line == [_END]:
            break
        if line and line[-1].endswith(_END):
            raise InputError(
                f"第 {number} 行有一个引号没有成对，后面的各行无法分栏，请用记事本补上或删去这个引号后再试"
            )
        values = [plain_value(cell) for cell in line]
        sheet.add(room, values)
        for col, cell in enumerate(line, 1):
            if has_lost_digits(cell):
                sheet.odd.setdefault("cut_digits", []).append((number, col))
    sheet.trim(room)
    if rows := list(_rows_in_cells(sheet, separator)):
        sheet.odd["rows_in_cell"] = rows
    return [sheet]


def _lines(text: str) -> Iterator[str]:
    """The lines with their ends, each ended; a stream of text would take four bytes a letter."""
    for match in _LINE.finditer(text):
        yield match[0] if match[0][-1] in "\r\n" else match[0] + "\n"


def _rows_in_cells(sheet: ForeignSheet, separator: str) -> Iterator[Place]:
    """The cells that ran over whole lines below them, since a quotation mark was closed by that of another line."""
    width = Counter(len(line) for line in sheet.rows if len(line) > 1).most_common(1)
    for number, line in enumerate(sheet.rows if width else (), 1):
        for col, cell in enumerate(line, 1):
            if isinstance(cell, str) and "\n" in cell:
                inner = cell.splitlines()[1:]
                if any(one.count(separator) >= width[0][0] - 1 for one in inner):
                    yield number, col


def decoded(data: bytes) -> str:
    """Decode by mark, as UTF-16 or UTF-8, else as GB18030; InputError if none of them fits.

    >>> decoded("姓名,工龄".encode("gb18030")), decoded("姓名,工龄".encode("utf-16-le"))
    ('姓名,工龄', '姓名,工龄')
    """
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "")
    if not codec and b"\0" in data[:4096] and looks_utf16(data[:4096]):
        codec = utf16_order(data[:4096])
    reached = 0
    for name in (codec,) if codec else ("utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError as error:
            reached = max(reached, error.start)
    line = data.count(b"\n", 0, reached) + 1
    raise InputError(f"第 {line} 行的文字编码不是 UTF-8、GB18030 或 UTF-16，请用记事本打开核对，另存为 UTF-8 后再试")


def separator_of(text: str) -> tuple[str, str]:
    """Give the separator that most lines have, then that of the same width in most; and the text below ``sep=;``."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    best = max(_SEPARATORS, key=lambda mark: _fit(text, mark))
    if _fit(text, best) == _NO_FIT:
        raise InputError(UNKNOWN)
    return best, text


def _fit(text: str, separator: str) -> tuple[int, int, int]:
    """How many of the first lines have columns, how many cells those of the most frequent width, and that width."""
    lines = text[: _LONGEST // 2].splitlines(keepends=True)[: _SAMPLE_ROWS + 1]
    if separator not in "".join(lines):
        return _NO_FIT
    try:
        widths = Counter(len(row) for row in csv.reader(lines[:_SAMPLE_ROWS], delimiter=separator) if len(row) > 1)
    except csv.Error:
        return _NO_FIT
    width, count = max(widths.items(), key=lambda pair: (pair[1] * pair[0], pair[0]), default=(0, 0))
    return widths.total(), count * width, width


def sheet_name(text: str) -> str:
    """A text as the name of a sheet.

    >>> sheet_name("花名册[2011]")
    '花名册_2011_'
    """
    return _FORBIDDEN.sub("_", text).strip("'")[:_MOST_NAME] or "表1"
