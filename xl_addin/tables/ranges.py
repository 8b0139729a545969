"""Shapes of arguments: one cell, a range, and what of a range is data.

Ranges may be whole columns or larger than the data; trailing empty rows and columns are cut.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, Final, TypeVar

from xl_addin.tables.cleaning import is_blank
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.texts import visible

R = TypeVar("R")
_MOST: Final = 10**300
_PLAIN: Final = frozenset({float, int, str, bool, type(None), dt.date, dt.datetime, CellError})
"""What most cells are; asking it of a whole range at once is the fast way."""


class SharedRange(list[list[Any]]):
    """A plain range that many calls are given: what is found out of all its cells is found out once."""

    __slots__ = ("_known",)

    def __init__(self, rows: list[list[Any]]) -> None:
        super().__init__(rows)
        self._known: dict[Callable[[list[list[Any]]], Any], Any] = {}

    @classmethod
    def of_sound_cells(cls, rows: list[list[Any]]) -> SharedRange:
        """Rows of whose cells it is known that they are plain, and none an error."""
        found = cls(rows)
        found._known[_error_in] = None
        return found

    def once(self, asked: Callable[[list[list[Any]]], R]) -> R:
        """What is asked of the rows, remembered.

        >>> rows = SharedRange([[1, 2], [3, 4]])
        >>> rows.once(len), rows.once(len)
        (2, 2)
        """
        if asked not in self._known:
            self._known[asked] = asked(self)
        found: R = self._known[asked]
        return found


def as_rows(value: Any) -> list[list[Any]]:
    """Give any argument as rows of cells; a flat list is one row. Rows that are lists are the caller's own.

    >>> as_rows(5), as_rows([1, 2]), as_rows([[1], [2, 3]])
    ([[5]], [[1, 2]], [[1], [2, 3]])
    """
    if isinstance(value, (list, tuple)):
        kinds = set(map(type, value))
        if kinds == {list}:
            return list(value)
        if value and all(issubclass(kind, (list, tuple)) for kind in kinds):
            return [list(row) for row in value]
        return [list(value)]
    return [[value]]


def plain(value: Any) -> Any:
    """Turn numpy values into Python values, a 1×1 range into its cell (G-10); a text loses invisible characters."""
    if type(value) is str:
        return visible(value)
    if type(value) is SharedRange:
        return value
    if type(value) is int and not -_MOST < value < _MOST:
        return float(_MOST if value > 0 else -_MOST)  # no cell holds it; refused by name as any number too large
    if type(value).__module__ == "numpy":
        value = _from_numpy(value)
    if isinstance(value, (list, tuple)):
        rows = as_rows(value)
        if not _PLAIN.issuperset(map(type, chain.from_iterable(rows))):
            rows = [[_cell(cell) for cell in row] for row in rows]
        if len(rows) == 1 and len(rows[0]) == 1:
            return plain(rows[0][0])
        if not any(rows):
            return None
        return rows
    return value


def plain_cells(values: list[Any]) -> list[Any]:
    """Turn the numpy values of a column into Python values."""
    return values if _PLAIN.issuperset(map(type, values)) else list(map(_cell, values))


def _cell(value: Any) -> Any:
    return _from_numpy(value) if type(value).__module__ == "numpy" else value


def _from_numpy(value: Any) -> Any:
    """Give Python values for a numpy scalar or array; dates of any precision become dates, NaT None."""
    if getattr(value, "dtype", None) is not None and value.dtype.kind == "M":
        value = value.astype("datetime64[us]")
    return value.tolist()


def is_range(value: Any) -> bool:
    """Tell whether an argument is a range of more than one cell."""
    return isinstance(value, list)


def one_cell(value: Any, name: str) -> Any:
    """Refuse a range where one cell is expected.

    >>> one_cell(5, "工资")
    5
    """
    if is_range(value):
        raise InputError(f"{name}只能是一个单元格；整列计算请用带“表”字的函数（如 经济补偿金表）")
    return value


def data_rows(value: Any) -> list[list[Any]]:
    """Give a range without its empty rows at the end; rows may be ragged.

    >>> data_rows([["a", None], [None, ""], [None, None]])
    [['a', None]]
    """
    rows = as_rows(value)
    while rows and all(is_blank(cell) for cell in rows[-1]):
        rows.pop()
    return rows


def first_error(values: Sequence[Any]) -> CellError | None:
    """Find the first error value in reading order (G-03).

    >>> first_error([1, [[2, CellError("#REF!", "")]]])
    CellError(code='#REF!', message='')
    """
    for value in values:
        rows = value if is_range(value) else ((value,),)
        found = value.once(_error_in) if type(value) is SharedRange else _error_in(rows)
        if found is not None:
            return found
    return None


def _error_in(rows: Iterable[Sequence[Any]]) -> CellError | None:
    for row in rows:
        if CellError in map(type, row):
            return next(cell for cell in row if isinstance(cell, CellError))
    return None


def cell_key(value: Any) -> Any:
    """Give a hashable key of an argument that tells 1 from TRUE and dates from numbers."""
    if is_range(value):
        return tuple((*row, *map(type, row)) for row in value)
    return (value, type(value))
