"""The order (先后) in which 资金方案 helps, so that most workers are settled, and how many more any order could settle.

Without limits of the whole city the answer of :mod:`xl_addin.rules.fund.optimum` is exact. Where such a limit binds,
who borrows depends on the order itself: orders are tried, the best stands with what it settles, and two relaxations
bound it (one forgets the limits of the city, one those of the enterprises). Leaves out which of several is the nicest.
Source: "most workers" is a design decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.rules.fund.funding import Firms, Funding, Terms, plan_funding
from xl_addin.rules.fund.optimum import Answer, most_workers
from xl_addin.rules.fund.priority import Choice, Pools, cheapest_first
from xl_addin.rules.fund.turns import own_groups, sums_by
from xl_addin.values.money import Int64

_TRIES: Final = 300
"""Orders that are tried where a limit of the city binds."""


@dataclass(frozen=True, slots=True)
class Order:
    """Ranks of the enterprises, the plan by them, the greedy choice, and the best known with its bound."""

    rank: Int64
    plan: Funding
    greedy: Choice
    answer: Answer


def best_order(firms: Firms, terms: Terms) -> Order:
    """Whom to help first: the ranks of ``firms`` do not matter."""
    free = plan_funding(firms, replace(terms, all_advances=None, all_deferrals=None))
    system, gifts = own_groups(firms.system), sums_by(free.gift, own_groups(firms.system))
    question = free.outside, firms.workers, system, Pools(gifts, terms.fiscal)
    greedy, answer = cheapest_first(*question), most_workers(*question)
    rank = turns(answer.choice.chosen, free.outside, firms.workers)
    plan = _planned(firms, terms, rank)
    if _settled(firms, plan) == answer.choice.workers:
        return Order(rank, plan, greedy, answer)
    lent = sum(
        int(each.sum()) if most is None else min(int(each.sum()), most)
        for each, most in ((np.minimum(free.lack, firms.advance_limit), terms.all_advances),
                           (np.minimum(free.lack, free.deferrable), terms.all_deferrals))
    )  # fmt: skip
    pooled = most_workers(free.lack, firms.workers, system, Pools(gifts, terms.fiscal + lent))
    bound = min(answer.choice.bound, pooled.choice.bound)
    cheap = _choice(firms, _planned(firms, terms, turns(free.lack < 0, free.lack, firms.workers)), bound)
    starts = (turns(chosen, free.lack, firms.workers) for chosen in (pooled.choice.chosen, free.lack < 0))
    rank = _improved(firms, terms, (rank, *starts))
    plan = _planned(firms, terms, rank)
    return Order(rank, plan, cheap, Answer(_choice(firms, plan, bound), answer.solver))


def turns(chosen: NDArray[np.bool_], need: Int64, workers: Int64) -> Int64:
    """Ranks: the chosen first, among them who needs nothing, then by what a worker costs.

    >>> turns(np.array([False, True, True]), np.array([5, 8, 6]), np.array([1, 1, 1])).tolist()
    [3, 2, 1]
    """
    order = sorted(
        range(len(need)),
        key=lambda i: (not chosen[i], need[i] > 0, Fraction(int(need[i]), max(int(workers[i]), 1)), i),
    )
    rank = np.empty(len(need), dtype=np.int64)
    rank[order] = np.arange(1, len(need) + 1)
    return rank


def _improved(firms: Firms, terms: Terms, starts: tuple[Int64, ...]) -> Int64:
    """The best of some ranks, and of those that bring an enterprise to the front as long as that helps."""
    best = max(starts, key=lambda rank: _settled(firms, _planned(firms, terms, rank)))
    most, tries = _settled(firms, _planned(firms, terms, best)), _TRIES
    while tries > 0:
        settled = _planned(firms, terms, best).settled
        for rank in _moved(best, settled, firms.workers):
            tries -= 1
            found = _settled(firms, _planned(firms, terms, rank))
            if found > most:
                best, most = rank, found
                break
            if tries <= 0:
                return best
        else:
            return best
    return best


def _moved(rank: Int64, settled: NDArray[np.bool_], workers: Int64) -> Iterator[Int64]:
    """The settled before all others, then besides one of the others at the front, or one of the settled at the end."""
    kept = np.where(settled, rank, rank + len(rank))
    yield kept
    for i in sorted(np.flatnonzero(~settled).tolist(), key=lambda i: -int(workers[i])):
        yield np.where(np.arange(len(rank)) == i, 0, kept)
    for i in sorted(np.flatnonzero(settled).tolist(), key=lambda i: int(workers[i])):
        yield np.where(np.arange(len(rank)) == i, 3 * len(rank), kept)


def _planned(firms: Firms, terms: Terms, rank: Int64) -> Funding:
    return plan_funding(replace(firms, rank=rank), terms)


def _settled(firms: Firms, plan: Funding) -> int:
    return int(firms.workers[plan.settled].sum())


def _choice(firms: Firms, plan: Funding, bound: int) -> Choice:
    workers = _settled(firms, plan)
    return Choice(plan.settled, workers, max(bound, workers))
