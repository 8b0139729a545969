"""Exact money: integers inside, named rounding, shares that sum to the whole.

Amounts are ``int64`` fen (1/100 yuan). Wages, rates and ratios are ``int64`` micro
units (1/1,000,000), because an average wage is a quotient and keeps six decimals
until the rule says where to round. A float from a cell means its shortest decimal:
0.1 is one tenth, not the binary neighbour of it. Yuan floats exist only at the edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

Int64 = NDArray[np.int64]

FEN_PER_YUAN: Final = 100
MICRO: Final = 1_000_000
MICRO_PER_FEN: Final = MICRO // FEN_PER_YUAN
LIMIT_YUAN: Final = 10**12
"""Largest wage or amount accepted from a cell; larger ones are a mistake."""

_SAFE: Final = 2**60  # leaves room to add two products and to double them when rounding
_EXACT_FLOAT: Final = 2**53
_EXACT_YUAN: Final = 2 * 10**9  # below this a yuan float times a million is exact enough to check
_SIX_PLACES: Final = Decimal(1).scaleb(-6)


def exact(value: float | int | str | Decimal | Fraction) -> Fraction:
    """Read a number as the exact decimal that the user sees.

    >>> exact(0.1)
    Fraction(1, 10)
    >>> exact("1234.567")
    Fraction(1234567, 1000)
    """
    return Fraction(Decimal(repr(value))) if isinstance(value, float) else Fraction(value)


def round_half_up(value: Fraction | Decimal | int) -> int:
    """Round to an integer, halves away from zero (四舍五入).

    >>> round_half_up(Fraction(5, 2)), round_half_up(Fraction(-5, 2)), round_half_up(Fraction(60040, 100))
    (3, -3, 600)
    """
    ratio = Fraction(value)
    magnitude = (2 * abs(ratio.numerator) + ratio.denominator) // (2 * ratio.denominator)
    return magnitude if ratio >= 0 else -magnitude


def to_micro(value: float | int | Decimal) -> int:
    """Convert one number to micro units, half-up at the sixth decimal.

    >>> to_micro(1234.567), to_micro(1000.675)
    (1234567000, 1000675000)
    """
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return int(number.quantize(_SIX_PLACES, rounding=ROUND_HALF_UP).scaleb(6))


def exact_micro(value: float) -> int | None:
    """Convert a float that has six decimals or fewer and is below ``10^9`` yuan; None for any other.

    The quick way of one cell; :func:`floats_to_micro` says why it is exact.

    >>> exact_micro(1000.675), exact_micro(0.1234567)
    (1000675000, None)
    """
    if not abs(value) < _EXACT_YUAN:
        return None
    micro = round(value * MICRO)
    return micro if micro / MICRO == value else None


def floats_to_micro(values: NDArray[np.float64]) -> Int64:
    """Convert many finite yuan floats below ``LIMIT_YUAN`` to micro units, exactly as :func:`to_micro`.

    A float that is the nearest one to k/10^6 has k/10^6 as its shortest decimal
    (both have at most 15 digits), so the product needs checking only, not parsing.

    >>> floats_to_micro(np.array([600.4, 1000.675, 0.1234567])).tolist()
    [600400000, 1000675000, 123457]
    """
    micro = np.rint(values * MICRO).astype(np.int64)
    odd = np.flatnonzero((micro / MICRO != values) | (np.abs(values) >= _EXACT_YUAN))
    for i in odd.tolist():
        micro[i] = to_micro(float(values[i]))
    return micro


def divide_half_up(numerator: Int64, denominator: int) -> Int64:
    """Divide integers, halves away from zero; works for ``int64`` and object arrays.

    >>> divide_half_up(np.array([15, -15, 14]), 10).tolist()
    [2, -2, 1]
    """
    magnitude = (2 * abs(numerator) + denominator) // (2 * denominator)
    return np.where(numerator < 0, -magnitude, magnitude)


def safe_product(left: Int64, right: Int64) -> Int64:
    """Multiply without overflow: falls back to Python integers where ``int64`` could not hold the result.

    >>> int(safe_product(np.array([10**12]), np.array([10**12]))[0]) == 10**24
    True
    """
    if left.size == 0 or right.size == 0:
        return left * right
    bound = _bound(left) * _bound(right)
    if bound < _SAFE:
        return left * right
    product: Int64 = left.astype(object) * right.astype(object)
    return product


def _bound(values: Int64) -> int:
    if values.size == 1:  # one cell's row: a reduction would take ten times as long
        return abs(int(values.item()))
    return max(abs(int(values.min())), abs(int(values.max())))


def quotients(values: Int64, unit: int) -> NDArray[np.float64]:
    """Divide whole numbers by a unit: the float nearest to each quotient, as Python divides integers.

    >>> quotients(np.array([2098769, 350]), 100).tolist()
    [20987.69, 3.5]
    """
    if values.dtype != object and (len(values) == 0 or _bound(values) < _EXACT_FLOAT):
        return values / unit
    return np.array([value / unit for value in values.tolist()], dtype=np.float64)


def fen_to_yuan(fen: int) -> float:
    """Give the cell value of an amount: the float nearest to fen / 100.

    >>> fen_to_yuan(2098769)
    20987.69
    """
    return fen / FEN_PER_YUAN


def total_yuan(amounts: Iterable[float]) -> float:
    """Add cell values of amounts exactly.

    >>> total_yuan([0.1, 0.2])
    0.3
    """
    return float(sum((Decimal(repr(amount)) for amount in amounts), Decimal(0)))


def micro_to_yuan(micro: int) -> float:
    """Give the cell value of a wage or rate held in micro units.

    >>> micro_to_yuan(1234567000)
    1234.567
    """
    return micro / MICRO


def allocate(total_fen: int, needs_fen: Sequence[int]) -> list[int]:
    """Share a sum in proportion to needs by largest remainder; parts sum exactly.

    ``total_fen`` at or above the sum of the needs pays every need in full. Ties of
    remainders go to the earlier row. All arguments are non-negative fen.

    >>> allocate(100, [1, 1, 1]), allocate(10, [4, 4])
    ([1, 1, 1], [4, 4])
    >>> allocate(100, [100, 100, 100])
    [34, 33, 33]
    """
    whole = sum(needs_fen)
    if total_fen >= whole:
        return list(needs_fen)
    shares = [total_fen * need // whole for need in needs_fen]
    remainders = [total_fen * need % whole for need in needs_fen]
    left = total_fen - sum(shares)
    for i in sorted(range(len(needs_fen)), key=lambda i: -remainders[i])[:left]:
        shares[i] += 1
    return shares


def yuan_text(fen: int) -> str:
    """Write an amount for people: thousands commas, always two decimals.

    >>> yuan_text(1368000), yuan_text(-5)
    ('13,680.00', '-0.05')
    """
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // FEN_PER_YUAN:,}.{abs(fen) % FEN_PER_YUAN:02d}"


def decimal_text(value: int, scale: int, places: int = 0) -> str:
    """Write a scaled integer without needless zeros, with at least ``places`` decimals.

    >>> decimal_text(1950, 100), decimal_text(720_000_000, MICRO, 2), decimal_text(1234567000, MICRO, 2)
    ('19.5', '720.00', '1234.567')
    """
    digits = len(str(scale)) - 1
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), scale)
    fraction = f"{rest:0{digits}d}".rstrip("0").ljust(places, "0")
    return f"{sign}{whole}" + (f".{fraction}" if fraction else "")
