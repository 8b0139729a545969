"""Several insurances on one sheet, in layouts drawn by a seed: every column is read, every fault found."""

from __future__ import annotations

import random

import pytest

from tests.checks.books import TODAY, book
from tests.faults.insurance_sheets import FAULTS, Sheet, draw, spoil, write
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.recognition import read_sheet


def _findings(grid: SheetGrid) -> list[tuple[str, str, str | None]]:
    return [(f.code, f.severity.value, f.cell) for f in check_book(book(grid), TODAY)]


def _right(seed: object) -> None:
    sheet: Sheet = draw(random.Random(f"right {seed}"))
    grid = write(sheet)
    [table] = read_sheet(grid)
    assert table.kind == "arrears"
    assert len(table) == sheet.people
    assert sorted(table.header.columns.values()) == list(range(1, sheet.columns + 1)), (sheet.style, table.header)
    assert _findings(grid) == [], sheet.style


def _wrong(seed: object, name: str) -> None:
    sheet, (code, severity, place) = spoil(random.Random(f"{name} {seed}"), name)
    grid = write(sheet)
    assert _findings(grid) == [(code, severity, sheet.places[place])], sheet.style


@pytest.mark.parametrize("seed", range(60))
def test_a_right_sheet_of_any_layout_is_read_to_its_last_column_and_clean(seed: int) -> None:
    _right(seed)


@pytest.mark.parametrize("name", list(FAULTS))
def test_one_fault_in_any_layout_is_found_at_its_cell(name: str) -> None:
    for seed in range(8):
        _wrong(seed, name)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_thousands_of_layouts_are_read_right(part: int) -> None:
    for seed in range(150):
        _right(f"{part}/{seed}")
        for name in FAULTS:
            if seed < 15:
                _wrong(f"{part}/{seed}", name)
