"""The cheapest mix of advances (垫付) and deferrals (暂挂) for what enterprises lack, under every limit.

First as much as the limits allow is covered, then at the least cost. Costs are one rate each, so that only the two sums
matter; the sums that the limits allow form a polymatroid (each limit caps one sum of amounts), on which taking as
much as possible of the cheaper kind first is exact, in whole fen.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 七: 土地置换、缴费暂挂; limits and rates are the office's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from xl_addin.values.money import allocate, round_half_up


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of borrowing: limits of each enterprise and of all in fen, and what a yuan costs until it is repaid."""

    limits: tuple[int, ...]
    total: int
    cost: Fraction


@dataclass(frozen=True, slots=True)
class Mix:
    """What each enterprise borrows in each way, in fen."""

    advance: tuple[int, ...]
    deferral: tuple[int, ...]
    cost: int

    @property
    def covered(self) -> int:
        """What is borrowed in all."""
        return sum(self.advance) + sum(self.deferral)


def instalment_cost(rate: Fraction, years: int) -> Fraction:
    """Interest on a yuan repaid in equal parts at the end of so many years, on what is owed each year.

    >>> instalment_cost(Fraction(4, 100), 5)
    Fraction(3, 25)
    """
    return rate * (years + 1) / 2


def cheapest_mix(lacks: Sequence[int], advance: Kind, deferral: Kind) -> Mix:
    """Borrow as much of what lacks as the limits allow, as cheaply as they allow; advances where both cost the same.

    >>> mix = cheapest_mix([100, 80], Kind((60, 80), 90, Fraction(1, 10)), Kind((50, 0), 50, Fraction(1, 20)))
    >>> mix.advance, mix.deferral, mix.covered, mix.cost
    ((35, 55), (50, 0), 140, 12)
    """
    turned = deferral.cost < advance.cost
    cheap, dear = (deferral, advance) if turned else (advance, deferral)
    first = [min(lack, most) for lack, most in zip(lacks, cheap.limits, strict=True)]
    second = [min(lack, most) for lack, most in zip(lacks, dear.limits, strict=True)]
    both = [min(lack, one + other) for lack, one, other in zip(lacks, first, second, strict=True)]
    some = min(cheap.total, sum(first))
    other = min(dear.total, sum(second), sum(both) - some)
    # Of the cheaper kind each needs what the dearer one cannot reach; the rest of it goes where it still finds room.
    forced = [whole - most for whole, most in zip(both, second, strict=True)]
    if sum(forced) >= some:
        taken = allocate(some, forced)
    else:
        spare = allocate(some - sum(forced), [most - least for most, least in zip(first, forced, strict=True)])
        taken = [least + more for least, more in zip(forced, spare, strict=True)]
    filled = allocate(other, [whole - used for whole, used in zip(both, taken, strict=True)])
    filled = _within(filled, [min(most, whole - used) for most, whole, used in zip(second, both, taken, strict=True)])
    cost = round_half_up(sum(taken) * cheap.cost + sum(filled) * dear.cost)
    parts = (tuple(filled), tuple(taken)) if turned else (tuple(taken), tuple(filled))
    return Mix(*parts, cost)


def _within(shares: Sequence[int], most: Sequence[int]) -> list[int]:
    """Shares kept below their limits: what is above one goes, by row, where there is room."""
    kept = [min(share, limit) for share, limit in zip(shares, most, strict=True)]
    left = sum(shares) - sum(kept)
    for i, limit in enumerate(most):
        more = min(left, limit - kept[i])
        kept[i] += more
        left -= more
    return kept
