"""Each part of 一补二险 for many persons at once: 经济补偿金 as its own function gives it, and the insurances.

All persons who get a part are computed in one call; a bad cell spoils only its own person. Who gets what is policy
data. The insurances stand in :mod:`xl_addin.sheets.package_parts`, for checks as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.functions.severance.roster import compute_roster
from xl_addin.policy.package import PackageGroup, insurances
from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance.contributions import UNIT
from xl_addin.rules.insurance.package import NOTHING, PackagePart
from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.sheets.package_columns import period_roles
from xl_addin.sheets.package_parts import (
    ArrearsPart,
    Cells,
    Group,
    Part,
    ReservePart,
    compute_insurance,
    gets,
    members_of,
    reserves,
    shares_of,
)
from xl_addin.sheets.severance_inputs import INPUTS, REQUIRED
from xl_addin.tables.cleaning import is_blank

_NONE: Final = -1


@dataclass(frozen=True, slots=True)
class SeverancePart:
    """经济补偿 of the persons ``members`` (places in the roster); ``places`` are rows of ``table``, -1 where none."""

    members: Sequence[int]
    parts: Sequence[Part]
    places: Sequence[int]
    table: SeveranceTable


Computed = SeverancePart | ArrearsPart | ReservePart


def required_roles(item: str, groups: Sequence[Group], cells: Cells) -> list[str]:
    """List the columns without which some person's part cannot be computed, each once."""
    kinds = {group.label: group for group in groups if isinstance(group, PackageGroup)}.values()
    getting = [group for group in kinds if gets(item, group)]
    if item not in insurances():
        return list(REQUIRED) if getting else []
    owing = {group.label for group in getting if not reserves(item, group)}
    roles = ["age", "annual_standard"] if len(owing) < len(getting) else []
    if owing:
        period = period_roles(item)
        roles += period
        members = [i for i, group in enumerate(groups) if isinstance(group, PackageGroup) and group.label in owing]
        if any(not is_blank(column[i]) for column in map(cells.column, period) for i in members):
            roles += ["contribution_wage", "average_wage"]
    return roles


def compute_item(item: str, cells: Cells, groups: Sequence[Group], policy: Policy) -> Iterable[Computed]:
    """Compute one part of everybody who gets it."""
    if item in insurances():
        return compute_insurance(item, cells, groups, policy)
    return [_severance(cells, members_of(groups, lambda group: gets(item, group)), policy)]


def parts_of(computed: Computed, payer: str, policy: Policy) -> Sequence[Part]:
    """Give everybody's share of one payer, '' for both. Severance is the unit's alone."""
    if not isinstance(computed, SeverancePart):
        return shares_of(computed, payer, policy)
    if payer in ("", UNIT):
        return computed.parts
    return [NOTHING if isinstance(part, PackagePart) else part for part in computed.parts]


def _severance(cells: Cells, members: list[int], policy: Policy) -> SeverancePart:
    inputs = {role: [column[i] for i in members] for role, column in cells.columns.items() if role in INPUTS}
    table, where = compute_roster(inputs, policy)
    amounts = table.amount_fen.tolist()
    parts: list[Part] = [PackagePart(amounts[place]) if isinstance(place, int) else place for place in where]
    places = [place if isinstance(place, int) else _NONE for place in where]
    return SeverancePart(members, parts, places, table)
