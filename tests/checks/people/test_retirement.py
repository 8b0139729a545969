"""Severance past the age of retirement, 内退 long before it, 期满 without a term: found, and nothing else is."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.faults.retirement_sheets import ElderBook, draw
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid
from xl_addin.values.findings import Finding

AGE = {"PAST_RETIREMENT_AGE", "RETIREMENT_AGE_OPEN"}
TODAY = dt.date(2026, 11, 29)


def _found(book: ElderBook) -> list[Finding]:
    return list(check_book(BookGrid(Path("虚构.xlsx"), list(book.grids)), TODAY))


def _check(seed: object, clean: bool = False) -> None:
    book = draw(random.Random(f"age {seed}"), clean)
    numbered = any("身份证号" in row for grid in book.grids for row in grid.rows if grid.name in ("测算", "表二"))
    if not numbered:
        # The other sheets go by number: they know the day of birth, but not which row of the severance sheet is whose.
        for one in book.people:
            one.cells = {name: cell for name, cell in one.cells.items() if name in ("测算", "表二")}
    right = {(one.verdict, sheet, cell) for one in book.people if one.verdict for sheet, cell in one.cells.items()}
    found = {(f.code, f.sheet, f.cell) for f in _found(book) if f.code in AGE}
    if not numbered:
        found = {one for one in found if one[1] in ("测算", "表二")}
    assert found == right, (seed, [vars(one) for one in book.people])


@pytest.mark.parametrize("seed", range(80))
def test_whoever_had_reached_the_age_is_found_on_every_sheet_that_pays(seed: int) -> None:
    _check(seed)


@pytest.mark.parametrize("seed", range(60))
def test_who_is_younger_is_severed_without_a_word(seed: int) -> None:
    _check(f"clean {seed}", clean=True)


@pytest.mark.long
@pytest.mark.parametrize("part", range(5))
def test_hundreds_of_books_round_the_age(part: int) -> None:
    for seed in range(200):
        _check(f"{part}/{seed}", clean=seed % 2 == 0)
