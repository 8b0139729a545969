"""ID numbers in formulas and in the names that formulas use: masked so that the formula can still be read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from typing import Final

from xl_addin.values.persons import ids_in, mask_id, mask_text

_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"' r"|'(?:[^']|'')*'")
_OF_A_NAME: Final = re.compile(r"[\w.\\\[\]]")


def masked_formula(text: str, known: Collection[str] = ()) -> str:
    """The formula with each ID number masked: stars within a text, letters in a name, a text instead of a number.

    >>> masked_formula('IF(A1="11010519491231002X",_11010519491231002X,A1=110105194912310029)')
    'IF(A1="110105********002X",_110105xxxxxxxx002X,A1=110105194912310029)'
    >>> masked_formula('"110105"&"19491231"&"002X"'), masked_formula("A1=11010519491231002X")
    ('"110105********002X"', 'A1="110105********002X"')
    """
    found = ids_in(text, known)
    if not found:
        return text
    quotes = [match.span() for match in _QUOTED.finditer(text)]
    pieces: list[str] = []
    position = 0
    for start, end, number in found:
        pieces += (text[position:start], _hidden(text, quotes, (start, end), mask_id(number)))
        position = end
    return "".join([*pieces, text[position:]])


def _hidden(text: str, quotes: list[tuple[int, int]], place: tuple[int, int], masked: str) -> str:
    start, end = place
    first, last = quotes[bisect_left(quotes, (start,)) - 1] if quotes else (start, start)
    around = text[first] if first < start < last else ""
    if around == '"':
        return masked
    if (
        around == "'"
        or _OF_A_NAME.match(text[start - 1 : start] or " ")
        or _OF_A_NAME.match(text[end : end + 1] or " ")
    ):
        return masked.replace("*", "x")
    return f'"{masked}"'


def masked_name(name: str, known: Collection[str] = ()) -> str:
    """A name of a sheet, a file or in formulas with each ID number masked by letters: stars are not allowed there.

    >>> masked_name("../media/11010519491231002X.png")
    '../media/110105xxxxxxxx002X.png'
    """
    new = mask_text(name, known)
    return name if new == name else new.replace("*", "x")
