"""The workbook that a button is pressed in: its known sheets and policy, and what its formulas say, each read once.

The book is recalculated first: a cell shows an error value but not its reason, and a file may hold old values.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from xl_addin.formulas.computed import evaluator, result_of
from xl_addin.formulas.faults import CallFaults, call_faults
from xl_addin.formulas.recalculation import Progress, Recalculation, recalculate, with_values
from xl_addin.formulas.written_calls import Evaluate
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid, CellValue


@dataclass(eq=False)
class CommandBook(SheetBook):
    """A workbook with current values in the cells of ours."""

    as_read: BookGrid = field(kw_only=True)
    """The workbook before values were put in."""
    recalculation: Recalculation = field(kw_only=True)
    """The values that every call of ours has now."""

    @classmethod
    def of(cls, book: BookGrid, today: dt.date, progress: Progress | None = None) -> CommandBook:
        """Recalculate a workbook that has been read."""
        recalculation = recalculate(book, progress)
        return cls(with_values(book, recalculation), today, as_read=book, recalculation=recalculation)

    @cached_property
    def calls(self) -> CallFaults:
        """What is wrong in the cells of ours, for the findings."""
        return call_faults(self.as_read, self.recalculation)

    @cached_property
    def evaluate(self) -> Evaluate:
        """Evaluates a formula text (sheet, cell, text) that stands in no cell; raises InputError."""
        return evaluator(self.grid)

    def result_of(self, sheet: str, cell: str) -> CellValue | list[list[CellValue]]:
        """Compute the formula of a cell in full, also what does not show in its cell; raises InputError."""
        return result_of(self.grid, sheet, cell)
