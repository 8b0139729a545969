"""What a witness says of a sheet beside its values: where error values, formulas and merged cells stand.

All of a workbook is counted before it is noted: one tag or record may stand for as many cells as a sheet has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from xl_addin.files.scan.room import FORMULA_WEIGHT, Room
from xl_addin.tables.grid import MAX_COL, MAX_ROW, Bounds
from xl_addin.values.errors import DIV0, NA, NAME, NULL, NUM, REF, VALUE, CellError, InputError

ERROR_CODES: Final = {0x00: NULL, 0x07: DIV0, 0x0F: VALUE, 0x17: REF, 0x1D: NAME, 0x24: NUM, 0x2A: NA}
"""Error values as the binary formats number them."""


@dataclass(slots=True)
class Witness:
    """One sheet; rows and columns begin at 1. ``room`` is that of the workbook.

    >>> sheet = Witness("表")
    >>> sheet.formula(2, 3), sheet.fail(NA, 5, 1, 2, 2), sheet.merge(1, 1, 99_999_999, 2)
    (None, None, None)
    >>> sheet.formulas, list(sheet.errors), sheet.merged
    ([(2, 3)], [(5, 1), (5, 2), (6, 1), (6, 2)], [(1, 1, 1048576, 2)])
    """

    name: str
    room: Room = field(default_factory=Room, compare=False)
    errors: dict[tuple[int, int], CellError] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Bounds] = field(default_factory=list)

    def error(self, row: int, col: int, number: int) -> None:
        """Note an error value by its number; one that is not known is #VALUE!."""
        self.fail(ERROR_CODES.get(number, VALUE), row, col)

    def fail(self, code: str, row: int, col: int, down: int = 1, across: int = 1) -> None:
        """Note an error value in every cell of a rectangle."""
        self.errors |= dict.fromkeys(self._cells(row, col, down, across, FORMULA_WEIGHT), CellError(code, ""))

    def formula(self, row: int, col: int, down: int = 1, across: int = 1) -> None:
        """Note a formula in every cell of a rectangle."""
        self.formulas += self._cells(row, col, down, across, FORMULA_WEIGHT - 1)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note a merged range, so far as it lies on a sheet."""
        _refuse_beyond(top, left)
        self.room.merge(f"工作表“{self.name}”", 1)
        self.merged.append((top, left, min(bottom, MAX_ROW), min(right, MAX_COL)))

    def _cells(self, row: int, col: int, down: int, across: int, weight: int) -> list[tuple[int, int]]:
        _refuse_beyond(row + down - 1, col + across - 1)
        self.room.take(f"工作表“{self.name}”", 0, weight * down * across)
        return [(r, c) for r in range(row, row + down) for c in range(col, col + across)]


def _refuse_beyond(row: int, col: int) -> None:
    """InputError for a cell that no sheet has."""
    if row > MAX_ROW or col > MAX_COL:
        raise InputError("broken")
