"""Areas as plain numbers (top, left, bottom, right, from 0) and as LibreOffice takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def cell_range(sheet: Any, area: Sequence[int]) -> Any:
    """One area of a sheet."""
    top, left, bottom, right = area
    return sheet.getCellRangeByPosition(left, top, right, bottom)


def cell_ranges(document: Any, sheet: Any, areas: Sequence[Sequence[int]]) -> Any:
    """Many areas of a sheet as one object, whose properties are set in one call."""
    found = document.createInstance("com.sun.star.sheet.SheetCellRanges")
    found.addRangeAddresses(tuple(cell_range(sheet, area).getRangeAddress() for area in areas), False)
    return found


def overlap(one: Sequence[int], other: Sequence[int]) -> list[int] | None:
    """What two areas share.

    >>> overlap([0, 0, 5, 1], [3, 1, 9, 4]), overlap([0, 0, 1, 1], [2, 0, 2, 0])
    ([3, 1, 5, 1], None)
    """
    top, left = max(one[0], other[0]), max(one[1], other[1])
    bottom, right = min(one[2], other[2]), min(one[3], other[3])
    return [top, left, bottom, right] if top <= bottom and left <= right else None


def cells_of(areas: Iterable[Sequence[int]]) -> set[tuple[int, int]]:
    """Row and column of every cell of some areas, each once.

    >>> sorted(cells_of([[0, 0, 1, 0], [1, 0, 1, 1]]))
    [(0, 0), (1, 0), (1, 1)]
    """
    return {
        (row, col)
        for top, left, bottom, right in areas
        for row in range(top, bottom + 1)
        for col in range(left, right + 1)
    }
