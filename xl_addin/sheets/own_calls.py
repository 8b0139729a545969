"""The calculation that a row of a severance sheet states itself: the call of ours behind its amount or months (L-10).

A sheet is read on a lower floor than formulas and functions. Whoever recalculated the workbook hands over what stands
behind a cell (:class:`CellCalls`); here it is only told what such a statement is. A workbook whose formulas nobody
computed states nothing: its cells are what they show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.service import Piece
from xl_addin.tables.grid import CellValue


@dataclass(frozen=True, slots=True)
class OwnCall:
    """One calculation as a formula states it: its inputs, and what it goes by.

    ``refusal`` says why it cannot be judged here; the inputs are empty then.
    """

    function: str
    """ASCII name of the function."""
    cells: Mapping[str, CellValue] = field(default_factory=dict)
    """The cells of :data:`xl_addin.sheets.severance_inputs.INPUTS`, in yuan."""
    policy: Policy | None = None
    policy_value: Any = None
    """The argument that the policy was read from."""
    policy_sheet: str = ""
    """The sheet that the argument is a range of; '' for a profile, or where it was left out."""
    pieces: tuple[Piece, ...] = ()
    """Service in pieces, those that do not count among them."""
    pieces_sheet: str = ""
    """The sheet that holds the pieces, '' where that is not known."""
    months: tuple[int, int] | None = None
    """Approved months before and from 2008, where service is given so (S-36)."""
    name: str = ""
    """Of whom it is, where the call takes a row or a table of persons."""
    refusal: str = ""


class OwnCalls(Protocol):
    """What the formulas of a workbook state."""

    def severance(self, sheet: str, row: int, col: int) -> OwnCall | None:
        """The calculation behind an amount or a number of months; None where no call of ours gives it."""

    def written(self, sheet: str, row: int, col: int) -> Mapping[str, str]:
        """Each input of that calculation as the formula has it: an address, a constant, or another formula."""

    def uses(self, sheets: Sequence[str]) -> Mapping[str, int]:
        """How many formulas that call us refer to each of some sheets."""


class _Nothing:
    def severance(self, sheet: str, row: int, col: int) -> OwnCall | None:
        return None

    def written(self, sheet: str, row: int, col: int) -> Mapping[str, str]:
        return {}

    def uses(self, sheets: Sequence[str]) -> Mapping[str, int]:
        return dict.fromkeys(sheets, 0)


NO_OWN_CALLS: Final[OwnCalls] = _Nothing()
