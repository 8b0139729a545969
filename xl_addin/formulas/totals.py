"""Exact sums of rectangles: added as real numbers and rounded once, so that no order of adding shows in a fen.

A total that grows downwards (``SUM(F$2:F9)``, filled down) goes on from what was added for the row above.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from xl_addin.formulas.cells import Cells
from xl_addin.formulas.doubts import refuse_several_errors
from xl_addin.formulas.places import Area
from xl_addin.formulas.values import Untrusted
from xl_addin.values.errors import NUM, CellError

_BEYOND: Final = 1e300
"""Numbers from which on adding could go beyond what a cell holds."""
_MOST_KNOWN: Final = 10_000


def grow(partials: list[float], number: float) -> None:
    """Add a number to an exact sum, which is kept as numbers that do not overlap (Shewchuk).

    >>> partials: list[float] = []
    >>> for number in (0.1, 0.2, 1e16, -1e16): grow(partials, number)
    >>> math.fsum(partials) == math.fsum([0.1, 0.2, 1e16, -1e16])
    True
    """
    kept = 0
    for part in partials:
        if abs(number) < abs(part):
            number, part = part, number
        high = number + part
        low = part - (high - number)
        if low:
            partials[kept] = low
            kept += 1
        number = high
    partials[kept:] = [number]


def exact_total(parts: Iterable[float]) -> float | CellError:
    """The sum rounded once; ``#NUM!`` where no cell can hold it."""
    try:
        return math.fsum(parts)
    except OverflowError:
        return CellError(NUM, "")


class Totals:
    """Sums of the rectangles of one workbook, whose cells have their values when they are asked for."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._known: dict[tuple[int, int, int, int], tuple[int, list[float], CellError | None]] = {}

    def of(self, area: Area) -> list[float] | CellError:
        """Numbers whose exact sum is that of a rectangle; the error value in it, the first one of a line."""
        area = self._cells.clip(area)
        self._cells.check(area)
        key = (area.sheet, area.first_row, area.first_col, area.last_col)
        last, partials, error = self._known.get(key, (area.first_row - 1, [], None))
        if last > area.last_row:
            last, partials, error = area.first_row - 1, [], None
        if error is None and last < area.last_row:
            partials = list(partials)
            error = self._add(area._replace(first_row=last + 1), partials)
        if area.first_row != area.last_row:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = (area.last_row, partials, error)
        if error is not None:
            refuse_several_errors(self._cells, [area])
        return partials if error is None else error

    def _add(self, area: Area, partials: list[float]) -> CellError | None:
        errors: list[tuple[int, int, CellError]] = []
        for col in range(area.first_col, area.last_col + 1):
            values, _ = self._cells.line(area._replace(first_col=col, last_col=col))
            for place, value in enumerate(values):
                if isinstance(value, float):
                    if abs(value) >= _BEYOND:
                        raise Untrusted("相加的数太大")
                    grow(partials, value)
                elif isinstance(value, CellError):
                    errors.append((place, col, value))
        return min(errors, key=lambda one: one[:2])[2] if errors else None
