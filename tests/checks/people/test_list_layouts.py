"""Severance sheets as offices lay them out: persons, sums and columns are read to the last one; faults are found."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.faults.list_layouts import Sheet, draw
from xl_addin.checks.run import check_book
from xl_addin.functions import call
from xl_addin.policy.profiles import shipped_policy
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.readings import sheet_readings
from xl_addin.tables.grid import BookGrid, address

TODAY = dt.date(2012, 1, 1)
MANY = 2_000


def _book(sheet: Sheet) -> BookGrid:
    return BookGrid(Path("a.xlsx"), [sheet.grid()])


def _is_read(seed: int) -> None:
    sheet = draw(seed)
    book = SheetBook(_book(sheet), TODAY, shipped_policy())
    tables = book.of_kind("severance")
    assert [table.row_numbers for table in tables] == [sheet.persons]
    assert tables[0].sum_rows == sheet.sums
    unread = [column.lstrip("*★") for reading in sheet_readings(book) for column in reading.unread]
    assert sorted(unread) == sorted(sheet.strangers)
    found = check_book(_book(sheet), TODAY)
    assert [(one.code, one.cell, one.message) for one in found] == []
    assert found.not_checked == []


def _gives_the_amounts(seed: int) -> None:
    sheet = draw(seed)
    rows = call("经济补偿金表", [list(line) for line in sheet.lines])
    assert isinstance(rows, list)
    assert [row[6] for row in rows[1:]] == sheet.amounts


def _finds_a_fault(seed: int) -> None:
    sheet, chance = draw(seed), random.Random(seed)
    row = chance.choice([*sheet.persons, *sheet.sums])
    line = sheet.lines[row - 1]
    right = line[sheet.amount_col - 1]
    line[sheet.amount_col - 1] = int(str(right)) + 100
    found = {(one.cell, one.expected) for one in check_book(_book(sheet), TODAY)}
    assert (address(row, sheet.amount_col), f"{right}.00") in found


@pytest.mark.parametrize("seed", range(60))
def test_a_list_is_read_in_any_layout(seed: int) -> None:
    _is_read(seed)


@pytest.mark.parametrize("seed", range(60, 100))
def test_the_table_function_reads_the_same_layouts(seed: int) -> None:
    _gives_the_amounts(seed)


@pytest.mark.parametrize("seed", range(100, 140))
def test_a_wrong_amount_or_sum_is_found_at_its_cell_in_any_layout(seed: int) -> None:
    _finds_a_fault(seed)


@pytest.mark.long
@pytest.mark.parametrize("start", range(1_000, 1_000 + MANY, 100))
def test_two_thousand_lists_are_read_exactly(start: int) -> None:
    for seed in range(start, start + 100):
        _is_read(seed)
        _gives_the_amounts(seed)
        _finds_a_fault(seed)
