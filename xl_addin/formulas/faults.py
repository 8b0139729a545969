"""What went wrong in the cells of ours of a workbook, for the findings: taken from a recalculation of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_addin.formulas.recalculation import Recalculation
from xl_addin.formulas.self_reference import self_references
from xl_addin.formulas.stored_names import bare_name
from xl_addin.functions import resolve
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Finding


@dataclass(frozen=True, slots=True)
class CallFaults:
    """What a host found in cells of ours: each begins with the sheet and the cell."""

    errors: tuple[tuple[str, str, CellError], ...] = ()
    """Cells that show an error, with its reason."""
    misspelt: tuple[tuple[str, str, str, str], ...] = ()
    """Cells with a name that is no function, and the name probably meant."""
    unresolved: tuple[tuple[str, str, str], ...] = ()
    """Cells left to the spreadsheet program, and why."""
    own: tuple[Finding, ...] = ()
    """Findings that the host made itself, such as formulas that take their own cell in."""


NO_FAULTS: Final = CallFaults()


def call_faults(book: BookGrid, recalculation: Recalculation) -> CallFaults:
    """Gather the faults of the calls in ``book``, which is as it was read, before values were put in."""
    return CallFaults(
        errors=tuple(recalculation.errors),
        misspelt=tuple(recalculation.misspelt),
        unresolved=tuple(recalculation.unresolved),
        own=tuple(self_references(book, lambda name: resolve(bare_name(name)) is not None)),
    )
