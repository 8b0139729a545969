"""Lists of debts: clean ones of every layout are silent, each fault is found at its cell and nothing else."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.faults.owed_sheets import FAULTS, draw
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid

TODAY = dt.date(2012, 1, 1)


def found(book: BookGrid) -> set[tuple[str, str | None]]:
    return {(one.code, one.cell) for one in check_book(book, TODAY)}


def _silent(seeds: range) -> None:
    for seed in seeds:
        assert found(draw(random.Random(seed)).book()) == set(), seed


def test_clean_lists_are_silent() -> None:
    _silent(range(20))


@pytest.mark.long
def test_three_hundred_clean_lists_are_silent() -> None:
    _silent(range(100, 400))


def _check(name: str, seeds: range) -> None:
    for seed in seeds:
        book, expected = FAULTS[name](random.Random(f"{name}-{seed}"))
        assert found(book) == expected, seed


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_at_its_cell_and_nothing_else(name: str) -> None:
    _check(name, range(4))


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_in_many_layouts(name: str) -> None:
    _check(name, range(100, 125))
