"""Mask ID numbers in what ``<v>`` elements store, so that each stays a value of the type that its cell has.

A stored figure has lost the check digit, so that a birth date in the right place is enough. A number that is the value
of its cell is not touched: those who know which column holds ID numbers replace it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Final

from xl_addin.values.errors import VALUE
from xl_addin.values.persons import mask_id, mask_text

_DAY: Final = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_ID: Final = re.compile(rf"[1-9][0-9]{{5}}(?:(?:19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9Xx]|[0-9]{{2}}{_DAY}[0-9]{{3}})")
FIGURE: Final = re.compile(r"\s*[0-9.]+(?:[eE]\+?0{0,9}[0-9]{1,2})?\s*")
_MOST_POWERS: Final = 18
_CELL: Final = re.compile(rb"<(?:[\w.-]+:)?c(?=[\s/>])[^<>]*>")
_TYPE: Final = re.compile(rb"""\st\s*=\s*["']([^"'<>]*)["']""")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?f(?:\s[^<>]*)?(?:/>|>[^<>]*</(?:[\w.-]+:)?f\s*>)|\s+")
_IN_PLACE: Final = {b"e": VALUE, b"b": "0"}
"""What stands in place of a number that no cell of a type can hold."""


def masked_figure(figure: str) -> str:
    """A figure that a part stores, masked if a birth date stands in it where an ID number has it.

    >>> masked_figure("110105194912310000"), masked_figure("1.1010519491231E+17"), masked_figure("6222020200012345678")
    ('110105********0000', '110105********0000', '6222020200012345678')
    """
    digits = _digits(figure)
    return mask_id(digits) if _ID.fullmatch(digits) else figure


def _digits(figure: str) -> str:
    """A whole number without its power; any other text as it is."""
    plain = figure.strip().upper()
    if "E" not in plain:
        return plain.removesuffix(".0")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return plain
    return str(int(number)) if number.adjusted() < _MOST_POWERS and number == int(number) else plain


def masked_value(data: bytes, place: int, text: str, known: Collection[str] = ()) -> str:
    """The text of a ``<v>`` of a worksheet part, which begins at ``place``; a number of its cell stays.

    >>> cells = b'<c r="A1"><v>110105194912310020</v></c><c r="B1" t="e"><v>110105194912310020</v></c>'
    >>> masked_value(cells, 13, "110105194912310020"), masked_value(cells, 59, "110105194912310020")
    ('110105194912310020', '#VALUE!')
    """
    cell = _cell_before(data, place)
    if cell is None:
        return _hidden(text, known)
    kind = _TYPE.search(cell[0])
    if kind and kind[1] in _IN_PLACE:
        return text if _hidden(text, known) == text else _IN_PLACE[kind[1]]
    alone = _FORMULA.sub(b"", data[cell.end() : data.rfind(b"<", 0, place)]) == b""
    if (kind and kind[1] != b"n") or not alone:
        return _hidden(text, known)
    return text if FIGURE.fullmatch(text) else _hidden(text, known).replace("*", "0")


def _cell_before(data: bytes, place: int) -> re.Match[bytes] | None:
    """The start tag of the cell that a value stands in."""
    end = place
    while (end := max(data.rfind(b"<c", 0, end), data.rfind(b":c", 0, end))) >= 0:
        start = end if data[end : end + 1] == b"<" else data.rfind(b"<", 0, end)
        if found := _CELL.match(data, max(start, 0)):
            return found
    return None


def _hidden(text: str, known: Collection[str]) -> str:
    new = masked_figure(text)
    return mask_text(text, known) if new == text else new
