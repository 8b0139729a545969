"""The calls of ours behind the cells of a recalculated workbook, for whoever reads its sheets.

Kept by the recalculation, so that a cell and what is said of it cannot differ: branches that were not taken, names and
wrapping functions are as they were computed. A formula that only shows another cell again (``=Z6``, ``=ROUND(Z6,2)``)
is followed to that cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Final

from xl_addin.formulas.made import CellCalls
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Area, Places, Spot
from xl_addin.formulas.precedents import precedents
from xl_addin.formulas.recalculation import Recalculation
from xl_addin.formulas.results import bounds
from xl_addin.formulas.written_calls import written_calls
from xl_addin.tables.grid import BookGrid, Bounds, CellValue, FormulaCell, SheetGrid, parse_address

_MOST_STEPS: Final = 4
_FEN: Final = 0.01


class MadeCalls:
    """Looks the calls up; ``book`` holds the recalculated values."""

    def __init__(self, book: BookGrid, recalculation: Recalculation) -> None:
        self._book, self._made = book, recalculation.made
        self._sheets = {sheet.name: sheet for sheet in book.sheets}
        self._lost = {(sheet, *parse_address(cell)): why for sheet, cell, why in recalculation.unresolved}
        self._arrays: dict[str, list[tuple[Bounds, FormulaCell]]] = {}

    @cached_property
    def _places(self) -> Places:
        return Places(self._book)

    def value(self, sheet: str, row: int, col: int) -> CellValue:
        """What a cell shows."""
        return self._sheets[sheet].value(row, col)

    def at(self, sheet: str, row: int, col: int) -> CellCalls | None:
        """The calls behind a cell; None where its formula calls nothing of ours."""
        return self._behind(sheet, row, col, _MOST_STEPS)

    def _behind(self, sheet: str, row: int, col: int, steps: int) -> CellCalls | None:
        formula = self._formula(sheet, row, col)
        if formula is None:
            return None
        place = formula.row, formula.col
        if why := self._lost.get((sheet, *place)):
            return CellCalls(sheet, *place, lost=why)
        if calls := self._made.get(sheet, {}).get(place):
            return CellCalls(sheet, *place, calls, (row - formula.row, col - formula.col))
        shown = self._shown_again(sheet, formula) if steps else None
        return self._behind(*shown, steps - 1) if shown else None

    def _formula(self, sheet: str, row: int, col: int) -> FormulaCell | None:
        """The formula of a cell, or the array formula whose result covers it."""
        grid = self._sheets.get(sheet)
        if grid is None or not grid.formulas:
            return None
        return grid.formulas.get((row, col)) or self._covering(grid, row, col)

    def _covering(self, grid: SheetGrid, row: int, col: int) -> FormulaCell | None:
        if grid.name not in self._arrays:
            self._arrays[grid.name] = list(_large_arrays(grid))
        for (top, left, bottom, right), one in self._arrays[grid.name]:
            if top <= row <= bottom and left <= col <= right:
                return one
        return None

    def _shown_again(self, sheet: str, formula: FormulaCell) -> tuple[str, int, int] | None:
        """The only cell with a formula that a formula reads, if both hold the same value."""
        index = self._places.sheet(sheet)
        areas = set(precedents(self._places, parse(formula.text), Spot(index, formula.row, formula.col)))
        found = [area for area in areas if area.single and self._has_formula(area)]
        if len(found) != 1 or not all(area.single for area in areas):
            return None
        [area] = found
        other = self._book.sheets[area.sheet]
        mine, shown = self._sheets[sheet].value(formula.row, formula.col), other.value(area.first_row, area.first_col)
        if not _alike(mine, shown):
            return None
        return other.name, area.first_row, area.first_col

    def _has_formula(self, area: Area) -> bool:
        sheet = self._book.sheets[area.sheet]
        return self._formula(sheet.name, area.first_row, area.first_col) is not None

    def written(self, sheet: str, row: int, col: int, name: str) -> tuple[str, ...]:
        """The arguments of the first call of a function as the formula has them; empty where it is in a name."""
        formula = self._formula(sheet, row, col)
        calls = written_calls(formula.text) if formula else []
        return next((call.arguments for call in calls if call.name == name), ())

    def sheet_of(self, sheet: str, row: int, col: int, text: str) -> str:
        """The sheet on which an argument as written lies; '' for a constant or what must be computed."""
        formula = parse(text)
        spot = Spot(self._places.sheet(sheet), row, col)
        place = self._places.resolve(formula, formula.tree, spot)
        return self._book.sheets[place.sheet].name if isinstance(place, Area) else ""

    def uses(self, sheets: Sequence[str]) -> dict[str, int]:
        """How many formulas that call us refer to each of some sheets."""
        wanted = {self._places.sheet(name): name for name in sheets}
        counts = dict.fromkeys(sheets, 0)
        for name, calls in self._made.items():
            index, grid = self._places.sheet(name), self._sheets[name]
            if grid.ours:
                continue
            for row, col in calls:
                areas = self._places.stated(parse(grid.formulas[row, col].text), Spot(index, row, col))
                for used in {area.sheet for area in areas} & wanted.keys():
                    counts[wanted[used]] += 1
        return counts


def _large_arrays(grid: SheetGrid) -> Iterator[tuple[Bounds, FormulaCell]]:
    """The array formulas that fill more than their own cell."""
    for one in grid.formulas.values():
        if one.kind in ("array", "dynamic"):
            with suppress(ValueError):
                area = bounds(one)
                if area[:2] != area[2:]:
                    yield area, one


def _alike(one: object, other: object) -> bool:
    """Tell whether two cells show the same, to the fen where both are numbers."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) < _FEN
    return one == other
