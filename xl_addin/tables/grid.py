"""A workbook as plain values with addresses: what every check, function and recalculation reads.

A grid knows nothing of zip, XML or law. Rows are ragged: a row ends after its last
written cell, so one far cell costs no memory. Row and column numbers begin at 1, as users count.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from xl_addin.values.errors import CellError
from xl_addin.values.memory import remembered

CellValue = None | bool | int | float | str | dt.date | dt.datetime | CellError
"""What a cell holds. Errors are ``CellError(code, "")``; a date has a date format; a time alone is a float."""

MAX_ROW: Final = 1_048_576
MAX_COL: Final = 16_384
Bounds = tuple[int, int, int, int]
"""First row, first column, last row, last column of an area, all 1-based."""


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """One formula, as the file has it.

    ``text`` has no leading ``=``; a shared formula is already expanded for this cell. ``kind`` is ``normal``,
    ``array`` (entered with Ctrl+Shift+Enter), ``dynamic`` (spills), ``table`` (what-if data table, its text kept
    empty) or ``unread`` (a formula of another format, without its text); ``ref`` is the range of the middle three.
    ``cached`` is what the host stored last, if ``has_cached``.
    """

    row: int
    col: int
    text: str
    kind: str
    ref: str | None
    cached: CellValue
    has_cached: bool


@dataclass(frozen=True, slots=True)
class GridTable:
    """A table that a user made of cells (Ctrl+T, 超级表): its bounds and its columns in order.

    Formulas call it by any of ``names`` (its name and the one shown; nearly always the same).
    """

    names: tuple[str, ...]
    bounds: Bounds
    columns: tuple[str, ...]
    header_rows: int = 1
    total_rows: int = 0


@dataclass(slots=True)
class SheetGrid:
    """One worksheet: ragged rows of values (``rows[0]`` is row 1), its formulas and merged ranges.

    >>> sheet = SheetGrid("花名册", "xl/worksheets/sheet1.xml", [["姓名"], ["张三", 2400]])
    >>> sheet.value(2, 2), sheet.value(1, 2), sheet.value(99, 1)
    (2400, None, None)
    """

    name: str
    part: str
    """Path of the part inside the workbook file, e.g. ``xl/worksheets/sheet1.xml``."""
    rows: Sequence[list[CellValue]]
    formulas: dict[tuple[int, int], FormulaCell] = field(default_factory=dict)
    merged: list[Bounds] = field(default_factory=list)
    state: str = "visible"
    """``visible``, ``hidden`` or ``veryHidden``."""
    ours: bool = False
    """A report sheet that this product wrote earlier: never checked, replaced by the next run."""
    tables: tuple[GridTable, ...] = ()
    may_hide_rows: bool = True
    """False once it is known that no row is hidden, neither by hand nor by a filter."""
    hidden_rows: frozenset[int] = frozenset()
    """Rows that the file says are hidden, by hand or by a filter."""

    def value(self, row: int, col: int) -> CellValue:
        """Give the value at a 1-based row and column; None outside what was written."""
        if 1 <= row <= len(self.rows):
            line = self.rows[row - 1]
            if 1 <= col <= len(line):
                return line[col - 1]
        return None


@dataclass(frozen=True, slots=True)
class Repair:
    """Something odd in a file that was read all the same: its kind, where it stands first, and how often."""

    kind: str
    """Key of the table of repairs on the floor of files."""
    sheet: str
    first: tuple[int, int] | None = None
    """Row and column of the first cell concerned; None for the whole sheet."""
    count: int = 1


@dataclass(slots=True)
class BookGrid:
    """A whole workbook as it was read; writing goes through :mod:`xl_addin.files.patching`, never through this.

    >>> book = BookGrid(Path("a.xlsx"), [SheetGrid("表一", "xl/worksheets/sheet1.xml", [[1]])])
    >>> book.sheet("表一").value(1, 1)
    1
    """

    path: Path
    sheets: list[SheetGrid]
    date1904: bool = False
    defined_names: dict[str, str] = field(default_factory=dict)
    """Name to formula text without ``=``; names of one sheet only are keyed ``"Sheet1!Name"``."""
    repairs: tuple[Repair, ...] = ()
    """What is odd in the file, although it was read."""
    other_titles: tuple[str, ...] = ()
    """Sheets without cells, such as charts: their names are taken all the same."""

    def sheet(self, name: str) -> SheetGrid:
        """Give the sheet of that name; names differ in more than case (as in Excel). KeyError if absent."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        folded = name.casefold()
        for sheet in self.sheets:
            if sheet.name.casefold() == folded:
                return sheet
        raise KeyError(name)


@lru_cache(maxsize=MAX_COL)
def column_letters(col: int) -> str:
    """Letters of a 1-based column.

    >>> [column_letters(c) for c in (1, 26, 27, 16384)]
    ['A', 'Z', 'AA', 'XFD']
    """
    letters = ""
    while col > 0:
        col, rest = divmod(col - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, col: int) -> str:
    """A1 address of a 1-based row and column.

    >>> address(7, 4)
    'D7'
    """
    return f"{column_letters(col)}{row}"


_ADDRESS: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def parse_address(text: str) -> tuple[int, int]:
    """Row and column of an A1 address, ``$`` allowed; ValueError for anything else.

    >>> parse_address("$D$7"), parse_address("XFD1048576")
    ((7, 4), (1048576, 16384))
    """
    match = _ADDRESS.fullmatch(text)
    if match:
        col = 0
        for letter in match[1].upper():
            col = col * 26 + ord(letter) - 64
        row = int(match[2])
        if 1 <= row <= MAX_ROW and col <= MAX_COL:
            return row, col
    raise ValueError(f"not a cell address: {text!r}")


@remembered(4096)
def area_bounds(area: str) -> Bounds | None:
    """Read an area of a sheet: cells, whole rows or whole columns; None for what is none.

    >>> area_bounds("$B$2:D9"), area_bounds("A:C") == (1, 1, MAX_ROW, 3), area_bounds("Z1S2")
    ((2, 2, 9, 4), True, None)
    """
    first, _, last = area.replace("$", "").upper().partition(":")
    last = last or first
    try:
        if first.isdigit():
            rows = sorted((int(first), int(last)))
            return rows[0], 1, rows[1], MAX_COL
        if first.isalpha():
            cols = sorted((parse_address(f"{first}1")[1], parse_address(f"{last}1")[1]))
            return 1, cols[0], MAX_ROW, cols[1]
        (row, col), (other_row, other_col) = parse_address(first), parse_address(last)
    except ValueError:
        return None
    return min(row, other_row), min(col, other_col), max(row, other_row), max(col, other_col)


def corners(area: str) -> Bounds:
    """Read an area that we wrote, or a file that we trust, as :func:`area_bounds` does; ValueError for what is none."""
    found = area_bounds(area)
    if found is None:
        raise ValueError(f"not an area: {area!r}")
    return found


def cells_of(area: str) -> Iterator[tuple[int, int]]:
    """Row and column of every cell of an area, line by line.

    >>> list(cells_of("B2:C3"))
    [(2, 2), (2, 3), (3, 2), (3, 3)]
    """
    top, left, bottom, right = corners(area)
    return ((row, col) for row in range(top, bottom + 1) for col in range(left, right + 1))


def fixed(area: str) -> str:
    """Write a cell or an area of cells as a formula refers to it wherever it is copied to.

    >>> fixed("B2"), fixed("A5:$C$9")
    ('$B$2', '$A$5:$C$9')
    """
    top, left, bottom, right = corners(area)
    first, last = f"${column_letters(left)}${top}", f"${column_letters(right)}${bottom}"
    return f"{first}:{last}" if ":" in area else first


def area_text(bounds: Bounds) -> str:
    """Address of an area, the other way round than :func:`area_bounds`.

    >>> [area_text(bounds) for bounds in ((2, 2, 9, 4), (7, 4, 7, 4), (1, 1, MAX_ROW, 3), (5, 1, 5, MAX_COL))]
    ['B2:D9', 'D7', 'A:C', '5:5']
    """
    top, left, bottom, right = bounds
    if (top, bottom) == (1, MAX_ROW):
        return f"{column_letters(left)}:{column_letters(right)}"
    if (left, right) == (1, MAX_COL):
        return f"{top}:{bottom}"
    first, last = address(top, left), address(bottom, right)
    return first if first == last else f"{first}:{last}"


def quoted(sheet: str) -> str:
    """Sheet name as a reference writes it.

    >>> quoted("职工's 表")
    "'职工''s 表'"
    """
    return "'" + sheet.replace("'", "''") + "'"


class Remove:
    """Type of :data:`REMOVE`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "REMOVE"


REMOVE: Final = Remove()
"""Instead of a value: drop the stored value, so that the host calculates the cell."""
_MAX_TEXT: Final = 32_767
_CUT: Final = "……（文字过长，已截断）"


def shortened(text: str) -> str:
    """Cut a text to the 32,767 characters that a cell holds."""
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - len(_CUT)] + _CUT
