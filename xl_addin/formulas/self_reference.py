"""Formulas of ours that take their own cell in: a results column inside the range that it is computed from.

No host can compute them, and some show an old number instead. A recalculation meets every formula, on recognised
sheets and others, and so this is no :class:`Check`. Circles over several cells are the host's matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.formulas.places import Places, Spot
from xl_addin.formulas.syntax import Formula
from xl_addin.tables.grid import FormulaCell, address, area_bounds, area_text
from xl_addin.values.findings import Finding, Severity

CODE: Final = "SELF_REFERENCE"
_MESSAGE: Final = "公式引用的区域“{area}”包含公式自己的单元格（循环引用），不能计算"
_REMEDY: Final = "区域只取左边的录入栏，不要包含结果栏；或把结果移到录入栏右边，再重算"


def self_reference(places: Places, sheet: str, cell: FormulaCell, formula: Formula, spot: Spot) -> Iterator[Finding]:
    """Give a finding if a formula, which calls one of ours, takes a cell in that it fills.

    >>> from pathlib import Path
    >>> from xl_addin.formulas.parsing import parse
    >>> from xl_addin.tables.grid import BookGrid, SheetGrid
    >>> cell = FormulaCell(2, 3, "SOE_PACKAGE(A1:C1,A2:C2)", "normal", None, None, False)
    >>> places = Places(BookGrid(Path("a.xlsx"), [SheetGrid("表", "", [])]))
    >>> [(one.cell, one.observed) for one in self_reference(places, "表", cell, parse(cell.text), Spot(0, 2, 3))]
    [('C2', 'A2:C2')]
    """
    top, left, bottom, right = area_bounds(cell.ref or "") or (cell.row, cell.col, cell.row, cell.col)
    for area in places.stated(formula, spot):
        same = area.sheet == spot.sheet and area.first_row <= bottom and top <= area.last_row
        if same and area.first_col <= right and left <= area.last_col:
            text = area_text(area[1:])
            message = _MESSAGE.format(area=text)
            yield Finding(CODE, Severity.ERROR, sheet, address(cell.row, cell.col), text, "", message, _REMEDY, "")
            return
