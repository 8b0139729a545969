"""Which cells of a column meet a criterion: an index by text and the numbers, made once and grown downwards.

``COUNTIF(B$2:B9,B9)`` filled down reads ever longer ranges from the same cell on: they share one index.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.formulas.cells import Cells
from xl_addin.formulas.places import Area
from xl_addin.formulas.values import Untrusted, Value
from xl_addin.values.errors import CellError

_NEAR: Final = 1e-9
_MOST_LINES: Final = 500
_MOST_MATCHES: Final = 20_000
_LIKE_NUMBERS: Final = frozenset("0123456789.+-eE")
_COMPARED: Final[dict[str, Callable[[NDArray[np.float64], float], NDArray[np.bool_]]]] = {
    "=": lambda numbers, value: numbers == value,
    "<": lambda numbers, value: numbers < value,
    ">": lambda numbers, value: numbers > value,
    "<=": lambda numbers, value: numbers <= value,
    ">=": lambda numbers, value: numbers >= value,
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A number to compare with by ``operator``, or a text; ``pattern`` is the text in pieces where it has wildcards.

    A piece is a character to be found, ``True`` for any one character or ``None`` for any number of them.
    """

    operator: str
    value: float | str
    pattern: tuple[str | bool | None, ...] = ()


def is_like(text: str, pattern: tuple[str | bool | None, ...]) -> bool:
    """Whether a whole text is as a pattern says; time grows with both lengths only.

    >>> is_like("示例一厂", ("示", None, True, "厂")), is_like("厂", (None, True, "厂"))
    (True, False)
    """
    place, piece, star, tried = 0, 0, -1, 0
    while place < len(text):
        if piece < len(pattern) and pattern[piece] is None:
            star, tried = piece, place
            piece += 1
        elif piece < len(pattern) and (pattern[piece] is True or pattern[piece] == text[place]):
            place, piece = place + 1, piece + 1
        elif star >= 0:
            tried += 1
            place, piece = tried, star + 1
        else:
            return False
    return all(rest is None for rest in pattern[piece:])


@dataclass(slots=True)
class _Line:
    """A column from a row on, as far down as it was asked for."""

    values: list[Value] = field(default_factory=list)
    texts: dict[str, list[int]] = field(default_factory=dict)
    numbers: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    doubtful: int | None = None
    """The first place with a logical or a text with digits, which some hosts take for a number."""

    def add(self, values: list[Value]) -> None:
        """Go on downwards."""
        for place, value in enumerate(values, len(self.values)):
            if isinstance(value, str):
                self.texts.setdefault(value.casefold(), []).append(place)
            odd = isinstance(value, bool) or (isinstance(value, str) and any(c.isnumeric() for c in value))
            if odd and self.doubtful is None:
                self.doubtful = place
        self.values += values
        more = [value if isinstance(value, float) else np.nan for value in values]
        self.numbers = np.concatenate([self.numbers, np.array(more, dtype=np.float64)])


class Matching:
    """Looks up criteria in the columns of one workbook, whose cells have their values when they are asked for."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._lines: dict[tuple[int, int, int], _Line] = {}
        self._found: dict[tuple[int, int, int, int, Criterion], list[int]] = {}

    def places(self, area: Area, criterion: Criterion) -> list[int]:
        """Places, from 0 and rising, of the cells of a column that meet a criterion."""
        clipped = self._cells.clip(area)
        self._cells.check(clipped)
        key = (area.sheet, area.first_col, area.first_row, clipped.last_row, criterion)
        if key not in self._found:
            if len(self._found) >= _MOST_MATCHES:
                self._found.clear()
            self._found[key] = self._matching(self._line(clipped), clipped.last_row - area.first_row + 1, criterion)
        return self._found[key]

    def taken(self, area: Area, places: list[int]) -> list[float] | CellError:
        """The numbers at some places of a column; the first error value among them."""
        last = min(area.last_row, area.first_row + places[-1]) if places else area.first_row
        piece = area._replace(last_row=last)
        self._cells.check(piece)
        values = self._line(piece).values
        found = [values[place] for place in places if place < len(values)]
        error = next((value for value in found if isinstance(value, CellError)), None)
        return error or [float(value) for value in found if isinstance(value, float)]

    def _line(self, area: Area) -> _Line:
        key = (area.sheet, area.first_col, area.first_row)
        if key not in self._lines:
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            self._lines[key] = _Line()
        line = self._lines[key]
        known = area.first_row + len(line.values)
        if known <= area.last_row:
            line.add(self._cells.line(area._replace(first_row=known))[0])
        return line

    def _matching(self, line: _Line, size: int, criterion: Criterion) -> list[int]:
        if isinstance(criterion.value, float):
            return _numbers(line, size, criterion.operator, criterion.value)
        if not criterion.pattern:
            found = line.texts.get(criterion.value.casefold(), [])
            return found[: bisect_right(found, size - 1)]
        _refuse_doubtful(line, size, criterion.pattern)
        places = [
            place
            for text, some in line.texts.items()
            if is_like(text, criterion.pattern)
            for place in some
            if place < size
        ]
        return sorted(places)


def _numbers(line: _Line, size: int, operator: str, value: float) -> list[int]:
    if line.doubtful is not None and line.doubtful < size:
        raise Untrusted("条件是数，而区域里有逻辑值或文本数字")
    numbers = line.numbers[:size]
    with np.errstate(invalid="ignore"):
        near = np.abs(numbers - value) <= _NEAR * np.maximum(1.0, np.abs(numbers))
        if (near & (numbers != value)).any():
            raise Untrusted("条件与区域里的数只差在最末几位")
        places: list[int] = np.flatnonzero(_COMPARED[operator](numbers, value)).tolist()
    return places


def _refuse_doubtful(line: _Line, size: int, pattern: tuple[str | bool | None, ...]) -> None:
    """Wildcards meet numbers, and nothing at all, by host."""
    letters = {piece for piece in pattern if isinstance(piece, str)}
    if letters <= _LIKE_NUMBERS and not np.isnan(line.numbers[:size]).all():
        raise Untrusted("条件含通配符，而区域里有数")
    if all(piece is None for piece in pattern) and line.texts.get("", [size])[0] < size:
        raise Untrusted("条件含通配符，而区域里有空文本")
    if True in pattern and any(max(text, default="") > "\uffff" for text in line.texts):
        raise Untrusted("生僻字的字数各程序算法不同")
