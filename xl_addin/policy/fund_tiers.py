"""Tiers of use as one office sets them: rows 清偿顺序/科目 and 清偿方式/第N层 of its 政策 sheet over the shipped tiers.

The order inside the group that must come first is not stated by any document, so it is the office's to write. Needs
that name no tier stay in tier 1 in the worksheet functions (F-03); these rows rank the accounts of a ledger.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 六、七; ``data/fund.toml`` marks what it leaves open.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from xl_addin.policy.fund import EXPENSE, IN_ORDER, MODES, PRO_RATA, Account, find_account, fund_policy
from xl_addin.values.errors import NUM, InputError

ORDER: Final = "清偿顺序"
MODE: Final = "清偿方式"
MOST_TIER: Final = 99
SEVERANCE: Final = "经济补偿"
"""Account whose tier is that of settling workers."""
_TIER: Final = re.compile(r"第?(\d{1,4})层?")


@dataclass(frozen=True, slots=True)
class FundTiers:
    """The tier of every use and how each tier is shared."""

    tiers: Mapping[str, int]
    """Account name to tier."""
    modes: Mapping[int, str]

    def of(self, account: Account) -> int:
        """Tier of a use."""
        return self.tiers[account.name]

    def mode(self, tier: int) -> str:
        """按比例 or 按顺序; a tier that nobody describes is shared 按比例."""
        return self.modes.get(tier, PRO_RATA)

    @property
    def severance(self) -> int:
        """Tier of settling workers."""
        return self.tiers[SEVERANCE]

    @property
    def balancing(self) -> int:
        """Tier from which a surplus goes to other enterprises: that of transfers out."""
        return min(self.of(account) for account in _uses() if account.transfer)

    def rank(self, tier: int, place: int) -> Fraction:
        """Rank of the ``place``-th need (from 1) of a tier: the tier itself, or parts of it that are paid in turn.

        >>> tiers = fund_tiers({})
        >>> tiers.rank(1, 2), tiers.rank(3, 2)
        (Fraction(1, 1), Fraction(151, 50))
        """
        return Fraction(tier) + (Fraction(place, 100) if self.mode(tier) == IN_ORDER else 0)


def _uses() -> list[Account]:
    return [account for account in fund_policy().accounts if account.side == EXPENSE]


def tier_rows() -> tuple[str, ...]:
    """Names of all rows that a 政策 sheet may hold about tiers.

    >>> tier_rows()[0], tier_rows()[-1]
    ('清偿顺序/经济补偿', '清偿方式/第5层')
    """
    orders = [f"{ORDER}/{account.name}" for account in _uses()]
    return (*orders, *(f"{MODE}/第{tier.number}层" for tier in fund_policy().tiers))


def is_tier_row(name: str) -> bool:
    """Tell a row about tiers, also one whose account is unknown.

    >>> is_tier_row("清偿顺序 / 税款"), is_tier_row("profile")
    (True, False)
    """
    return _fold(name).startswith((ORDER, MODE))


def tier_row_name(name: str) -> str:
    """Bring the name of such a row to its one spelling.

    Raises InputError for an account that is no use of money and for a tier that is no whole number.

    >>> tier_row_name("清偿顺序/经济补偿金"), tier_row_name("清偿方式／3")
    ('清偿顺序/经济补偿', '清偿方式/第3层')
    """
    kind, slash, what = _fold(name).partition("/")
    if kind == ORDER and slash and what:
        account = fund_policy().accounts[find_account(what, EXPENSE)]
        if account.side != EXPENSE:
            raise InputError(f"政策表“{name.strip()}”：“{account.name}”是资金来源，没有清偿顺序，请写资金用途")
        return f"{ORDER}/{account.name}"
    found = _TIER.fullmatch(what)
    if kind == MODE and slash and found:
        return f"{MODE}/第{_in_range(int(found[1]), name)}层"
    raise InputError(f"政策表“{name.strip()}”写法不对，应写成 {ORDER}/经济补偿 或 {MODE}/第1层")


def tier_number(number: Fraction, name: str) -> int:
    """Check the tier that a row states: a whole number from 0 to 99.

    >>> tier_number(Fraction(2), "清偿顺序/税费")
    2
    """
    if number.denominator != 1:
        raise InputError(f"政策表“{name}”的值要填层级（整数，如 1），现为 {float(number)}")
    return _in_range(int(number), name)


def _in_range(tier: int, name: str) -> int:
    if not 0 <= tier <= MOST_TIER:
        raise InputError(f"政策表“{name.strip()}”的层级应在 0 到 {MOST_TIER} 之间，现为 {tier}", NUM)
    return tier


def tier_mode(word: str, name: str) -> str:
    """Check how a tier is shared.

    >>> tier_mode("按 顺序", "清偿方式/第1层")
    '按顺序'
    """
    mode = _fold(word)
    if mode not in MODES:
        raise InputError(f"政策表“{name}”只能填 {' 或 '.join(MODES)}，现为“{word}”")
    return mode


def fund_tiers(facts: Mapping[str, str]) -> FundTiers:
    """Give the tiers under the facts of a policy, as :func:`tier_row_name` and the checks above wrote them.

    >>> tiers = fund_tiers({"清偿顺序/税费": "1"})
    >>> tiers.tiers["税费"], tiers.tiers["经济补偿"], tiers.severance, tiers.balancing
    (1, 1, 1, 4)
    """
    return _tiers(tuple(sorted((name, value) for name, value in facts.items() if is_tier_row(name) and value)))


@lru_cache(maxsize=64)
def _tiers(stated: tuple[tuple[str, str], ...]) -> FundTiers:
    tiers = {account.name: account.tier for account in _uses() if account.tier is not None}
    modes = {tier.number: tier.mode for tier in fund_policy().tiers}
    for name, value in stated:
        kind, _, what = name.partition("/")
        if kind == ORDER:
            tiers[what] = int(value)
        else:
            modes[int(what.removeprefix("第").removesuffix("层"))] = value
    return FundTiers(tiers, modes)


def _fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
