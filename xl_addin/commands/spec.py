"""One declaration per command: its name, help and what it plans; ribbons, menus and the manual come from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from xl_addin.commands.plan import SheetPlan
from xl_addin.tables.grid import BookGrid


@dataclass(frozen=True, slots=True)
class CommandContext:
    """What a command needs from its host: the sheet in front, the policy version to print, and the time."""

    sheet: str
    policy: str
    time: dt.datetime


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A button: ``id`` is ASCII for programs, ``name`` and ``help`` are Chinese for users."""

    id: str
    name: str
    help: str
    plan: Callable[[BookGrid, CommandContext], SheetPlan]
