"""Workers in several rows: persons and amounts exact however the rows belong together; faults are found, no others."""

from __future__ import annotations

import random

import pytest

from tests.checks.books import TODAY
from tests.faults.piece_sheets import FAULTS, Sheet, draw
from xl_addin.checks.run import inspect_book
from xl_addin.functions import call
from xl_addin.sheets.book import SheetBook


def found(sheet: Sheet) -> list[tuple[str, str | None, str]]:
    result = inspect_book(SheetBook(sheet.book(), TODAY))
    assert result.findings.not_checked == [] or any("分段不能用" in line for line in result.findings.not_checked)
    return sorted((one.code, one.cell, one.expected) for one in result.findings)


def right_sheet(seed: str) -> None:
    sheet = draw(random.Random(seed))
    assert found(sheet) == [], seed
    (table,) = SheetBook(sheet.book(), TODAY).tables
    assert table.row_numbers == [sheet.rows[worker.order][0] for worker in sheet.workers], seed
    assert table.further == {i: rows[1:] for i, rows in enumerate(sheet.rows.values()) if len(rows) > 1}, seed
    result = call("SOE_SEVERANCE_TABLE", sheet.lines, None)
    assert isinstance(result, list), result
    amounts = [float(worker.amount) for worker in sheet.workers]
    assert [row[6] for row in result[1:]] == amounts, seed


def wrong_sheet(seed: str, fault: str) -> None:
    chance = random.Random(seed)
    sheet = draw(chance)
    wanted = FAULTS[fault](sheet, chance)
    assert found(sheet) == wanted, seed


@pytest.mark.parametrize("seed", range(60))
def test_right_pieces_are_one_worker_with_one_amount(seed: int) -> None:
    right_sheet(f"right{seed}")


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("seed", range(12))
def test_faults_of_pieces_are_found_and_no_others(seed: int, fault: str) -> None:
    wrong_sheet(f"wrong{seed}", fault)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(600))
def test_right_pieces_in_thousands_of_layouts(seed: int) -> None:
    right_sheet(f"many{seed}")


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("seed", range(300))
def test_faults_of_pieces_in_thousands_of_layouts(seed: int, fault: str) -> None:
    wrong_sheet(f"more{seed}", fault)
