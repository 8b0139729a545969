"""Which formulas of a workbook may read a given set of cells, such as those that a masked copy hides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from xl_addin.formulas.names import native_name
from xl_addin.formulas.order import CellSet
from xl_addin.formulas.parsing import sheet_prefix
from xl_addin.formulas.places import Places, Spot
from xl_addin.formulas.precedents import precedents
from xl_addin.formulas.syntax import Formula, Shape

_COMPUTED: Final = frozenset({"INDIRECT", "OFFSET", "EVALUATE", "ANCHORARRAY"})
"""Functions whose range is only known once they are computed (the last is how files write ``A1#``)."""


class MaskedReads:
    """Tells which formulas of a book may read a masked cell; in doubt every one does.

    >>> from pathlib import Path
    >>> from xl_addin.formulas.parsing import parse
    >>> from xl_addin.tables.grid import BookGrid, SheetGrid
    >>> book = BookGrid(Path("a.xlsx"), [SheetGrid("甲", "", []), SheetGrid("乙", "", [])])
    >>> reads = MaskedReads(Places(book), {"甲": [(2, 2)]})
    >>> texts = ("SUM(甲!A:B)", "SUM(A:B)", "甲!B3", "INDIRECT(A1)", "SUM(甲:乙!B2)", "[1]丙!A1")
    >>> [reads.any(parse(text), Spot(1, 1, 1)) for text in texts]
    [True, False, False, True, True, True]
    """

    def __init__(self, places: Places, masks: Mapping[str, Collection[tuple[int, int]]]) -> None:
        self._places = places
        self._cells = CellSet((places.sheet(name), *place) for name, cells in masks.items() for place in cells)
        self._masks = any(masks.values())
        self._doubtful: dict[Shape, bool] = {}

    def any(self, formula: Formula, spot: Spot) -> bool:
        """Tell whether a formula at a cell may read a masked cell, itself or through defined names."""
        if not self._masks:
            return False
        used = (formula, *self._places.named(formula.shape, spot.sheet))
        if any(self._is_doubtful(each) for each in used):
            return True
        return any(self._cells.touches(area) for area in precedents(self._places, formula, spot))

    def _is_doubtful(self, formula: Formula) -> bool:
        """Whether it reads another workbook, which may be this one, or what it computes first."""
        shape = formula.shape
        if shape not in self._doubtful:
            linked = any(sheet_prefix("".join(word.rpartition("!")[:2]))[2] for word in shape.words)
            self._doubtful[shape] = linked or any(native_name(call) in _COMPUTED for call in shape.calls)
        return self._doubtful[shape] or any(address.outside for address in formula.written)
