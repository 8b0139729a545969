"""One slip is one fault: at its cell, and not once more where the fund's ledger is compared with the lists."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.faults.one_cause import FAULTS, LAYOUTS, averages_of_a_year, draw
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid
from xl_addin.tables.recognition import read_tables

TODAY = dt.date(2012, 1, 1)


def found(book: BookGrid) -> set[tuple[str, str, str | None]]:
    return {(one.code, one.sheet, one.cell) for one in check_book(book, TODAY)}


def _silent(seeds: range) -> None:
    for seed in seeds:
        assert found(draw(random.Random(seed)).book()) == set(), seed


def test_sheets_that_agree_are_silent_with_and_without_shares_by_payer() -> None:
    _silent(range(12))


@pytest.mark.long
def test_three_hundred_offices_are_silent() -> None:
    _silent(range(100, 400))


def test_a_package_with_shares_by_payer_is_a_package() -> None:
    offices = [draw(random.Random(seed)) for seed in range(30)]
    assert len({tuple(office.package[0]) for office in offices}) == len(LAYOUTS)
    for office in offices:
        kinds = {table.sheet: table.kind for table in read_tables(office.book())}
        assert (kinds["测算表"], kinds["一补二险"]) == ("severance", "arrears"), office.package[0]


def _check(name: str, seeds: range) -> None:
    for seed in seeds:
        office, expected = FAULTS[name](random.Random(f"{name}-{seed}"))
        assert found(office.book()) == expected, seed


@pytest.mark.parametrize("name", FAULTS)
def test_each_slip_is_told_once(name: str) -> None:
    _check(name, range(4))


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_each_slip_is_told_once_in_many_offices(name: str) -> None:
    _check(name, range(100, 125))


@pytest.mark.parametrize("heading", ["企业月平均工资", "当地月平均工资"])
def test_averages_of_a_year_are_asked_about_at_their_heading(heading: str) -> None:
    for seed in range(4):
        office, expected = averages_of_a_year(heading, random.Random(seed))
        wrong = {one for one in found(office.book()) if one[0] not in ("AMOUNT_WRONG", "OVERPAID")}
        assert wrong == expected, seed
