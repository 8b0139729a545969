"""Native functions that choose among their arguments or cells, and those that only ask what a value is or show it.

They are done on our own values instead of by the engine: only the chosen branch may spoil the result, and a chosen
cell keeps its kind (a blank stays blank, a date stays a date).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from xl_addin.formulas import operators
from xl_addin.formulas.doubts import refuse_several_errors
from xl_addin.formulas.natives.criteria import CRITERIA
from xl_addin.formulas.natives.lookups import LOOKUPS, arity, range_of, truth_of
from xl_addin.formulas.natives.products import PRODUCTS
from xl_addin.formulas.natives.totals import TOTALS
from xl_addin.formulas.references import refuse_passed_over
from xl_addin.formulas.syntax import Missing, Node
from xl_addin.formulas.trusted import refuse_doubtful_tie
from xl_addin.formulas.values import Untrusted, Value, number, stable
from xl_addin.values.errors import NA, VALUE, CellError
from xl_addin.values.serials import date_of

if TYPE_CHECKING:
    from xl_addin.formulas.evaluation import Scope


def _if(scope: Scope, arguments: Sequence[Node]) -> Value:
    arity(arguments, 2, 3)
    truth = truth_of(scope.value(arguments[0]))
    if isinstance(truth, CellError):
        return truth
    if not truth and len(arguments) == 2:
        return False
    chosen = arguments[1 if truth else 2]
    return 0.0 if isinstance(chosen, Missing) else scope.value(chosen)


def _ifs(scope: Scope, arguments: Sequence[Node]) -> Value:
    for test, result in zip(arguments[::2], arguments[1::2], strict=len(arguments) % 2 == 0):
        truth = truth_of(scope.value(test))
        if isinstance(truth, CellError):
            return truth
        if truth:
            return scope.value(result)
    return CellError(NA, "")


def _iferror(scope: Scope, arguments: Sequence[Node]) -> Value:
    arity(arguments, 2, 2)
    value = scope.value(arguments[0])
    return scope.value(arguments[1]) if isinstance(value, CellError) else value


def _ifna(scope: Scope, arguments: Sequence[Node]) -> Value:
    arity(arguments, 2, 2)
    value = scope.value(arguments[0])
    return scope.value(arguments[1]) if isinstance(value, CellError) and value.code == NA else value


def _truths(scope: Scope, arguments: Sequence[Node]) -> list[bool] | CellError:
    truths = []
    for argument in arguments:
        value = scope.value(argument)
        if value is None and scope.area(argument) is not None:
            continue
        if value is None:
            refuse_passed_over(argument, value)
        truth = truth_of(value)
        if isinstance(truth, CellError):
            return truth
        truths.append(truth)
    return truths or CellError(VALUE, "")


def _and(scope: Scope, arguments: Sequence[Node]) -> Value:
    truths = _truths(scope, arguments)
    return truths if isinstance(truths, CellError) else all(truths)


def _or(scope: Scope, arguments: Sequence[Node]) -> Value:
    truths = _truths(scope, arguments)
    return truths if isinstance(truths, CellError) else any(truths)


def _not(scope: Scope, arguments: Sequence[Node]) -> Value:
    arity(arguments, 1, 1)
    truth = truth_of(scope.value(arguments[0]))
    return truth if isinstance(truth, CellError) else not truth


def _choose(scope: Scope, arguments: Sequence[Node]) -> Value:
    index = number(scope.value(arguments[0]))
    if isinstance(index, CellError):
        return index
    return scope.value(arguments[int(index)]) if 1 <= index < len(arguments) else CellError(VALUE, "")


def _asking(question: Callable[[Value], bool]) -> Callable[[Scope, Sequence[Node]], Value]:
    def ask(scope: Scope, arguments: Sequence[Node]) -> Value:
        arity(arguments, 1, 1)
        return question(scope.value(arguments[0]))

    return ask


def _constant(value: Value) -> Callable[[Scope, Sequence[Node]], Value]:
    return lambda scope, arguments: value


def _concatenate(scope: Scope, arguments: Sequence[Node]) -> Value:
    joined: Value = ""
    for argument in arguments:
        joined = operators.binary("&", joined, scope.value(argument))
        if isinstance(joined, CellError):
            return joined
    return joined


def _value(scope: Scope, arguments: Sequence[Node]) -> Value:
    arity(arguments, 1, 1)
    value = scope.value(arguments[0])
    if isinstance(value, bool):
        return CellError(VALUE, "")
    return number(value)


def _subtotal(scope: Scope, arguments: Sequence[Node]) -> Value:
    """``SUBTOTAL`` passes over other subtotals; where rows are hidden, only the host knows which it leaves out."""
    arity(arguments, 2, 30)
    code = number(scope.value(arguments[0]))
    name = _SUBTOTALS.get(int(code) % 100) if isinstance(code, float) and 1 <= code < 112 else None
    if name is None:
        raise Untrusted("SUBTOTAL 的这个功能号不在可信清单中")
    values: list[Value] = []
    areas = [range_of(scope, argument) for argument in arguments[1:]]
    for area in areas:
        if scope.evaluator.places.has_hidden_rows(area.sheet):
            raise Untrusted("表中有隐藏或被筛选掉的行，分类汇总要由表格程序计算")
        values += scope.evaluator.cells.outside_subtotals(area)
    result = scope.native(name, [scope.evaluator.cells.spread([[value] for value in values] or [[None]])])
    if isinstance(result, CellError):
        refuse_several_errors(scope.evaluator.cells, areas)
    return result


_SUBTOTALS: Final = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 9: "SUM"}


def _text(scope: Scope, arguments: Sequence[Node]) -> Value:
    """``TEXT`` with the few formats that every host writes alike."""
    arity(arguments, 2, 2)
    value, pattern = scope.value(arguments[0]), scope.value(arguments[1])
    for taken in (value, pattern):
        if isinstance(taken, CellError):
            return taken
    amount = number(value)
    if isinstance(value, str) and isinstance(amount, CellError) and _is_known(pattern):
        return value  # words stay as they are
    if isinstance(value, str | bool) or not isinstance(pattern, str) or not isinstance(amount, float):
        raise Untrusted("TEXT 的对象不是数")
    return shown(amount, pattern, scope.evaluator.date1904)


_NUMBER: Final = re.compile(r"(?P<grouped>#,##)?0(?:\.(?P<places>0{1,9}))?(?P<percent>%)?")
_DATES: Final = {
    "yyyy-mm-dd": "{0:04d}-{1:02d}-{2:02d}",
    "yyyy/mm/dd": "{0:04d}/{1:02d}/{2:02d}",
    "yyyy-m-d": "{0:04d}-{1}-{2}",
    "yyyy/m/d": "{0:04d}/{1}/{2}",
    "yyyymmdd": "{0:04d}{1:02d}{2:02d}",
    "yyyy年m月d日": "{0:04d}年{1}月{2}日",
    "yyyy年mm月dd日": "{0:04d}年{1:02d}月{2:02d}日",
    "yyyy年m月": "{0:04d}年{1}月",
    "yyyy-mm": "{0:04d}-{1:02d}",
    "yyyy": "{0:04d}",
}


def shown(value: float, pattern: str, date1904: bool) -> str:
    """Write a number or a date's serial in a format; ``Untrusted`` for any other format.

    >>> shown(1234567.895, "#,##0.00", False), shown(0.256, "0%", False), shown(31229.0, "yyyy年m月d日", False)
    ('1,234,567.90', '26%', '1985年7月1日')
    """
    if pattern.lower() in _DATES:
        date = date_of(value, date1904)
        if not isinstance(date, dt.date) or date.year < 1901:
            raise Untrusted("不是 1901 年以后的日期")
        return _DATES[pattern.lower()].format(date.year, date.month, date.day)
    match = _NUMBER.fullmatch(pattern)
    if match is None:
        raise Untrusted("TEXT 的这种格式不在可信清单中")
    places = len(match["places"] or "")
    refuse_doubtful_tie(value * 100 if match["percent"] else value, places, shown=True)
    amount = Decimal(repr(stable(value))) * (100 if match["percent"] else 1)
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{abs(rounded):{',' if match['grouped'] else ''}f}{match['percent'] or ''}"


def _is_known(pattern: Value) -> bool:
    return isinstance(pattern, str) and (pattern.lower() in _DATES or _NUMBER.fullmatch(pattern) is not None)


CHOOSING: Final[dict[str, Callable[[Scope, Sequence[Node]], Value]]] = {
    "IF": _if,
    "IFS": _ifs,
    "IFERROR": _iferror,
    "IFNA": _ifna,
    "AND": _and,
    "OR": _or,
    "NOT": _not,
    "CHOOSE": _choose,
    "TRUE": _constant(True),
    "FALSE": _constant(False),
    "NA": _constant(CellError(NA, "")),
    "ISBLANK": _asking(lambda value: value is None),
    "ISNUMBER": _asking(lambda value: isinstance(value, float)),
    "ISTEXT": _asking(lambda value: isinstance(value, str)),
    "ISLOGICAL": _asking(lambda value: isinstance(value, bool)),
    "ISERROR": _asking(lambda value: isinstance(value, CellError)),
    "ISERR": _asking(lambda value: isinstance(value, CellError) and value.code != NA),
    "ISNA": _asking(lambda value: isinstance(value, CellError) and value.code == NA),
    "CONCATENATE": _concatenate,
    "VALUE": _value,
    "SUBTOTAL": _subtotal,
    "TEXT": _text,
    **LOOKUPS,
    **TOTALS,
    **CRITERIA,
    **PRODUCTS,
}
