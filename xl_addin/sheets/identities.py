"""Who is whom on lists of persons: by sound ID number, and where a row has none by a name that one person alone bears.

A row whose number is empty or faulty is joined where its list has the name once in the enterprise, all the others mean
one person by it, and the number is empty or a slip away from that person's. Two persons are never made one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

_SLIPS: Final = 2
"""Characters that a mistyped number differs by; exchanged neighbours are two."""
_KEPT: Final = 15
"""Digits that a number keeps in a cell of numbers."""
_LENGTH, _OLD_LENGTH = 18, 15
_SCIENTIFIC: Final = re.compile(r"(\d)\.?(\d*)E\+?\d+")
_HIDDEN: Final = re.compile(r"[*X＊×]{2,}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list: who it names, where, and its number as typed and as a key where it is sound."""

    table: int
    record: int
    name: str
    firm: str
    key: str
    text: str


def joined(rows: Iterable[Row], same_firm: Callable[[str, str], bool]) -> dict[tuple[int, int], str]:
    """The key of each row without a sound number, by table and record; '' where it cannot be told who it is."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if row.name:
            groups.setdefault(row.name, []).append(row)
    found = {}
    for group in groups.values():
        for row in group:
            if not row.key:
                near = (one for one in group if not (one.firm and row.firm) or same_firm(one.firm, row.firm))
                found[row.table, row.record] = _key(row, near)
    return found


def _key(row: Row, near: Iterator[Row]) -> str:
    """The number of the one bearer of the name, or the name itself where nobody has a number."""
    mates: list[Row] = []
    for one in near:
        if one.table == row.table and one.record != row.record:
            return ""  # at the first namesake: a list may hold thousands
        mates.append(one)
    keys = {one.key for one in mates if one.key}
    if keys:
        key = keys.pop()
        return key if not keys and may_mean(row.text, key) else ""
    tables = [one.table for one in mates]
    alone = len(set(tables)) < len(tables) or not all(may_mean(row.text, one.text) for one in mates)
    firm = row.firm if alone else next((one.firm for one in mates if one.firm), "")
    return f"{row.name}/{firm}" + (f"/{row.text}" if alone and row.text else "")


def may_mean(typed: str, other: str) -> bool:
    """Tell whether two numbers, of which one at least is faulty or absent, can be those of one person.

    >>> [may_mean(text, "11010519491231002X") for text in ("", "待补", "110105194912310021", "1101051949123102X")]
    [True, True, True, True]
    >>> [may_mean(text, "11010519491231002X") for text in ("1.10105E+17", "110105********002X", "110105196812310021")]
    [True, True, False]
    """
    if not any(map(str.isdigit, typed)) or not any(map(str.isdigit, other)) or typed == other:
        return True
    for one, whole in ((typed, other), (other, typed)):
        if match := _SCIENTIFIC.fullmatch(one):
            return whole.startswith((match[1] + match[2]).rstrip("0"))
        if len(one) == _LENGTH and one.endswith("000") and one[:_KEPT] == whole[:_KEPT]:
            return True
        if hidden := _HIDDEN.search(one):
            head, tail = one[: hidden.start()], one[hidden.end() :]
            return _distance(head + tail, whole[: len(head)] + whole[len(whole) - len(tail) :]) < _SLIPS
    short = min(len(typed), len(other)) <= _OLD_LENGTH + 1
    old = [text[:6] + text[8:17] if short and len(text) == _LENGTH else text for text in (typed, other)]
    return min(_distance(typed, other), _distance(*old)) <= _SLIPS


def _distance(left: str, right: str) -> int:
    """How many characters must be changed, added or left out to turn one text into the other."""
    line = list(range(len(right) + 1))
    for i, a in enumerate(left, start=1):
        before, line[0] = line[0], i
        for j, b in enumerate(right, start=1):
            before, line[j] = line[j], min(line[j] + 1, line[j - 1] + 1, before + (a != b))
    return line[-1]
