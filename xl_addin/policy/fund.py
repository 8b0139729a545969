"""The special fund (专项调剂基金专户) as data: account classes of its ledger and tiers of use.

Reads ``data/fund.toml`` and refuses a faulty file. An account is a small number inside the rules; the arrays
of :func:`account_facts` say for a million entries at once what each account does to cash and debts.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28), 六、七; what it leaves open is marked OFFICE in the data.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.options import closest
from xl_addin.policy.schema import CERTAINTIES, PolicyFileError
from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.errors import InputError
from xl_addin.values.memory import remembered

FILE: Final = DATA / "fund.toml"
INCOME: Final = "in"
EXPENSE: Final = "out"
ADVANCE: Final = "垫付"
DEFERRAL: Final = "暂挂"
PRO_RATA: Final = "按比例"
IN_ORDER: Final = "按顺序"
MODES: Final = (PRO_RATA, IN_ORDER)
SIDES: Final = {
    **dict.fromkeys(("收", "收入", "收方", "入", "进", "借", "借方", "流入", "存入", "增加"), INCOME),
    **dict.fromkeys(("支", "支出", "支方", "付", "付出", "付方", "出", "贷", "贷方", "流出", "支取", "减少"), EXPENSE),
}
"""What 收支方向 says in the words of clerks; 借 and 贷 as in the office's own journal of its bank account."""
BANK_WORDS: Final = frozenset({"借", "借方", "贷", "贷方"})
"""A bank's statement means the opposite by these: the account must agree with the side."""
EVEN: Final = "平"
BALANCE_SIDES: Final = {"借": 1, "借方": 1, "贷": -1, "贷方": -1, EVEN: 0}
"""Beside 余额: the sign of the balance of a bank account in the office's own books."""

_ACCOUNT_KEYS: Final = frozenset({"name", "side", "cash", "liability", "transfer", "tier", "source", "aliases"})
_TIER_KEYS: Final = frozenset({"number", "name", "mode", "in_use", "shares", "source", "note"})
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")


@dataclass(frozen=True, slots=True)
class FundSource:
    """Where entries come from: a document and how sure its text is."""

    id: str
    title: str
    date: dt.date
    parts: str
    certainty: str

    @property
    def citation(self) -> str:
        """Citation for users."""
        return f"{self.title}（{self.date.isoformat()}）{self.parts}（{CERTAINTIES[self.certainty]}）"


@dataclass(frozen=True, slots=True)
class Account:
    """One account class (科目): side of the ledger, effect on cash and debts, tier of a use."""

    code: int
    name: str
    side: str
    cash: bool
    liability: str
    transfer: bool
    tier: int | None
    aliases: tuple[str, ...]
    source: FundSource


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier of use; ``shares`` marks the tier in which a surplus goes to other enterprises of the system."""

    number: int
    name: str
    mode: str
    in_use: bool
    shares: bool
    note: str
    source: FundSource


@dataclass(frozen=True, slots=True)
class FundPolicy:
    """Everything of the data file, checked."""

    accounts: tuple[Account, ...]
    tiers: tuple[Tier, ...]
    words: Mapping[str, Mapping[str, int]]
    """Folded word to side to account code: 其他 is a source and a use."""


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What each account does, by code: arrays to be indexed with a column of codes.

    Code -1 (an opening row without account) reads the last element: cash, no debt.
    """

    cash: NDArray[np.bool_]
    raises_advance: NDArray[np.bool_]
    repays_advance: NDArray[np.bool_]
    raises_deferral: NDArray[np.bool_]
    repays_deferral: NDArray[np.bool_]


def fold(text: str) -> str:
    """Fold the spelling of an account: width, spaces and bracketed parts do not count.

    >>> fold("社保 暂挂（非现金）")
    '社保暂挂'
    """
    return _BRACKETS.sub("", "".join(unicodedata.normalize("NFKC", text).split()))


def load_fund(path: Path) -> FundPolicy:
    """Load and check a fund file; raises :class:`PolicyFileError` at the first fault."""
    raw = read_toml(path)
    sources = {str(entry.get("id")): _read_source(entry, path.name) for entry in raw.get("source", [])}
    tiers = tuple(_read_tier(entry, sources, path.name) for entry in raw.get("tier", []))
    numbers = [tier.number for tier in tiers]
    if numbers != sorted(set(numbers)):
        raise PolicyFileError(path.name, "tier", "numbers do not rise", "sort the tiers and number each once")
    entries = raw.get("account", [])
    accounts = tuple(_read_account(code, entry, sources, numbers, path.name) for code, entry in enumerate(entries))
    words: dict[str, dict[str, int]] = {}
    for account in accounts:
        for word in (account.name, *account.aliases):
            owner = words.setdefault(fold(word), {}).setdefault(account.side, account.code)
            if owner != account.code:
                other = accounts[owner].name
                raise PolicyFileError(path.name, account.name, f"{word!r} already means {other}", "keep one")
    return FundPolicy(accounts, tiers, words)


def _read_source(raw: Mapping[str, Any], file: str) -> FundSource:
    entry = f"source {raw.get('id')}"
    for key in ("id", "title", "parts"):
        if not isinstance(raw.get(key), str) or not raw[key]:
            raise PolicyFileError(file, entry, f"{key} is missing", f"write {key} as text")
    if not isinstance(raw.get("date"), dt.date):
        raise PolicyFileError(file, entry, "date is missing", "write date = 2011-09-28 without quotes")
    if raw.get("certainty") not in CERTAINTIES:
        raise PolicyFileError(file, entry, f"certainty {raw.get('certainty')!r}", f"use one of {sorted(CERTAINTIES)}")
    return FundSource(raw["id"], raw["title"], raw["date"], raw["parts"], raw["certainty"])


def _source(raw: Mapping[str, Any], sources: Mapping[str, FundSource], file: str, entry: str) -> FundSource:
    if raw.get("source") not in sources:
        raise PolicyFileError(file, entry, f"source {raw.get('source')!r} is unknown", f"use one of {sorted(sources)}")
    return sources[raw["source"]]


def _refuse_unknown(raw: Mapping[str, Any], allowed: frozenset[str], file: str, entry: str) -> None:
    surplus = sorted(set(raw) - allowed)
    if surplus:
        raise PolicyFileError(file, entry, f"unknown key {surplus[0]!r}", f"keys are {sorted(allowed)}")


def _read_tier(raw: Mapping[str, Any], sources: Mapping[str, FundSource], file: str) -> Tier:
    entry = f"tier {raw.get('number')}"
    _refuse_unknown(raw, _TIER_KEYS, file, entry)
    if not isinstance(raw.get("number"), int) or not isinstance(raw.get("name"), str):
        raise PolicyFileError(file, entry, "number or name is missing", "write both")
    if raw.get("mode") not in MODES:
        raise PolicyFileError(file, entry, f"mode {raw.get('mode')!r} is unknown", f"use one of {list(MODES)}")
    flags = raw.get("in_use"), raw.get("shares")
    if not all(isinstance(flag, bool) for flag in flags):
        raise PolicyFileError(file, entry, "in_use or shares is missing", "write true or false")
    source = _source(raw, sources, file, entry)
    return Tier(raw["number"], raw["name"], raw["mode"], bool(flags[0]), bool(flags[1]), raw.get("note", ""), source)


def _read_account(
    code: int, raw: Mapping[str, Any], sources: Mapping[str, FundSource], tiers: list[int], file: str
) -> Account:
    entry = f"account {raw.get('name')}"
    _refuse_unknown(raw, _ACCOUNT_KEYS, file, entry)
    if not isinstance(raw.get("name"), str) or not isinstance(raw.get("cash"), bool):
        raise PolicyFileError(file, entry, "name or cash is missing", "write both")
    side, tier = raw.get("side"), raw.get("tier")
    if side not in (INCOME, EXPENSE):
        raise PolicyFileError(file, entry, f"side {side!r} is unknown", "use in or out")
    if side == EXPENSE and tier not in tiers:
        raise PolicyFileError(file, entry, f"tier {tier!r} is unknown", f"a use needs one of {tiers}")
    if side == INCOME and tier is not None:
        raise PolicyFileError(file, entry, "a source has a tier", "remove it; tiers rank uses")
    liability = raw.get("liability", "")
    if liability not in ("", ADVANCE, DEFERRAL):
        raise PolicyFileError(file, entry, f"liability {liability!r} is unknown", f"use {ADVANCE} or {DEFERRAL}")
    source = _source(raw, sources, file, entry)
    transfer, aliases = bool(raw.get("transfer", False)), tuple(raw.get("aliases", ()))
    return Account(code, raw["name"], side, raw["cash"], liability, transfer, tier, aliases, source)


@cache
def fund_policy() -> FundPolicy:
    """Give the shipped accounts and tiers.

    >>> [account.name for account in fund_policy().accounts if account.liability]
    ['土地储备垫付', '社保暂挂', '归还暂挂', '归还垫付']
    >>> [tier.number for tier in fund_policy().tiers if tier.shares]
    [4]
    """
    return load_fund(FILE)


@remembered(4096)
def find_account(text: str, side: str) -> int:
    """Read an account as clerks write it; ``side`` decides words that name a source and a use.

    Raises InputError for a blank or an unknown word.

    >>> fund_policy().accounts[find_account("经济补偿金", "out")].name
    '经济补偿'
    """
    key = fold(text)
    if not key:
        raise InputError("科目不能为空，请填资金来源或用途")
    found = fund_policy().words.get(key)
    if found is None:
        names = list(dict.fromkeys(account.name for account in fund_policy().accounts))
        raise InputError(f"科目“{text.strip()}”不认识，可用：{'、'.join(names)}{closest(key, fund_policy().words)}")
    return found[side] if side in found else next(iter(found.values()))


def names_side(text: str, side: str) -> bool:
    """Tell whether an account can stand on a side; a word that is no account says nothing against it.

    >>> names_side("税费", "in"), names_side("其他", "in"), names_side("买菜钱", "in")
    (False, True, True)
    """
    found = fund_policy().words.get(fold(text))
    return found is None or side in found


@cache
def account_facts() -> AccountFacts:
    """Give the effects of every account, with one more element for rows without account (code -1)."""
    accounts = fund_policy().accounts

    def column(side: str, liability: str) -> NDArray[np.bool_]:
        return np.array([a.side == side and a.liability == liability for a in accounts] + [False])

    return AccountFacts(
        np.array([account.cash for account in accounts] + [True]),
        column(INCOME, ADVANCE),
        column(EXPENSE, ADVANCE),
        column(INCOME, DEFERRAL),
        column(EXPENSE, DEFERRAL),
    )
