"""The quick conversion of one yuan float agrees with the exact one wherever it answers."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from xl_addin.values.money import exact_micro, to_micro


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_float_is_converted_exactly_or_left_to_the_exact_way(value: float) -> None:
    micro = exact_micro(value)
    assert micro is None or micro == to_micro(value)


@given(st.integers(-(10**15), 10**15))
def test_every_amount_of_six_decimals_is_converted(micro: int) -> None:
    assert exact_micro(micro / 10**6) == micro


@given(st.integers(-(10**15), 10**15), st.sampled_from([-1, 1]))
def test_a_neighbour_of_such_an_amount_is_never_taken_for_it(micro: int, step: int) -> None:
    value = math.nextafter(micro / 10**6, step * math.inf)
    found = exact_micro(value)
    assert found is None or found == to_micro(value)
