"""Numbers as worksheet parts write them: one by one as the reference, and those of a block together."""

from __future__ import annotations

import json
import math
import re
from typing import Final

from xl_addin.files import markup
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import NUM, CellError

_INTEGER: Final = re.compile(rb"-?[0-9]{1,300}")  # any larger is no number of a spreadsheet program
_EXPONENT: Final = re.compile(rb"[+-]?[0-9]+(?:[eE][+-]?[0-9]+)?")
_LONGEST: Final = 40
"""Bytes of a number that is read together with others; programs write at most 24."""
_MARKS: Final = b"0123456789.+-eE,"


def number_of(text: bytes) -> CellValue:
    """The number of a ``<v>`` text; text that is no number stays text."""
    if b"." in text and b"_" not in text:
        try:
            number = float(text)
        except ValueError:
            return markup.text_of(text) or None
        return number if math.isfinite(number) else CellError(NUM, "")
    text = text.strip()
    if _INTEGER.fullmatch(text):
        return int(text)
    if _EXPONENT.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else CellError(NUM, "")
    return markup.text_of(text) or None


def numbers_of(texts: list[bytes]) -> list[CellValue]:
    """The numbers of many ``<v>`` texts; what is no plain number among them sends all of them the plain way.

    A plain number is one of JSON, whose parser gives whole numbers as ``int`` and rounds decimals as ``float`` does.

    >>> numbers_of([b"1234.56", b"410000000000", b"5.0000000000000003E-2"])
    [1234.56, 410000000000, 0.05]
    >>> numbers_of([b"1.5", b"NaN", b"007"])
    [1.5, 'NaN', 7]
    """
    joined = b",".join(texts)
    plain = joined.count(b",") == len(texts) - 1 and not joined.translate(None, _MARKS)
    if plain and max(map(len, texts), default=0) <= _LONGEST:
        try:
            values = json.loads(b"[%b]" % joined)
        except ValueError:  # an empty one, or one that is no number
            pass
        else:
            if math.inf not in values and -math.inf not in values:
                found: list[CellValue] = values
                return found
    return [number_of(text) for text in texts]
