"""Text files of rows and columns (.csv, .tsv, .txt): encoding and separator are found, cells stay as written."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Final

from xl_addin.files.foreign.plain_values import has_lost_digits, plain_value
from xl_addin.files.foreign.sheets import MAX_CELLS, ForeignSheet
from xl_addin.files.kinds import looks_utf16
from xl_addin.values.errors import InputError

_SEPARATORS: Final = ",\t;|"
_SAMPLE_ROWS: Final = 200
_LONGEST: Final = 1_000_000
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_FORBIDDEN: Final = re.compile(r"[\[\]:*?/\\]")
_MOST_NAME: Final = 31
UNKNOWN: Final = "unknown"


def read_text(path: Path) -> list[ForeignSheet]:
    """Read one sheet; InputError where the text is in no known encoding, or has no columns."""
    csv.field_size_limit(_LONGEST)
    text = decoded(path.read_bytes()).rstrip("\x1a")
    separator, text = _separator(text)
    sheet = ForeignSheet(sheet_name(path.stem), [])
    slots = 0
    for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
        slots += len(line)
        if slots > MAX_CELLS:
            raise InputError(f"文本的单元格超过 {MAX_CELLS} 个，请拆分后再试")
        sheet.rows.append([plain_value(cell) for cell in line])
        for col, cell in enumerate(line, 1):
            if has_lost_digits(cell):
                sheet.odd.setdefault("cut_digits", []).append((number, col))
    sheet.trim()
    return [sheet]


def decoded(data: bytes) -> str:
    """Decode by mark, as UTF-16 or UTF-8, else as GB18030; InputError if none of them fits.

    >>> decoded("姓名,工龄".encode("gb18030")), decoded("姓名,工龄".encode("utf-16-le"))
    ('姓名,工龄', '姓名,工龄')
    """
    codec = next((codec for mark, codec in _MARKS if data.startswith(mark)), "")
    if not codec and b"\0" in data[:4096] and looks_utf16(data[:4096]):
        codec = "utf-16-be" if data[:1] == b"\0" or data.find(b"\0,") % 2 == 0 else "utf-16-le"
    for name in (codec,) if codec else ("utf-8", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    raise InputError(UNKNOWN)


def _separator(text: str) -> tuple[str, str]:
    """The separator under which most lines have the same number of columns; Excel's own line ``sep=;`` decides."""
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest
    best = max(_SEPARATORS, key=lambda mark: _fit(text, mark))
    if _fit(text, best) == (0, 0):
        raise InputError(UNKNOWN)
    return best, text


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How many of the first lines have the most frequent number of columns above one, and that number."""
    lines = text[: _LONGEST // 2].splitlines(keepends=True)[: _SAMPLE_ROWS + 1]
    if separator not in "".join(lines):
        return 0, 0
    try:
        widths = Counter(len(row) for row in csv.reader(lines[:_SAMPLE_ROWS], delimiter=separator) if len(row) > 1)
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda pair: (pair[1] * pair[0], pair[0]), default=(0, 0))
    return count * width, width


def sheet_name(text: str) -> str:
    """A text as the name of a sheet.

    >>> sheet_name("花名册[2011]")
    '花名册_2011_'
    """
    return _FORBIDDEN.sub("_", text).strip("'")[:_MOST_NAME] or "表1"
