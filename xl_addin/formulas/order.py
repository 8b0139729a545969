"""Order of calculation: which formula cells must be ready before which.

Ranges are never expanded into edges: a column of 10,000 running sums would need fifty million. Cells are looked up in
a rectangle instead, and those already ordered are skipped over (a union-find pointer to the next one that is not).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from xl_addin.formulas.places import Area

Position = tuple[int, int, int]
"""Sheet, row, column."""
_OWNER_BITS: Final = 32
_OWNER: Final = (1 << _OWNER_BITS) - 1
_FEW: Final = 8
"""So many rectangles are sooner worked out again than kept, for each node of a path as long as a sheet."""


class CellSet:
    """Cells of a workbook, searchable by rectangle.

    >>> cells = CellSet()
    >>> cells.add((0, 5, 2))
    >>> cells.touches(Area(0, 1, 1, 9, 3)), cells.touches(Area(0, 6, 1, 9, 3))
    (True, False)
    """

    def __init__(self, positions: Iterable[Position] = ()) -> None:
        self._columns: dict[int, dict[int, list[int]]] = {}
        for position in positions:
            self.add(position)

    def add(self, position: Position) -> None:
        """Put a cell in."""
        sheet, row, col = position
        rows = self._columns.setdefault(sheet, {}).setdefault(col, [])
        if not rows or row > rows[-1]:
            rows.append(row)
        elif rows[bisect_left(rows, row)] != row:
            insort(rows, row)

    def __contains__(self, position: Position) -> bool:
        sheet, row, col = position
        return self.touches(Area(sheet, row, col, row, col))

    def touches(self, area: Area) -> bool:
        """Whether any cell of the rectangle is in the set."""
        return next(self.inside(area), None) is not None

    def inside(self, area: Area) -> Iterator[Position]:
        """Cells of the set in the rectangle, column by column."""
        columns = self._columns.get(area.sheet)
        for col in _columns_between(columns, area) if columns else ():
            rows = columns[col] if columns else []
            index = bisect_left(rows, area.first_row)
            while index < len(rows) and rows[index] <= area.last_row:
                yield area.sheet, rows[index], col
                index += 1


def _columns_between(columns: Mapping[int, object], area: Area) -> list[int]:
    if area.last_col - area.first_col < len(columns):
        return [col for col in range(area.first_col, area.last_col + 1) if col in columns]
    return sorted(col for col in columns if area.first_col <= col <= area.last_col)


class Waiting:
    """Cells still to be ordered; finding the next one in a rectangle costs nearly nothing however many are done.

    ``cells`` are given with the number of what fills them; of two that fill one cell the later one counts.
    """

    def __init__(self, cells: Iterable[tuple[Position, int]]) -> None:
        found: dict[int, dict[int, array[int]]] = {}
        for (sheet, row, col), owner in cells:
            found.setdefault(sheet, {}).setdefault(col, array("q")).append(row << _OWNER_BITS | owner)
        self._rows: dict[int, dict[int, array[int]]] = {}
        self._owners: dict[tuple[int, int], array[int]] = {}
        for sheet, columns in found.items():
            for col, keys in columns.items():
                by_row = {key >> _OWNER_BITS: key & _OWNER for key in sorted(keys)}
                self._rows.setdefault(sheet, {})[col] = array("q", by_row)
                self._owners[sheet, col] = array("q", by_row.values())
        self._next = {place: array("q", range(len(owners) + 1)) for place, owners in self._owners.items()}

    def first(self, area: Area) -> int | None:
        """Owner of the first cell of the rectangle that is still waiting."""
        columns = self._rows.get(area.sheet)
        if not columns:
            return None
        for col in _columns_between(columns, area):
            rows = columns[col]
            index = self._root(self._next[area.sheet, col], bisect_left(rows, area.first_row))
            if index < len(rows) and rows[index] <= area.last_row:
                return self._owners[area.sheet, col][index]
        return None

    def done(self, position: Position) -> None:
        """Take a cell out."""
        sheet, row, col = position
        index = bisect_left(self._rows[sheet][col], row)
        self._next[sheet, col][index] = index + 1

    @staticmethod
    def _root(links: array[int], index: int) -> int:
        root = index
        while links[root] != root:
            root = links[root]
        while links[index] != root:
            links[index], index = root, links[index]
        return root


class Nodes(Protocol):
    """Formula cells by number: the cells that each fills (one, or all of an array), the rectangles it may read."""

    def __len__(self) -> int: ...

    def cells(self, number: int, /) -> Sequence[Position]:
        """What it fills."""

    def precedents(self, number: int, /) -> Sequence[Area]:
        """What it may read."""


@dataclass(slots=True)
class Order:
    """Nodes by number, each after all that it reads; ``circular`` ones read themselves by some way."""

    sequence: list[int] = field(default_factory=list)
    circular: set[int] = field(default_factory=set)


class _Step:
    """A node on the path: how many of the rectangles that it reads are done, and how far back a circle reaches."""

    __slots__ = ("areas", "at", "back", "number")

    def __init__(self, number: int, place: int) -> None:
        self.number, self.at, self.back = number, 0, place + 1
        self.areas: Sequence[Area] | None = None

    def needed(self, nodes: Nodes, waiting: Waiting) -> int | None:
        """A node that must come before this one; a rectangle that is done is not searched again."""
        areas = self.areas if self.areas is not None else nodes.precedents(self.number)
        if len(areas) > _FEW:
            self.areas = areas
        while self.at < len(areas):
            found = waiting.first(areas[self.at])
            if found is not None:
                return found
            self.at += 1
        return None


def order(nodes: Nodes) -> Order:
    """Sort formula cells so that each comes after what it reads; depth first, without recursion."""
    waiting = Waiting((cell, number) for number in range(len(nodes)) for cell in nodes.cells(number))
    result = Order()
    places: dict[int, int] = {}  # of the nodes on the path
    ordered = bytearray(len(nodes))
    for start in range(len(nodes)):
        path = [] if ordered[start] else [_Step(start, 0)]
        places[start] = 0
        while path:
            step, place = path[-1], len(path) - 1
            needed = step.needed(nodes, waiting)
            if needed is None:
                _finish(step.number, nodes, waiting, result)
                ordered[step.number] = 1
                del places[step.number]
                path.pop()
                if step.back <= place:
                    result.circular.add(step.number)
                if path:
                    path[-1].back = min(path[-1].back, step.back)
            elif needed in places:
                # back on the path: a circle. Its first member stops waiting so that the search can go on.
                step.back = min(step.back, places[needed])
                for cell in nodes.cells(needed):
                    waiting.done(cell)
            else:
                places[needed] = len(path)
                path.append(_Step(needed, len(path)))
    return result


def _finish(number: int, nodes: Nodes, waiting: Waiting, result: Order) -> None:
    for cell in nodes.cells(number):
        waiting.done(cell)
    result.sequence.append(number)
