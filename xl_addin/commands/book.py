"""The workbook that a button is pressed in: its known sheets and policy, and what its formulas say, each read once.

The book is recalculated first: a cell shows an error value but not its reason, and a file may hold old values.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from xl_addin.formulas.computed import Argument, Evaluate, evaluator, result_of
from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.recalculation import Progress, Recalculation, recalculate, with_values
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid


@dataclass(eq=False)
class CommandBook(SheetBook):
    """A workbook with current values in the cells of ours."""

    recalculation: Recalculation = field(kw_only=True)
    """The values that every call of ours has now, and what is wrong with them."""

    @classmethod
    def of(cls, book: BookGrid, today: dt.date, progress: Progress | None = None) -> CommandBook:
        """Recalculate a workbook that has been read."""
        recalculation = recalculate(book, progress)
        return cls(with_values(book, recalculation), today, recalculation=recalculation)

    @cached_property
    def calls(self) -> OurCalls:
        """Tells which formulas call functions of ours."""
        return OurCalls(self.grid)

    @cached_property
    def evaluate(self) -> Evaluate:
        """Evaluates a formula text (sheet, cell, text) that stands in no cell; raises InputError."""
        return evaluator(self.grid)

    def result_of(self, sheet: str, cell: str) -> Argument:
        """Compute the formula of a cell in full, also what does not show in its cell; raises InputError."""
        return result_of(self.grid, sheet, cell)
