"""Rows of cells by columns: a column taken out of rows, and rows that are kept as columns from the start.

A DataFrame of a million persons is columns already: as :class:`ColumnRows` it is read like any range, and no row is
made that nobody looks at.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, overload

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from xl_addin.tables.grid import CellValue

_MOST_JOINED: Final = 4_000_000
"""Characters that are put together to be searched at once."""


class Column(list["CellValue"]):
    """A column of which it is known what types its cells below the heading are of; nobody changes it.

    ``array`` holds the same cells where all of them are numbers (float64) or true dates (day numbers, int32);
    ``headings`` is how many cells stand above those.
    """

    __slots__ = ("array", "headings", "kinds")

    def __init__(
        self,
        cells: Iterable[CellValue],
        kinds: frozenset[type],
        array: NDArray[Any] | None = None,
        headings: int = 0,
    ) -> None:
        super().__init__(cells)
        self.kinds = kinds
        self.array = array
        self.headings = headings

    def part(self, first: int, stop: int) -> list[CellValue]:
        """Some cells that follow each other; what is known of the column is known of those below its heading."""
        above, cells = self.headings, self[first:stop]
        if first < above:
            return cells
        return Column(cells, self.kinds, None if self.array is None else self.array[first - above : stop - above])


_MANY: Final = 500
"""Rows from which it pays to keep them as columns."""
_MOST_ABOVE: Final = 12
"""Rows that titles and headings take at most."""


def by_columns(rows: list[list[CellValue]]) -> Sequence[list[CellValue]]:
    """Keep many rows of one width as columns of which is known what types stand below the headings.

    >>> rows = by_columns([["工资", "日期"], *[[900.0, None]] * 500])
    >>> kinds_of(take(rows[1:], 1)), rows[0], len(rows), len(by_columns([["工资"], [900.0]]))
    (frozenset({<class 'float'>}), ['工资', '日期'], 501, 2)
    """
    if len(rows) < _MANY or len(set(map(len, rows))) != 1:
        return rows
    above = 0  # whether these are headings is for others to say: nothing is claimed of them
    while above < min(_MOST_ABOVE, len(rows)) and {str, type(None)}.issuperset(map(type, rows[above])):
        above += 1
    columns = [Column(cells, frozenset(map(type, cells[above:])), headings=above) for cells in zip(*rows, strict=True)]
    return ColumnRows(columns, range(len(rows)))


def kinds_of(column: Sequence[object]) -> set[type] | frozenset[type]:
    """The types of a column's cells; some more where the whole of which it is a part has them.

    >>> kinds_of([1, 2]) == kinds_of(Column([1, 2], frozenset({int}))) == {int}
    True
    """
    return column.kinds if isinstance(column, Column) and not column.headings else set(map(type, column))


def as_written(numbers: NDArray[Any]) -> NDArray[np.float64]:
    """Floats of 64 bits; a shorter one is the decimal that it stands for.

    >>> as_written(np.array([1600.1], dtype=np.float32)).tolist(), float(np.float32(1600.1))
    ([1600.1], 1600.0999755859375)
    """
    return (numbers if numbers.dtype.itemsize >= 8 else numbers.astype("U")).astype(np.float64)


def array_of(column: Sequence[object], kind: type[np.generic]) -> NDArray[Any] | None:
    """The cells of a column as an array of a kind, where that is at hand."""
    array = column.array if isinstance(column, Column) and not column.headings else None
    return array if array is not None and array.dtype == kind else None


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
        rows, column = self.places, self.columns[place]
        if rows.step != 1:
            return [column[i] for i in rows]
        if isinstance(column, Column):
            return column.part(rows.start, rows.stop)
        return column[rows.start : rows.stop]


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


def holds_any(texts: Iterable[str], marks: Collection[str]) -> bool:
    """Whether any of the texts holds one of these characters; of very long ones each is looked at once.

    >>> holds_any(["王三", "李四"], "合计"), holds_any(["王三"] * 9, "三")
    (False, True)
    """
    some = list(texts)
    if sum(map(len, some)) > _MOST_JOINED:
        return any(mark in text for text in set(some) for mark in marks)
    joined = "".join(some)
    return any(mark in joined for mark in marks)
