"""Which rows of a worksheet are hidden, by hand or by a filter: sums may leave them out without a word."""

from __future__ import annotations

import re
from typing import Final

_HIDDEN: Final = re.compile(rb"""hidden\s*=\s*["'](?:1|true|on)["']""")
_ROW_NUMBER: Final = re.compile(rb"""\sr\s*=\s*["']([0-9]{1,7})["']""")
_ROW: Final = re.compile(rb"<(?:[\w.-]+:)?row\s")


def hidden_rows(data: bytes) -> list[int]:
    """Numbers of the hidden rows in some bytes of a worksheet; 0 for one that does not say its number.

    >>> hidden_rows(b'<row r="3" hidden="1"><c r="A3"/></row><row hidden="true"/><col hidden="1"/>')
    [3, 0]
    """
    if b"hidden" not in data:
        return []
    rows, before = [], 0
    for found in _HIDDEN.finditer(data):
        start = data.rfind(b"<", before, found.start())
        before = found.end()
        if start >= 0 and _ROW.match(data, start):  # else within the tag that was looked at
            number = _ROW_NUMBER.search(data, start, data.find(b">", start))
            rows.append(int(number[1]) if number else 0)
    return rows
