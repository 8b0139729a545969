"""Which formulas of a workbook call functions of ours, directly or through a defined name.

Reads formula texts as hosts store them (behind a link, a path or a host's prefix) and computes nothing. A name that
the book itself defines by ``LAMBDA`` is not ours even if it is spelt like one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from xl_addin.formulas.stored_names import OurFunctions, our_name
from xl_addin.tables.grid import BookGrid

_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')
_WORD: Final = re.compile(r"[^\W\d][\w.]*(?:\s*\()?")
_FUNCTIONS: Final = OurFunctions()
_MOST_NAMES_DEEP: Final = 20


def call_name(word: str) -> str | None:
    """ASCII name of our function that a word of a formula calls, None if it is another's.

    >>> call_name("_xldudf_经济补偿金"), call_name("org.xladdin.functions.soe_rate"), call_name("SUM")
    ('SOE_SEVERANCE', 'SOE_RATE', None)
    """
    return our_name(word, _FUNCTIONS)


def called(text: str) -> tuple[str, ...]:
    """ASCII names of our functions that a formula text calls, in order, each once.

    >>> called('IF(A1="经济补偿金(",0,[1]!soe_severance(B2,C2,D2)+工作日数 (B2,C2))')
    ('SOE_SEVERANCE', 'SOE_WORKDAYS')
    """
    words = [match[0] for match in _WORD.finditer(_TEXT.sub('""', text))]
    names = (call_name(word[:-1].rstrip()) for word in words if word.endswith("("))
    return tuple(dict.fromkeys(name for name in names if name))


@dataclass(slots=True)
class OurCalls:
    """Looks our calls up in one workbook; the same text is read once.

    >>> from pathlib import Path
    >>> book = BookGrid(Path("a.xlsx"), [], defined_names={"底价": "SOE_RATE(表!$A$1,表!$B$1)"})
    >>> OurCalls(book).called("底价*2", "表"), OurCalls(book).called("底价2", "表")
    (('SOE_RATE',), ())
    """

    book: BookGrid
    _names: dict[str, str] = field(init=False)
    _known: dict[tuple[str, str], tuple[str, ...]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {name.casefold(): text for name, text in self.book.defined_names.items()}

    def called(self, text: str, sheet: str = "") -> tuple[str, ...]:
        """ASCII names of our functions that a formula on a sheet calls, those in defined names included."""
        key = (text, sheet if self._names else "")
        if key not in self._known:
            self._known[key] = tuple(dict.fromkeys(self._found(text, sheet, 0)))
        return self._known[key]

    def is_ours(self, text: str) -> bool:
        """Tell whether a formula text calls us."""
        return bool(self.called(text))

    def _found(self, text: str, sheet: str, depth: int) -> list[str]:
        found: list[str] = []
        for match in _WORD.finditer(_TEXT.sub('""', text)):
            word = match[0].rstrip("(").rstrip()
            stated = self._names.get(f"{sheet}!{word}".casefold()) or self._names.get(word.casefold())
            if stated is None:
                name = call_name(word) if match[0].endswith("(") else None
                found += [name] if name else []
            elif depth < _MOST_NAMES_DEEP:
                found += self._found(stated, sheet, depth + 1)
        return found
