"""``SUMPRODUCT``, done here: conditions and functions inside it are applied to every cell of its ranges.

The one native function in which an office lifts formulas over ranges without knowing it:
``SUMPRODUCT((B2:B99="一厂")*(F2:F99>0)*F2:F99)``. What hosts take differently (a logical as a whole argument, texts
where numbers are multiplied, functions that choose) is left to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from xl_addin.formulas.lifting import operations
from xl_addin.formulas.lifting.columns import (
    BLANK,
    BOOL,
    DATE,
    ERROR,
    TEXT,
    Column,
    Rows,
    column_of,
    constant,
    put_together,
)
from xl_addin.formulas.lifting.parameters import by_value
from xl_addin.formulas.names import native_name
from xl_addin.formulas.places import Area
from xl_addin.formulas.syntax import Binary, Call, Literal, Missing, Node, Unary, children
from xl_addin.formulas.totals import exact_total
from xl_addin.formulas.trusted import whole_fen
from xl_addin.formulas.values import Untrusted, Value
from xl_addin.values.errors import CellError

if TYPE_CHECKING:
    from xl_addin.formulas.cells import Cells
    from xl_addin.formulas.evaluation import Scope

_MOST_CELLS: Final = 3_000_000
_ASKING: Final = frozenset({"ISBLANK", "ISNUMBER", "ISTEXT", "ISLOGICAL", "ISERROR", "ISERR", "ISNA", "NOT"})
"""Functions of one value beside those of :func:`by_value`."""
_COUNTING: Final = frozenset({"COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS"})
"""Functions that take ranges as a whole and criteria cell by cell: ``1/COUNTIF(B2:B99,B2:B99)``."""
_LOOK_UP: Final = frozenset({"VLOOKUP", "HLOOKUP", "MATCH", "INDEX", "XLOOKUP"})
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Which cells of its ranges a call goes through: all have the same size; empty rows below are one row."""

    height: int
    width: int
    cut: bool
    """Whether one empty row stands for all that follow: it must add nothing."""

    @property
    def cells(self) -> int:
        return self.height * self.width


class _Arrays:
    """Evaluates nodes for every cell of a frame, in reading order."""

    def __init__(self, scope: Scope, frame: _Frame) -> None:
        self._scope, self._frame = scope, frame

    def value(self, node: Node) -> Column:
        """The values of a node; raises :class:`Untrusted` where one is not sure."""
        found = self._value(node)
        if found.out.any():
            raise Untrusted("数组运算里有各程序理解不同的值")
        return found

    def _value(self, node: Node) -> Column:
        if isinstance(node, Literal):
            return constant(node.value, self._frame.cells)
        if isinstance(node, Unary):
            return operations.unary(node.operator, self.value(node.operand))
        if isinstance(node, Binary):
            return operations.binary(node.operator, self.value(node.left), self.value(node.right))
        area = self._scope.area(node)
        if area is not None:
            return self._cells(area)
        if isinstance(node, Call):
            return self._call(node)
        raise Untrusted("SUMPRODUCT 里用了不支持的写法")

    def _cells(self, area: Area) -> Column:
        cells = self._scope.evaluator.cells
        if area.single:
            return constant(cells.value(area[:3]), self._frame.cells)
        used = area._replace(last_row=area.first_row + self._frame.height - 1)
        cells.check(used)
        return cells.prepared(used, _read)

    def _call(self, node: Call) -> Column:
        """A function of single values, applied to each cell."""
        name = native_name(node.name)
        taken = [True] if name in _ASKING and len(node.arguments) == 1 else by_value(name, node.arguments)
        ours = self._scope.evaluator.calls.ours(node.name, self._scope.spot.sheet)
        missing = any(isinstance(argument, Missing) for argument in node.arguments)
        whole = taken is None or not (all(taken) or name in _COUNTING)
        if ours is not None or missing or taken is None or whole or name in _LOOK_UP:
            raise Untrusted(f"SUMPRODUCT 里的函数 {name} 要由表格程序计算")
        columns = [self.value(argument) for argument, take in zip(node.arguments, taken, strict=True) if take]

        def scalar(*values: Value) -> Value:
            given: Iterator[Node] = iter([Literal(value) for value in values])  # type: ignore[arg-type]
            nodes = [next(given) if take else one for one, take in zip(node.arguments, taken, strict=True)]
            return self._scope.call(Call(node.name, tuple(nodes)))

        nothing = constant(None, self._frame.cells)
        return operations.completed(nothing, np.zeros(self._frame.cells, dtype=bool), scalar, *columns)


def _read(cells: Cells, used: Area) -> Column:
    """The cells of a rectangle in reading order."""
    height, width = used.last_row - used.first_row + 1, used.last_col - used.first_col + 1
    parts: list[tuple[Rows, Column]] = []
    for col in range(width):
        values, _ = cells.line(used._replace(first_col=used.first_col + col, last_col=used.first_col + col))
        parts.append((np.arange(height) * width + col, column_of(values)))
    return put_together(height * width, parts)


def _areas(scope: Scope, nodes: Sequence[Node]) -> list[Area]:
    """The ranges of more than one cell that a call goes through."""
    found = []
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        area = None if isinstance(node, Call) else scope.area(node)
        if area is not None and not area.single:
            found.append(area)
        if isinstance(node, Call) and native_name(node.name) in _COUNTING:
            waiting += [one for one, take in zip(node.arguments, _taken(node), strict=True) if take]
        else:
            waiting += children(node)
    return found


def _taken(node: Call) -> list[bool]:
    """Which arguments of a function that counts are criteria; its ranges are looked at as a whole."""
    return by_value(native_name(node.name), node.arguments) or [True] * len(node.arguments)


def _frame(scope: Scope, nodes: Sequence[Node]) -> _Frame:
    areas = _areas(scope, nodes)
    if not areas:
        return _Frame(1, 1, cut=False)
    sizes = {(area.last_row - area.first_row + 1, area.last_col - area.first_col + 1) for area in areas}
    if len(sizes) > 1:
        raise Untrusted("各区域大小不一")
    [(height, width)] = sizes
    cells = scope.evaluator.cells
    used = max(cells.clip(area).last_row - area.first_row + 1 for area in areas)
    frame = _Frame(min(used + 1, height), width, cut=used + 1 < height)
    if frame.cells > _MOST_CELLS:
        raise Untrusted("引用的区域太大")
    return frame


def _sumproduct(scope: Scope, nodes: Sequence[Node]) -> Value:
    if not nodes or any(isinstance(node, Missing) for node in nodes):
        raise Untrusted("参数个数不对")
    frame = _frame(scope, nodes)
    arrays = _Arrays(scope, frame)
    factors = [_factor(scope, arrays, node) for node in nodes]
    error = _error(factors)
    if error is not None:
        return error
    with np.errstate(all="ignore"):
        products = np.prod([factor.number for factor in factors], axis=0)
    if not np.isfinite(products).all():
        raise Untrusted("相乘的数太大")
    if frame.cut and products[-frame.width :].any():
        raise Untrusted("条件对空行也成立，要由表格程序计算")
    total = exact_total(products.tolist())
    return total if isinstance(total, CellError) else whole_fen(total)


def _factor(scope: Scope, arrays: _Arrays, node: Node) -> Column:
    """The numbers of an argument; a range may hold words, which count as 0."""
    area = scope.area(node)
    column = arrays.value(node)
    if area is not None:
        if scope.evaluator.cells.has_doubtful_texts(area):
            raise Untrusted("区域里有逻辑值或文本数字")
        return Column(column.kind, np.where(column.kind <= DATE, column.number, 0.0), column.others)
    if column.are(BOOL, TEXT, BLANK).any():
        raise Untrusted("SUMPRODUCT 的参数是逻辑值或文字")
    return column


def _error(factors: Sequence[Column]) -> CellError | None:
    """The error value that comes out; which of several kinds is up to the host."""
    found: list[CellError] = []
    for factor in factors:
        if factor.others is not None:
            found += [factor.others[i] for i in np.flatnonzero(factor.are(ERROR)).tolist()]
    if len({error.code for error in found}) > 1:
        raise Untrusted("区域里有几种错误值")
    return found[0] if found else None


PRODUCTS: Final[dict[str, Callable[[Scope, Sequence[Node]], Value]]] = {"SUMPRODUCT": _sumproduct}
