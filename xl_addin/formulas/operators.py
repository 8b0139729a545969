"""Operators of formulas on scalars, with the spreadsheet's rules for blanks, texts and the fifteenth digit."""

from __future__ import annotations

import unicodedata
from typing import Final

from xl_addin.formulas.values import (
    NOISE_AT_ZERO,
    Serial,
    Untrusted,
    Value,
    finite,
    joined,
    may_be_noise,
    number,
    stable,
    text,
)
from xl_addin.values.errors import DIV0, NUM, CellError

_NOISE: Final = 1e-12
"""Relative difference below which two computed numbers may be meant to be equal."""
_LAST_DIGIT: Final = 2.0**-49
"""Relative size of a difference of which hosts make 0 at the end of a formula."""


def unary(operator: str, value: Value) -> Value:
    """``-x`` and ``x%``; ``+x`` leaves a value as it is.

    >>> unary("%", 50.0), unary("-", "3")
    (0.5, -3.0)
    """
    if operator == "+":
        return value
    operand = number(value)
    if isinstance(operand, CellError):
        return operand
    return -float(operand) if operator == "-" else operand / 100


def binary(operator: str, left: Value, right: Value) -> Value:
    """Apply an operator; the first error comes out.

    >>> binary("+", 0.1, "2"), binary("/", 1.0, None), binary("&", "共", 3.0), binary("=", 0.1 + 0.2, 0.3)
    (2.1, CellError(code='#DIV/0!', message=''), '共3', True)
    """
    for operand in (left, right):
        if isinstance(operand, CellError):
            return operand
    if operator == "&":
        return joined([str(text(left)), str(text(right))])
    if operator in ("=", "<>", "<", ">", "<=", ">="):
        return _holds(operator, compare(left, right, ordering=operator not in ("=", "<>")))
    first, second = number(left), number(right)
    if isinstance(first, CellError):
        return first
    if isinstance(second, CellError):
        return second
    return _arithmetic(operator, first, second)


def last(operator: str, left: Value, right: Value) -> Value:
    """Apply the operator that gives a formula its value: a difference that is nothing but noise is 0 in every host.

    >>> last("-", 0.1 + 0.2, 0.3), last("-", 0.5, 0.25)
    (0.0, 0.25)
    """
    result = binary(operator, left, right)
    if operator in ("+", "-") and may_be_noise(result) and isinstance(result, float):
        size = max(abs(one) for one in (number(left), number(right)) if isinstance(one, float))
        return type(result)(0.0) if abs(result) <= _LAST_DIGIT * size else result
    return result


def _arithmetic(operator: str, left: float, right: float) -> Value:
    if operator in "+-":
        result = finite(left + right if operator == "+" else left - right)
        dated = isinstance(left, Serial) != isinstance(right, Serial) and (operator == "+" or isinstance(left, Serial))
        return Serial(result) if dated and isinstance(result, float) else result
    if operator == "*":
        return finite(left * right)
    if operator == "/":
        return finite(left / right) if right else CellError(DIV0, "")
    return power(left, right)


def power(left: float, right: float) -> Value:
    """``left ^ right``."""
    if (left == 0 and right <= 0) or (left < 0 and not right.is_integer()):
        raise Untrusted("零或负数的这种乘方各程序不同")
    try:
        result = left**right
    except OverflowError:
        return CellError(NUM, "")
    return finite(result)


def _holds(operator: str, sign: int) -> bool:
    if operator == "=":
        return sign == 0
    if operator == "<>":
        return sign != 0
    return {"<": sign < 0, ">": sign > 0, "<=": sign <= 0, ">=": sign >= 0}[operator]


def compare(left: Value, right: Value, ordering: bool) -> int:
    """-1, 0 or 1: numbers before texts before logicals, a blank equal to 0, "" and FALSE.

    Numbers that agree in 15 digits are equal. A difference that may be nothing but rounding noise, and the order of
    two different texts (it depends on the host's language), are :class:`Untrusted`.
    """
    left, right = _filled(left, right), _filled(right, left)
    ranks = [2 if isinstance(v, bool) else 1 if isinstance(v, str) else 0 for v in (left, right)]
    if ranks[0] != ranks[1]:
        return -1 if ranks[0] < ranks[1] else 1
    if isinstance(left, str) and isinstance(right, str):
        return _compare_texts(left, right, ordering)
    first, second = float(left or 0), float(right or 0)  # type: ignore[arg-type]
    if first == second or stable(first) == stable(second):
        return 0
    gap = abs(first - second)
    if gap <= _NOISE * max(abs(first), abs(second)) or gap < NOISE_AT_ZERO:
        raise Untrusted("两个数只差在最末几位，是否相等要由表格程序判断")
    return -1 if first < second else 1


def _filled(value: Value, other: Value) -> Value:
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0


def _compare_texts(left: str, right: str, ordering: bool) -> int:
    if left.casefold() == right.casefold():
        return 0
    if ordering and left and right:
        raise Untrusted("文字的先后次序各程序不同")
    if unicodedata.normalize("NFKC", left).casefold() == unicodedata.normalize("NFKC", right).casefold():
        raise Untrusted("全角与半角是否相等各程序不同")
    return -1 if left.casefold() < right.casefold() else 1
