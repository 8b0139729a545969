"""Texts without what nobody sees: characters that come along from web pages, portals and other programs.

Whatever reads a cell for its meaning reads it through :func:`visible`; the cell itself stays as it is.
"""

from __future__ import annotations

import re
from typing import Final

_INVISIBLE: Final = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)
"""Characters of category Cf: zero width spaces, byte order marks, marks of direction, soft hyphens."""


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
