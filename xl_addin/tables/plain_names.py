"""Names of persons that can be nothing else: no sum, no group, no example, no heading.

A row with such a name needs no closer look, where nothing else in it speaks against it. All others may be persons too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
_FIRST_HAN: Final = ord("一")
_LAST_HAN: Final = ord("鿿")
_LENGTHS: Final = range(2, 5)
_WIDTH: Final = max(_LENGTHS)
_NOT_IN_NAMES: Final = frozenset("计页名均总汇额例第批组类厂共职员")
"""Characters of sums, averages, groups, examples and of the heading 姓名: a text with one of them is looked at."""
_NOT_BEFORE_NUMBERS: Final = _NOT_IN_NAMES - set("职员名") | set(
    "部车间科室段站所店队场社司系统区院年月日季期号表栏行注附班余结合"
)
"""The same before a number, where parts of an enterprise and of the year are numbered too, but 职工12 is a person."""


def is_plain_name(text: str) -> bool:
    """Tell two to four Chinese characters none of which stands in a word for a sum, a group or an example.

    >>> is_plain_name("王三"), is_plain_name("合计"), is_plain_name("职工12")
    (True, False, False)
    """
    han = bool(text) and min(text) >= chr(_FIRST_HAN) and max(text) <= chr(_LAST_HAN)
    return han and len(text) in _LENGTHS and _NOT_IN_NAMES.isdisjoint(text)


def is_likely_name(text: str) -> bool:
    """Tell a name with a dot, or one that ends in a number as where true names are withheld.

    It is that of a person only if the row holds a day.

    >>> [is_likely_name(text) for text in ("职工12", "王三 2", "P00317", "阿依古丽·买买提", "车间1", "3月", "2011")]
    [True, True, True, True, False, False, False]
    """
    return re.fullmatch(likely_pattern(), text) is not None


def plain_names(texts: Sequence[str]) -> Mask:
    """Where a text is a plain name.

    >>> plain_names(["王三", "合计", "职工12", ""]).tolist()
    [True, False, False, False]
    """
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    codes = np.array(texts, dtype=f"U{_WIDTH}").view(np.uint32).reshape(len(texts), _WIDTH)
    plain = _in_names()[np.minimum(codes, _LAST_HAN + 1)].sum(axis=1) == lengths
    fits: Mask = plain & (lengths >= _LENGTHS.start) & (lengths < _LENGTHS.stop)
    return fits


def likely_names(texts: Sequence[str]) -> Mask:
    """Where a text is a likely name.

    >>> likely_names(["王三", "合计3", "职工12"]).tolist()
    [False, False, True]
    """
    matched = re.compile(likely_pattern()).fullmatch
    return np.array([matched(text) is not None for text in texts], dtype=np.bool_)


@cache
def plain_pattern() -> str:
    """A plain name as a pattern for other engines than Python's."""
    return f"{_han_without(_NOT_IN_NAMES)}{{{_LENGTHS.start},{_WIDTH}}}"


@cache
def likely_pattern() -> str:
    """A likely name as a pattern for any engine."""
    han = _han_without(_NOT_BEFORE_NUMBERS)
    numbered = rf"(?:{han}{{1,{_WIDTH}}}|[A-Za-z]{{1,12}})[ _.\-]?[0-9]{{1,9}}"
    return rf"{numbered}|{han}{{1,8}}(?:[·•]{han}{{1,8}}){{1,3}}"


def _han_without(marks: frozenset[str]) -> str:
    codes = [_FIRST_HAN - 1, *sorted(map(ord, marks)), _LAST_HAN + 1]
    spans = [(first + 1, last - 1) for first, last in pairwise(codes) if last - first > 1]
    return f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in spans)}]"


@cache
def _in_names() -> Mask:
    """Whether a character by its code may stand in a plain name."""
    told = [code >= _FIRST_HAN and chr(code) not in _NOT_IN_NAMES for code in range(_LAST_HAN + 1)]
    return np.array([*told, False], dtype=np.bool_)
