"""Calls of ours in a formula as another program spells them: ``改制.经济补偿金(…)`` in WPS, else ``经济补偿金(…)``.

Excel 365 without the desktop add-in shows ``SOE.经济补偿金(…)`` and keeps ``_xldudf_SOE_经济补偿金(…)`` in the file.

The only place where the text of a user's formula is written anew, and only because the user has asked for it. Names in
texts, sheet names, names of others and functions that the book itself defines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.stored_names import NAMESPACE, OFFICE_LEAST, OFFICE_NAMESPACE, bare_name
from xl_addin.functions import CATALOG
from xl_addin.tables.grid import BookGrid

SPELLINGS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "excel": ("", ""),
        "wps": (f"{NAMESPACE}.", f"{NAMESPACE}."),
        "office": ("_xldudf_", f"_xldudf_{OFFICE_NAMESPACE}_"),
    }
)
"""What stands before an ASCII name and before a Chinese one, by the program; LibreOffice spells as Excel does."""
_PIECE: Final = re.compile(
    r'"(?:[^"]|"")*"'
    r"|(?P<name>(?:(?<!')'(?:[^']|'')*'!|\[[0-9]+\]!|(?<![\w.!'\]]))[\w.]++)(?=\s*+\()"
    r"|'(?:[^']|'')*'"
)


def respelling(book: BookGrid, program: str) -> Callable[[str], str]:
    """Give what writes the formulas of a book anew for a program of :data:`SPELLINGS`.

    >>> from pathlib import Path
    >>> for_wps = respelling(BookGrid(Path("a.xlsx"), []), "wps")
    >>> for_wps('ROUND([1]!经济补偿金(B2,"经济补偿金(",soe_rate (C2)),2)')
    'ROUND(改制.经济补偿金(B2,"经济补偿金(",改制.SOE_RATE (C2)),2)'
    >>> respelling(BookGrid(Path("a.xlsx"), []), "excel")("改制.经济补偿金(B2)+SUM(A1)+'经济补偿金('!A1")
    "经济补偿金(B2)+SUM(A1)+'经济补偿金('!A1"
    >>> respelling(BookGrid(Path("a.xlsx"), []), "office")("改制.经济补偿金(B2)+soe_rate(C2)+期限(D2)")
    '_xldudf_SOE_经济补偿金(B2)+_xldudf_SOE_RATE(C2)+_xldudf_SOE_DEADLINE(D2)'
    """
    ascii_prefix, prefix = SPELLINGS[program]
    calls = OurCalls(book)

    def spelt(match: re.Match[str]) -> str:
        stored = match["name"]
        if stored is None:
            return match[0]
        own = any(calls.places.is_lambda(stored, sheet) for sheet in range(-1, len(book.sheets)))
        name = None if own else calls.ours(stored, -1)
        if name is None:
            return match[0]
        alias = CATALOG[name].alias
        if bare_name(stored).isascii() or (program == "office" and len(alias) < OFFICE_LEAST):
            return ascii_prefix + name
        return prefix + alias

    return lambda text: _PIECE.sub(spelt, text)
