"""Sums in every arrangement: right sheets are clean, a wrong sum is found at its cell with its value and cause."""

from __future__ import annotations

import random

import pytest

from tests.checks.books import TODAY
from tests.faults.sum_sheets import FAULTS, Drawn, draw, draw_wrong
from xl_addin.checks.run import check_book, inspect_book
from xl_addin.sheets.book import SheetBook


def found(drawn: Drawn) -> list[tuple[str, str | None, str]]:
    return [(one.code, one.cell, one.expected) for one in check_book(drawn.book(), TODAY)]


def right_sheet(seed: str) -> None:
    drawn = draw(random.Random(seed))
    result = inspect_book(SheetBook(drawn.book(), TODAY))
    assert [(one.code, one.cell, one.message) for one in result.findings] == [], seed
    assert sum(len(table) for table in result.tables) == len(drawn.persons()), seed
    assert sum(len(table.sum_rows) for table in result.tables) == sum(one.kind == "sum" for one in drawn.lines), seed


def wrong_sheet(seed: str, fault: str) -> None:
    drawn = draw_wrong(random.Random(seed), fault)
    assert drawn.wrong is not None
    assert found(drawn) == [("SUM_WRONG", *drawn.wrong)], seed
    (message,) = (one.message for one in check_book(drawn.book(), TODAY))
    assert drawn.cause in message, (seed, message)


@pytest.mark.parametrize("seed", range(60))
def test_right_sums_are_clean_in_every_arrangement(seed: int) -> None:
    right_sheet(f"right{seed}")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("seed", range(12))
def test_a_wrong_sum_is_found_at_its_cell_with_its_right_value_and_cause(seed: int, fault: str) -> None:
    wrong_sheet(f"wrong{seed}", fault)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(600))
def test_right_sums_are_clean_in_thousands_of_arrangements(seed: int) -> None:
    right_sheet(f"many{seed}")


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("seed", range(300))
def test_wrong_sums_are_found_in_thousands_of_arrangements(seed: int, fault: str) -> None:
    wrong_sheet(f"more{seed}", fault)
