"""Rows of cells by columns: a column taken out of rows, and rows that are kept as columns from the start.

A DataFrame of a million persons is columns already: as :class:`ColumnRows` it is read like any range, and no row is
made that nobody looks at.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from xl_addin.tables.grid import CellValue


class ColumnRows(Sequence["list[CellValue]"]):
    """Some rows of one width that are kept as columns; what is given out is a copy.

    >>> rows = ColumnRows([["姓名", "王三", "李四"], ["工资", 900, 800]], range(3))
    >>> rows[1], len(rows), list(rows[2:]), take(rows[1:], 2)
    (['王三', 900], 3, [['李四', 800]], [900, 800])
    """

    __slots__ = ("columns", "places")

    def __init__(self, columns: Sequence[list[CellValue]], places: range) -> None:
        self.columns = columns
        self.places = places

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, place: int) -> list[CellValue]: ...

    @overload
    def __getitem__(self, place: slice) -> ColumnRows: ...

    def __getitem__(self, place: int | slice) -> list[CellValue] | ColumnRows:
        if isinstance(place, slice):
            return ColumnRows(self.columns, self.places[place])
        return [column[self.places[place]] for column in self.columns]

    def __iter__(self) -> Iterator[list[CellValue]]:
        return ([column[place] for column in self.columns] for place in self.places)

    def column(self, place: int) -> list[CellValue]:
        """A column by its place from 0."""
        if place >= len(self.columns):
            return [None] * len(self)
        rows = self.places
        return self.columns[place][rows.start : rows.stop] if rows.step == 1 else [self.columns[place][i] for i in rows]


def take(lines: Sequence[list[CellValue]], col: int) -> list[CellValue]:
    """Take one 1-based column out of ragged rows.

    >>> take([[1, 2], [3]], 2)
    [2, None]
    """
    if isinstance(lines, ColumnRows):
        return lines.column(col - 1)
    try:
        return list(map(itemgetter(col - 1), lines))
    except IndexError:
        return [line[col - 1] if len(line) >= col else None for line in lines]


def without(lines: Sequence[list[CellValue]], places: Container[int]) -> Sequence[list[CellValue]]:
    """Leave out some rows by their places.

    >>> without([[1], [2], [3]], {1}), list(without(ColumnRows([[1, 2, 3]], range(3)), {1}))
    ([[1], [3]], [[1], [3]])
    """
    kept = [i not in places for i in range(len(lines))]
    if isinstance(lines, ColumnRows):
        columns = [list(compress(lines.column(place), kept)) for place in range(len(lines.columns))]
        return ColumnRows(columns, range(sum(kept)))
    return list(compress(lines, kept))


def joined(upper: Sequence[list[CellValue]], lower: Sequence[list[CellValue]]) -> list[list[CellValue]]:
    """Put rows below others, which are changed if they are a list.

    >>> joined([[1]], ColumnRows([[2, 3]], range(2)))
    [[1], [2], [3]]
    """
    rows = upper if isinstance(upper, list) else list(upper)
    rows.extend(lower)
    return rows


def widest(lines: Sequence[list[CellValue]]) -> int:
    """How many cells the longest row holds.

    >>> widest([[1, 2], [3]]), widest([]), widest(ColumnRows([[1], [2]], range(1)))
    (2, 0, 2)
    """
    if isinstance(lines, ColumnRows):
        return len(lines.columns) if len(lines) else 0
    return max(map(len, lines), default=0)
