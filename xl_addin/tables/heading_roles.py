"""Which column a heading names: by the words that are listed, and by what the words mean together.

A heading that is listed goes before one that is put together from parts (解除 + 劳动合同 + 日期), and that one before
a date heading that differs in the word for the date only. What remains unknown is compared with what would be
accepted, so that it can be asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from xl_addin.tables.labels import heading, plain
from xl_addin.tables.layouts import Layout, Phrase, layouts
from xl_addin.values.memory import remembered

_LONGEST: Final = 32
"""A longer text is no heading."""
_LONGEST_NAME: Final = 8
_ENDING: Final = 2
_DATE_WORDS: Final = ("年月日", "日期", "年月", "时间")


@remembered(32768)
def role_of(layout: Layout, key: str) -> str:
    """The role that a heading key names on a kind of sheet, '' if none.

    >>> from xl_addin.tables.layouts import layout
    >>> severance = layout("severance")
    >>> [role_of(severance, key) for key in ("解除时间", "终止劳动关系日期", "企业职工月平均工资", "工作餐")]
    ['end', 'end', 'enterprise_wage', '']
    """
    if not key or len(key) > _LONGEST:
        return ""
    if key in layout.aliases:
        return layout.aliases[key]
    for role, phrase, heads in _by_ending(layout).get(key[-_ENDING:], ()):
        if (not heads or key[0] in heads) and _fits(key, phrase):
            return role
    return _folded(layout).get(fold(key), "")


def first_named(layout: Layout, keys: Sequence[str]) -> tuple[str, str]:
    """The first of some keys that names a column of a kind of sheet, and its role; twice '' if none does."""
    if layout in layouts():
        return roles_named(keys).get(layout.kind, ("", ""))
    return next(((key, role) for key in keys if (role := role_of(layout, key))), ("", ""))


def roles_named(keys: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    """For each known kind of sheet on which one of the keys names a column: the first such key, and the role.

    >>> roles_named(("金额小计", "欠费金额"))["arrears"]
    ('欠费金额', 'principal')
    """
    return _roles_named(tuple(key for key in keys if len(key) <= _LONGEST))


@remembered(8192)
def _roles_named(keys: tuple[str, ...]) -> Mapping[str, tuple[str, str]]:
    pairs = ((layout.kind, key, role_of(layout, key)) for layout in layouts() for key in reversed(keys))
    return {kind: (key, role) for kind, key, role in pairs if role}


@remembered(4096)
def role_beside(layout: Layout, key: str, found: frozenset[str]) -> str:
    """The role of a heading that says too little, where the column that it could be taken for is there already.

    >>> from xl_addin.tables.layouts import layout
    >>> severance, key = layout("severance"), "上年度职工月平均工资"
    >>> role_beside(severance, key, frozenset({"enterprise_wage"})), role_beside(severance, key, frozenset())
    ('local_wage', '')
    """
    for role, column in layout.columns.items():
        if column.beside in found and role not in found and any(_fits(key, phrase) for phrase in column.maybes):
            return role
    return ""


def fold(key: str) -> str:
    """Write the words for a date at the end of a heading as one of them.

    >>> fold("办结日期"), fold("参加工作年月")
    ('办结时间', '参加工作时间')
    """
    for word in _DATE_WORDS:
        if key.endswith(word):
            return key[: -len(word)] + "时间"
    return key


@cache
def _folded(layout: Layout) -> dict[str, str]:
    """Aliases of date columns in the form of :func:`fold`, to role; none that would name two."""
    found: dict[str, str] = {}
    for key, role in layout.aliases.items():
        if layout.columns[role].type in ("date", "month") and found.setdefault(fold(key), role) != role:
            found[fold(key)] = ""
    return {key: role for key, role in found.items() if role and key != "时间"}


def _fits(text: str, phrase: Phrase) -> bool:
    """Tell whether the parts of a phrase make up the text."""
    if not phrase:
        return not text
    return any(_fits(text[end:], phrase[1:]) for word in phrase[0] for end in _ends(text, word))


def _ends(text: str, word: str) -> Iterable[int]:
    """Where a word at the beginning of a text ends: ~市 is the name of any city, #年 any year."""
    if word[:1] == "#":
        found = text[:4].isdecimal() and text.startswith(word[1:], 4)
        return (4 + len(word) - 1,) if found else ()
    if word[:1] == "~":
        last = text.find(word[1:], 1, _LONGEST_NAME)
        return (last + len(word) - 1,) if last > 0 else ()
    return (len(word),) if text.startswith(word) else ()


@cache
def _by_ending(layout: Layout) -> Mapping[str, list[tuple[str, Phrase, frozenset[str]]]]:
    """Role, phrase and first characters of the headings that are put together from parts, by their last characters.

    Most texts of a sheet begin or end otherwise, and titles are asked about each of their ends.
    """
    found: dict[str, list[tuple[str, Phrase, frozenset[str]]]] = {}
    for role, column in layout.columns.items():
        for phrase in column.likes:
            for tail in {tail[-_ENDING:] for tail in _tails(phrase)}:
                found.setdefault(tail, []).append((role, phrase, _heads(phrase)))
    return found


@cache
def _endings(kinds: tuple[Layout, ...]) -> frozenset[str]:
    """The last characters of every heading that is put together from parts."""
    return frozenset().union(*map(_by_ending, kinds))


def _heads(phrase: Phrase) -> frozenset[str]:
    """The characters that a phrase can begin with; none where it may be any."""
    found: set[str] = set()
    for part in phrase:
        if any(word[:1] in ("#", "~") for word in part if word):
            return frozenset()
        found.update(word[0] for word in part if word)
        if "" not in part:
            break
    return frozenset(found)


def _tails(phrase: Phrase) -> set[str]:
    """What the last parts of a phrase can end with, at least two characters of it."""
    tails = {""}
    for part in reversed(phrase):
        short = {tail for tail in tails if len(tail) < _ENDING}
        if not short:
            break
        tails = tails - short | {word + tail for word in part for tail in short}
    return tails


def means_column(kinds: tuple[Layout, ...], key: str) -> bool:
    """Tell a heading that is put together from parts, on any of these kinds of sheet."""
    return key[-_ENDING:] in _endings(kinds) and any(role_of(layout, key) for layout in kinds)


@remembered(4096)
def holds_for_all(key: str) -> bool:
    """Tell a label that may stand over a header and give the value of all rows (解除时间：2011年9月28日).

    >>> holds_for_all("解除劳动合同日期"), holds_for_all("待核实人员")
    (True, False)
    """
    return any(one.columns[role].titled for one in layouts() if (role := role_of(one, key)))


def states_for_all(text: str) -> bool:
    """Tell a text that gives the value of all rows behind its label.

    >>> states_for_all("解除时间：2011年9月28日"), states_for_all("解除时间"), states_for_all("备注：略")
    (True, False, False)
    """
    label, _, value = plain(text).replace("：", ":").partition(":")
    return bool(value) and holds_for_all(heading(label).key)


def nearest(layout: Layout, key: str, roles: Iterable[str]) -> tuple[str, str, float]:
    """The role among some, and its accepted heading, that is most like an unknown heading, and how like it is (0-1).

    >>> from xl_addin.tables.layouts import layout
    >>> nearest(layout("severance"), "离职的那天时间", ["end", "start"])[:2]
    ('end', '离职时间')
    """
    best = ("", "", 0.0)
    for role in roles:
        for text in _spelled(layout, role):
            score = SequenceMatcher(None, text, key, autojunk=False).ratio()
            if score > best[2]:
                best = (role, text, score)
    return best


@cache
def _spelled(layout: Layout, role: str) -> Sequence[str]:
    """Headings of a role: those listed, and the short ones of each that is put together."""
    column = layout.columns[role]
    listed = [key for key, owner in layout.aliases.items() if owner == role]
    made = ["".join(part[0] if "" not in part else "" for part in phrase) for phrase in column.likes]
    more = [first + "".join(p[0] if "" not in p else "" for p in ph[1:]) for ph in column.likes for first in ph[0]]
    return tuple(dict.fromkeys(filter(None, [*listed, *made, *more])))
