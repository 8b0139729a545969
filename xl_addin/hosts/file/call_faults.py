"""What went wrong in the cells of ours of a file, for the findings: taken from a recalculation of the book as read."""

from __future__ import annotations

from xl_addin.checks.self_reference import self_references
from xl_addin.commands.examination import CallFaults
from xl_addin.functions import resolve
from xl_addin.functions.stored_names import bare_name
from xl_addin.hosts.file.recalculation import Recalculation
from xl_addin.tables.grid import BookGrid


def call_faults(book: BookGrid, recalculation: Recalculation) -> CallFaults:
    """Gather the faults of the calls in ``book``, which is as it was read, before values were put in."""
    return CallFaults(
        errors=tuple(recalculation.errors),
        misspelt=tuple(recalculation.misspelt),
        unresolved=tuple(recalculation.unresolved),
        own=tuple(self_references(book, lambda name: resolve(bare_name(name)) is not None)),
    )
