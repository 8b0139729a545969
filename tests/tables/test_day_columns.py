"""A column of serials read at once gives the day that each of its cells gives alone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as some

from xl_addin.tables.cleaning import MonthDay, clean_date
from xl_addin.tables.day_columns import true_days
from xl_addin.values.errors import InputError
from xl_addin.values.serials import serial_of

DAYS = some.integers(10_000, 73_415)  # to the end of 2100
ODD = [0, 60, 1985, 1985.07, 9_999, 73_416, 99_999, 100_000, 198507, 19850701, 31229.5, -31229, float("nan"), 1e300]


@given(some.lists(some.one_of(DAYS, DAYS.map(float)), min_size=1, max_size=30))
def test_serials_of_five_digits_are_read_at_once_as_one_by_one(cells: list[float]) -> None:
    found = true_days(cells)
    assert found is not None
    assert found.tolist() == [clean_date(cell, "日期", MonthDay.LAST) for cell in cells]


@given(some.lists(some.one_of(DAYS, some.sampled_from(ODD)), min_size=1, max_size=6))
def test_what_must_be_asked_about_is_never_read_at_once(cells: list[float]) -> None:
    found = true_days(cells)
    if found is not None:
        assert found.tolist() == [clean_date(cell, "日期", MonthDay.FIRST) for cell in cells]


@pytest.mark.parametrize("odd", [*ODD, True, "31229", None])
def test_one_cell_that_is_no_serial_leaves_the_column_to_be_read_one_by_one(odd: object) -> None:
    assert true_days([31229, odd, 40814]) is None


def test_a_true_date_and_its_serial_are_the_same_day_however_the_column_has_them() -> None:
    day = dt.date(1985, 7, 1)
    serial = serial_of(day, False)
    assert true_days([day]) == true_days([serial]) == [clean_date(serial, "日期", MonthDay.FIRST)]
    with pytest.raises(InputError):
        clean_date(73_416, "日期", MonthDay.FIRST)
