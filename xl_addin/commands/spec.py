"""One declaration per command: its name, help and what it plans; ribbons, menus and the manual come from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from xl_addin.commands.plan import Plan
from xl_addin.formulas.faults import CallFaults
from xl_addin.tables.grid import BookGrid, CellValue

Result = CellValue | list[list[CellValue]]
"""What a formula gives: one value, or the rows of a table."""

Evaluate = Callable[[str, str, str], Any]
"""Takes a sheet, a cell and a formula text; gives its value, or rows for a range. Raises InputError."""

GROUPS: Final = ("测算", "资金", "校验", "资料")
"""Groups of the ribbon tab 改制测算, in order."""


@dataclass(frozen=True, slots=True)
class CommandContext:
    """What a command needs from its host: the sheet in front, the policy version to print, and the time.

    ``sheet`` is '' where no sheet is in front (files), ``cell`` where none is chosen; ``cell`` is an address such as
    ``D7``. ``masked`` asks for a copy that can be posted. ``result_of`` computes the formula of a cell (book, sheet,
    address) in full, also what does not show in its cell; it raises InputError where that cannot be done here.
    ``evaluator`` gives for a book what evaluates a formula text (sheet, cell, text) that stands in none of its cells.
    """

    sheet: str
    policy: str
    time: dt.datetime
    masked: bool = False
    cell: str = ""
    result_of: Callable[[BookGrid, str, str], Result] | None = None
    evaluator: Callable[[BookGrid], Evaluate] | None = None
    calls: CallFaults = field(default_factory=CallFaults)
    """What the host found wrong in the cells of ours, for the findings."""


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A button: ``id`` is ASCII for programs, ``name`` and ``help`` are Chinese for users."""

    id: str
    name: str
    help: str
    plan: Callable[[BookGrid, CommandContext], Plan]
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
