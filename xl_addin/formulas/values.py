"""Values inside a recalculation, and the spreadsheet's own rules for turning one kind into another.

Numbers are floats, as in the host; a :class:`Serial` is a number known to be a date, in the date system of the book.
Where hosts could disagree (text that only some read as a number, digits beyond the fifteenth) the answer is
:class:`Untrusted`: the cell is then left to the host instead of being guessed.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import Final

from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import NUM, VALUE, CellError
from xl_addin.values.serials import serial_of


class Untrusted(Exception):
    """No value that every host would give; the message says why, in Chinese."""


class Serial(float):
    """A number known to be a date or time: the serial in the date system of the book."""


Value = None | bool | float | str | CellError
"""A scalar as formulas see it; dates are :class:`Serial`."""

_LONGEST_NUMBER: Final = 255
"""Characters of a text that is taken for a number."""
LONGEST_TEXT: Final = 32_767
"""Characters of a text that a cell, or a formula on its way, can hold."""
NOISE_AT_ZERO: Final = 1e-8
"""A number nearer to 0 may be nothing but what binary digits leave of a difference."""
_PLAIN_NUMBER: Final = re.compile(r"\s*[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*")


def from_cell(value: CellValue, date1904: bool) -> Value:
    """What formulas see of a cell's value."""
    if isinstance(value, dt.date):
        return Serial(serial_of(value, date1904))
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def number(value: Value) -> float | CellError:
    """The number that arithmetic takes a value for.

    >>> number(None), number(True), number(" 12.50 "), number("—")
    (0.0, 1.0, 12.5, CellError(code='#VALUE!', message=''))
    """
    if isinstance(value, CellError):
        return value
    if value is None:
        return 0.0
    if isinstance(value, str):
        if len(value) <= _LONGEST_NUMBER and value.isascii() and _PLAIN_NUMBER.fullmatch(value):
            return float(value)
        if any(character.isnumeric() for character in value):
            raise Untrusted("文本里的数字要由表格程序换算")
        return CellError(VALUE, "")
    return value if isinstance(value, Serial) else float(value)


def text(value: Value) -> str | CellError:
    """The text that ``&`` and text functions take a value for (number format General).

    >>> text(0.1 + 0.2), text(2400.0), text(True), text(None)
    ('0.3', '2400', 'TRUE', '')
    """
    if isinstance(value, CellError):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value != 0 and not 1e-4 <= abs(value) < 1e15:
            raise Untrusted("很大或很小的数转成文本时各程序写法不同")
        return f"{value:.15g}" if value else "0"
    if not value.isascii() and len(value.encode("utf-16-le", "surrogatepass")) > 2 * len(value):
        raise Untrusted("生僻字的字数各程序算法不同")
    return value


def joined(pieces: Sequence[str]) -> str | CellError:
    """Texts put together; ``#VALUE!``, as in Excel, where they come to more than a cell can hold.

    >>> joined(["共", "3"]), joined(["字" * 20_000] * 2).code
    ('共3', '#VALUE!')
    """
    size = sum(map(len, pieces))
    if size > LONGEST_TEXT:
        return CellError(VALUE, f"结果文字有 {size} 个字，超过单元格上限 {LONGEST_TEXT}")
    return "".join(pieces)


def finite(value: float) -> float | CellError:
    """A result of arithmetic: ``#NUM!`` if it is beyond what a cell can hold."""
    return value if math.isfinite(value) else CellError(NUM, "")


def stable(value: float) -> float:
    """Round to the 15 significant digits that spreadsheets keep.

    >>> stable(0.1 + 0.2)
    0.3
    """
    return float(f"{value:.15g}")


def may_be_noise(value: Value) -> bool:
    """Whether a host may take a number for 0, and another one not.

    >>> may_be_noise(0.1 + 0.2 - 0.3), may_be_noise(0.0), may_be_noise("0")
    (True, False, False)
    """
    return isinstance(value, float) and 0 < abs(value) < NOISE_AT_ZERO


def stable_value(value: Value) -> Value:
    """A value with its number, if it is one, rounded to 15 significant digits; a blank result is 0."""
    if isinstance(value, float):
        return type(value)(stable(value))
    return 0.0 if value is None else value
