"""One declaration per command: its name, help and what it plans; ribbons, menus and the manual come from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from xl_addin.commands.book import CommandBook
from xl_addin.commands.plan import Plan

GROUPS: Final = ("测算", "资金", "校验", "资料")
"""Groups of the ribbon tab 改制测算, in order."""


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
