"""From a cell that shows an error value back to the finding that it comes from, by what formulas read.

Errors pass on their code, so a failing cell comes from the first failing cell that it reads; where none fails, from a
finding at a cell that it reads: one whose message or value the error repeats goes first, then one that the formula
names by itself. A range holds many cells; of its findings only those count that the error speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from xl_addin.formulas.order import CellSet, Position
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Area, Places, Spot
from xl_addin.formulas.precedents import precedents
from xl_addin.formulas.recalculation import Recalculation
from xl_addin.formulas.results import bounds
from xl_addin.tables.grid import BookGrid, FormulaCell, address, parse_address
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Finding, Severity

_NEAR: Final = 64
"""Cells of a rectangle up to which its formulas are followed one by one."""
_DEEPEST: Final = 60
_MOST: Final = 4_000
"""Cells with findings in one rectangle that are looked at."""


class Tracing:
    """Follows failing cells of one workbook; findings are told by their number in a list."""

    def __init__(self, grid: BookGrid, findings: Sequence[Finding], calls: Recalculation) -> None:
        self._grid, self._findings = grid, findings
        self._places = Places(grid)
        self._sheets = {sheet.name: number for number, sheet in enumerate(grid.sheets)}
        self.at: dict[Position, list[int]] = {}
        """Findings by their cell."""
        for number, finding in enumerate(findings):
            if (position := self.position(finding)) is not None:
                self.at.setdefault(position, []).append(number)
        self._messages = {
            (self._sheets[sheet], *parse_address(cell)): error.message for sheet, cell, error in calls.errors
        }
        self._filled = dict(self._filled_ranges())
        self.failing: dict[Position, CellError] = dict(self._failing())
        """Formula cells that show an error value."""
        self._known = CellSet({*self.at, *self.failing})
        self._roots: dict[Position, int | None] = {}

    def position(self, finding: Finding) -> Position | None:
        """Where a finding stands; of a range its first cell; None for a whole sheet."""
        if not finding.cell or finding.sheet not in self._sheets:
            return None
        return (self._sheets[finding.sheet], *parse_address(finding.cell.partition(":")[0]))

    def name(self, position: Position) -> tuple[str, str]:
        """Sheet and cell as people write them."""
        return self._grid.sheets[position[0]].name, address(*position[1:])

    def root(self, position: Position, depth: int = 0) -> int | None:
        """The finding that a failing cell comes from, or the one at the cell itself; None where nothing tells."""
        if position not in self._roots:
            self._roots[position] = None  # a circle leads nowhere
            found = self._behind(position, depth) if depth < _DEEPEST else None
            own = self.at.get(position, [])
            self._roots[position] = found if found is not None else next(iter(own), None)
        return self._roots[position]

    def hanging(self, group_of: Mapping[int, str]) -> dict[str, list[tuple[str, str]]]:
        """The failing cells that hang on each cause, in reading order; not the one at which a cause stands itself."""
        found: dict[str, list[tuple[str, str]]] = {}
        for position in sorted(self.failing):
            number = self.root(position)
            if number is not None and self.position(self._findings[number]) != position:
                found.setdefault(group_of[number], []).append(self.name(position))
        return found

    def echoed(self, number: int) -> int | None:
        """The finding that the formula of another only repeats: the same fault of a cell that it names by itself."""
        finding, position = self._findings[number], self.position(self._findings[number])
        if position is None or self._formula(position) is None:
            return None
        for area in self._reads(position):
            for other in self.at.get((area.sheet, area.first_row, area.first_col), []) if area.single else []:
                if other != number and self._findings[other].code == finding.code:
                    return other
        return None

    def _filled_ranges(self) -> Iterator[tuple[Position, FormulaCell]]:
        for number, sheet in enumerate(self._grid.sheets):
            for cell in sheet.formulas.values():
                if cell.kind in ("array", "dynamic"):
                    try:
                        row, col, last_row, last_col = bounds(cell)
                    except ValueError:
                        continue
                    for r in range(row, last_row + 1):
                        yield from (((number, r, c), cell) for c in range(col, last_col + 1))

    def _failing(self) -> Iterator[tuple[Position, CellError]]:
        for number, sheet in enumerate(self._grid.sheets):
            for place in sheet.formulas if not sheet.ours else ():
                if isinstance(value := sheet.value(*place), CellError):
                    yield (number, *place), value
        for position in self._filled:
            if isinstance(value := self._grid.sheets[position[0]].value(*position[1:]), CellError):
                yield position, value

    def _formula(self, position: Position) -> FormulaCell | None:
        own = self._grid.sheets[position[0]].formulas.get(position[1:])
        return own or self._filled.get(position)

    def _reads(self, position: Position) -> list[Area]:
        cell = self._formula(position)
        if cell is None or cell.kind in ("unread", "table"):
            return []
        spot = Spot(position[0], cell.row, cell.col)
        return list(dict.fromkeys(precedents(self._places, parse(cell.text), spot)))

    def _behind(self, position: Position, depth: int) -> int | None:
        areas = self._reads(position)
        mine = self._filled.get(position)
        known = [
            (one, area)
            for area in areas
            for one in _first(self._known.inside(area))
            if one != position and (mine is None or self._filled.get(one) is not mine)
        ]
        error = self.failing.get(position)
        upstream = [pair for pair in known if pair[0] in self.failing]

        def order(pair: tuple[Position, Area]) -> tuple[bool, int]:
            other = error is not None and self.failing[pair[0]].code != error.code
            return other, self._off(pair[0], pair[1], position) if mine else 0

        for one, _ in sorted(upstream, key=order):
            if (found := self.root(one, depth + 1)) is not None:
                return found
        told = self._messages.get(position, error.message if error else "")
        ranked = [
            (rank, number)
            for one, area in known
            if one not in self.failing
            for number in self.at.get(one, [])
            if (rank := self._rank(self._findings[number], told, area, position)) is not None
        ]
        if ranked:
            return min(ranked)[1]
        return self._through_helpers(areas, depth)

    def _off(self, there: Position, area: Area, position: Position) -> int:
        """How far a cell is from the row of another; in a spilled result its row goes with that of the range read."""
        anchor = self._filled.get(position)
        return abs(there[1] - (area.first_row if anchor else 0) - (position[1] - (anchor.row if anchor else 0)))

    def _rank(self, finding: Finding, told: str, area: Area, position: Position) -> tuple[int, int] | None:
        """How surely an error comes from a finding at a cell that it may read, the surest first; None for no sign."""
        there = self.position(finding)
        off = self._off(there, area, position) if there else 0
        if finding.message and finding.message in told:
            return 0, off
        if len(finding.observed) > 1 and f"“{finding.observed}”" in told:
            return 1, off
        if area.single and finding.severity != Severity.NOTICE:
            return 2, off
        return None

    def _through_helpers(self, areas: Sequence[Area], depth: int) -> int | None:
        """Through formulas that show no error themselves, such as one that only repeats the cell."""
        near = (area for area in areas if _size(area) <= _NEAR)
        for place in (place for area in near for place in _cells(area)):
            if self._formula(place) is not None and place not in self.failing:
                found = self.root(place, depth + 1)
                if found is not None:
                    return found
        return None


def _size(area: Area) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1)


def _cells(area: Area) -> Iterator[Position]:
    for row in range(area.first_row, area.last_row + 1):
        yield from ((area.sheet, row, col) for col in range(area.first_col, area.last_col + 1))


def _first(positions: Iterator[Position]) -> Iterator[Position]:
    return (one for _, one in zip(range(_MOST), positions, strict=False))
