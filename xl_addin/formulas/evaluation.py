"""Evaluates one formula: walks its tree, calls our functions, and has trusted native functions done by the engine.

Operators and the functions that choose (``IF``, ``IFERROR``, look-ups by position) are done here, so that only the
chosen branch counts, an empty argument stays empty, a blank stays blank and a date stays a date on its way into our
functions. Anything without a value that all hosts share raises :class:`Untrusted`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

from xl_addin.formulas import doubts, operators
from xl_addin.formulas.budget import LONG_TEXT, MOST_KEPT, KeptCells
from xl_addin.formulas.cells import Cells
from xl_addin.formulas.engine import Engine, argument_text
from xl_addin.formulas.made import MadeCall
from xl_addin.formulas.matching import Matching
from xl_addin.formulas.names import native_name
from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.places import Area, Places, Spot
from xl_addin.formulas.references import refuse_passed_over
from xl_addin.formulas.stored_names import FunctionTable, RowFunctions
from xl_addin.formulas.syntax import Binary, Call, Formula, Literal, Missing, Node, Unary, Unsupported
from xl_addin.formulas.totals import Totals
from xl_addin.formulas.trusted import NATIVES, Argument, Native
from xl_addin.formulas.values import LONGEST_TEXT, Serial, Untrusted, Value, number, text
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import NUM, VALUE, CellError
from xl_addin.values.serials import DAYS_TO_1904, FIRST_SURE_SERIAL, LAST_SERIAL, serial_of

Table = list[list[Value]]
_MOST_NAMES_READ: Final = 2_000
"""Defined names that one formula may have evaluated, counting repetitions."""
OwnNative = Callable[["Scope", Sequence[Node]], Value]
"""A native function that is done here instead of by the engine."""


class Evaluator:
    """Evaluates formulas of one workbook over its current values."""

    def __init__(
        self, places: Places, cells: Cells, engine: Engine, functions: FunctionTable, natives: Mapping[str, OwnNative]
    ) -> None:
        self.places, self.cells, self.engine, self.functions = places, cells, engine, functions
        self.totals, self.matching = Totals(cells), Matching(cells)
        self.calls = OurCalls(places.book, functions, places)
        self.date1904 = places.book.date1904
        self._choosing = natives
        self._kept = KeptCells()
        self._names_read = 0
        self._results: dict[tuple[Any, ...], tuple[list[Any], Value | Table]] = {}
        self.made: list[MadeCall] = []
        """The calls of ours that gave the last result, in the order in which they were made."""

    def is_call(self, tree: Node, sheet: int) -> bool:
        """Whether a formula is nothing but a call of ours."""
        return isinstance(tree, Call) and self.calls.ours(tree.name, sheet) is not None

    def result(self, formula: Formula, spot: Spot) -> Value | Table:
        """Value of a formula: a scalar, or the table that a function of ours spills."""
        self._names_read = 0
        self.made = []
        try:
            return Scope(self, formula, spot).whole(formula.tree)
        except RecursionError as error:
            raise Untrusted("公式嵌套太深") from error

    def named(self, place: tuple[Formula, Node], spot: Spot) -> Value:
        """Value of a defined name that is a formula; names that use each other many times over are refused."""
        self._names_read += 1
        if self._names_read > _MOST_NAMES_READ:
            raise Untrusted("公式里的名称互相引用太多次")
        return Scope(self, place[0], spot).value(place[1])

    def call(self, name: str, arguments: list[Any]) -> Value | Table:
        """Call our function; the same call is made once. A crash is an error value, never a stop."""
        key = _key(name, arguments)
        if key not in self._results:
            try:
                result = self.functions.call(name, *arguments)
            except Exception as error:  # whatever it is, the other cells must still be computed
                alias = self.functions.names.get(name, name)
                result = CellError(VALUE, f"{alias}计算时出错（{type(error).__name__}），请核对这一行的数据")
            self._keep(key, arguments, result)
        given, found = self._results[key]
        self.made.append(MadeCall(name, given, found))
        return found

    def calls_of(self, name: str, rows: Sequence[list[Any]]) -> list[MadeCall]:
        """Make the call of each row of arguments, as :meth:`call` does; new ones are made together where they can."""
        if isinstance(self.functions, RowFunctions):
            new = {key: row for row in rows if (key := _key(name, row)) not in self._results}
            for (key, row), result in zip(
                list(new.items()), self.functions.call_rows(name, list(new.values())), strict=True
            ):
                self._keep(key, row, result)
        outside, self.made = self.made, []
        for row in rows:
            self.call(name, row)
        made, self.made = self.made, outside
        return made

    def _keep(self, key: tuple[Any, ...], arguments: list[Any], result: object) -> None:
        found = self._shaped(result)
        texts = [text for text in _texts(arguments, found) if len(text) > LONG_TEXT]
        self.cells.make_room(texts)
        if self._kept.add(arguments) > MOST_KEPT:
            self._results.clear()
            self._kept = KeptCells()
        # the arguments are kept so that no other list can get the identity of one of them
        self._results[key] = (arguments, found)

    def _shaped(self, result: object) -> Value | Table:
        if isinstance(result, list | tuple):
            rows = [list(row) if isinstance(row, list | tuple) else [row] for row in result]
            width = max(map(len, rows), default=0)
            return [[self._scalar(item) for item in row] + [""] * (width - len(row)) for row in rows] or [[""]]
        return self._scalar(result)

    def _scalar(self, item: object) -> Value:
        if hasattr(item, "item"):  # a numpy scalar
            item = item.item()
        if item is None:
            return ""
        if isinstance(item, dt.date):
            return Serial(serial_of(item, self.date1904))
        if isinstance(item, bool | CellError):
            return item
        if isinstance(item, int | float):
            return float(item) if math.isfinite(item) else CellError(NUM, "结果不是有限的数")
        shown = str(item)
        if len(shown) > LONGEST_TEXT:
            return CellError(VALUE, f"结果文字有 {len(shown)} 个字，超过单元格上限 {LONGEST_TEXT}")
        return shown


def _texts(arguments: Sequence[Any], result: Value | Table) -> Iterator[str]:
    """The texts that a call keeps alive: those of its arguments that stand in no cell, and of its result."""
    for value in chain(arguments, *(result if isinstance(result, list) else [[result]])):
        if isinstance(value, str):
            yield value


def _key(name: str, arguments: Sequence[Any]) -> tuple[Any, ...]:
    return (name, *map(type, arguments), *(id(a) if isinstance(a, list) else a for a in arguments))


class Scope:
    """One formula at one place."""

    def __init__(self, evaluator: Evaluator, formula: Formula, spot: Spot) -> None:
        self.evaluator, self.formula, self.spot = evaluator, formula, spot

    def _ours(self, call: Call) -> str | None:
        return self.evaluator.calls.ours(call.name, self.spot.sheet)

    def whole(self, node: Node) -> Value | Table:
        """Value of a node that may be a table of ours."""
        ours = self._ours(node) if isinstance(node, Call) else None
        if isinstance(node, Call) and ours is not None:
            return self.evaluator.call(ours, [self.argument(argument) for argument in node.arguments])
        return self._operated(node, operators.last) if isinstance(node, Binary) else self.value(node)

    def _operated(self, node: Binary, operate: Callable[[str, Value, Value], Value]) -> Value:
        take = self.evaluator.cells.handled.take
        return operate(node.operator, take(self.value(node.left)), take(self.value(node.right)))

    def value(self, node: Node) -> Value:
        """Value of a node where a formula expects one value."""
        if isinstance(node, Literal):
            return node.value
        if isinstance(node, Missing):
            return None
        if isinstance(node, Unary):
            return operators.unary(node.operator, self.value(node.operand))
        if isinstance(node, Binary):
            return self._operated(node, operators.binary)
        if isinstance(node, Unsupported):
            raise Untrusted(node.reason)
        if isinstance(node, Call):
            return self.call(node)
        place = self.evaluator.places.resolve(self.formula, node, self.spot)
        if isinstance(place, Area):
            if not place.single:
                raise Untrusted("需要一个值的地方用了一片区域（数组运算）")
            return self.evaluator.cells.value(place[:3])
        if place is None:
            raise Untrusted("引用了别的工作簿或找不到的名称")
        return self.evaluator.named(place, self.spot)

    def area(self, node: Node) -> Area | None:
        """Rectangle that a node stands for: a plain reference, or the table that a function of ours gives."""
        if isinstance(node, Call) and self._ours(node) is not None:
            table = self.whole(node)
            return self.evaluator.cells.spread(table) if isinstance(table, list) else None
        if isinstance(node, Literal | Missing | Call | Unary | Binary | Unsupported):
            return None
        place = self.evaluator.places.resolve(self.formula, node, self.spot)
        return place if isinstance(place, Area) else None

    def argument(self, node: Node) -> CellValue | list[list[CellValue]]:
        """Value of a node as our functions take it: None, a cell's value with dates as dates, or rows."""
        cells = self.evaluator.cells
        given = self.given(node)
        if isinstance(given, Area):
            return cells.raw(given[:3]) if given.single else cells.rows(given)
        return cells.to_cell(given)

    def given(self, node: Node) -> Argument:
        """The rectangle that a node stands for, else its value; a function of ours is called once for both."""
        if isinstance(node, Call) and self._ours(node) is not None:
            found = self.whole(node)
            return self.evaluator.cells.spread(found) if isinstance(found, list) else found
        area = self.area(node)
        return self.value(node) if area is None else area

    def call(self, node: Call) -> Value:
        """Value of a call where a formula expects one value."""
        evaluator = self.evaluator
        if self._ours(node) is not None:
            result = self.whole(node)
            if isinstance(result, list):
                raise Untrusted("需要一个值的地方用了结果是一片区域的函数")
            return result
        name = native_name(node.name)
        choosing = evaluator._choosing.get(name)
        if choosing is not None:
            return choosing(self, node.arguments)
        return self.trusted(name, node.arguments)

    def trusted(self, name: str, arguments: Sequence[Node]) -> Value:
        """Value of a native function that the engine is trusted with."""
        native = NATIVES.get(name)
        kinds = native.kinds(len(arguments)) if native else None
        if native is None or kinds is None:
            raise Untrusted(f"函数 {name} 不在可信清单中")
        return self._native(name, native, kinds, arguments)

    def _native(self, name: str, native: Native, kinds: str, nodes: Sequence[Node]) -> Value:
        arguments: list[Argument] = []
        for kind, node in zip(kinds, nodes, strict=True):
            argument = self._taken(kind, node)
            if isinstance(argument, CellError):
                return argument
            arguments.append(argument)
            if kind == "c":
                doubts.refuse_doubtful_matches(self.evaluator.cells, arguments)
        if native.guard:
            native.guard(arguments)
        if "c" in kinds:
            doubts.refuse_unlike_errors(self.evaluator.cells, arguments)
        handled = self.evaluator.cells.handled
        if native.size:
            handled.ask(native.size(arguments))
        for argument in arguments:
            if isinstance(argument, str):
                handled.take(argument)
        return self._evaluated(name, native, arguments)

    def native(self, name: str, areas: Sequence[Area]) -> Value:
        """Have the engine apply a trusted function to rectangles."""
        for area in areas:
            self.evaluator.cells.show(area)
        return self._evaluated(name, NATIVES[name], areas)

    def _evaluated(self, name: str, native: Native, arguments: Sequence[Argument]) -> Value:
        result = self.evaluator.engine.evaluate(f"{name}({','.join(map(argument_text, arguments))})")
        if isinstance(result, CellError):
            doubts.refuse_several_errors(self.evaluator.cells, arguments)
        if not isinstance(result, float):
            return result
        if native.dated:
            shift = DAYS_TO_1904 if self.evaluator.date1904 else 0
            if result - shift < (0 if shift else FIRST_SURE_SERIAL):
                raise Untrusted("1900 年 3 月以前的日期各程序不同")
            if result >= LAST_SERIAL + 1:
                raise Untrusted("9999 年以后没有日期，各程序不同")
            return Serial(result - shift)
        result = native.polish(result) if native.polish else result
        return Serial(result) if name in ("MAX", "MIN") and self._all_dates(arguments) else result

    def _taken(self, kind: str, node: Node) -> Argument:
        value = self.value(node) if kind not in "rpa" else self.given(node) if kind == "a" else self.area(node)
        if isinstance(value, Area):
            self.evaluator.cells.show(value)
            if kind == "p" and self.evaluator.cells.has_doubtful_texts(value):
                raise Untrusted("区域里有逻辑值或文本数字")
            return value
        if kind in "rp" or (kind == "a" and isinstance(node, Missing)):
            raise Untrusted("需要一片区域的地方不是简单引用")
        if kind == "a":
            refuse_passed_over(node, value)
        if kind == "t":
            return text(value)
        if kind == "c":
            return value
        taken = number(value)
        if kind == "d" and isinstance(taken, float):
            return Serial(taken + (DAYS_TO_1904 if self.evaluator.date1904 else 0))
        return taken

    def _all_dates(self, arguments: Sequence[Argument]) -> bool:
        """Whether the largest or smallest of these is a date; matters only where serials differ from the usual ones."""
        if not self.evaluator.date1904:
            return False
        cells = self.evaluator.cells
        values = [v for a in arguments for v in (cells.values(a) if isinstance(a, Area) else (a,))]
        return all(isinstance(value, Serial) for value in values if isinstance(value, float))
