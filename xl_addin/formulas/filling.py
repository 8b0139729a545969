"""Formula texts that were filled down, parsed from the one above: nothing but rows of addresses differs.

Comparing two texts piece by piece takes a tenth of the time of parsing the second. Whatever else differs is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from xl_addin.files.scan.room import FORMULA_WEIGHT, MAX_FILLED
from xl_addin.formulas.parsing import address_rows, parse
from xl_addin.formulas.syntax import Formula, Steps
from xl_addin.tables.grid import MAX_ROW
from xl_addin.values.errors import InputError

_DIGITS: Final = re.compile(r"([0-9]+)")
_CELL, _FIRST, _SECOND = range(3)
_CLOSING: Final = (1, 0)
"""The steps of a range whose first row comes nearer to its last."""
Row = tuple[int, int]
"""Number of an address, and which row of it: that of a cell, or the first or second of a range."""
_CELLS_LEFT: Final = 100_000
_LETTERS_A_CELL: Final = 2
"""So many letters of a formula take, once parsed, what one cell does."""


class ParsingRoom:
    """How many letters of formulas a workbook has room for, those aside that were filled down from others.

    >>> ParsingRoom(cells=4_000_000, formulas=10_000).letters
    960000
    """

    def __init__(self, cells: int = 0, formulas: int = 0) -> None:
        left = MAX_FILLED - cells - (FORMULA_WEIGHT - 1) * formulas
        self.letters = self._most = _LETTERS_A_CELL * max(left, _CELLS_LEFT)

    def take(self, text: str) -> None:
        """Count a text before it is parsed; InputError if it is too much."""
        self.letters -= len(text)
        if self.letters < 0:
            raise InputError(
                f"工作簿里各不相同的公式合计超过 {self._most // 10_000} 万字（向下填充的不计），已拒绝计算，"
                "请把长公式的重复部分放进辅助列，或拆分成几个工作簿后再试"
            )


class _Rows:
    """Which pieces of a text are rows of addresses that stand from top to bottom as they are written.

    Found when a formula below may be the same one filled down, which most long ones are not.
    """

    def __init__(self, text: str, pieces: list[str], formula: Formula) -> None:
        self._text, self._pieces, self._formula = text, pieces, formula

    @cached_property
    def by_piece(self) -> dict[int, Row]:
        """What each is, by the place of the piece."""
        return _rows_of(self._text, self._pieces, self._formula)


@dataclass(frozen=True, slots=True)
class _Above:
    """A formula that was parsed: its text in pieces, every second one digits, and what of these are rows."""

    pieces: list[str]
    formula: Formula
    rows: _Rows
    moved: tuple[int, ...] = ()
    """The pieces that were one more than in the formula above."""
    furthest: int = MAX_ROW
    """How far down from where it began a formula that moves so has no range whose ends change places."""


class FilledDown:
    """Parses the formulas of a sheet, each with the one above it in mind.

    >>> column = FilledDown()
    >>> [column.parse(text, 1).addresses[0].first_row for text in ("A9*10", "A10*10", "A10*11", "A11*12")]
    [9, 10, 10, 11]
    >>> column.parse("A9*10", 1).shape is column.parse("A10*10", 1).shape
    True
    """

    def __init__(self, room: ParsingRoom | None = None) -> None:
        self._above: dict[int, _Above] = {}
        self._room = room or ParsingRoom()

    def parse(self, text: str, col: int) -> Formula:
        """Parse a formula that stands in a column."""
        pieces = _DIGITS.split(text)
        above = self._above.get(col)
        found = _filled(above, pieces) if above else None
        if found is None:
            self._room.take(text)
            formula = parse(text)
            found = _Above(pieces, formula, _Rows(text, pieces, formula))
        self._above[col] = found
        return found.formula


def _filled(above: _Above, pieces: list[str]) -> _Above | None:
    """The formula above with some rows further down; None if the texts differ in anything else."""
    moved = _moved(above, pieces)
    if moved is None:
        return None
    if not moved:
        return above
    formula, steps, down, furthest = above.formula, above.formula.steps, above.formula.down + 1, above.furthest
    written = formula.written
    if moved != above.moved:  # from here on it moves in another way
        written, down = formula.addresses, 1
        steps = _steps(above, moved)
        furthest = min(
            (one.last_row - one.first_row for one, step in zip(written, steps, strict=True) if step == _CLOSING),
            default=MAX_ROW,
        )
    if down > furthest:
        return None
    return _Above(pieces, Formula(formula.shape, written, steps, down), above.rows, moved, furthest)


def _moved(above: _Above, pieces: list[str]) -> tuple[int, ...] | None:
    """The places of the rows that are one more than above; None if the texts differ in anything else."""
    if pieces[::2] != above.pieces[::2]:
        return None
    moved, rows = [], above.rows.by_piece
    for place in range(1, len(pieces), 2):
        new, old = pieces[place], above.pieces[place]
        if new == old:
            continue
        if place not in rows or new[0] == "0" or int(new) != int(old) + 1 or int(new) > MAX_ROW:
            return None
        moved.append(place)
    return tuple(moved)


def _steps(above: _Above, moved: tuple[int, ...]) -> Steps:
    ends: dict[int, list[int]] = {}
    for place in moved:
        index, end = above.rows.by_piece[place]
        ends.setdefault(index, []).append(end)
    return tuple(
        (int(ends[index] != [_SECOND]), int(ends[index] != [_FIRST])) if index in ends else (0, 0)
        for index in range(len(above.formula.written))
    )


def _rows_of(text: str, pieces: list[str], formula: Formula) -> dict[int, Row]:
    """Which pieces are rows of addresses that stand from top to bottom as they are written."""
    starts: dict[int, int] = {}
    position = 0
    for place, piece in enumerate(pieces):
        starts[position] = place
        position += len(piece)
    found: dict[int, Row] = {}
    addresses = list(address_rows(text))
    if len(addresses) != len(formula.addresses):
        return {}
    for index, spans in enumerate(addresses):
        written = [int(text[start:end]) for start, end in spans]
        if written == sorted(written) and all(start in starts for start, _ in spans):
            ends = (_FIRST, _SECOND) if len(spans) == 2 else (_CELL,) * len(spans)
            found.update({starts[start]: (index, end) for end, (start, _) in zip(ends, spans, strict=True)})
    return found
