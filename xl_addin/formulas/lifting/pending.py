"""Which formula cells have no value yet, searchable by rectangle; a byte a row of a column with formulas."""

from __future__ import annotations

from collections.abc import Iterable

from xl_addin.formulas.order import Position
from xl_addin.formulas.places import Area


class Pending:
    """Cells that are still to be computed.

    >>> pending = Pending([(0, 5, 2)])
    >>> pending.touches(Area(0, 1, 1, 9, 3)), pending.touches(Area(0, 6, 1, 9, 3))
    (True, False)
    >>> pending.done((0, 5, 2))
    >>> pending.touches(Area(0, 1, 1, 9, 3))
    False
    """

    def __init__(self, positions: Iterable[Position]) -> None:
        self._columns: dict[int, dict[int, bytearray]] = {}
        for sheet, row, col in positions:
            rows = self._columns.setdefault(sheet, {}).setdefault(col, bytearray())
            if row >= len(rows):
                rows.extend(bytes(row - len(rows) + 1))
            rows[row] = 1

    def done(self, position: Position) -> None:
        """Take a cell out."""
        sheet, row, col = position
        rows = self._columns.get(sheet, {}).get(col)
        if rows is not None and row < len(rows):
            rows[row] = 0

    def touches(self, area: Area) -> bool:
        """Whether a cell of a rectangle is still to be computed."""
        columns = self._columns.get(area.sheet)
        if not columns:
            return False
        if area.last_col - area.first_col < len(columns):
            inside = [columns[col] for col in range(area.first_col, area.last_col + 1) if col in columns]
        else:
            inside = [rows for col, rows in columns.items() if area.first_col <= col <= area.last_col]
        return any(rows.find(1, area.first_row, area.last_row + 1) >= 0 for rows in inside)
