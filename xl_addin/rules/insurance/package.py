"""One person's or a whole roster's 一补二险: parts side by side, who pays each, and the total.

A part is an amount by payer or the error that kept it from being computed. The total is the sum of the rounded
parts, and an error in a part is an error in the total (T-07). What each group of persons gets is policy data.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xl_addin.values.errors import InputError, PolicyGap

Fault = InputError | PolicyGap


@dataclass(frozen=True, slots=True)
class PackagePart:
    """One part in fen: what the unit pays and what the person's share is."""

    unit_fen: int
    person_fen: int = 0

    @property
    def total_fen(self) -> int:
        """Both shares together."""
        return self.unit_fen + self.person_fen


NOTHING = PackagePart(0)
"""A part that a group does not get, or for which nothing is owed."""


def package_total(parts: Iterable[PackagePart | Fault]) -> PackagePart | Fault:
    """Add parts; the first error stands for the total.

    >>> package_total([PackagePart(4_320_000), PackagePart(80_000, 30_000)]).total_fen
    4430000
    """
    unit = person = 0
    for part in parts:
        if not isinstance(part, PackagePart):
            return part
        unit, person = unit + part.unit_fen, person + part.person_fen
    return PackagePart(unit, person)
