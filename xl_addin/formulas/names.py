"""Excel's own function names in a stored formula, and names that only look as if they were meant to be ours.

``_xlfn.`` marks functions of Excel's own; ``functions.stored_names`` knows the spellings of ours.
"""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import Final

from xl_addin.formulas.stored_names import FunctionTable, bare_name

_NATIVE_PREFIX: Final = re.compile(r"^(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)
_PREFIX_OF_OURS: Final = "SOE_"
_LIKENESS_ASCII: Final = 0.82
_LIKENESS_CHINESE: Final = 0.7


def native_name(stored: str) -> str:
    """Upper-case name of one of Excel's own functions, without ``_xlfn.``; a linked name stays as it is.

    >>> native_name("_xlfn._xlws.Filter"), native_name("[1]!sum")
    ('FILTER', '[1]!SUM')
    """
    return _NATIVE_PREFIX.sub("", stored.strip()).upper()


@lru_cache(maxsize=1)
def native_functions() -> frozenset[str]:
    """Names of Excel's own functions as far as openpyxl lists them, upper case."""
    from openpyxl.utils import FORMULAE

    later = "IFS SWITCH XLOOKUP XMATCH FILTER SORT SORTBY UNIQUE SEQUENCE LET LAMBDA TEXTJOIN CONCAT MAXIFS MINIFS"
    return frozenset(name.upper() for name in FORMULAE) | frozenset(later.split())


def suggestion(stored: str, functions: FunctionTable) -> str | None:
    """Name of ours that a misspelt name was probably meant to be, in the same language; None if none is near.

    ``SOE_SEVERENCE`` gives ``SOE_SEVERANCE``; ``经济补尝金`` gives ``经济补偿金``; ``SUMIF`` gives nothing.
    """
    name = bare_name(stored)
    if native_name(name) in native_functions() or not name:
        return None
    if name.isascii():
        candidates = list(functions.names)
        name = name.upper()
        near = difflib.get_close_matches(name, candidates, 1, _LIKENESS_ASCII)
        if not near and name.startswith(_PREFIX_OF_OURS):
            near = difflib.get_close_matches(name, candidates, 1, 0.0)
        return near[0] if near else None
    near = difflib.get_close_matches(name, list(functions.names.values()), 1, _LIKENESS_CHINESE)
    return near[0] if near else None
