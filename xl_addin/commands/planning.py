"""What a command wants done with a workbook that has been read, from a file or from an open program alike."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from xl_addin.commands.book import CommandBook
from xl_addin.commands.plan import Plan
from xl_addin.commands.spec import CommandContext, CommandSpec
from xl_addin.formulas.recalculation import Recalculation
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
    workbook = CommandBook.of(book, now.date())
    plan = spec.plan(workbook, CommandContext(wish.sheet, now, wish.masked, wish.cell))
    return plan, workbook.recalculation
