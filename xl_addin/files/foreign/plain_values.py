"""A text of a file without types as a value: only what cannot be misread becomes a number.

``1985.10`` stays text, since the number 1985.1 would be January or October; so do ``001`` and an ID number. What other
programs write so that Excel keeps a text (``="001"``, ``'001``) is that text; an error value is one.
"""

from __future__ import annotations

import re
from typing import Final

from xl_addin.files.foreign.witness import ERROR_CODES
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import CellError

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")
_CUT: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+?1[4-9]", re.IGNORECASE)
_MARKED: Final = re.compile(r"""=\s*"((?:[^"]|"")*)"|'([0-9][0-9.\-/Xx]*)""")
_ERRORS: Final = frozenset(ERROR_CODES.values())


def plain_value(text: str) -> CellValue:
    """Give the value of a text.

    >>> [plain_value(text) for text in ("2400", "1234.5", "1985.10", "001", "990101196405128036", " ", "1985-07-01")]
    [2400, 1234.5, '1985.10', '001', '990101196405128036', None, '1985-07-01']
    >>> [plain_value(text) for text in ('="990101196405128036"', "'1985.10", "#N/A")]
    ['990101196405128036', '1985.10', CellError(code='#N/A', message='')]
    """
    stripped = text.strip()
    if not stripped:
        return None
    if stripped[0] in "='#":
        if stripped in _ERRORS:
            return CellError(stripped, "")
        return _unmarked(stripped) or text
    if _NUMBER.fullmatch(stripped):
        if "." not in stripped:
            return int(stripped)
        number = float(stripped)
        if repr(number) == stripped:
            return number
    return text


def has_lost_digits(text: str) -> bool:
    """Tell a long number that a program has cut on saving.

    >>> has_lost_digits("3.62203E+17"), has_lost_digits('="4E17"'), has_lost_digits("3E5")
    (True, True, False)
    """
    return _CUT.fullmatch(_unmarked(text.strip()) or text.strip()) is not None


def _unmarked(text: str) -> str:
    """The text that is marked as one, '' for any other."""
    found = _MARKED.fullmatch(text)
    return (found[1] or found[2] or "").replace('""', '"') if found else ""
