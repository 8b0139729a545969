"""Native functions that find a cell: look-ups by value and by position, rows and columns.

The cell that is found keeps its kind: a blank stays blank, a date stays a date. Exact look-ups keep an index of the
line searched; approximate ones are done only in rising numbers, where every way of searching gives the same place.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from xl_addin.formulas.places import Area
from xl_addin.formulas.syntax import Node
from xl_addin.formulas.trusted import plain_word
from xl_addin.formulas.values import Untrusted, Value, may_be_noise, number
from xl_addin.values.errors import NA, REF, VALUE, CellError

if TYPE_CHECKING:
    from xl_addin.formulas.evaluation import Scope


def truth_of(value: Value) -> bool | CellError:
    """What a condition takes a value for."""
    if isinstance(value, CellError | bool):
        return value
    if isinstance(value, str):
        raise Untrusted("条件是文本")
    if may_be_noise(value):
        raise Untrusted("条件是否为零取决于最末几位的误差")
    return bool(value)


def arity(arguments: Sequence[Node], fewest: int, most: int) -> None:
    """Refuse a call with too few or too many arguments."""
    if not fewest <= len(arguments) <= most:
        raise Untrusted("参数个数不对")


def _row(scope: Scope, arguments: Sequence[Node]) -> Value:
    return float(_place(scope, arguments).first_row)


def _column(scope: Scope, arguments: Sequence[Node]) -> Value:
    return float(_place(scope, arguments).first_col)


def _place(scope: Scope, arguments: Sequence[Node]) -> Area:
    if not arguments:
        return Area(scope.spot.sheet, scope.spot.row, scope.spot.col, scope.spot.row, scope.spot.col)
    arity(arguments, 1, 1)
    area = scope.area(arguments[0])
    if area is None or not area.single:
        raise Untrusted("行号或列号取自一片区域")
    return area


def _rows(scope: Scope, arguments: Sequence[Node]) -> Value:
    area = range_of(scope, arguments[0])
    return float(area.last_row - area.first_row + 1)


def _columns(scope: Scope, arguments: Sequence[Node]) -> Value:
    area = range_of(scope, arguments[0])
    return float(area.last_col - area.first_col + 1)


def range_of(scope: Scope, node: Node) -> Area:
    """The rectangle that an argument stands for."""
    area = scope.area(node)
    if area is None:
        raise Untrusted("需要一片区域的地方不是简单引用")
    return area


def _index(scope: Scope, arguments: Sequence[Node]) -> Value:
    arity(arguments, 2, 3)
    area = range_of(scope, arguments[0])
    positions = [number(scope.value(argument)) for argument in arguments[1:]]
    for position in positions:
        if isinstance(position, CellError):
            return position
        if position < 1:
            raise Untrusted("INDEX 取整行或整列")
    if len(positions) == 1:
        if area.first_row == area.last_row:
            positions = [1.0, *positions]
        elif area.first_col != area.last_col:
            raise Untrusted("INDEX 取整行")
    return _cell(scope, area, *(int(position) for position in positions if isinstance(position, float)))


def _cell(scope: Scope, area: Area, row: int, col: int = 1) -> Value:
    row, col = area.first_row + row - 1, area.first_col + col - 1
    return (
        scope.evaluator.cells.value((area.sheet, row, col)) if row <= area.last_row and col <= area.last_col else _BAD
    )


_BAD: Final = CellError(REF, "")


def _match(scope: Scope, arguments: Sequence[Node]) -> Value:
    arity(arguments, 2, 3)
    area = range_of(scope, arguments[1])
    if area.first_row != area.last_row and area.first_col != area.last_col:
        raise Untrusted("MATCH 的区域不是一行或一列")
    wanted = scope.value(arguments[0])
    kind = 1.0 if len(arguments) == 2 else number(scope.value(arguments[2]))
    if isinstance(wanted, CellError):
        return wanted
    if isinstance(kind, CellError):
        return kind
    return position(scope, wanted, area, exact=kind == 0) if kind >= 0 else _descending()


def _descending() -> Value:
    raise Untrusted("MATCH 按降序查找")


def position(scope: Scope, wanted: Value, line: Area, *, exact: bool) -> Value:
    """1-based position of a value in one row or column; ``#N/A`` if it is not there."""
    if isinstance(wanted, CellError):
        return wanted
    plain_word(wanted)
    if exact:
        place = scope.evaluator.cells.find(wanted, line) if isinstance(wanted, float | str) else None
        return CellError(NA, "") if place is None else float(place)
    numbers = scope.evaluator.cells.rising(line)
    if not isinstance(wanted, float) or numbers is None:
        raise Untrusted("近似查找的区域不是升序的数")
    return float(bisect_right(numbers, wanted)) or CellError(NA, "")


def _lookup(along_rows: bool) -> Callable[[Scope, Sequence[Node]], Value]:
    def look(scope: Scope, arguments: Sequence[Node]) -> Value:
        arity(arguments, 3, 4)
        wanted, area = scope.value(arguments[0]), range_of(scope, arguments[1])
        index = number(scope.value(arguments[2]))
        near = True if len(arguments) == 3 else truth_of(scope.value(arguments[3]))
        for value in (wanted, index, near):
            if isinstance(value, CellError):
                return value
        if not isinstance(index, float) or index < 1:
            return CellError(VALUE, "")
        if int(index) > 1 + (area.last_row - area.first_row if along_rows else area.last_col - area.first_col):
            return CellError(REF, "")
        line = area._replace(last_row=area.first_row) if along_rows else area._replace(last_col=area.first_col)
        found = position(scope, wanted, line, exact=not near)
        if not isinstance(found, float):
            return found
        place = (int(index), int(found)) if along_rows else (int(found), int(index))
        return _cell(scope, area, *place)

    return look


def _xlookup(scope: Scope, arguments: Sequence[Node]) -> Value:
    arity(arguments, 3, 4)
    wanted, results = range_of(scope, arguments[1]), range_of(scope, arguments[2])
    upright = wanted.first_col == wanted.last_col
    if not upright and wanted.first_row != wanted.last_row:
        raise Untrusted("XLOOKUP 的区域不是一行或一列")
    spans = [(a.last_row - a.first_row, a.last_col - a.first_col) for a in (wanted, results)]
    if spans[0] != spans[1]:
        raise Untrusted("XLOOKUP 的两个区域大小不一")
    found = position(scope, scope.value(arguments[0]), wanted, exact=True)
    if isinstance(found, float):
        return _cell(scope, results, int(found)) if upright else _cell(scope, results, 1, int(found))
    return scope.value(arguments[3]) if len(arguments) == 4 and found == CellError(NA, "") else found


LOOKUPS: Final[dict[str, Callable[[Scope, Sequence[Node]], Value]]] = {
    "ROW": _row,
    "COLUMN": _column,
    "ROWS": _rows,
    "COLUMNS": _columns,
    "INDEX": _index,
    "MATCH": _match,
    "VLOOKUP": _lookup(along_rows=False),
    "HLOOKUP": _lookup(along_rows=True),
    "XLOOKUP": _xlookup,
}
