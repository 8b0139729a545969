"""Borrowing under limits of enterprises and of the city: as much, as early and as cheaply as brute force finds."""

from __future__ import annotations

from itertools import product
from typing import Final

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.rules.fund.borrowing import Limits

_FIRMS: Final = 3
small = st.lists(st.integers(0, 4), min_size=_FIRMS, max_size=_FIRMS)
totals = st.one_of(st.none(), st.integers(0, 9))


def every_way(lacks: list[int], limits: Limits) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """All whole amounts of advances and deferrals that break no limit."""
    most = [9 * _FIRMS if total is None else total for total in (limits.all_advances, limits.all_deferrals)]
    return [
        (one, other)
        for one in product(*(range(min(lack, most) + 1) for lack, most in zip(lacks, limits.advance, strict=True)))
        if sum(one) <= most[0]
        for other in product(
            *(range(min(lack - k, most) + 1) for lack, k, most in zip(lacks, one, limits.deferral, strict=True))
        )
        if sum(other) <= most[1]
    ]


@settings(max_examples=200, deadline=None)
@given(small, small, small, totals, totals, st.permutations(range(_FIRMS)), st.booleans())
def test_whoever_comes_first_borrows_all_that_the_limits_allow_and_the_cheaper_kind_is_used_up(
    lacks: list[int],
    one: list[int],
    other: list[int],
    total: int | None,
    most: int | None,
    rank: list[int],
    advance_first: bool,
) -> None:
    limits, lack, ranks = Limits(np.array(one), np.array(other), total, most), np.array(lacks), np.array(rank)
    ways = every_way(lacks, limits)
    order = np.argsort(ranks)
    borrowed = limits.within(lack, ranks)
    sums = [tuple(np.cumsum([x[i] + y[i] for i in order]).tolist()) for x, y in ways]
    # Everybody who comes early borrows what is possible at all, and so do all together.
    assert tuple(np.cumsum(borrowed[order]).tolist()) == tuple(map(max, zip(*sums, strict=True)))
    advance, deferral = limits.split(borrowed, ranks, advance_first=advance_first)
    assert (tuple(advance.tolist()), tuple(deferral.tolist())) in ways
    assert np.array_equal(advance + deferral, borrowed)
    full = [way for way in ways if sum(way[0]) + sum(way[1]) == borrowed.sum()]
    best = max(sum(way[0 if advance_first else 1]) for way in full)
    assert int((advance if advance_first else deferral).sum()) == best


def test_without_limits_of_the_city_each_borrows_what_it_may() -> None:
    limits = Limits(np.array([5, 0, 7]), np.array([2, 3, 9]))
    assert limits.within(np.array([9, 9, 9]), np.array([3, 1, 2])).tolist() == [7, 3, 9]


def test_equal_ranks_are_taken_by_row() -> None:
    limits = Limits(np.array([5, 5]), np.array([0, 0]), all_advances=6)
    assert limits.within(np.array([5, 5]), np.array([1, 1])).tolist() == [5, 1]
