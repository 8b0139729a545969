"""Patterns of headings and titles: what tells a kind of sheet from another, and columns of which there are several.

A payroll has the columns of a 发放表: 基本工资 among the headings, or 工资表 in the title, tells it apart. A 发放表 may
have many columns of deductions (代扣…, 扣借款). The words are data of ``layouts.toml``; * in them is any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from typing import Any


@dataclass(frozen=True, slots=True)
class KindMarks:
    """What marks a kind: for each alternative the patterns that must all be met, and patterns of titles."""

    headings: tuple[tuple[str, ...], ...]
    titles: str
    despite: str
    names: bool = False
    """Whether the name of a sheet counts as a title."""
    despite_headings: str = "(?!)"


def read_marks(raw: Mapping[str, Any]) -> KindMarks:
    """Read ``only``, ``only_titles``, ``despite_titles`` and ``despite_headings`` of one kind.

    >>> read_marks({"only": ["养老|养老* + 个税"]}).headings == ((any_of(["养老", "养老*"]), any_of(["个税"])),)
    True
    """
    lines = tuple(tuple(any_of(part.strip().split("|")) for part in line.split("+")) for line in raw.get("only", ()))
    return KindMarks(
        lines,
        any_of(raw.get("only_titles", ())),
        any_of(raw.get("despite_titles", ())),
        bool(raw.get("names")),
        any_of(raw.get("despite_headings", ())),
    )


def any_of(texts: Iterable[str]) -> str:
    """One pattern for any of some texts, in which * is any text.

    >>> bool(re.match(any_of(["扣*", "个税"]), "扣借款")), bool(re.match(any_of([]), ""))
    (True, False)
    """
    return "|".join(translate(text.strip()) for text in texts) or "(?!)"


def is_marked(marks: KindMarks, keys: Iterable[str], titles: Sequence[str]) -> bool:
    """Tell whether headings or titles show the kind.

    >>> payroll = read_marks({"only": ["基本工资"], "only_titles": ["*工资表"], "despite_titles": ["补发*"]})
    >>> is_marked(payroll, ["姓名", "基本工资"], []), is_marked(payroll, ["姓名"], ["补发工资表"])
    (True, False)
    """
    if any(re.match(marks.despite, title) for title in titles):
        return False
    found = list(keys)
    if any(re.match(marks.despite_headings, key) for key in found):
        return False
    return any(re.match(marks.titles, title) for title in titles) or any(
        all(any(re.match(part, key) for key in found) for part in line) for line in marks.headings
    )


@dataclass(frozen=True, slots=True)
class Repeated:
    """A role that several columns of one sheet may have, and the headings that name it."""

    role: str
    most: int
    marks: str
    between: tuple[str, ...]
    marks_between: str
    never: str

    def roles(self) -> tuple[str, ...]:
        """The roles of the columns one by one.

        >>> Repeated("deduction", 3, "", (), "", "").roles()
        ('deduction', 'deduction2', 'deduction3')
        """
        return (self.role, *(f"{self.role}{n}" for n in range(2, self.most + 1)))

    def names(self, keys: Sequence[str], is_between: bool) -> bool:
        """Tell whether a heading names the role, at its place."""
        if any(re.match(self.never, key) for key in keys):
            return False
        marks = (self.marks, self.marks_between) if is_between else (self.marks,)
        return any(re.match(mark, key) for mark in marks for key in keys)


def read_repeated(role: str, spec: Mapping[str, Any]) -> Repeated:
    """Read the ``marks`` of a column with ``repeat``.

    >>> one = read_repeated("deduction", {"repeat": 2, "marks": ["扣*"], "marks_between": ["养老*"], "never": ["*后*"]})
    >>> one.names(["扣借款"], False), one.names(["养老"], False), one.names(["养老"], True), one.names(["扣税后"], True)
    (True, False, True, False)
    """
    return Repeated(
        role,
        int(spec["repeat"]),
        any_of(spec["marks"]),
        tuple(spec.get("between", ())),
        any_of(spec.get("marks_between", ())),
        any_of(spec.get("never", ())),
    )
