"""What a formula cell asked of our functions when it was last computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class MadeCall:
    """One call: ASCII name, the values of its arguments (a range is a list of rows), and what came out."""

    name: str
    arguments: Sequence[Any]
    result: Any

    def argument(self, number: int) -> Any:
        """The value of an argument by its number from 0; None where it was left out."""
        return self.arguments[number] if number < len(self.arguments) else None


@dataclass(frozen=True, slots=True)
class CellCalls:
    """The calls behind one cell: in its own formula, or in that of the cell which it only shows again."""

    sheet: str
    row: int
    col: int
    """Where the formula stands."""
    calls: tuple[MadeCall, ...] = ()
    offset: tuple[int, int] = (0, 0)
    """Row and column of the cell in the result of an array formula, from 0."""
    lost: str = ""
    """Why there is no value here, for a formula that only a spreadsheet program can compute."""
