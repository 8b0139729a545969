"""Thousands of defined names that use one another: no recursion, and no more work than the workbook is long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import MOST_NAMES, Places, Spot
from xl_addin.formulas.precedents import precedents
from xl_addin.formulas.recalculation import recalculate
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid

STEPS = {
    "the same": "{last}",
    "one more": "{last}+1",
    "twice": "{last}+{last}",
    "growing text": "{last}&{last}",
    "a range more": "SUM({last},表!$D$1:$D$9)",
    "a range up to": "{last}:表!$D$9",
    "a way by text": 'INDIRECT("{last}")',
    "moved": "OFFSET({last},0,0)",
    "a function": "{last}(1)",
    "an area more": "({last},表!$D$1)",
}


def book(step: str, names: int, *, circle: bool = False) -> BookGrid:
    """A sheet with a call of ours on every hundredth name of a chain."""
    texts = {"名0": f"名{names - 1}" if circle else "表!$D$1"}
    texts |= {f"名{i}": step.format(last=f"名{i - 1}") for i in range(1, names)}
    rows: list[list[CellValue]] = [["姓名", "金额", None, 5]]
    formulas = {}
    for row, name in enumerate(range(0, names, 100), 2):
        rows.append(["甲", 1])
        formulas[row, 2] = FormulaCell(row, 2, f"SOE_RMB_UPPER(名{name})", "normal", None, 1, True)
    return BookGrid(Path("a.xlsx"), [SheetGrid("表", "", rows, formulas)], defined_names=texts)


@pytest.mark.parametrize("names", [1_000, pytest.param(20_000, marks=pytest.mark.long)])
@pytest.mark.parametrize("circle", [False, True], ids=["to a cell", "in a circle"])
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_a_chain_of_names_is_computed_or_named(step: str, circle: bool, names: int) -> None:
    grid = book(step, names, circle=circle)
    found = recalculate(grid)
    assert found.calls == len(grid.sheets[0].formulas)
    assert set(found.values["表"]) == set(grid.sheets[0].formulas)


def test_no_formula_follows_more_names_than_are_allowed() -> None:
    places = Places(book("{last}+1", 3_000))
    for name in range(0, 3_000, 50):
        followed = places.named(parse(f"名{name}").shape, 0)
        assert len(followed) <= MOST_NAMES + 1
    assert list(places.called(parse("名2999").shape, 0)).count("INDIRECT") <= 1


def _names_that_use_all(count: int) -> Iterator[tuple[str, str]]:
    for i in range(count):
        yield f"名{i}", "+".join(f"名{j}" for j in range(i + 1, min(i + 200, count))) or "1"


def test_what_uses_too_many_names_may_read_anything() -> None:
    grid = BookGrid(Path("a.xlsx"), [SheetGrid("表", "", [[1]])], defined_names=dict(_names_that_use_all(600)))
    areas = list(precedents(Places(grid), parse("名0"), Spot(0, 1, 1)))
    assert any(area.last_row > 1_000_000 for area in areas)
