"""Settlement of a land reserve advance (垫付结算): principal, simple interest, and what the sale leaves.

An advance is cash and a debt of the same amount, never income.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28) 七: the land reserve centre advances after review.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import round_half_up

DAYS_PER_YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class Settlement:
    """Fen owed and what is left of the proceeds; a negative surplus is a shortfall (F-31)."""

    principal: int
    interest: int
    surplus: int


def settle_advance(principal_fen: int, first_day: int, proceeds_fen: int, sale_day: int, rate: Fraction) -> Settlement:
    """Settle an advance on the day of the sale: simple interest by days over 365, rounded once (F-30).

    Raises InputError ``#NUM!`` for negative money and a sale before the advance.

    >>> settle_advance(100_000_000, 0, 150_000_000, 365, Fraction(5, 100))
    Settlement(principal=100000000, interest=5000000, surplus=45000000)
    """
    if principal_fen < 0 or proceeds_fen < 0:
        raise InputError("垫付金额和变现收入不能为负数", NUM)
    if sale_day < first_day:
        raise InputError("变现日期早于垫付日期，请核对两个日期", NUM)
    interest = round_half_up(principal_fen * rate * (sale_day - first_day) / DAYS_PER_YEAR)
    return Settlement(principal_fen, interest, proceeds_fen - principal_fen - interest)
