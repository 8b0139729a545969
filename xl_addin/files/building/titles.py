"""Names of sheets that are made from data: whatever an enterprise is called, the workbook opens.

Excel's rule: 1 to 31 UTF-16 units, none of ``[]:*?/\\``, no apostrophe at either end, not the reserved ``History``, and
no two that differ in letter case alone. Control characters, which no XML holds, go as well.
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Final

_FORBIDDEN: Final = re.compile(
    "[\\[\\]:*?/\\\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_MOST_UNITS: Final = 31
_RESERVED: Final = frozenset({"history"})


def sheet_title(text: str, taken: Set[str] = frozenset(), otherwise: str = "表", instead: str = "") -> str:
    """A name of a sheet like the text, or ``otherwise``; numbered from 2 where a name of ``taken`` equals it.

    ``taken`` holds casefolded names; ``instead`` stands for each character that a name cannot hold.

    >>> sheet_title("机械厂/一分厂\\x07"), sheet_title("History"), sheet_title("'?'", otherwise="公示表")
    ('机械厂一分厂', 'History2', '公示表')
    >>> sheet_title("ABC厂", {"abc厂"}), len(sheet_title("𠮷" * 40))
    ('ABC厂2', 15)
    """
    wanted = _FORBIDDEN.sub(instead, text).strip().strip("'").strip() or otherwise
    title, number = _cut(wanted, _MOST_UNITS), 2
    while title.casefold() in taken or title.casefold() in _RESERVED:
        title, number = f"{_cut(wanted, _MOST_UNITS - len(str(number)))}{number}", number + 1
    return title


def _cut(text: str, units: int) -> str:
    """The beginning of a text in so many UTF-16 units; a character beyond the basic plane takes two."""
    cut = text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
    return cut.rstrip("'")
