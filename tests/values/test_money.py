"""Money against slow exact arithmetic: what a float means, where halves go, and shares that sum to the whole."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.values.money import (
    LIMIT_YUAN,
    MICRO,
    allocate,
    decimal_text,
    divide_half_up,
    exact,
    fen_to_yuan,
    floats_to_micro,
    micro_to_yuan,
    round_half_up,
    safe_product,
    to_micro,
    yuan_text,
)

YUAN_FLOATS = st.floats(min_value=-(10.0**11), max_value=10.0**11, allow_nan=False)
FEN = st.integers(min_value=0, max_value=10**14)


def schoolbook_half_up(value: Fraction) -> int:
    """Halves away from zero, the way it is taught."""
    return floor(value + Fraction(1, 2)) if value >= 0 else -floor(-value + Fraction(1, 2))


@pytest.mark.parametrize(
    ("cell", "meant"), [(0.1, Fraction(1, 10)), (1000.675, Fraction(1000675, 1000)), (1e-7, Fraction(1, 10**7))]
)
def test_a_float_means_the_shortest_decimal_that_shows_it(cell: float, meant: Fraction) -> None:
    assert exact(cell) == meant


@pytest.mark.parametrize(
    ("value", "rounded"),
    [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("-2.5", -3), ("2.4999999", 2), ("0", 0)],
)
def test_halves_are_rounded_away_from_zero(value: str, rounded: int) -> None:
    assert round_half_up(Decimal(value)) == rounded


def test_six_tenths_of_a_wage_keeps_its_half_fen() -> None:
    assert round_half_up(exact(0.6) * exact(1000.675) * 100) == 60041


@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_rounding_agrees_with_the_schoolbook(value: Fraction) -> None:
    assert round_half_up(value) == schoolbook_half_up(value)


@given(st.lists(st.integers(-(2**60), 2**60), min_size=1), st.integers(1, 10**9))
def test_integers_are_divided_half_up_one_by_one_as_in_the_schoolbook(values: list[int], divisor: int) -> None:
    divided = divide_half_up(np.array(values, dtype=np.int64), divisor)
    assert [int(one) for one in divided] == [schoolbook_half_up(Fraction(value, divisor)) for value in values]


@given(st.lists(YUAN_FLOATS, min_size=1, max_size=20))
def test_a_column_of_floats_becomes_the_same_micro_units_as_its_cells(values: list[float]) -> None:
    expected = [schoolbook_half_up(Fraction(Decimal(repr(value))) * MICRO) for value in values]
    assert floats_to_micro(np.array(values)).tolist() == expected
    assert [to_micro(value) for value in values] == expected


@given(st.integers(0, LIMIT_YUAN * 100 - 1))
def test_every_amount_to_the_fen_survives_the_way_through_a_cell(fen: int) -> None:
    assert to_micro(fen_to_yuan(fen)) == fen * (MICRO // 100)


@pytest.mark.parametrize("yuan", [0.0000005, 0.0000015, 1234.5678905, 0.1 + 0.2, 999999999.9999995, 2.0**31 + 0.5])
def test_halves_at_the_seventh_decimal_and_binary_noise_are_read_as_shown(yuan: float) -> None:
    assert floats_to_micro(np.array([yuan])).tolist() == [to_micro(yuan)]
    assert to_micro(yuan) == schoolbook_half_up(Fraction(Decimal(repr(yuan))) * MICRO)


@given(st.lists(st.integers(-(10**18), 10**18), min_size=1, max_size=5), st.integers(-(10**18), 10**18))
def test_products_never_overflow(values: list[int], factor: int) -> None:
    product = safe_product(np.array(values, dtype=np.int64), np.array([factor], dtype=np.int64))
    assert [int(one) for one in product] == [value * factor for value in values]


def test_an_empty_product_is_empty() -> None:
    assert safe_product(np.array([], dtype=np.int64), np.array([3], dtype=np.int64)).tolist() == []


@given(FEN, st.lists(FEN, min_size=1, max_size=12))
def test_shares_sum_exactly_and_nobody_gets_more_than_the_need(total: int, needs: list[int]) -> None:
    shares = allocate(total, needs)
    assert sum(shares) == min(total, sum(needs))
    assert all(0 <= share <= need for share, need in zip(shares, needs, strict=True))


@given(FEN, st.lists(st.integers(1, 10**12), min_size=1, max_size=12))
def test_each_share_lies_within_one_fen_of_its_exact_part(total: int, needs: list[int]) -> None:
    total = min(total, sum(needs))
    for share, need in zip(allocate(total, needs), needs, strict=True):
        assert abs(share - Fraction(total * need, sum(needs))) < 1


def test_the_last_fen_goes_to_the_largest_remainder_and_ties_to_the_earlier_row() -> None:
    assert allocate(100, [1, 1, 1]) == [1, 1, 1]
    assert allocate(10, [7, 7, 7]) == [4, 3, 3]
    assert allocate(5, [1, 2, 3, 4]) == [1, 1, 1, 2]
    assert allocate(0, [5, 0]) == [0, 0]


@given(st.integers(-(10**15), 10**15))
def test_the_printed_amount_reads_back_as_the_amount(fen: int) -> None:
    assert Decimal(yuan_text(fen).replace(",", "")) * 100 == fen


@given(st.integers(-(10**15), 10**15), st.sampled_from([1, 100, MICRO]), st.integers(0, 3))
def test_a_scaled_integer_is_written_without_losing_a_digit(value: int, scale: int, places: int) -> None:
    text = decimal_text(value, scale, places)
    assert Decimal(text) * scale == value
    assert len(text.partition(".")[2]) >= (places if scale > 1 else 0)


def test_micro_units_come_back_as_the_float_that_was_typed() -> None:
    assert micro_to_yuan(to_micro(1234.567)) == 1234.567
