"""One declaration per command: its name, help and what it plans; ribbons, menus and the manual come from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from xl_addin.commands.plan import BookPlan, SheetPlan
from xl_addin.tables.grid import BookGrid


@dataclass(frozen=True, slots=True)
class CommandContext:
    """What a command needs from its host: the sheet in front, the policy version to print, and the time.

    ``sheet`` is '' where no sheet is in front (files). ``masked`` asks for a copy that can be posted.
    """

    sheet: str
    policy: str
    time: dt.datetime
    masked: bool = False


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A button: ``id`` is ASCII for programs, ``name`` and ``help`` are Chinese for users."""

    id: str
    name: str
    help: str
    plan: Callable[[BookGrid, CommandContext], SheetPlan | BookPlan]
    one_sheet: bool = False
    """Acts on the sheet in front and on no other."""
    can_mask: bool = False
    """Heeds ``CommandContext.masked``."""
