"""One declaration per command: its name, help and what it plans; ribbons, menus and the manual come from it.

A command plans on the workbook that it is pressed in, from a file or from an open program alike. The workbook is
recalculated first: a cell shows an error value but not its reason, and a file may hold old values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Final, get_type_hints

from xl_addin.commands.own_calls import FormulaCalls
from xl_addin.commands.plan import BookPlan, CopyPlan, Plan, SheetPlan
from xl_addin.formulas.computed import Argument, Evaluate, evaluator, result_of
from xl_addin.formulas.made_calls import MadeCalls
from xl_addin.formulas.our_calls import OurCalls
from xl_addin.formulas.recalculation import Progress, Recalculation, recalculate, with_values
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.readings import unread_text
from xl_addin.tables.grid import BookGrid
from xl_addin.values.stages import RECALCULATING, tell

GROUPS: Final = ("测算", "资金", "校验", "资料")
"""Groups of the ribbon tab 改制测算, in order."""


@dataclass(eq=False)
class CommandBook(SheetBook):
    """A workbook with current values in the cells of ours."""

    recalculation: Recalculation = field(kw_only=True)
    """The values that every call of ours has now, and what is wrong with them."""

    @classmethod
    def of(cls, book: BookGrid, today: dt.date, progress: Progress | None = None) -> CommandBook:
        """Recalculate a workbook that has been read."""
        recalculation = recalculate(book, progress)
        current = with_values(book, recalculation)
        own = FormulaCalls(MadeCalls(current, recalculation))
        return cls(current, today, recalculation=recalculation, own=own)

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


@dataclass(frozen=True, slots=True)
class CommandContext:
    """How a command is pressed: the sheet in front, the chosen cell, the time, and whether the result is to be posted.

    ``sheet`` is '' where no sheet is in front (files), ``cell`` where none is chosen; ``cell`` is an address such as
    ``D7``. ``masked`` asks for a copy that can be posted.
    """

    sheet: str
    time: dt.datetime
    masked: bool = False
    cell: str = ""
    take: tuple[str, ...] = ()
    """Sheets whose data hold where sheets contradict each other, the first one first; none to refuse."""
    alternatives: bool = True
    """Whether each worker is told what other choices of the disputed options would change."""


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A button: ``id`` is ASCII for programs, ``name`` and ``help`` are Chinese for users."""

    id: str
    name: str
    help: str
    plan: Callable[[CommandBook, CommandContext], Plan]
    group: str
    """Group of the ribbon: one of :data:`GROUPS`."""
    image: str
    """Name of a picture that Office has built in (imageMso)."""
    one_sheet: bool = False
    """Acts on the sheet in front and on no other."""
    can_mask: bool = False
    """Heeds ``CommandContext.masked``."""
    one_cell: bool = False
    """Acts on the chosen cell."""
    can_take: bool = False
    """Heeds ``CommandContext.take``."""
    can_omit: bool = False
    """Heeds ``CommandContext.alternatives``."""
    reads_sheets: bool = True
    """Its result depends on how the sheets were read, so that it tells what was not."""
    by_day: bool = False
    """What it says of open matters depends on the day, so that it heeds ``Wish.day``."""
    form: str = ""
    """What the name of its workbook ends in where people go on working in that: one that is there already may be
    filled in and is not replaced unasked. '' for one that is only read."""

    @property
    def makes(self) -> type:
        """The kind of plan that it makes, as its planner declares."""
        made: type = get_type_hints(self.plan)["return"]
        return made


@dataclass(frozen=True, slots=True)
class Wish:
    """How a command is asked for: a sheet and a cell ('' for none in particular), a masked copy, a PDF besides.

    ``take`` are the sheets to go by where sheets contradict each other.
    """

    sheet: str = ""
    masked: bool = False
    pdf: bool = False
    cell: str = ""
    take: tuple[str, ...] = ()
    password: str = field(default="", repr=False)
    """To open the workbook."""
    alternatives: bool = True
    """False to leave out what other choices of the disputed options would change."""
    day: dt.date | None = None
    """The day by which open matters are judged; None for today."""


def planned(spec: CommandSpec, book: BookGrid, wish: Wish, now: dt.datetime) -> tuple[Plan, Recalculation]:
    """Plan a command; gives the plan and the values that every call of ours has now. Raises InputError."""
    workbook = CommandBook.of(book, wish.day or now.date(), partial(tell, RECALCULATING))
    plan = spec.plan(workbook, CommandContext(wish.sheet, now, wish.masked, wish.cell, wish.take, wish.alternatives))
    if spec.reads_sheets and isinstance(plan, SheetPlan | BookPlan | CopyPlan) and (unread := unread_text(workbook)):
        plan = replace(plan, summary=f"{plan.summary}\n{unread}")
    return plan, workbook.recalculation
