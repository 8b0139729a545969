"""Texts without what nobody sees: characters that come along from web pages, portals and other programs.

Whatever reads a cell for its meaning reads it through :func:`visible`; the cell itself stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
"""Characters of category Cf: zero width spaces, byte order marks, marks of direction, soft hyphens."""

LONGEST_READ: Final = 300
"""Characters of a cell beyond which it is no name, number or day: one has up to 32,767, and 100,000 may share them."""


def readable(text: str) -> str:
    """Give what is read of a cell that is to hold a name, a number or a day: of a long text the beginning and ``…``.

    >>> readable(" 王三 "), readable("1600" + " " * 9_000 + "9")[-2:]
    (' 王三 ', ' …')
    """
    if len(text) <= LONGEST_READ or len(text := text.strip()) <= LONGEST_READ:
        return text
    return text[:LONGEST_READ] + "…"  # so that no long text is taken for the short one that it begins with


def are_plain(texts: Sequence[str]) -> bool:
    """Tell texts without spaces, without anything invisible, and none of them long: they are read as they stand.

    >>> are_plain(["王三", "李四"]), are_plain(["王三\u200b"]), are_plain(["王　三"]), are_plain([])
    (True, False, False, True)
    """
    if max(map(len, texts), default=0) > LONGEST_READ:
        return False
    joined = "".join(texts)
    return " " not in joined and joined.isprintable()  # no other space is


def visible(text: str) -> str:
    """Give a text without invisible characters (category Cf).

    >>> visible("\\u200b王三\\ufeff"), visible("1985\\u00ad-07")
    ('王三', '1985-07')
    """
    return text if text.isascii() or text.isprintable() else _INVISIBLE.sub("", text)


def has_invisible_end(text: str) -> bool:
    """Tell whether an invisible character stands first or last, where spaces would be trimmed.

    >>> has_invisible_end("\\u200b"), has_invisible_end("王\\u200b三"), has_invisible_end("")
    (True, False, False)
    """
    return bool(text) and (_INVISIBLE.match(text[0]) is not None or _INVISIBLE.match(text[-1]) is not None)
