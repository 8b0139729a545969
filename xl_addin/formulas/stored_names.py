"""How hosts spell a call of ours in a stored formula, and which function it is.

Plain, behind a link number or path (Excel with an add-in file), with ``_xldudf_`` (Office.js) or ``_xll.`` in front,
in a name space (WPS), or as ``ORG.XLADDIN.….NAME`` and lower-cased (LibreOffice). Formula text is never rewritten here,
only understood (C5 77-79).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, Protocol, runtime_checkable

from xl_addin.functions import CATALOG, call, resolve
from xl_addin.functions.many import call_rows

_LINK: Final = re.compile(r"^(?:'(?:[^']|'')*'|[^'!]*)!")
NAMESPACE: Final = "改制"
"""Stands before every name in a formula of WPS."""
OFFICE_NAMESPACE: Final = "SOE"
"""Stands before every name in Excel 365: ``SOE.SEVERANCE``, ``SOE.经济补偿金``; in a file behind ``_xldudf_``."""
OFFICE_LEAST: Final = 3
"""Characters that Excel 365 wants of a name at least: a function with a shorter alias goes by its ASCII name."""
_HOST_PREFIX: Final = re.compile(
    rf"^(?:(?:_xldudf_|_xll\.|_xludf\.)(?:{NAMESPACE}[._])?|{NAMESPACE}\.)"
    rf"(?:{OFFICE_NAMESPACE}[._](?=[^\x00-\x7f]))?|^{OFFICE_NAMESPACE}\.(?=[^\x00-\x7f])",
    re.IGNORECASE,
)
_OFFICE_NAME: Final = re.compile(rf"^{OFFICE_NAMESPACE}\.(?=[a-z])", re.IGNORECASE)
_LIBREOFFICE: Final = re.compile(r"^org\.xladdin\.(?:.*\.)?(?P<name>[^.]+)$", re.IGNORECASE)


class FunctionTable(Protocol):
    """The functions that a workbook can call; :mod:`xl_addin.functions` behind an interface of ours."""

    @property
    def names(self) -> Mapping[str, str]:
        """ASCII name of every function and its Chinese alias."""

    def resolve(self, name: str) -> str | None:
        """ASCII name for an ASCII name in any case or a Chinese alias; None for anything else."""

    def call(self, name: str, *arguments: object) -> object:
        """Call the function of that ASCII name with raw cell values."""


@runtime_checkable
class RowFunctions(Protocol):
    """Functions that compute many calls of one of them together."""

    def call_rows(self, name: str, rows: Sequence[Sequence[Any]]) -> Sequence[object]:
        """What :meth:`FunctionTable.call` gives for each row of arguments."""


class OurFunctions:
    """:mod:`xl_addin.functions` as a :class:`FunctionTable`."""

    names: Mapping[str, str] = {name: spec.alias for name, spec in CATALOG.items()}

    def resolve(self, name: str) -> str | None:
        """ASCII name for an ASCII name in any case or a Chinese alias, else None."""
        return resolve(name)

    def call(self, name: str, *arguments: object) -> object:
        """Call a function with raw cell values."""
        return call(name, *arguments)

    def call_rows(self, name: str, rows: Sequence[Sequence[Any]]) -> Sequence[object]:
        """Call a function for each row of raw cell values."""
        return call_rows(name, rows)


def bare_name(stored: str) -> str:
    """Take a link, a path or a host's prefix off a stored function name.

    >>> bare_name("[2]!soe_severance"), bare_name("'C:\\\\a\\\\[x.xlam]Sheet1'!经济补偿金")
    ('soe_severance', '经济补偿金')
    >>> bare_name("_xldudf_SOE_RATE"), bare_name("改制.经济补偿金")
    ('SOE_RATE', '经济补偿金')
    >>> bare_name("ORG.XLADDIN.FUNCTIONS.SOE_RATE"), bare_name("_xldudf_SOE_经济补偿金"), bare_name("SOE.RATE")
    ('SOE_RATE', '经济补偿金', 'SOE_RATE')
    """
    name = _OFFICE_NAME.sub(f"{OFFICE_NAMESPACE}_", _HOST_PREFIX.sub("", _LINK.sub("", stored.strip())))
    match = _LIBREOFFICE.match(name)
    return match["name"] if match else name


def our_name(stored: str, functions: FunctionTable) -> str | None:
    """ASCII name of our function that a stored name calls, or None."""
    name = bare_name(stored)
    found = functions.resolve(name)
    if found is None and _LIBREOFFICE.match(_LINK.sub("", stored)):
        # a UNO method name may have lost its underscores
        found = {key.replace("_", ""): key for key in functions.names}.get(name.upper())
    return found
