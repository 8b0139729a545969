"""Which rows below a header are records at first sight, told by whole columns; all others are looked at one by one.

A row is one if it has a name and an ID number, or if :func:`xl_addin.tables.record_rows.is_ordinary_person` says so of
it, which is what the columns are asked here; an entry of an account book is one if it has a day and no label.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import cast

import numpy as np
from numpy.typing import NDArray

from xl_addin.tables.column_rows import holds_any, kinds_of, take, widest
from xl_addin.tables.grid import CellValue
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.plain_names import likely_names, plain_names
from xl_addin.tables.record_rows import (
    FIRST_ROWS,
    ID_LENGTH,
    LABEL_MARKS,
    day_columns,
    is_dated,
    is_empty,
)

Mask = NDArray[np.bool_]


def unusual_rows(lines: Sequence[list[CellValue]], header: HeaderMatch) -> list[int]:
    """The places of the rows that need a closer look; all, for kinds without such a first sight."""
    if "name" in header.columns:
        usual = _persons(lines, header)
        usual[:FIRST_ROWS] = False
        return np.flatnonzero(~usual).tolist()
    days = [header.columns[role] for role in ("date", "day", "month_day") if role in header.columns]
    if header.layout.kind != "ledger" or not days:
        return list(range(len(lines)))
    entries = _mask(list(map(is_dated, take(lines, days[0])))) & _unlabelled_rows(lines, 1, widest(lines))
    entries[:1] = False  # the first row may still be a line of column numbers
    return np.flatnonzero(~entries).tolist()


def maybe_labelled(lines: Sequence[list[CellValue]], first: int, last: int) -> list[int]:
    """The places of the rows in which a cell from one column to another may be a label."""
    return np.flatnonzero(~_unlabelled_rows(lines, first, last)).tolist()


def _unlabelled_rows(lines: Sequence[list[CellValue]], first: int, last: int) -> Mask:
    found = np.ones(len(lines), dtype=np.bool_)
    for col in range(first, last + 1):
        found &= _unlabelled(take(lines, col))
    return found


def empty_places(column: Sequence[CellValue]) -> list[int]:
    """The places of the empty cells of a column.

    >>> empty_places(["王三", "——", None]), empty_places(["王三", "无名"])
    ([1, 2], [])
    """
    if kinds_of(column) == {str} and "" not in column:
        first = "".join(set(map(itemgetter(0), column)))  # type: ignore[arg-type]
        if first.isalnum() and "无" not in first:
            return []
    return [i for i, cell in enumerate(column) if is_empty(cell)]


def _persons(lines: Sequence[list[CellValue]], header: HeaderMatch) -> Mask:
    """Where a row is a person with an ID number, or an ordinary one."""
    place = header.columns["name"]
    names = take(lines, place)
    usual = np.zeros(len(lines), dtype=np.bool_)
    if "id" in header.columns:
        usual |= _identified(names, take(lines, header.columns["id"]))
    if not usual.all():
        texts = _texts(names)
        ordinary = np.ones(len(lines), dtype=np.bool_)
        for col in range(1, place):
            ordinary &= _unlabelled(take(lines, col))
        plain, dated = plain_names(texts), _dated(lines, header)
        left = ordinary & dated & ~plain & ~usual
        if left.any():
            usual[left] = likely_names([text for text, asked in zip(texts, left.tolist(), strict=True) if asked])
        ordinary &= plain & ~usual
        usual |= ordinary & (dated | _said_beside(lines, header, ordinary & ~dated))
    return usual


def _identified(names: Sequence[CellValue], numbers: Sequence[CellValue]) -> Mask:
    return _mask(
        [
            number.__class__ is str and len(number) >= ID_LENGTH and name.__class__ is str and not name.isspace()
            for name, number in zip(names, numbers, strict=True)
        ]
    )


def _texts(column: Sequence[CellValue]) -> Sequence[str]:
    if kinds_of(column) == {str}:
        return cast("Sequence[str]", column)
    return [cell if cell.__class__ is str else "" for cell in column]


def _unlabelled(column: Sequence[CellValue]) -> Mask | np.bool_:
    """Where a cell cannot be the label of a sum, an opening balance or a note."""
    kinds = kinds_of(column)
    if str not in kinds:
        return np.True_
    texts = column if kinds == {str} else [cell for cell in column if cell.__class__ is str]
    if not holds_any(cast("Sequence[str]", texts), LABEL_MARKS):
        return np.True_
    return _mask([not isinstance(cell, str) or LABEL_MARKS.isdisjoint(cell) for cell in column])


def _dated(lines: Sequence[list[CellValue]], header: HeaderMatch) -> Mask:
    found = np.zeros(len(lines), dtype=np.bool_)
    for col in day_columns(header):
        if not found.all():
            found |= _days(take(lines, col))
    return found


def _days(column: Sequence[CellValue]) -> Mask | np.bool_:
    kinds = kinds_of(column)
    return _mask(list(map(is_dated, column))) if kinds & {str, type(None)} else np.True_


def _said_beside(lines: Sequence[list[CellValue]], header: HeaderMatch, wanted: Mask) -> Mask | np.bool_:
    """Where something stands after the name, and no label."""
    beside = range(header.columns["name"] + 1, header.last_col + 1) if wanted.any() else ()
    columns = [take(lines, col) for col in beside]
    filled = np.zeros(len(lines), dtype=np.bool_)
    for column in columns:
        filled |= _mask(list(map(bool, column)))
    for column in columns:
        filled &= _unlabelled(column)
    return filled


def _mask(told: Sequence[bool]) -> Mask:
    return np.array(told, dtype=np.bool_)
