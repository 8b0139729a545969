"""Which enterprises first (先后次序), so that most workers are settled with the money that there is.

An enterprise is settled when all that it cannot borrow is covered: by what its system can give, which only its system
can use, and by money of the city, which any can. The greedy way takes the cheapest worker first; the bound says how
many more any choice could settle at most. The exact optimum: :mod:`xl_addin.rules.fund.optimum`.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 七: 系统内调剂平衡; "most workers" is a design decision.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from xl_addin.values.money import Int64


@dataclass(frozen=True, slots=True)
class Choice:
    """Enterprises to settle first, their workers, and a number of workers that no choice can exceed."""

    chosen: NDArray[np.bool_]
    workers: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether no choice settles more."""
        return self.workers == self.bound


@dataclass(frozen=True, slots=True)
class Pools:
    """Money to settle enterprises with, in fen: of each system, and of the city for any."""

    by_system: Int64
    city: int


def spent(need: Int64, system: NDArray[np.int32], pools: Pools, chosen: NDArray[np.bool_]) -> int:
    """What the chosen need of the city's money, in whole fen."""
    wanted = np.zeros(len(pools.by_system), dtype=np.int64)
    np.add.at(wanted, system[chosen], need[chosen])
    return int(np.maximum(wanted - pools.by_system, 0).sum())


def cheapest_first(need: Int64, workers: Int64, system: NDArray[np.int32], pools: Pools) -> Choice:
    """Take enterprises by what a worker costs, as long as the money reaches; or the one largest, if that is more.

    >>> pools = Pools(np.array([0]), 100)
    >>> choice = cheapest_first(np.array([60, 50, 50]), np.array([70, 40, 50]), np.zeros(3, dtype=np.int32), pools)
    >>> choice.chosen.tolist(), choice.workers, choice.bound
    ([True, False, False], 70, 110)
    """
    order = sorted(range(len(need)), key=lambda i: (Fraction(int(need[i]), max(int(workers[i]), 1)), -workers[i], i))
    taken = _fill(order, need, system, pools)
    bound = upper_bound(need, workers, system, pools)
    best = Choice(taken, int(workers[taken].sum()), bound)
    for i in sorted(range(len(need)), key=lambda i: -int(workers[i])):
        alone = _fill([i, *(k for k in order if k != i)], need, system, pools)
        if alone[i]:  # the largest that can be settled at all, then the cheapest
            found = Choice(alone, int(workers[alone].sum()), bound)
            return found if found.workers > best.workers else best
    return best


def _fill(order: Iterable[int], need: Int64, system: NDArray[np.int32], pools: Pools) -> NDArray[np.bool_]:
    chosen = np.zeros(len(need), dtype=np.bool_)
    left, city = pools.by_system.tolist(), pools.city
    for i in order:
        fen, home = int(need[i]), int(system[i])
        beyond = max(fen - left[home], 0)
        if beyond <= city:
            chosen[i] = True
            left[home] -= fen - beyond
            city -= beyond
    return chosen


def upper_bound(need: Int64, workers: Int64, system: NDArray[np.int32], pools: Pools) -> int:
    """Workers that no choice can exceed: all pools as one, and the last enterprise in part."""
    wanted = np.zeros(len(pools.by_system), dtype=np.int64)
    np.add.at(wanted, system, need)
    money = int(np.minimum(pools.by_system, wanted).sum()) + pools.city
    reach = need <= pools.by_system[system] + pools.city
    places = np.flatnonzero(reach & (workers > 0)).tolist()
    total = Fraction(0)
    for i in sorted(places, key=lambda i: Fraction(int(need[i]), int(workers[i]))):
        fen = int(need[i])
        if fen > money:
            return int(total + Fraction(int(workers[i]) * money, fen))
        total += int(workers[i])
        money -= fen
    return int(total)
