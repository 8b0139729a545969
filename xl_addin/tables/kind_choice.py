"""Whether a sheet with the columns of a kind is meant as one, by the marks of that kind and of the one beside it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from itertools import chain
from typing import Final

from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.kind_marks import is_marked
from xl_addin.tables.labels import plain
from xl_addin.tables.layouts import Layout, layout

_LINES_OVER: Final = 4
"""A title that tells the kind stands at most this many lines over the header."""


def is_meant(
    kind: Layout, sheet: SheetGrid, keys: Iterable[Iterable[str]], row: int, columns: Container[str] = ()
) -> bool:
    """Tell whether a header in ``row`` with these headings and the columns that they name may be of a kind.

    >>> sheet = SheetGrid("7月", "", [["2011年7月工资表"], ["姓名", "应发", "实发"]])
    >>> [is_meant(layout(kind), sheet, [["姓名"]], 2, {"start"}) for kind in ("payments", "payroll", "roster")]
    [False, True, True]
    """
    marks = kind.only or (layout(kind.unless).only if kind.unless else None)
    if marks is None and not kind.evidence:
        return True
    over = sheet.rows[max(0, row - 1 - _LINES_OVER) : row - 1]
    titles = [plain(cell) for line in over for cell in line if isinstance(cell, str)]
    found = list(chain.from_iterable(keys))
    strange = any(re.match(kind.strangers, key) for key in found)
    if strange and not any(role in columns for role in kind.evidence):
        titled = any(re.match(kind.evidence_titles, title) for title in (*titles, plain(sheet.name)))
        if not titled:
            return False
    if marks is None:
        return True
    titles += [plain(sheet.name)] if marks.names else []
    return is_marked(marks, found, titles) == bool(kind.only)
