"""How functions of ours are called inside LibreOffice: as add-in functions in memory, by their plain names in files.

A UNO function has a long name with dots. In an .xlsx it would be unknown to every other program, so that the extension
writes the plain name back; formulas that are read from an open document are shown plain with :func:`plain`.
"""

from __future__ import annotations

import re
from typing import Final

from xl_addin.functions import CATALOG, resolve

MODULE: Final = "org.xladdin.soe"
ASCII: Final = f"{MODULE}.Functions"
"""The service whose functions are shown by their ASCII names."""
ALIASES: Final = f"{MODULE}.Aliases"
"""The same functions, shown by their Chinese names."""
EXACT: Final = f"{MODULE}.Exact"
"""What the Basic functions call: blanks stay blanks."""
JOBS: Final = f"{MODULE}.Jobs"
COMMANDS: Final = f"{MODULE}.Commands"
PROTOCOL: Final = f"{MODULE}:"
_FULL: Final = re.compile(rf"\b{re.escape(MODULE)}\.(Functions|Aliases)\.(\w+)", re.IGNORECASE)


def uno_name(name: str) -> str:
    """Give a name without what UNO does not take in one."""
    return name.replace("_", "")


_BY_UNO_NAME: Final = {uno_name(name): spec for name, spec in CATALOG.items()}


def full_name(name: str) -> str:
    """Give the add-in's name for a name as written in a file; the ASCII and the Chinese one are kept apart.

    >>> full_name("SOE_RATE"), full_name("政策参数")
    ('ORG.XLADDIN.SOE.FUNCTIONS.SOERATE', 'ORG.XLADDIN.SOE.ALIASES.SOERATE')
    """
    found = resolve(name)
    if found is None:
        raise ValueError(name)
    return f"{ALIASES if name.strip() == CATALOG[found].alias else ASCII}.{uno_name(found)}".upper()


def plain(text: str) -> str:
    """Give a formula with the plain names.

    >>> plain("=ORG.XLADDIN.SOE.ALIASES.SOERATE(A1;B1)+org.xladdin.soe.functions.soerate(A2;B2)")
    '=政策参数(A1;B1)+SOE_RATE(A2;B2)'
    """
    return _FULL.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    spec = _BY_UNO_NAME.get(uno_name(match[2].upper()))
    if spec is None:
        return match[0]
    return spec.alias if match[1].lower() == "aliases" else spec.name
