"""The values of a workbook while it is being recalculated: as read, then replaced by what was computed.

Keeps the engine's copy of a column up to date only when a call reads that column. A cell that could not be computed
has no value here: reading it raises :class:`Untrusted`, so nothing is ever built on a stale number.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise, product
from typing import Any, Final, TypeVar, cast

from xl_addin.formulas.budget import (
    MOST_HANDLED,
    MOST_SHOWN,
    MOST_TEXT,
    TOO_MANY_CELLS,
    TOO_MUCH_HANDLED,
    TOO_MUCH_SHOWN,
    TOO_MUCH_TEXT,
    LongTexts,
    Surroundings,
)
from xl_addin.formulas.engine import Engine
from xl_addin.formulas.order import CellSet, Position
from xl_addin.formulas.places import Area
from xl_addin.formulas.values import Serial, Untrusted, Value, from_cell, stable
from xl_addin.tables.grid import MAX_ROW, BookGrid, CellValue, SheetGrid, address
from xl_addin.values.errors import CellError
from xl_addin.values.serials import date_of

T = TypeVar("T")
_MOST_CELLS: Final = 12_000_000
_MOST_PREPARED: Final = 3_000_000
"""Cells of rectangles that are kept as arrays: ranges that grow from row to row are each another one."""
_AS_THEY_ARE: Final = frozenset({float, str, type(None)})


class Cells:
    """Values by place, for formulas (:meth:`value`), for our functions (:meth:`raw`, :meth:`rows`) and the engine."""

    def __init__(self, book: BookGrid, engine: Engine) -> None:
        self.book = book
        self._grids = list(book.sheets)
        self._spread: dict[int, tuple[list[list[Value]], Area]] = {}
        self._engine = engine
        self._computed: dict[Position, Value] = {}
        self._changed = CellSet()
        self._missing = CellSet()
        self._lost = Surroundings()
        self._text = 0
        self.handled = LongTexts(MOST_HANDLED, TOO_MUCH_HANDLED)
        """Room for long texts that formulas read and make on their way to a value."""
        self._shown = LongTexts(MOST_SHOWN, TOO_MUCH_SHOWN)
        self._by_column: dict[int, dict[int, dict[int, Value]]] = {}
        self._finders: dict[Area, dict[float | str, tuple[int, float | str]]] = {}
        self._kept_cells = 0
        self._loaded: dict[tuple[int, int], dict[int, Value]] = {}
        self._widths = [max(map(len, sheet.rows), default=0) for sheet in book.sheets]
        self._heights = [len(sheet.rows) for sheet in book.sheets]
        self._rising: dict[Area, list[float] | None] = {}
        self._doubtful: dict[Area, bool] = {}
        self._errors: dict[Area, frozenset[str]] = {}
        self._rows: dict[Area, list[list[CellValue]]] = {}
        self._prepared: dict[Area, Any] = {}
        self._prepared_cells = 0

    def set(self, position: Position, value: Value) -> None:
        """Record a computed value."""
        sheet, row, col = position
        if not isinstance(value, Serial) and isinstance(value, float) and self._dated(position):
            value = Serial(value)
        self._computed[position] = value
        self._changed.add(position)
        self._heights[sheet] = max(self._heights[sheet], row)
        self._widths[sheet] = max(self._widths[sheet], col)
        if (sheet, col) in self._loaded:
            self._loaded[sheet, col][row] = value

    def make_room(self, values: Iterable[Value]) -> None:
        """Count what is about to be recorded; :class:`Untrusted` where the texts of the workbook come to too much."""
        size = sum(len(value) for value in values if isinstance(value, str))
        if self._text + size > MOST_TEXT:
            raise Untrusted(TOO_MUCH_TEXT)
        self._text += size

    def _dated(self, position: Position) -> bool:
        sheet, row, col = position
        return isinstance(self._grids[sheet].value(row, col), dt.date)

    def spread(self, table: list[list[Value]]) -> Area:
        """Put a table that no cell holds where references can reach it."""
        if id(table) not in self._spread:  # the table is kept, so no other can get its identity
            rows = [[self.to_cell(value) for value in row] for row in table]
            self._grids.append(SheetGrid("", "", rows))
            self._heights.append(len(rows))
            self._widths.append(len(rows[0]))
            self._spread[id(table)] = (table, Area(len(self._grids) - 1, 1, 1, len(rows), len(rows[0])))
        return self._spread[id(table)][1]

    def lose(self, position: Position) -> None:
        """Record that a cell could not be computed."""
        self._missing.add(position)

    def lose_area(self, area: Area) -> None:
        """Record that none of the cells of a rectangle could be computed."""
        self._lost.add(area)

    def check(self, area: Area) -> None:
        """Raise :class:`Untrusted` if any cell of the rectangle could not be computed."""
        if self._lost.touches(area):
            raise Untrusted(f"引用的区域里有没有计算的数组公式：{TOO_MANY_CELLS}")
        lost = next(self._missing.inside(area), None)
        if lost is not None:
            sheet, row, col = lost
            raise Untrusted(f"引用的 {self._grids[sheet].name}!{address(row, col)} 未能计算")

    def value(self, position: Position) -> Value:
        """Value of a cell as formulas see it."""
        sheet, row, col = position
        if position in self._computed:
            return self._computed[position]
        self.check(Area(sheet, row, col, row, col))
        return from_cell(self._grids[sheet].value(row, col), self.book.date1904)

    def raw(self, position: Position) -> CellValue:
        """Value of a cell as our functions take it: dates as dates."""
        if position in self._computed:
            return self.to_cell(self._computed[position])
        sheet, row, col = position
        self.check(Area(sheet, row, col, row, col))
        return self._grids[sheet].value(row, col)

    def to_cell(self, value: Value) -> CellValue:
        """A formula's value as our functions take it."""
        return date_of(float(value), self.book.date1904) if isinstance(value, Serial) else value

    def clip(self, area: Area) -> Area:
        """The part of a rectangle that lies in the used part of its sheet, at least one cell."""
        last_row = max(area.first_row, min(area.last_row, self._heights[area.sheet]))
        last_col = max(area.first_col, min(area.last_col, self._widths[area.sheet]))
        return area._replace(last_row=last_row, last_col=last_col)

    def rows(self, area: Area) -> list[list[CellValue]]:
        """Rows of a rectangle as our functions take a range, without what lies beyond the used part of the sheet.

        Several cells stay several: a function that wants a single one refuses them, whatever is in them.
        """
        whole, area = area, self.clip(area)
        if _size(area) == 1 < _size(whole):
            down = whole.last_row > whole.first_row
            area = area._replace(last_row=area.last_row + down, last_col=area.last_col + (not down))
        if area not in self._rows:
            self.check(area)
            size = _size(area)
            if size > _MOST_CELLS:
                raise Untrusted("引用的区域太大")
            self._kept_cells += size
            if self._kept_cells > _MOST_CELLS:
                self._rows.clear()
                self._kept_cells = size
            self._rows[area] = self._read(area)
        return self._rows[area]

    def prepared(self, area: Area, prepare: Callable[[Cells, Area], T]) -> T:
        """What ``prepare`` makes of a rectangle whose cells are all known; made once for all formulas that read it."""
        if area not in self._prepared:
            self._prepared_cells += _size(area)
            if self._prepared_cells > _MOST_PREPARED:
                self._prepared.clear()
                self._prepared_cells = _size(area)
            self._prepared[area] = prepare(self, area)
        return cast(T, self._prepared[area])

    def _read(self, area: Area) -> list[list[CellValue]]:
        width = area.last_col - area.first_col + 1
        rows = []
        for line in self._grids[area.sheet].rows[area.first_row - 1 : area.last_row]:
            row = line[area.first_col - 1 : area.last_col]
            rows.append(row + [None] * (width - len(row)))
        rows += [[None] * width for _ in range(area.last_row - area.first_row + 1 - len(rows))]
        for position in self._changed.inside(area):
            rows[position[1] - area.first_row][position[2] - area.first_col] = self.to_cell(self._computed[position])
        return rows

    def line(self, area: Area, *, raw: bool = False) -> tuple[list[Any], frozenset[int]]:
        """Values of a piece of a column as formulas see them (``raw``: as our functions take them).

        Beside them the places, from 0, of cells that could not be computed.
        """
        size = area.last_row - area.first_row + 1
        if self._lost.touches(area):
            return [None] * size, frozenset(range(size))
        place, first = area.first_col - 1, area.first_row
        found: list[Any] = [
            line[place] if place < len(line) else None
            for line in self._grids[area.sheet].rows[first - 1 : area.last_row]
        ]
        if not raw:
            date1904 = self.book.date1904
            found = [value if type(value) in _AS_THEY_ARE else from_cell(value, date1904) for value in found]
        found += [None] * (size - len(found))
        for position in self._changed.inside(area):
            value = self._computed[position]
            found[position[1] - first] = self.to_cell(value) if raw else value
        return found, frozenset(row - first for _, row, _ in self._missing.inside(area))

    def values(self, area: Area) -> Iterator[Value]:
        """Values of the used part of a rectangle, in reading order."""
        for row in self.rows(area):
            for value in row:
                yield from_cell(value, self.book.date1904)

    def find(self, wanted: float | str, line: Area) -> int | None:
        """1-based place of the first value of a row or column that is exactly the one wanted."""
        if line not in self._finders:
            finder: dict[float | str, tuple[int, float | str]] = {}
            for place, value in enumerate(self.values(line), 1):
                if isinstance(value, float | str):
                    finder.setdefault(_key(value), (place, value))
            self._finders[line] = finder
        found = self._finders[line].get(_key(wanted))
        if found is None:
            return None
        place, value = found
        texts = isinstance(value, str) and isinstance(wanted, str)
        if not (str(value).casefold() == str(wanted).casefold() if texts else value == wanted):
            raise Untrusted("查找的值与表中的值只差全角半角或最末几位")
        return place

    def rising(self, line: Area) -> list[float] | None:
        """The numbers of a row or column that holds nothing but rising ones; in others no near one is sure.

        Empty cells at its end are passed over.
        """
        line = self.clip(line)
        if line not in self._rising:
            values = list(self.values(line))
            while values and values[-1] is None:
                values.pop()
            numbers = [value for value in values if isinstance(value, float)]
            sound = len(numbers) == len(values) and all(a <= b for a, b in pairwise(numbers))
            self._rising[line] = numbers if sound else None
        return self._rising[line]

    def has_doubtful_texts(self, area: Area) -> bool:
        """Whether a rectangle holds logicals or texts with digits, which functions take for numbers or not by host."""
        area = self.clip(area)
        if area not in self._doubtful:
            self._doubtful[area] = any(
                isinstance(value, bool) or (isinstance(value, str) and any(c.isnumeric() for c in value))
                for value in self.values(area)
            )
        return self._doubtful[area]

    def errors(self, area: Area) -> frozenset[str]:
        """The kinds of errors in a rectangle."""
        area = self.clip(area)
        if area not in self._errors:
            self._errors[area] = frozenset(one.code for one in self.values(area) if isinstance(one, CellError))
        return self._errors[area]

    def outside_subtotals(self, area: Area) -> list[Value]:
        """Values of the used part of a rectangle, without cells that hold a subtotal themselves."""
        area = self.clip(area)
        formulas = self._grids[area.sheet].formulas
        places = product(range(area.first_row, area.last_row + 1), range(area.first_col, area.last_col + 1))
        return [
            value
            for place, value in zip(places, self.values(area), strict=True)
            if place not in formulas or "SUBTOTAL(" not in formulas[place].text.upper()
        ]

    def show(self, area: Area) -> None:
        """Bring the engine's copy of a rectangle's columns up to date."""
        self.check(area)
        clipped = self.clip(area)
        if _size(clipped) > _MOST_CELLS:
            raise Untrusted("引用的区域太大")
        columns = self._stored(area.sheet)
        for col in range(area.first_col, clipped.last_col + 1):
            waiting = self._loaded.get((area.sheet, col))
            if waiting is None:
                cells = columns.get(col, {})
                cells.update((row, self._computed[s, row, c]) for s, row, c in self._changed.inside(_column(area, col)))
                for value in cells.values():
                    self._shown.take(value)
                self._loaded[area.sheet, col] = {}
                self._engine.load(area.sheet, col, sorted(cells.items()))
            elif waiting:
                for row, value in waiting.items():
                    self._engine.put(area.sheet, row, col, self._shown.take(value))
                waiting.clear()

    def _stored(self, sheet: int) -> dict[int, dict[int, Value]]:
        """Values of a sheet as read, by column and row; empty cells are left out."""
        if sheet not in self._by_column:
            columns: dict[int, dict[int, Value]] = {}
            for row, line in enumerate(self._grids[sheet].rows, 1):
                for col, value in enumerate(line, 1):
                    if value is not None:
                        columns.setdefault(col, {})[row] = from_cell(value, self.book.date1904)
            self._by_column[sheet] = columns
        return self._by_column[sheet]


def _size(area: Area) -> int:
    return (area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1)


def _column(area: Area, col: int) -> Area:
    return Area(area.sheet, 1, col, MAX_ROW, col)


def _key(value: float | str) -> float | str:
    """Values with the same key look alike to some host: full or half width, digits beyond the fifteenth."""
    return stable(value) if isinstance(value, float) else unicodedata.normalize("NFKC", value).casefold()
