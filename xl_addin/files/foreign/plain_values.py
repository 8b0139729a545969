"""A text of a file without types as a value: only what cannot be misread becomes a number.

``1985.10`` stays text, since the number 1985.1 would be January or October; so do ``001`` and an ID number.
"""

from __future__ import annotations

import re
from typing import Final

from xl_addin.tables.grid import CellValue

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")
_CUT: Final = re.compile(r"[0-9]\.[0-9]{3,}E\+1[4-9]", re.IGNORECASE)


def plain_value(text: str) -> CellValue:
    """Give the value of a text.

    >>> [plain_value(text) for text in ("2400", "1234.5", "1985.10", "001", "990101196405128036", " ", "1985-07-01")]
    [2400, 1234.5, '1985.10', '001', '990101196405128036', None, '1985-07-01']
    """
    stripped = text.strip()
    if not stripped:
        return None
    if _NUMBER.fullmatch(stripped):
        if "." not in stripped:
            return int(stripped)
        number = float(stripped)
        if repr(number) == stripped:
            return number
    return text


def has_lost_digits(text: str) -> bool:
    """Tell a long number that a program has cut on saving.

    >>> has_lost_digits("3.62203E+17"), has_lost_digits("3E5")
    (True, False)
    """
    return _CUT.fullmatch(text.strip()) is not None
