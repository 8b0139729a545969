"""Operators on columns: numbers as arrays, every other row by the operator on single values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from xl_addin.formulas import operators
from xl_addin.formulas.lifting.columns import (
    BLANK,
    BOOL,
    DATE,
    NUMBER,
    OUT,
    Column,
    Floats,
    Mask,
    TextRoom,
    column_of,
    nothing_sure,
    numbers,
    put_together,
    truths,
)
from xl_addin.formulas.values import Untrusted, Value

_COMPARISONS: Final = frozenset({"=", "<>", "<", ">", "<=", ">="})
_FAR: Final = 1e-11
"""Relative distance from which two numbers are different to every host, and the same in absolute terms near zero."""
_FAR_AT_ZERO: Final = 1e-7


def unary(operator: str, operand: Column) -> Column:
    """``-x``, ``x%`` and ``+x`` on every row."""
    if operator == "+":
        return operand
    plain = operand.are(NUMBER, DATE, BOOL, BLANK)
    fast = numbers(-operand.number if operator == "-" else operand.number / 100, plain)
    # the scalar way takes a blank for 0.0 and gives -0.0 for it, too
    return completed(fast, plain, lambda value: operators.unary(operator, value), operand)


def binary(operator: str, left: Column, right: Column) -> Column:
    """An operator on every row."""
    fast, sure = _fast(operator, left, right)
    return completed(fast, sure, lambda one, other: operators.binary(operator, one, other), left, right)


def _fast(operator: str, left: Column, right: Column) -> tuple[Column, Mask]:
    with np.errstate(all="ignore"):
        if operator in _COMPARISONS:
            return _compared(operator, left, right)
        if operator in ("+", "-", "*", "/"):
            return _arithmetic(operator, left, right)
    return nothing_sure(len(left)), np.zeros(len(left), dtype=bool)


def _arithmetic(operator: str, left: Column, right: Column) -> tuple[Column, Mask]:
    a, b = left.number, right.number
    sure = (left.kind <= BLANK) & (right.kind <= BLANK)
    if operator == "/":
        sure &= b != 0
        result = a / b
    else:
        result = a + b if operator == "+" else a - b if operator == "-" else a * b
    sure &= np.isfinite(result)
    kind = np.full(len(a), NUMBER, dtype=np.uint8)
    if operator in "+-":
        one, other = left.are(DATE), right.are(DATE)
        kind[one & ~other] = DATE
        if operator == "+":
            kind[other & ~one] = DATE
    return Column(np.where(sure, kind, OUT).astype(np.uint8), np.where(sure, result, 0.0)), sure


def _compared(operator: str, left: Column, right: Column) -> tuple[Column, Mask]:
    """Numbers that are the same or far from each other; a blank beside a number is 0."""
    a, b = left.number, right.number
    numeric = (left.kind <= DATE) & (right.kind <= DATE)
    numeric |= ((left.kind <= DATE) & right.are(BLANK)) | ((right.kind <= DATE) & left.are(BLANK))
    gap = np.abs(a - b)
    same = a == b
    far = (gap > _FAR * np.maximum(np.abs(a), np.abs(b))) & (gap > _FAR_AT_ZERO)
    sure = numeric & (same | far)
    return truths(_holds(operator, a, b, same), sure), sure


def _holds(operator: str, a: Floats, b: Floats, same: Mask) -> Mask:
    if operator == "=":
        return same
    if operator == "<>":
        return ~same
    less: Mask = a < b
    if operator == "<":
        return less
    if operator == ">":
        return ~less & ~same
    return less | same if operator == "<=" else ~less


def completed(fast: Column, sure: Mask, scalar: Callable[..., Value], *operands: Column) -> Column:
    """The rows that are not sure done one by one, equal ones once; OUT where an operand is or there is no trust."""
    if sure.all():
        return fast
    known = ~sure
    for operand in operands:
        known &= ~operand.out
    slow = np.flatnonzero(known)
    if not len(slow):
        return fast
    given = list(zip(*(operand.take(slow).values() for operand in operands), strict=True))
    found: dict[tuple[object, ...], Value | Untrusted] = {}
    room = TextRoom()
    keys = [tuple((type(value), value) for value in values) for values in given]
    for key, values in zip(keys, given, strict=True):
        if key not in found:
            try:
                found[key] = room.take(scalar(*values))
            except Untrusted:
                found[key] = Untrusted()  # not the one that came: it holds what was computed on the way
    kept = [i for i, key in enumerate(keys) if not isinstance(found[key], Untrusted)]
    column = column_of([found[keys[i]] for i in kept])  # type: ignore[misc]
    rows = np.flatnonzero(sure)
    return put_together(len(sure), [(rows, fast.take(rows)), (slow[kept], column)])
