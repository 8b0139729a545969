"""Formulas of ours that take their own cell in: a results column inside the range that it is computed from.

No host can compute them, and some show an old number instead. Looks at whole workbooks, recognised or not, and so is
no :class:`Check`; which names are ours is for the caller to say. Circles over several cells are the host's matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from xl_addin.tables.grid import BookGrid, Bounds, FormulaCell, SheetGrid, address, area_bounds
from xl_addin.values.findings import Finding, Severity

CODE: Final = "SELF_REFERENCE"
_MESSAGE: Final = "公式引用的区域“{area}”包含公式自己的单元格（循环引用），不能计算"
_REMEDY: Final = "区域只取左边的录入栏，不要包含结果栏；或把结果移到录入栏右边，再重算"
_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')
_CALL: Final = re.compile(r"([\w.]+)\(")
_AREA: Final = re.compile(
    r"(?<![\w.$])(?:(?P<sheet>'(?:[^']|'')+'|[\w.]+)!)?"
    r"(?P<area>\$?[A-Za-z]{1,3}\$?[0-9]{1,7}(?::\$?[A-Za-z]{1,3}\$?[0-9]{1,7})?"
    r"|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[0-9]{1,7}:\$?[0-9]{1,7})(?![\w.(!])"
)
_WORD: Final = re.compile(r"(?<![\w.'!\[])[^\W\d][\w.]*(?![\w.(!'\[])")


def self_references(book: BookGrid, is_ours: Callable[[str], bool]) -> Iterator[Finding]:
    """Give a finding for each formula that calls one of ours and takes its own cell in.

    >>> from pathlib import Path
    >>> cell = FormulaCell(2, 3, "SOE_PACKAGE(A1:C1,A2:C2)", "normal", None, None, False)
    >>> sheet = SheetGrid("表", "", [[], [None, None, None]], {(2, 3): cell})
    >>> found = self_references(BookGrid(Path("a.xlsx"), [sheet]), lambda name: name.startswith("SOE_"))
    >>> [(finding.cell, finding.observed) for finding in found]
    [('C2', 'A2:C2')]
    """
    for sheet in book.sheets:
        if sheet.ours:
            continue
        for cell in sheet.formulas.values():
            area = _own_area(sheet, cell, book, is_ours)
            if area:
                place = address(cell.row, cell.col)
                yield Finding(
                    CODE, Severity.ERROR, sheet.name, place, area, "", _MESSAGE.format(area=area), _REMEDY, ""
                )


def _own_area(sheet: SheetGrid, cell: FormulaCell, book: BookGrid, is_ours: Callable[[str], bool]) -> str:
    """The first reference of a formula that touches the cells which it fills, '' if none does."""
    text = _TEXT.sub('""', cell.text)
    if not any(is_ours(name) for name in _CALL.findall(text)):
        return ""
    own = _own_bounds(cell)
    named = [book.defined_names[word] for word in _WORD.findall(text) if word in book.defined_names]
    for match in _AREA.finditer(" ".join([text, *named])):
        if _names_sheet(match["sheet"], sheet.name) and _touch(area_bounds(match["area"]), own):
            return match["area"].replace("$", "")
    return ""


def _names_sheet(prefix: str | None, name: str) -> bool:
    if prefix is None:
        return True
    bare = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    return bare.casefold() == name.casefold()


def _own_bounds(cell: FormulaCell) -> Bounds:
    if cell.ref:
        return area_bounds(cell.ref) or (cell.row, cell.col, cell.row, cell.col)
    return cell.row, cell.col, cell.row, cell.col


def _touch(one: Bounds | None, other: Bounds) -> bool:
    return one is not None and one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]
