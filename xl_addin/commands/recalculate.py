"""重算: every call of ours is computed anew where it stands; the host does it."""

from __future__ import annotations

from xl_addin.commands.our_calls import OurCalls
from xl_addin.commands.plan import RecalculationPlan
from xl_addin.commands.spec import CommandContext
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import InputError


def plan_recalculation(book: BookGrid, context: CommandContext) -> RecalculationPlan:
    """Ask for a recalculation; InputError if no formula of the book calls us."""
    calls = OurCalls(book)
    if not any(calls.called(cell.text, sheet.name) for sheet in book.sheets for cell in sheet.formulas.values()):
        raise InputError("工作簿里没有本插件的函数，无需重算")
    return RecalculationPlan()
