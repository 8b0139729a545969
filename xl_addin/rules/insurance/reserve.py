"""The medical reserve of a retired person: years to the cut-off age, at least some, times a standard a year (I-08).

Source: 2019 county plan, 预提到70周岁(不满10年的计算10年); the office's own figures stand on its 政策 sheet.
"""

from __future__ import annotations

from fractions import Fraction

from xl_addin.policy.package import package_policy
from xl_addin.rules.insurance.contributions import reserve_years
from xl_addin.values.money import MICRO_PER_FEN, round_half_up


def to_fen(micro: int) -> int:
    """Round micro yuan to fen.

    >>> to_fen(2_000_005_000)
    200001
    """
    return round_half_up(Fraction(micro, MICRO_PER_FEN))


def reserve_limits(cutoff_age: int | None, minimum_years: int | None) -> tuple[int, int]:
    """Give the age to reserve medical money to and the least years, the shipped ones where none is given (I-08)."""
    shipped = package_policy()
    return (
        shipped.cutoff_age if cutoff_age is None else cutoff_age,
        shipped.minimum_years if minimum_years is None else minimum_years,
    )


def reserve_fen(age: int, annual_standard: int, limits: tuple[int, int]) -> int:
    """Compute the medical reserve of one retired person in fen; the standard is micro yuan a year.

    >>> reserve_fen(58, 1_800_000_000, (70, 10))
    2160000
    """
    return to_fen(annual_standard * reserve_years(age, *limits))
