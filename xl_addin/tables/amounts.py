"""Amounts of money in cells, exact, with the unit that the column or the cell itself says.

How much a reader of numbers takes is what functions and checks differ in: :data:`Number` is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.tables.cleaning import clean_amount, is_blank
from xl_addin.tables.column_rows import array_of, kinds_of
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import YUAN
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import FEN_PER_YUAN, LIMIT_YUAN, Int64, floats_to_micro, round_half_up

Number = Callable[[CellValue, str], Decimal | None]
"""Reads an amount, None where there is none; the name is for errors."""
_OWN_UNIT: Final = frozenset("元圆万亿")
_QUICK_YUAN: Final = 2.0**31
"""Below this a float is k/100 exactly when round(100 x)/100 gives it back."""


def cell_amount(value: CellValue, name: str) -> Decimal | None:
    """Read an amount as strictly as a cell function does (G-08)."""
    return None if is_blank(value) else clean_amount(value, name)


def true_numbers(values: Sequence[CellValue]) -> Int64 | None:
    """A column of nothing but numbers in micro units, all at once; None where cells must be read one by one.

    >>> true_numbers([1600, 0.5]), true_numbers([1600, "1,500"])
    (array([1600000000,     500000]), None)
    """
    known = array_of(values, np.float64)
    if known is None and not {int, float}.issuperset(kinds_of(values)):
        return None
    numbers: NDArray[np.float64] = np.array(values, dtype=np.float64) if known is None else known
    sound = np.isfinite(numbers).all() and (np.abs(numbers) < LIMIT_YUAN).all()
    return floats_to_micro(numbers) if sound else None


def names_unit(value: CellValue) -> bool:
    """Tell whether an amount says by itself what it is of: then the unit of its column does not count.

    >>> names_unit("29万元"), names_unit("1,000元"), names_unit("1,000"), names_unit(29)
    (True, True, False, False)
    """
    return isinstance(value, str) and not _OWN_UNIT.isdisjoint(value)


def read_fen(value: CellValue, unit: str, name: str, number: Number) -> int | None:
    """Read an amount in fen by a way of reading numbers; None if empty, InputError for no number."""
    factor = 1 if names_unit(value) else YUAN.get(unit, 1)
    if value.__class__ in (int, float) and abs(value) < _QUICK_YUAN / factor:
        fen = round(value * FEN_PER_YUAN)
        if fen / FEN_PER_YUAN == value:
            return int(fen * factor)
    amount = number(value, name)
    if amount is None:
        return None
    if abs(yuan := Fraction(amount) * factor) >= LIMIT_YUAN:
        raise InputError(f"{name}数值过大（{value}），请核对单位", NUM)
    return round_half_up(yuan * FEN_PER_YUAN)


def fen_at_once(values: Sequence[CellValue]) -> list[int] | None:
    """A column of yuan with two decimals or fewer, or nothing (0), in fen; None where cells must be read one by one.

    >>> fen_at_once([1600, 0.5, None]), fen_at_once([0.005]), fen_at_once(["1,500"])
    ([160000, 50, 0], None, None)
    """
    if not {int, float, type(None)}.issuperset(kinds_of(values)):
        return None
    numbers = np.array([0.0 if value is None else value for value in values], dtype=np.float64)
    if not (np.abs(numbers) < _QUICK_YUAN).all():
        return None
    fen = np.rint(numbers * FEN_PER_YUAN)
    return fen.astype(np.int64).tolist() if (fen / FEN_PER_YUAN == numbers).all() else None
