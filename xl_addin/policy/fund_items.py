"""What an enterprise owes, by item: which accounts of the ledger pay it, and the item that a heading or title names.

An item is an account of uses (``data/fund.toml``); two accounts that pay the same sheet are one item. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from xl_addin.policy.fund import EXPENSE, Account, fold, fund_policy
from xl_addin.policy.fund_tiers import SEVERANCE
from xl_addin.values.memory import remembered

MEDICAL: Final = "医疗"
PAID_BY: Final[Mapping[str, tuple[str, ...]]] = {SEVERANCE: (SEVERANCE, "安置费"), MEDICAL: (MEDICAL, "离退休")}
"""Accounts that pay an item, where there are several: the reserve for retired persons is part of 医疗 (T-07)."""
_SHORTEST: Final = 2
"""One character (税) is found in too many words."""
_TOO_WIDE: Final = frozenset({"其他", "其它", "手续费", "生活费", "工资", "养老", "医疗"})
"""Words that a more exact one beside them goes before, however short that is."""


def accounts_of(item: str) -> tuple[str, ...]:
    """The accounts that pay an item.

    >>> accounts_of("经济补偿"), accounts_of("欠薪")
    (('经济补偿', '安置费'), ('欠薪',))
    """
    return PAID_BY.get(item, (item,))


def item_of(account: str) -> str:
    """The item that an account pays.

    >>> item_of("安置费"), item_of("遗属")
    ('经济补偿', '遗属')
    """
    return next((item for item, accounts in PAID_BY.items() if account in accounts), account)


@cache
def _words() -> tuple[tuple[str, Account], ...]:
    """Every word of a use of money, the longest first."""
    uses = [one for one in fund_policy().accounts if one.side == EXPENSE and not one.transfer and not one.liability]
    found = [(fold(word), one) for one in uses for word in (one.name, *one.aliases)]
    found = [pair for pair in found if len(pair[0]) >= _SHORTEST]
    return tuple(sorted(found, key=lambda pair: (pair[0] in _TOO_WIDE, -len(pair[0]))))


@remembered(4096)
def account_in(text: str) -> Account | None:
    """The use of money that a heading, a title or a 摘要 names by the most exact of its words; None for none.

    >>> texts = ("欠发工资(元)", "职工集资款清单", "内退生活费", "金额")
    >>> [found.name if (found := account_in(text)) else "" for text in texts]
    ['欠薪', '集资款', '内退', '']
    """
    folded = fold(text)
    return next((account for word, account in _words() if word in folded), None)
