"""What 全市调剂方案 shows, and where: enterprises by system, what each must pay by tier, the plan, the rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.commands.criteria import equal_to
from xl_addin.commands.fund.ledger_copy import LedgerCopy
from xl_addin.commands.fund.lines import NOBODY, NeedLine, balance_fen
from xl_addin.functions.fund.functions import UNNAMED
from xl_addin.policy.fund_tiers import FundTiers
from xl_addin.rules.fund.plan import CityPlan, Enterprise, Need, plan_city
from xl_addin.tables.grid import column_letters

SALE: Final = "产权变现"
NO_SYSTEM: Final = UNNAMED["系统"]
FIRST_TIER: Final = 5
"""Column of the first tier of the main table."""


@dataclass(frozen=True, slots=True)
class PlanData:
    """What the sheet shows: enterprises by system, their lines with rows on 应付未付, tiers, and the plan."""

    firms: tuple[Enterprise, ...]
    lines: tuple[tuple[int, NeedLine, int], ...]
    """Place of the enterprise, the line, its row on 应付未付; in the order of the enterprises."""
    tiers: tuple[int, ...]
    balancing: int
    plan: CityPlan

    @property
    def last_column(self) -> int:
        """Number of the last column, the reason's."""
        return FIRST_TIER + len(self.tiers) + 7

    def letters(self, place: int) -> str:
        """Letters of a column after the tiers: position, gift, transfer, after, gap, sale, price, reason (0 to 7)."""
        return column_letters(FIRST_TIER + len(self.tiers) + place)

    def members(self) -> list[list[int]]:
        """Places of the enterprises of each system that can balance."""
        systems: dict[str, list[int]] = {}
        for i, firm in enumerate(self.firms):
            if firm.system:
                systems.setdefault(firm.system, []).append(i)
        return [members for members in systems.values() if len(members) > 1]


def plan_data(
    ledger: LedgerCopy,
    lines: Sequence[NeedLine],
    rows: Sequence[int],
    systems: Mapping[str, str],
    tiers: FundTiers,
    held: Mapping[str, str],
) -> PlanData:
    """Plan the city from what is still to be paid; ``rows`` are those of the lines on 应付未付, ``held`` says whose
    money may not be given away.
    """
    names = [name for name in dict.fromkeys((*ledger.firms, *(line.firm for line in lines))) if name != NOBODY]
    order = list(dict.fromkeys(systems[name] for name in names if name in systems))
    names.sort(key=lambda name: order.index(systems[name]) if name in systems else len(order))
    firms = tuple(_enterprise(ledger, name, systems.get(name, ""), held.get(name, "")) for name in names)
    placed = sorted(
        ((names.index(line.firm), line, row) for line, row in zip(lines, rows, strict=True) if line.firm in names),
        key=lambda entry: (entry[0], entry[1].rank),
    )
    needs = [Need(i, line.item, line.tier, line.left) for i, line, _ in placed]
    used = sorted({line.tier for _, line, _ in placed if line.tier < tiers.balancing}) or [tiers.severance]
    plan = plan_city(firms, needs, tiers=tiers)
    return PlanData(firms, tuple(placed), tuple(used), tiers.balancing, plan)


def _enterprise(ledger: LedgerCopy, name: str, system: str, held: str) -> Enterprise:
    mine = ledger.of(name)
    sale = sum(entry.income for entry in mine if entry.account == SALE)
    return Enterprise(name, system, sale, max(balance_fen(mine), 0) - sale, held)


class PlanLayout:
    """Where the sections of the sheet stand; every one refers to others above and below it."""

    def __init__(self, ledger: LedgerCopy, data: PlanData) -> None:
        self.ledger, self.data = ledger, data
        self.systems = list(dict.fromkeys(firm.system or NO_SYSTEM for firm in data.firms))
        # Title, date, kept share, empty; section, heading, systems, total, city's own, empty; section, heading.
        self.first = 4 + 2 + len(self.systems) + 3 + 2 + 1
        self.last = self.first + len(data.firms) - 1
        self.layers = self.last + 4
        blocks = [self._block(members) for members in data.members()]
        self.items = self.layers + (1 + sum(blocks) if blocks else 0) + 2
        self.last_item = self.items + max(len(data.lines), 1) - 1

    def main(self, letters: str) -> str:
        """A column of the main table over all enterprises."""
        return f"${letters}${self.first}:${letters}${self.last}"

    def listed(self, letters: str) -> str:
        """A column of the items over all of them."""
        return f"${letters}${self.items}:${letters}${self.last_item}"

    def received(self, members: Sequence[int], row: int) -> str:
        """What the tiers of the enterprise in a row receive, as a formula."""
        first, last = self.layer_rows(members)
        return f"SUMIFS($F${first}:$F${last},$A${first}:$A${last},{equal_to(f'$A{row}')})"

    def _block(self, members: Sequence[int]) -> int:
        """Rows of a system in the section of tiers: gifts with a heading and a sum, pool, heading, lacks, empty."""
        return 5 + len(members) * (1 + len(self.data.tiers))

    def gift_rows(self, members: Sequence[int]) -> tuple[int, int]:
        """First and last row of what a system's enterprises can give."""
        row = self.layers + 1
        for others in self.data.members():
            if others == members:
                break
            row += self._block(others)
        return row + 1, row + len(members)

    def layer_rows(self, members: Sequence[int]) -> tuple[int, int]:
        """First and last row of a system's lacking by tier."""
        first = self.gift_rows(members)[1] + 4
        return first, first - 1 + len(members) * len(self.data.tiers)

    def lack(self, i: int, tier: int) -> int:
        """What own money leaves unpaid in a tier, in fen."""
        own = [(need.tier, need.left) for place, need, _ in self.data.lines if place == i]
        upto = sum(fen for number, fen in own if number <= tier)
        here = sum(fen for number, fen in own if number == tier)
        return max(min(here, upto - self.data.firms[i].money_fen), 0)
