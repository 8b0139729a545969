"""A range of persons with its headings, as a function of a cell gets it: its columns, and which rows are persons."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from xl_addin.tables.cleaning import is_blank
from xl_addin.tables.labels import heading, is_note, is_sum
from xl_addin.tables.layouts import layout

_HEADER_SEARCH: Final = 10
_ORDINARY_NAME: Final = re.compile("[^\u0000-\u4dff\ua000-\U0010ffff计名]{2,4}")
"""A plain Chinese name: no label of a sum (…计), no note (with a colon) and no repeated heading (姓名)."""
_ENDINGS: Final = ("解除", "终止")
"""A column that names the ending itself comes before a general 截止日期 or 基准日, wherever the two stand."""
Columns = Mapping[str, int]
T = TypeVar("T")


def find_columns(rows: Sequence[Sequence[Any]], aliases: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Find the last heading row (titles may stand above, headings may have two levels) and each role's column.

    ``aliases`` maps heading keys to roles.

    >>> aliases = layout("severance").aliases
    >>> find_columns([["补偿测算"], ["序号", "姓 名", "前12个月月平均工资(元)"]], aliases)
    (1, {'seq': 0, 'name': 1, 'wage': 2})
    >>> find_columns([["姓名", "月平均工资", None], [None, "本人", "企业"]], aliases)
    (1, {'name': 0, 'wage': 1, 'enterprise_wage': 2})
    """
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:_HEADER_SEARCH]):
        single = _roles([[cell] for cell in row], aliases)
        if len(single) > len(best[1]):
            best = (number, single)
        if number + 1 < len(rows):
            double = _roles(_two_levels(row, rows[number + 1]), aliases)
            if len(double) > len(best[1]) and len(double) > len(_roles([[c] for c in rows[number + 1]], aliases)):
                best = (number + 1, double)
    return best


def _two_levels(top: Sequence[Any], sub: Sequence[Any]) -> list[list[Any]]:
    """Pair each sub-heading with the heading above it, or with the last one to its left (merged cells)."""
    paired: list[list[Any]] = []
    over: Any = None
    for column in range(max(len(top), len(sub))):
        above = top[column] if column < len(top) else None
        below = sub[column] if column < len(sub) else None
        over = above if not is_blank(above) else over if not is_blank(below) else None
        paired.append([over, below] if not is_blank(below) else [above])
    return paired


def _roles(levels: Sequence[Sequence[Any]], aliases: Mapping[str, str]) -> dict[str, int]:
    """Look each column's heading up, joined with the one above it first, then by itself."""
    found: dict[str, tuple[str, int]] = {}
    for column, texts in enumerate(levels):
        keys = [heading(text).key for text in texts if isinstance(text, str)]
        for key in dict.fromkeys(["".join(keys), *reversed(keys)]):
            if key in aliases:
                role = aliases[key]
                better = (
                    role == "end" and key.startswith(_ENDINGS) and not found.get(role, (key,))[0].startswith(_ENDINGS)
                )
                if role not in found or better:
                    found[role] = (key, column)
                break
    return {role: column for role, (_, column) in found.items()}


def person_rows(rows: Sequence[Sequence[Any]], columns: Columns) -> list[Sequence[Any]]:
    """Drop blank rows, sums, notes below the table and repeated headings; everything else is a person (T-04)."""
    names = layout("severance").aliases
    labels = [columns[role] for role in ("seq", "name") if role in columns]
    used = sorted(column for role, column in columns.items() if role != "seq")
    persons = []
    for row in rows:
        name = row[columns["name"]] if "name" in columns and columns["name"] < len(row) else None
        if isinstance(name, str) and _ORDINARY_NAME.fullmatch(name) and not _has_text(row, columns.get("seq")):
            persons.append(row)
            continue
        if not any(column < len(row) and not is_blank(row[column]) for column in used):
            continue
        texts = [row[column] for column in labels if column < len(row)]
        if is_blank(name):
            texts = list(row)  # nobody's name: the label may stand under any heading, e.g. 企业名称
        if any(isinstance(text, str) and (is_sum(text) or is_note(text)) for text in texts):
            continue
        if isinstance(name, str) and names.get(heading(name).key) == "name":
            continue
        persons.append(row)
    return persons


def _has_text(row: Sequence[Any], column: int | None) -> bool:
    return column is not None and column < len(row) and isinstance(row[column], str)


def remembering(read: Callable[[Any], T]) -> Callable[[Any], T]:
    """Read equal cells once: most of a roster repeats. Forgets everything with the returned function.

    >>> read = remembering(lambda cell: [cell])
    >>> read(1) is read(1), read(1) is read(1.0)
    (True, False)
    """
    known: dict[tuple[type, Any], T] = {}

    def recall(cell: Any) -> T:
        key = (type(cell), cell)
        try:
            return known[key]
        except KeyError:
            known[key] = result = read(cell)
            return result
        except TypeError:  # a list inside a range: the reader says what is wrong
            return read(cell)

    return recall
