"""One item that one enterprise must pay, as 应付未付 lists it, and what all of them leave open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.policy.fund_items import MEDICAL, accounts_of
from xl_addin.policy.fund_tiers import FundTiers

UNKNOWN_FIRM: Final = "未写企业"
REST: Final = "费用表其余费用"
"""What 费用和资金来源表 says in all above the items that are listed."""
_INSURANCES: Final = frozenset({"养老", MEDICAL, "失业"})


@dataclass(frozen=True, slots=True)
class DueItem:
    """One item that one enterprise must pay; ``day`` is the latest day of leaving on its severance sheets."""

    firm: str
    item: str
    fen: int
    source: str
    day: int | None = None
    of_insurance: bool = False
    """Whether it comes from a list of arrears or of 一补二险."""

    @property
    def accounts(self) -> tuple[str, ...]:
        """Accounts of the ledger that pay it; none for what is not told apart."""
        return () if self.item == REST else accounts_of(self.item)

    @property
    def insured(self) -> bool:
        """Whether 暂挂 can stand for it."""
        return self.item in _INSURANCES or self.of_insurance


@dataclass(frozen=True, slots=True)
class Dues:
    """Every item in the order of the ledger's enterprises, and sentences about what could not be counted."""

    items: tuple[DueItem, ...]
    left_out: tuple[str, ...]
    held: Mapping[str, str] = field(default_factory=dict)
    """Enterprises (as the ledger writes them) whose money may not be given to others, with the reason."""
    unread: frozenset[str] = frozenset()
    """Those of them of which something that is due could not be read."""

    @property
    def firms(self) -> list[str]:
        """Enterprises in order of first appearance."""
        return list(dict.fromkeys(item.firm for item in self.items))


def tier_of(item: str, tiers: FundTiers) -> int:
    """Tier of an item by the account that pays it; what is not told apart stands with the workers.

    >>> from xl_addin.policy.fund_tiers import fund_tiers
    >>> tier_of("经济补偿", fund_tiers({})), tier_of("归还暂挂", fund_tiers({})), tier_of(REST, fund_tiers({}))
    (1, 3, 1)
    """
    if item == REST:
        return tiers.severance
    return tiers.of(fund_policy().accounts[find_account(item, EXPENSE)])
