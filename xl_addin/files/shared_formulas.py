"""Shared formulas: the file stores the text once, for the first cell; the others get it moved.

The text is cut once into literal pieces and references, so that moving it to another cell is a join: 100,000 cells
take a fraction of a second where a tokeniser run for each cell takes a minute. References that leave the sheet
wrap around, as they do in Excel.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xl_addin.tables.grid import MAX_COL, MAX_ROW, column_letters, parse_address

_TOKEN: Final = re.compile(
    r"""
      (?P<literal> "(?:[^"]|"")*" | '(?:[^']|'')*' | \[(?:[^\[\]]|\[[^\[\]]*\])*\] | \#[A-Z/0!?]+ )
    | (?P<columns> (?<![\w.$]) \$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3} (?![\w.(!\[]) )
    | (?P<rows> (?<![\w.$]) \$?[0-9]{1,7}:\$?[0-9]{1,7} (?![\w.(!\[]) )
    | (?P<cell> (?<![\w.$\\]) \$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6} (?![\w.(!\[\\]) )
    | (?P<word> [\w.\\$?]+ )
    """,
    re.VERBOSE,
)
_PART: Final = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


@dataclass(frozen=True, slots=True)
class _Reference:
    """A cell, a column or a row; 0 stands for the coordinate that is absent."""

    col: int
    col_fixed: bool
    row: int
    row_fixed: bool

    def moved(self, down: int, right: int) -> str:
        text = ""
        if self.col:
            col = self.col if self.col_fixed else (self.col + right - 1) % MAX_COL + 1
            text = ("$" if self.col_fixed else "") + column_letters(col)
        if self.row:
            row = self.row if self.row_fixed else (self.row + down - 1) % MAX_ROW + 1
            text += ("$" if self.row_fixed else "") + str(row)
        return text


@dataclass(frozen=True, slots=True)
class SharedFormula:
    """A formula cut into pieces, with the cell that its text is written for."""

    row: int
    col: int
    pieces: tuple[str | _Reference, ...]

    def at(self, row: int, col: int) -> str:
        """Text of the formula for a cell (1-based).

        >>> shared_formula('SUM(B2:$D$2)+LOG10(A1)&"A1"', 5, 3).at(6, 4)
        'SUM(C3:$D$2)+LOG10(B2)&"A1"'
        """
        down, right = row - self.row, col - self.col
        return "".join(p if isinstance(p, str) else p.moved(down, right) for p in self.pieces)


def shared_formula(text: str, row: int, col: int) -> SharedFormula:
    """Cut a formula text that stands at (row, col) into literals and movable references."""
    pieces: list[str | _Reference] = []
    position = 0
    for match in _TOKEN.finditer(text):
        if match["literal"] or match["word"]:
            continue
        pieces.append(text[position : match.start()])
        for index, part in enumerate(match[0].split(":")):
            if index:
                pieces.append(":")
            pieces.append(_reference(part))
        position = match.end()
    pieces.append(text[position:])
    return SharedFormula(row, col, tuple(pieces))


def _reference(text: str) -> str | _Reference:
    match = _PART.fullmatch(text)
    if match is None:
        return text
    dollar, letters, second, digits = match.groups()
    try:
        row, col = parse_address((letters or "A") + (digits or "1"))
    except ValueError:
        return text  # beyond the sheet: a name that only looks like a cell
    if not letters:
        return _Reference(0, False, row, bool(dollar or second))
    return _Reference(col, bool(dollar), row if digits else 0, bool(second))
