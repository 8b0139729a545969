"""What always holds when money is shared: parts sum exactly, nobody above the need, order of rows does not matter."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.rules.fund.transfers import balance_system, can_give, pair_up
from xl_addin.rules.fund.waterfall import distribute, pay_in_order

FEN = st.integers(0, 10**13)
NEEDS = st.lists(st.tuples(st.one_of(st.integers(0, 5), FEN), st.integers(0, 4)), max_size=8)
MODES = st.fixed_dictionaries({tier: st.sampled_from(["按比例", "按顺序"]) for tier in range(5)})
POSITIONS = st.lists(st.one_of(st.integers(-5, 5), st.integers(-(10**13), 10**13)), max_size=8)
KEEPS = st.fractions(0, 1, max_denominator=1000)


@settings(deadline=None)
@given(st.one_of(st.integers(0, 20), FEN), NEEDS, MODES)
def test_payments_sum_exactly_to_what_is_distributed_and_stay_within_the_needs(
    available: int, needs: list[tuple[int, int]], modes: dict[int | Fraction, str]
) -> None:
    amounts, tiers = [need for need, _ in needs], [tier for _, tier in needs]
    paid = distribute(available, amounts, tiers, modes)
    assert sum(paid) == min(available, sum(amounts))
    assert all(0 <= part <= need for part, need in zip(paid, amounts, strict=True))


@settings(deadline=None)
@given(st.one_of(st.integers(0, 20), FEN), NEEDS, MODES)
def test_a_lower_tier_gets_nothing_while_a_higher_one_lacks(
    available: int, needs: list[tuple[int, int]], modes: dict[int | Fraction, str]
) -> None:
    amounts, tiers = [need for need, _ in needs], [tier for _, tier in needs]
    paid = distribute(available, amounts, tiers, modes)
    lacking = [tier for need, part, tier in zip(amounts, paid, tiers, strict=True) if part < need]
    if lacking:
        assert all(part == 0 for part, tier in zip(paid, tiers, strict=True) if tier > min(lacking))


@settings(deadline=None)
@given(FEN, st.lists(FEN, min_size=1, max_size=8, unique=True), st.randoms(use_true_random=False))
def test_permuting_different_needs_changes_nobodys_payment_but_for_ties(
    available: int, needs: list[int], chance: object
) -> None:
    order = list(range(len(needs)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    tiers, modes = [1] * len(needs), {1: "按比例"}
    straight = distribute(available, needs, tiers, modes)
    shuffled = distribute(available, [needs[i] for i in order], tiers, modes)
    whole = sum(needs)
    rests = [available * need % whole if whole else 0 for need in needs]
    if len(set(rests)) == len(rests):
        assert [straight[i] for i in order] == shuffled
    else:
        assert all(abs(straight[i] - part) <= 1 for i, part in zip(order, shuffled, strict=True))


@settings(deadline=None)
@given(st.integers(0, 100), st.lists(st.integers(0, 40), max_size=6))
def test_in_order_every_row_before_the_first_lack_is_full(available: int, needs: list[int]) -> None:
    paid = pay_in_order(available, needs)
    lacking = next((i for i, (part, need) in enumerate(zip(paid, needs, strict=True)) if part < need), len(needs))
    assert paid[:lacking] == needs[:lacking]
    assert not any(paid[lacking + 1 :])


@settings(deadline=None)
@given(POSITIONS, KEEPS)
def test_transfers_net_to_nothing_and_carry_nobody_across_nothing(positions: list[int], keeps: Fraction) -> None:
    moved = balance_system(positions, keeps)
    assert sum(moved) == 0
    for position, move in zip(positions, moved, strict=True):
        if position >= 0:
            assert -can_give(position, keeps) <= move <= 0
            assert position + move >= keeps * position
        else:
            assert 0 <= move <= -position


@settings(deadline=None)
@given(POSITIONS, KEEPS)
def test_either_every_deficit_is_filled_or_every_giver_has_given_all(positions: list[int], keeps: Fraction) -> None:
    after = [position + move for position, move in zip(positions, balance_system(positions, keeps), strict=True)]
    filled = all(left >= 0 for left in after)
    given_all = all(
        left == position - can_give(position, keeps)
        for position, left in zip(positions, after, strict=True)
        if position > 0
    )
    assert filled or given_all


@settings(deadline=None)
@given(POSITIONS, KEEPS)
def test_pairs_book_both_ends_of_every_movement(positions: list[int], keeps: Fraction) -> None:
    moved = balance_system(positions, keeps)
    booked = [0] * len(moved)
    for giver, receiver, amount in pair_up(moved):
        assert amount > 0
        booked[giver] -= amount
        booked[receiver] += amount
    assert booked == moved


@pytest.mark.parametrize("keeps", [Fraction(1, 3), Fraction(1, 7)])
def test_what_a_giver_may_give_is_cut_to_whole_fen_never_rounded_up(keeps: Fraction) -> None:
    for surplus in range(50):
        assert can_give(surplus, keeps) <= surplus * (1 - keeps) < can_give(surplus, keeps) + 1
