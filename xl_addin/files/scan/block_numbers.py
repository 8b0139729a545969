"""Numbers of a block that are longer than eight digits or have decimals, as arrays where they are short enough."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.files.scan.block_cells import MASKS, Cells, Longs, Tokens, digits
from xl_addin.files.scan.numbers import numbers_of
from xl_addin.tables.grid import CellValue

_WHOLE: Final = 8
_DECIMALS: Final = 7
_POWERS: Final = 10.0 ** np.arange(_DECIMALS + 1)


def put_decimals(tokens: Tokens, cells: Cells, places: Longs, values: NDArray[Any]) -> Longs:
    """Fill in numbers such as -1234.56 and give the places of all others.

    Both the digits as a whole number and the power of ten are exact, so that their quotient is rounded once, as
    ``float`` rounds.
    """
    start, end = cells.value_start[places], cells.value_end[places]
    words = tokens.words
    minus = (words[start] & np.uint64(255)) == ord("-")
    start = start + minus
    length = end - start
    count, whole = digits(words[start] & MASKS[length.clip(0, _WHOLE)])
    point = (words[start + count] & np.uint64(255)) == ord(".")
    decimals = length - count - 1
    found, part = digits(words[start + count + 1] & MASKS[decimals.clip(0, _WHOLE)])
    short = point & (count > 0) & (decimals > 0) & (decimals <= _DECIMALS) & (found == decimals)
    power = _POWERS[decimals[short]]
    number = (whole[short] * power + part[short]) / power
    values[places[short]] = np.where(minus[short], -number, number)
    others: Longs = places[~short]
    return others


def number_values(tokens: Tokens, cells: Cells, places: Longs) -> list[CellValue]:
    """The numbers of some cells, of any length."""
    start, length = cells.value_start[places], cells.value_end[places] + 1 - cells.value_start[places]
    ends = np.cumsum(length)
    at = np.arange(ends[-1] if len(ends) else 0) + np.repeat(start + length - ends, length)
    return numbers_of(np.frombuffer(tokens.block, dtype=np.uint8)[at].tobytes())
