"""What a structured reference such as ``表1[[#This Row],[工资]]`` means in its table.

A reference that is not understood gives None, and the formula is then not recalculated.
"""

from __future__ import annotations

import re
from typing import Final

from xl_addin.tables.grid import Bounds, GridTable

_PIECE: Final = re.compile(r"\[((?:'.|[^\[\]'])*)\]|(:)|(,)|\s+")


def table_columns(table: GridTable, inside: str, row: int) -> Bounds | None:
    """Bounds of what stands between the outer brackets of a structured reference, for a formula in ``row``.

    >>> wages = GridTable(("工资表",), (1, 1, 9, 3), ("姓名", "工资", "补偿"), 1, 1)
    >>> table_columns(wages, "工资", 4), table_columns(wages, "[#This Row],[工资]", 4), table_columns(wages, "#All", 4)
    ((2, 2, 8, 2), (4, 2, 4, 2), (1, 1, 9, 3))
    """
    pieces = [inside] if not inside.startswith("[") else []
    ranged = False
    position = 0
    while inside.startswith("[") and position < len(inside):
        match = _PIECE.match(inside, position)
        if not match:
            return None
        if match[1] is not None:
            pieces.append(match[1])
        ranged = ranged or bool(match[2])
        position = match.end()
    names = [re.sub(r"'(.)", r"\1", piece) for piece in pieces if not piece.startswith("#")]
    rows = _rows(table, [piece.casefold() for piece in pieces if piece.startswith("#")], row)
    folded = [column.casefold() for column in table.columns]
    if rows is None or any(name.casefold() not in folded for name in names) or len(names) > (2 if ranged else 1):
        return None
    left = table.bounds[1]
    found = [folded.index(name.casefold()) for name in names] or [0, len(folded) - 1]
    return rows[0], left + min(found), rows[1], left + max(found)


def _rows(table: GridTable, items: list[str], row: int) -> tuple[int, int] | None:
    first, _, last, _ = table.bounds
    data = (first + table.header_rows, last - table.total_rows)
    if not items or items == ["#data"]:
        return data
    if items == ["#this row"]:
        return (row, row) if data[0] <= row <= data[1] else None
    if items == ["#all"]:
        return first, last
    if items == ["#headers"] and table.header_rows:
        return first, first
    if items == ["#totals"] and table.total_rows:
        return last, last
    if items == ["#headers", "#data"]:
        return first, data[1]
    return None
