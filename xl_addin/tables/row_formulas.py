"""What formulas and tables that the user made of the cells say of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.header_match import HeaderMatch

_SUM_OF_ROWS: Final = r"(?i)\b(?:SUM|SUBTOTAL)\((?:[0-9]+,)?\$?[A-Z]{1,3}\$?([0-9]+):\$?[A-Z]{1,3}\$?([0-9]+)\)"


def is_totals_row(sheet: SheetGrid, row: int, header: HeaderMatch) -> bool:
    """Tell the totals row of a table that the user made of the cells (超级表), here of the columns of the list."""
    for table in sheet.tables:
        top, left, bottom, right = table.bounds
        inside = any(left <= col <= right for col in header.columns.values())
        if inside and top < row and bottom - table.total_rows < row <= bottom:
            return True
    return False


def adds_up_above(sheet: SheetGrid, row: int, col: int) -> bool:
    """Tell a cell such as ``=SUM(H4:H13)`` in row 14: a line of these is a total that nobody labelled."""
    cell = sheet.formulas.get((row, col))
    match = re.search(_SUM_OF_ROWS, cell.text) if cell else None
    if match is None or not int(match[1]) <= int(match[2]) < row:
        return False
    return int(match[1]) < int(match[2]) or "SUBTOTAL" in match[0].upper()


def is_filled_down(sheet: SheetGrid, row: int, columns: Iterable[int]) -> bool:
    """Tell cells that hold formulas only: they were filled down beforehand, and nothing is typed beside them."""
    return all((row, col) in sheet.formulas for col in columns)
