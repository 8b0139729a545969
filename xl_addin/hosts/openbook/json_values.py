"""What a function gives, as JSON can hold it: for hosts that talk with the spreadsheet program over a line."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, Final

from xl_addin.functions.spec import Spilled
from xl_addin.values.errors import NUM, VALUE, CellError
from xl_addin.values.serials import serial_of

AS_IT_IS: Final = frozenset({float, int, str, bool, type(None)})
"""Types of cells that are the same on both sides."""


def written(value: Any) -> Any:
    """A result for JSON: days are serials, error values say why.

    >>> written(dt.date(2011, 9, 28)), written([[CellError("#N/A", "没有参数")]])
    (40814, [[{'error': '#N/A', 'message': '没有参数'}]])
    """
    if type(value) is float:
        return value if math.isfinite(value) else written(CellError(NUM, "结果不是有限的数"))
    if type(value) in AS_IT_IS:
        return value
    if type(value) is Spilled:
        return _with_odd(value)
    if isinstance(value, list):
        return _rows(value)
    if isinstance(value, CellError):
        return {"error": value.code, "message": value.message}
    if isinstance(value, dt.date):
        return serial_of(value, False)
    return written(CellError(VALUE, "结果不能写进单元格"))


def _with_odd(table: Spilled) -> list[list[Any]]:
    """The rows of a table of which is known what stands in it: most need no look."""
    rows: list[list[Any]] = list(table)
    for place in table.odd:
        rows[place] = list(map(written, rows[place]))
    return rows


def _rows(rows: list[list[Any]]) -> list[list[Any]]:
    """The rows of a table, by whole columns where they are of one width: most columns need no change."""
    if len(set(map(len, rows))) != 1:
        return [[written(cell) for cell in row] for row in rows]
    columns = list(zip(*rows, strict=True))
    changed = [column if _is_written(column) else list(map(written, column)) for column in columns]
    same = all(new is old for new, old in zip(changed, columns, strict=True))
    return rows if same else list(map(list, zip(*changed, strict=True)))


def _is_written(column: tuple[Any, ...]) -> bool:
    """Whether all cells of a column stay as they are; a sum is finite only if all that is added is."""
    kinds = set(map(type, column))
    if not kinds <= AS_IT_IS:
        return False
    if float not in kinds:
        return True
    floats = column if kinds == {float} else [cell for cell in column if cell.__class__ is float]
    return math.isfinite(sum(floats))
