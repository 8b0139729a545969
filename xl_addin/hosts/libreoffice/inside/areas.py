"""Areas as plain numbers (top, left, bottom, right, from 0) and as LibreOffice takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

Area = list[int]


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


def split(areas: Iterable[Sequence[int]], others: Iterable[Sequence[int]]) -> tuple[list[Area], list[Area]]:
    """What areas share with others, and the rest of them; a whole column is one area here and never a million cells.

    >>> split([[0, 0, 4, 0]], [[1, 0, 2, 3]])
    ([[1, 0, 2, 0]], [[0, 0, 0, 0], [3, 0, 4, 0]])
    """
    shared: list[Area] = []
    rest = [list(one) for one in areas]
    for other in others:
        left_over = []
        for one in rest:
            both = overlap(one, other)
            if both:
                shared.append(both)
            left_over += _around(one, both) if both else [one]
        rest = left_over
    return shared, rest


def _around(one: Sequence[int], hole: Sequence[int]) -> list[Area]:
    top, left, bottom, right = one
    first, start, last, end = hole
    parts = [[top, left, first - 1, right], [last + 1, left, bottom, right]]
    parts += [[first, left, last, start - 1], [first, end + 1, last, right]]
    return [part for part in parts if part[0] <= part[2] and part[1] <= part[3]]


def size(areas: Iterable[Sequence[int]]) -> int:
    """How many cells areas have that share none.

    >>> size([[0, 0, 4, 1]])
    10
    """
    return sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in areas)
