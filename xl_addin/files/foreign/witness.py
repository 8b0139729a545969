"""What a witness says of a sheet beside its values: where error values, formulas and merged cells stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from xl_addin.tables.grid import Bounds
from xl_addin.values.errors import DIV0, NA, NAME, NULL, NUM, REF, VALUE, CellError

ERROR_CODES: Final = {0x00: NULL, 0x07: DIV0, 0x0F: VALUE, 0x17: REF, 0x1D: NAME, 0x24: NUM, 0x2A: NA}
"""Error values as the binary formats number them."""


@dataclass(slots=True)
class Witness:
    """One sheet; rows and columns begin at 1."""

    name: str
    errors: dict[tuple[int, int], CellError] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    merged: list[Bounds] = field(default_factory=list)

    def error(self, row: int, col: int, number: int) -> None:
        """Note an error value by its number; one that is not known is #VALUE!."""
        self.errors[row, col] = CellError(ERROR_CODES.get(number, VALUE), "")
