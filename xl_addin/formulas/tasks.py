"""A formula cell of a workbook, as a recalculation takes it."""

from __future__ import annotations

from dataclasses import dataclass

from xl_addin.formulas.places import Spot
from xl_addin.formulas.syntax import Formula
from xl_addin.tables.grid import FormulaCell


@dataclass(frozen=True, slots=True)
class Task:
    """A formula cell: the number of its sheet, its formula parsed, and whether it calls a function of ours."""

    sheet: int
    cell: FormulaCell
    formula: Formula
    ours: bool

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return Spot(self.sheet, self.cell.row, self.cell.col)
