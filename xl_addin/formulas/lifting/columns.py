"""A column of values of formulas: numbers in an array, beside them what each of them is; texts and errors as objects.

The kinds tell apart what arithmetic would mix: a date is no plain number, a blank is neither 0 nor "". Rows whose value
is not sure are :data:`OUT`: whoever asked evaluates their formula cell by cell instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.formulas.values import NOISE_AT_ZERO, Serial, Value
from xl_addin.values.errors import CellError

NUMBER, DATE, BOOL, BLANK, TEXT, ERROR, OUT = range(7)
_KIND: Final[dict[type, int]] = {
    float: NUMBER,
    Serial: DATE,
    bool: BOOL,
    type(None): BLANK,
    str: TEXT,
    CellError: ERROR,
}
MOST_TEXT: Final = 4_000_000
"""Characters of the texts that a piece of a column makes at once; more are made cell by cell, where none stays."""
Rows = NDArray[np.intp]
Kinds = NDArray[np.uint8]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class TooMuchText(Exception):
    """The texts of a piece of a column are more than there is room for."""


class TextRoom:
    """Room for the texts that are made for one column."""

    def __init__(self) -> None:
        self._left = MOST_TEXT

    def take(self, value: Value) -> Value:
        """Count a value, and give it."""
        if isinstance(value, str):
            self._left -= len(value)
            if self._left < 0:
                raise TooMuchText
        return value


@dataclass(frozen=True, slots=True)
class Column:
    """``kind`` and ``number`` of each row (0 for a blank, 1 for TRUE); ``others`` holds texts and errors, if any."""

    kind: Kinds
    number: Floats
    others: NDArray[np.object_] | None = None

    def __len__(self) -> int:
        return len(self.kind)

    def take(self, rows: Rows) -> Column:
        """Some rows, in this order."""
        return Column(self.kind[rows], self.number[rows], None if self.others is None else self.others[rows])

    def values(self) -> list[Value]:
        """The values as formulas see them; rows that are OUT give None."""
        values: list[Any] = self.number.tolist()
        for i in np.flatnonzero(self.kind != NUMBER).tolist():
            values[i] = self._value(int(self.kind[i]), i, values[i])
        return values

    def _value(self, kind: int, i: int, number: float) -> Value:
        if kind == DATE:
            return Serial(number)
        if kind == BOOL:
            return bool(number)
        if kind in (TEXT, ERROR) and self.others is not None:
            other: Value = self.others[i]
            return other
        return None

    def are(self, *kinds: int) -> Mask:
        """Rows of one of some kinds."""
        found: Mask = np.isin(self.kind, kinds) if len(kinds) > 1 else self.kind == kinds[0]
        return found

    @property
    def noisy(self) -> Mask:
        """Rows whose number may be nothing but noise: :func:`xl_addin.formulas.values.may_be_noise`."""
        found: Mask = (self.number != 0) & (np.abs(self.number) < NOISE_AT_ZERO)
        return found

    @property
    def out(self) -> Mask:
        """Rows without a sure value."""
        return self.are(OUT)


def column_of(values: Sequence[Value]) -> Column:
    """Put values in a column.

    >>> column_of([1.5, None, "甲"]).kind.tolist(), column_of([1.5, None, "甲"]).values()
    ([0, 3, 4], [1.5, None, '甲'])
    """
    kinds = [_KIND[type(value)] for value in values]
    kind = np.array(kinds, dtype=np.uint8)
    highest = max(kinds, default=NUMBER)
    if highest <= BOOL:
        return Column(kind, np.array(values, dtype=np.float64))
    number = np.array([v if k <= BOOL else 0.0 for v, k in zip(values, kinds, strict=True)], dtype=np.float64)
    return Column(kind, number, _objects(values) if highest >= TEXT else None)


def _objects(values: Sequence[Value]) -> NDArray[np.object_]:
    objects = np.empty(len(values), dtype=object)
    objects[:] = values
    return objects


def constant(value: Value, size: int) -> Column:
    """The same value in every row."""
    one = column_of([value])
    return one.take(np.zeros(size, dtype=np.intp))


def nothing_sure(size: int) -> Column:
    """A column whose every row is OUT."""
    return Column(np.full(size, OUT, dtype=np.uint8), np.zeros(size))


def numbers(number: Floats, sure: Mask, kind: Kinds | int = NUMBER) -> Column:
    """Numbers where they are sure, OUT elsewhere."""
    return Column(np.where(sure, kind, OUT).astype(np.uint8), np.where(sure, number, 0.0))


def truths(truth: Mask, sure: Mask) -> Column:
    """Logicals where they are sure, OUT elsewhere."""
    return numbers(truth.astype(np.float64), sure, BOOL)


def put_together(size: int, parts: Sequence[tuple[Rows, Column]]) -> Column:
    """A column made of parts that lie in the given rows; rows of no part are OUT."""
    kind, number = np.full(size, OUT, dtype=np.uint8), np.zeros(size)
    others: NDArray[np.object_] | None = None
    for rows, part in parts:
        kind[rows], number[rows] = part.kind, part.number
        if part.others is not None:
            others = np.full(size, None, dtype=object) if others is None else others
            others[rows] = part.others
    return Column(kind, number, others)
