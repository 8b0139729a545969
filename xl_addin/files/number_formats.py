"""Which number formats show a date; what a stored serial then is stands in :mod:`xl_addin.values.serials`.

Formats of clock time alone (``h:mm``) do not make a date: such a cell keeps its fraction of a day.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from xl_addin.files.markup import whole_number

_BUILT_IN_DATES: Final = frozenset([*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)])
"""Ids that have no text in the file; 27-36 and 50-58 are the Chinese ones (yyyy年m月 ...), 32-35 clock times."""
_LONGEST: Final = 255
"""Characters of a code; Excel takes no longer one."""
_LITERALS: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]|AM/PM|A/P|General|[0#?]E[+-]', re.IGNORECASE)


def is_date_format(code: str) -> bool:
    """Tell whether a number format code shows a calendar date.

    >>> [is_date_format(c) for c in ("yyyy-mm-dd", 'yyyy"年"m"月"', "[$-804]e年m月", 'm"月"', "aaaa")]
    [True, True, True, True, True]
    >>> [is_date_format(c) for c in ("h:mm:ss", "[h]:mm", '0"月"', "0.00E+00", "#,##0;[Red]-#,##0", "G/通用格式", "@")]
    [False, False, False, False, False, False, False]
    """
    section = _LITERALS.sub("", code[:_LONGEST]).split(";")[0].lower()
    if any(letter in section for letter in "yde") or "aaa" in section:
        return True
    return "m" in section and "h" not in section and "s" not in section


def date_styles(styles: etree._Element | None) -> frozenset[int]:
    """Indexes of the cell styles (``s=`` of a cell) whose number format is a date."""
    if styles is None:
        return frozenset()
    custom = {
        whole_number(node.get("numFmtId"), 0): is_date_format(node.get("formatCode", ""))
        for node in styles.iterfind("{*}numFmts/{*}numFmt")
    }
    found = set()
    for index, xf in enumerate(styles.iterfind("{*}cellXfs/{*}xf")):
        number = whole_number(xf.get("numFmtId"), 0)
        if custom.get(number, number in _BUILT_IN_DATES):
            found.add(index)
    return frozenset(found)
