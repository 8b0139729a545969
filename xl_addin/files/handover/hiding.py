"""Hide rows of a worksheet part and touch nothing else: cells and styles of the rows stay as they are."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from xl_addin.files import markup, sheet_xml

_HELD: Final = re.compile(rb"<(?:[\w.-]+:)?(?:drawing|sheetProtection)[\s/>]")
"""A picture or chart would be squeezed with its rows; in a protected sheet nobody could show them again."""
_HIDDEN: Final = re.compile(rb"""(?<!\s)\s+hidden\s*=\s*(?:"[^"]*"|'[^']*')""")


def may_hide(data: bytes) -> bool:
    """Tell a worksheet part (UTF-8) in which rows can be hidden without harm.

    >>> may_hide(b'<worksheet><sheetData/></worksheet>'), may_hide(b'<worksheet><drawing r:id="a"/></worksheet>')
    (True, False)
    """
    return _HELD.search(data) is None


def with_hidden_rows(data: bytes, rows: Collection[int]) -> bytes:
    """A worksheet part (UTF-8) with rows hidden; one that the file does not hold is added without cells.

    >>> with_hidden_rows(b'<worksheet><sheetData><row r="2" s="1"/></sheetData></worksheet>', (1, 2))[22:-24]
    b'<row r="1" hidden="1"/><row r="2" s="1" hidden="1"/>'
    """
    masked = markup.masked(data)
    frame = sheet_xml.frame(masked)
    if not rows or frame.rows_start == frame.rows_end:
        return data
    absent = sorted(rows, reverse=True)
    pieces: list[bytes] = []
    position, number = frame.rows_start, 0
    for match in sheet_xml.patterns(frame.prefix).row.finditer(masked, frame.rows_start, frame.rows_end):
        number = markup.whole_number(sheet_xml.attributes(match[1]).get(b"r"), number + 1)
        added = []
        while absent and absent[-1] < number:
            added.append(_empty(frame.prefix, absent.pop()))
        pieces += (data[position : match.start()], *added)
        position = match.start()
        if absent and absent[-1] == number:
            absent.pop()
        if number in rows:
            pieces.append(_hidden(data[position : match.end()]))
            position = match.end()
    tail = b"".join(_empty(frame.prefix, row) for row in reversed(absent))
    return b"".join((data[: frame.rows_start], *pieces, data[position : frame.rows_end], tail, data[frame.rows_end :]))


def _empty(prefix: bytes, row: int) -> bytes:
    return b'<%srow r="%d" hidden="1"/>' % (prefix, row)


def _hidden(tag: bytes) -> bytes:
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return _HIDDEN.sub(b"", tag[:end]).rstrip() + b' hidden="1"' + tag[end:]
