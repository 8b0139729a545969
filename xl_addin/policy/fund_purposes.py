"""What the special fund is not for, as data: words of entries, and words that speak of refunds and instalments.

Reads ``data/fund_purposes.toml`` and refuses a faulty file. Which entry is looked at is for the checks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.policy.schema import PolicyFileError
from xl_addin.policy.store import DATA, read_toml

FILE: Final = DATA / "fund_purposes.toml"
_KEYS: Final = frozenset({"id", "name", "accounts", "patterns", "payees"})
_WORDS: Final = ("owed", "lawful", "refund", "beside", "instalment", "periodic")
_SCOPES: Final = frozenset({"all", "other"})


@dataclass(frozen=True, slots=True)
class Misuse:
    """One purpose that the fund does not have."""

    id: str
    name: str
    pattern: re.Pattern[str]
    payees: tuple[str, ...]
    everywhere: bool
    """Whether an entry of any account is looked at, or only those that pay no item of the workers."""


@dataclass(frozen=True, slots=True)
class Purposes:
    """Everything of the data file, checked."""

    citation: str
    misuses: tuple[Misuse, ...]
    words: Mapping[str, tuple[str, ...]]
    repeat_days: int
    """Within so many days an equal payment to the same payee for the same item is looked at."""

    def says(self, kind: str, text: str) -> bool:
        """Tell whether a text holds a word of one kind (owed, lawful, refund, beside, instalment, periodic).

        >>> purposes().says("refund", "退回多付补偿金"), purposes().says("beside", "补缴养老保险费")
        (True, False)
        """
        return any(word in text for word in self.words[kind])

    def misuse_in(self, text: str) -> Misuse | None:
        """The purpose outside the fund's that a text without spaces speaks of.

        >>> found = purposes().misuse_in("购公务用车一辆")
        >>> found.name if found else "", purposes().misuse_in("发放经济补偿金")
        ('购置车辆、车辆费用', None)
        """
        return next((one for one in self.misuses if one.pattern.search(text)), None)

    def misuse_at(self, payee: str) -> Misuse | None:
        """The purpose outside the fund's that a payee is known for."""
        return next((one for one in self.misuses if any(word in payee for word in one.payees)), None)


def load_purposes(path: Path) -> Purposes:
    """Load and check a file of purposes; raises :class:`PolicyFileError` at the first fault."""
    raw = read_toml(path)
    for key in ("citation", *_WORDS):
        if not raw.get(key):
            raise PolicyFileError(path.name, key, f"{key} is missing", f"write {key}")
    misuses = tuple(_read(entry, path.name) for entry in raw.get("misuse", []))
    if not isinstance(raw.get("repeat_days"), int):
        raise PolicyFileError(path.name, "repeat_days", "repeat_days is missing", "write a whole number of days")
    return Purposes(str(raw["citation"]), misuses, {key: tuple(raw[key]) for key in _WORDS}, raw["repeat_days"])


def _read(raw: Mapping[str, Any], file: str) -> Misuse:
    entry = f"misuse {raw.get('id')}"
    surplus = sorted(set(raw) - _KEYS)
    if surplus:
        raise PolicyFileError(file, entry, f"unknown key {surplus[0]!r}", f"keys are {sorted(_KEYS)}")
    if not raw.get("patterns") or raw.get("accounts") not in _SCOPES:
        raise PolicyFileError(file, entry, "patterns or accounts are missing", f"accounts is one of {sorted(_SCOPES)}")
    try:
        pattern = re.compile("|".join(f"(?:{text})" for text in raw["patterns"]))
    except re.error as error:
        raise PolicyFileError(file, entry, f"pattern {error.pattern!r}", str(error)) from error
    return Misuse(
        str(raw["id"]), str(raw["name"]), pattern, tuple(raw.get("payees", ())), everywhere=raw["accounts"] == "all"
    )


@cache
def purposes() -> Purposes:
    """The shipped purposes."""
    return load_purposes(FILE)
