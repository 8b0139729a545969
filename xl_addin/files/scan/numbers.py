"""Numbers as worksheet parts write them: one by one as the reference, and those of a block together."""

from __future__ import annotations

import json
import math
import re
from typing import Final

from xl_addin.files import markup
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import NUM, CellError
from xl_addin.values.serials import date_of, moments_of

_INTEGER: Final = re.compile(rb"-?[0-9]{1,300}")  # any larger is no number of a spreadsheet program
_EXPONENT: Final = re.compile(rb"[+-]?[0-9]+(?:[eE][+-]?[0-9]+)?")
_MARKS: Final = b"0123456789.+-eE<"


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


def numbers_of(texts: bytes) -> list[CellValue]:
    """The numbers of many ``<v>`` texts, each with a ``<`` after it; any that is not plain sends all the plain way.

    A plain number is one of JSON, whose parser gives whole numbers as ``int`` and rounds decimals as ``float`` does.

    >>> numbers_of(b"1234.56<410000000000<5.0000000000000003E-2<")
    [1234.56, 410000000000, 0.05]
    >>> numbers_of(b"1.5<NaN<007<")
    [1.5, 'NaN', 7]
    """
    if not texts.translate(None, _MARKS):
        try:
            values: list[CellValue] = json.loads(b"[%b]" % texts[:-1].replace(b"<", b","))
        except ValueError:  # an empty one, or one that is no number
            pass
        else:
            if math.inf not in values and -math.inf not in values:
                return values
    return [number_of(text) for text in texts.split(b"<")[:-1]]


def dates_of(values: list[CellValue], date1904: bool) -> list[CellValue]:
    """The dates of what numbers_of found in cells that show dates."""
    numbers = [value for value in values if isinstance(value, int | float)]
    if len(numbers) == len(values):
        return list(moments_of(numbers, date1904))
    return [date_of(value, date1904) if isinstance(value, int | float) else value for value in values]
