"""Votes and order of steps as plain rules; the vote is also compared with exact fractions."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.rules.procedure.votes import DaySpan, is_out_of_order, majority, quorum, vote_faults, vote_result
from xl_addin.values.errors import NUM, InputError


@given(st.integers(1, 5000), st.integers(0, 5000), st.integers(0, 5000))
def test_a_vote_passes_exactly_at_two_thirds_present_and_more_than_half_of_all(
    total: int, present: int, yes: int
) -> None:
    present, yes = min(present, total), min(yes, present, total)
    enough, more_than_half = Fraction(present, total) >= Fraction(2, 3), Fraction(yes, total) > Fraction(1, 2)
    verdict = "不足三分之二" if not enough else "通过" if more_than_half else "未过半数"
    assert vote_result(total, present, yes) == verdict
    assert len(vote_faults(total, present, yes)) == (not enough) + (not more_than_half)


@given(st.integers(1, 5000))
def test_the_least_numbers_named_to_users_are_the_boundary(total: int) -> None:
    least, votes = quorum(total), majority(total)
    assert Fraction(least, total) >= Fraction(2, 3) > Fraction(least - 1, total)
    assert Fraction(votes, total) > Fraction(1, 2) >= Fraction(votes - 1, total)


@pytest.mark.parametrize("counts", [(0, 0, 0), (100, 101, 90), (100, 90, 91), (100, -1, 0), (100, 90, -1), (-5, 0, 0)])
def test_counts_that_contradict_each_other_are_no_vote(counts: tuple[int, int, int]) -> None:
    with pytest.raises(InputError) as caught:
        vote_result(*counts)
    assert caught.value.code == NUM


def test_order_is_broken_only_if_no_day_of_the_months_could_keep_it() -> None:
    march, april, in_march = DaySpan(14669, 14699), DaySpan(14700, 14729), DaySpan(14680, 14680)
    assert is_out_of_order(april, march)
    assert not is_out_of_order(march, april)
    assert not is_out_of_order(march, in_march)
    assert not is_out_of_order(in_march, march)
