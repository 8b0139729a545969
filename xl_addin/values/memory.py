"""Results of functions of a text are remembered, within bounds: a process may read hundreds of workbooks.

A workbook has few headings and formulas but may have any number of long texts, and 30,000 of 32,767 characters would
fill the memory for good. Long texts therefore have a small store of their own, and a finished job forgets all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache, wraps
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

LONG: Final = 300
"""Characters beyond which a text is long."""
_MOST_LONG: Final = 32
_forgetters: Final[list[Callable[[], None]]] = []


def remembered(most: int, *, typed: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function of hashable values, the first of which may be a text, to keep its last results.

    >>> @remembered(2)
    ... def doubled(text):
    ...     print("computed")
    ...     return text * 2
    >>> doubled("a"), doubled("a")
    computed
    ('aa', 'aa')
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        short = lru_cache(maxsize=most, typed=typed)(function)
        long = lru_cache(maxsize=_MOST_LONG, typed=typed)(function)
        _forgetters.extend((short.cache_clear, long.cache_clear))

        @wraps(function)
        def call(*given: P.args, **named: P.kwargs) -> R:
            is_long = isinstance(given[0], str) and len(given[0]) > LONG
            return (long if is_long else short)(*given, **named)  # type: ignore[arg-type]

        return call

    return decorate


def remembered_of_bytes(most: int) -> Callable[[Callable[[bytes], R]], Callable[[bytes], R]]:
    """Decorate a function of bytes to keep its last results by the hashes of these: parts of a file are large.

    >>> @remembered_of_bytes(2)
    ... def length(data):
    ...     print("computed")
    ...     return len(data)
    >>> length(b"ab"), length(b"ab")
    computed
    (2, 2)
    """

    def decorate(function: Callable[[bytes], R]) -> Callable[[bytes], R]:
        known: dict[bytes, R] = {}
        _forgetters.append(known.clear)

        @wraps(function)
        def call(data: bytes) -> R:
            key = hashlib.sha256(data).digest()
            with suppress(KeyError):  # another thread may let go of all meanwhile
                return known[key]
            result = function(data)
            if len(known) >= most:
                known.clear()
            known[key] = result
            return result

        return call

    return decorate


def forget() -> None:
    """Let go of all that is remembered: names and notes of a workbook that is done."""
    for clear in _forgetters:
        clear()
