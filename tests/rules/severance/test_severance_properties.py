"""Identities that every severance calculation keeps, whatever the worker."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.rules.severance.blocks import mixed_amounts
from xl_addin.rules.severance.compensation import Status
from xl_addin.rules.severance.service import PER_MONTH, Piece
from xl_addin.rules.severance.wages import OMITTED, Wages
from xl_addin.rules.severance.worker import Worker, assess
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.money import MICRO, round_half_up

PROFILES = ("SEG2008", "R481", "RGZ", "RLCL", "PRORATE", "BANKRUPT3X")
days = st.integers(-5000, 20_000)
wages = st.integers(0, 30_000).map(lambda yuan: yuan * MICRO)
averages = st.one_of(st.just(OMITTED), st.integers(500, 8_000).map(lambda yuan: yuan * MICRO))
grounds = st.integers(0, 6)


def amount(worker: Worker, profile: str = "SEG2008", *options: list[object]) -> int:
    table = assess(worker, read_policy([["profile", profile], ["round_to", "fen"], *options]))
    return int(table.amount_fen[0]) if table.status[0] == Status.OK else 0


@given(days, st.integers(0, 15_000), wages, averages, averages, grounds, st.sampled_from(PROFILES))
@settings(max_examples=300, deadline=None)
def test_the_amount_is_the_sum_of_months_times_base_of_both_sides(
    start: int, length: int, own: int, enterprise: int, local: int, ground: int, profile: str
) -> None:
    table = assess(Worker(own, enterprise, local, ground, (Piece(start, start + length),)), read_policy(profile))
    if table.status[0] != Status.OK:
        assert table.amount_fen[0] == 0
        return
    sides = ((table.old_months, table.old_base), (table.new_months, table.new_base))
    parts = (Fraction(int(m[0]), PER_MONTH) * Fraction(int(b[0]), table.base_unit) for m, b in sides)
    assert int(table.amount_fen[0]) == round_half_up(sum(parts, Fraction(0)) * 100)


@given(days, st.integers(1, 8000), st.integers(0, 6000), wages, averages, averages, grounds, st.sampled_from(PROFILES))
@settings(max_examples=200, deadline=None)
def test_a_service_cut_in_two_without_a_gap_is_the_same_service(
    start: int, first: int, second: int, own: int, enterprise: int, local: int, ground: int, profile: str
) -> None:
    end = start + first + second
    whole = Worker(own, enterprise, local, ground, (Piece(start, end),))
    halves = Worker(own, enterprise, local, ground, (Piece(start, start + first - 1), Piece(start + first, end)))
    assert amount(halves, profile) == amount(whole, profile)


@given(days, st.integers(0, 15_000), wages, st.integers(1, 5000), averages, grounds, st.sampled_from(PROFILES))
@settings(max_examples=200, deadline=None)
def test_a_higher_wage_never_earns_less_unless_it_crosses_three_local_averages(
    start: int, length: int, own: int, more: int, local: int, ground: int, profile: str
) -> None:
    pieces = (Piece(start, start + length),)
    higher = own + more * MICRO
    if local != OMITTED and own <= 3 * local < higher:
        return  # the cliff of art 47: the years are limited to twelve only above it
    lower_amount = amount(Worker(own, 1500 * MICRO, local, ground, pieces), profile)
    assert amount(Worker(higher, 1500 * MICRO, local, ground, pieces), profile) >= lower_amount


def test_the_cliff_at_three_local_averages_is_where_the_law_has_it() -> None:
    local, sixteen_years = 5000 * MICRO, (0, 192)
    at = amount(Worker(15_000 * MICRO, OMITTED, local, 3, months=sixteen_years))
    above = amount(Worker(15_000 * MICRO + MICRO // 100, OMITTED, local, 3, months=sixteen_years))
    assert (at, above) == (24_000_000, 18_000_000)


@given(days, st.integers(0, 15_000), st.integers(0, 400), wages, averages, grounds, st.sampled_from(PROFILES))
@settings(max_examples=200, deadline=None)
def test_a_longer_service_never_earns_less(
    start: int, length: int, more: int, own: int, local: int, ground: int, profile: str
) -> None:
    short = Worker(own, 1500 * MICRO, local, ground, (Piece(start, start + length),))
    long = Worker(own, 1500 * MICRO, local, ground, (Piece(start, start + length + more),))
    assert amount(long, profile) >= amount(short, profile)


def test_rows_with_policies_of_their_own_give_what_each_gives_alone() -> None:
    import numpy as np

    rng = np.random.default_rng(3)
    n = 3000
    start = rng.integers(-3000, 14_500, n).astype(np.int32)
    end = np.maximum(start, rng.integers(12_000, 16_500, n)).astype(np.int32)
    own, enterprise, local = (rng.integers(500, 30_000, n) * MICRO for _ in range(3))
    ground, chosen = rng.integers(0, 7, n).astype(np.int8), rng.integers(0, len(PROFILES), n).astype(np.int8)
    policies = [read_policy(name) for name in PROFILES]
    fen, status = mixed_amounts(start, end, Wages(own, enterprise, local), ground, policies, chosen)
    for i in range(0, n, 11):
        pieces = (Piece(int(start[i]), int(end[i])),)
        table = assess(
            Worker(int(own[i]), int(enterprise[i]), int(local[i]), int(ground[i]), pieces), policies[chosen[i]]
        )
        assert (int(fen[i]), int(status[i])) == (int(table.amount_fen[0]), int(table.status[0]))
