"""Which function names in a stored formula are ours, and which only look as if they were meant to be.

Hosts store the same call in several spellings: plain, behind a link number or path (Excel with an add-in file), with
``_xldudf_`` (Office.js) or ``_xll.`` in front, or as ``ORG.XLADDIN.….NAME`` and lower-cased (LibreOffice).
``_xlfn.`` marks functions of Excel's own. Formula text is never rewritten here, only understood (C5 77-79).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Protocol

_LINK: Final = re.compile(r"^(?:'(?:[^']|'')*'|[^'!]*)!")
_HOST_PREFIX: Final = re.compile(r"^(?:_xldudf_|_xll\.)", re.IGNORECASE)
_LIBREOFFICE: Final = re.compile(r"^org\.xladdin\.(?:.*\.)?(?P<name>[^.]+)$", re.IGNORECASE)
_NATIVE_PREFIX: Final = re.compile(r"^(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)
_PREFIX_OF_OURS: Final = "SOE_"
_LIKENESS_ASCII: Final = 0.82
_LIKENESS_CHINESE: Final = 0.7


class FunctionTable(Protocol):
    """The functions that a workbook can call; :mod:`xl_addin.functions` behind an interface of ours."""

    @property
    def names(self) -> Mapping[str, str]:
        """ASCII name of every function and its Chinese alias."""

    def resolve(self, name: str) -> str | None:
        """ASCII name for an ASCII name in any case or a Chinese alias; None for anything else."""

    def call(self, name: str, *arguments: object) -> object:
        """Call the function of that ASCII name with raw cell values."""


def bare_name(stored: str) -> str:
    """Take a link, a path or a host's prefix off a stored function name.

    >>> bare_name("[2]!soe_severance"), bare_name("'C:\\\\a\\\\[x.xlam]Sheet1'!经济补偿金")
    ('soe_severance', '经济补偿金')
    >>> bare_name("_xldudf_SOE_RATE")
    'SOE_RATE'
    >>> bare_name("ORG.XLADDIN.FUNCTIONS.SOE_RATE")
    'SOE_RATE'
    """
    name = _HOST_PREFIX.sub("", _LINK.sub("", stored.strip()))
    match = _LIBREOFFICE.match(name)
    return match["name"] if match else name


def native_name(stored: str) -> str:
    """Upper-case name of one of Excel's own functions, without ``_xlfn.``; a linked name stays as it is.

    >>> native_name("_xlfn._xlws.Filter"), native_name("[1]!sum")
    ('FILTER', '[1]!SUM')
    """
    return _NATIVE_PREFIX.sub("", stored.strip()).upper()


def our_name(stored: str, functions: FunctionTable) -> str | None:
    """ASCII name of our function that a stored name calls, or None."""
    name = bare_name(stored)
    found = functions.resolve(name)
    if found is None and _LIBREOFFICE.match(_LINK.sub("", stored)):
        # a UNO method name may have lost its underscores
        found = {key.replace("_", ""): key for key in functions.names}.get(name.upper())
    return found


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
