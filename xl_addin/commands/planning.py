"""What a command wants done with a workbook that has been read, from a file or from an open program alike.

The book is recalculated first: a cell shows an error value but not its reason, and a file may hold old values.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xl_addin.commands.plan import Plan
from xl_addin.commands.spec import CommandContext, CommandSpec
from xl_addin.formulas.computed import evaluator, result_of
from xl_addin.formulas.faults import call_faults
from xl_addin.formulas.recalculation import Recalculation, recalculate, with_values
from xl_addin.sheets.policy_sheet import book_policy
from xl_addin.tables.grid import BookGrid


@dataclass(frozen=True, slots=True)
class Wish:
    """How a command is asked for: a sheet and a cell ('' for none in particular), a masked copy, a PDF besides."""

    sheet: str = ""
    masked: bool = False
    pdf: bool = False
    cell: str = ""


def planned(spec: CommandSpec, book: BookGrid, wish: Wish, now: dt.datetime) -> tuple[Plan, Recalculation]:
    """Plan a command; gives the plan and the values that every call of ours has now. Raises InputError."""
    recalculation = recalculate(book)
    computed = with_values(book, recalculation)
    context = CommandContext(
        sheet=wish.sheet,
        policy=book_policy(computed).policy.version,
        time=now,
        masked=wish.masked,
        cell=wish.cell,
        result_of=result_of,
        evaluator=evaluator,
        calls=call_faults(book, recalculation),
    )
    return spec.plan(computed, context), recalculation
