"""Policy profiles (口径): which regime governs a calculation, with its options and local values.

A shipped profile is known by its id. An office's own choices arrive as a :class:`Policy`
built from its 政策 sheet: a profile, options that replace the profile's, and dated local
values. Regimes are words here; what they compute is in ``rules``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Final

from xl_addin.policy.options import Options, closest, default_options, find_word, shown_words, with_options
from xl_addin.policy.package import plain_contents
from xl_addin.policy.schema import CERTAINTIES, DatedValue, PolicyFileError, unknown_keys
from xl_addin.policy.store import DATA, HASH_LENGTH, national, read_toml
from xl_addin.values.errors import InputError
from xl_addin.values.money import decimal_text, exact

DEFAULT_PROFILE: Final = "SEG2008"
_PROFILE_KEYS: Final = frozenset(
    {"id", "title", "regime", "old_document", "new_document", "basis", "certainty", "options"}
)


class Regime(StrEnum):
    """The shapes of severance law that a profile can choose."""

    SEGMENTED = "segmented"
    """481号 to 2007-12-31, 劳动合同法 47 from 2008-01-01."""
    OLD_LAW = "old_law"
    """481号 over the whole service."""
    RESTRUCTURING = "restructuring"
    """改制 rule: floor for all, three times the enterprise average as cap."""
    NEW_LAW = "new_law"
    """劳动合同法 47, service from 2008-01-01 only."""
    PRORATED = "prorated"
    """A local standard per year of service, prorated to two decimals."""
    LUMP_SUM = "lump_sum"
    """Bankruptcy settlement: a fixed number of average wages."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A named regime with preset options and its legal basis."""

    id: str
    title: str
    regime: Regime
    options: Options
    old_document: str
    new_document: str
    basis: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Policy:
    """What one calculation goes by: a profile, options, and an office's own dated values."""

    profile: Profile
    options: Options
    local: Mapping[str, tuple[DatedValue, ...]] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    """Facts of the local document as the 政策 sheet states them: 文号, 状态 and the like."""

    @property
    def confirmed(self) -> bool:
        """Whether the office has marked this policy 已确认 on its 政策 sheet, and it has not expired (G-15)."""
        expires = self.facts.get("失效日期", "")
        return self.facts.get("状态", "") == "已确认" and (not expires or expires >= dt.date.today().isoformat())

    @property
    def status(self) -> str:
        """已确认, or 未确认口径 with the reason that the 政策 sheet gives."""
        if self.confirmed:
            return "已确认"
        stated = self.facts.get("状态", "")
        reason = {"已确认": "已过失效日期", "草案": "草案"}.get(stated, "")
        return f"未确认口径（{reason}）" if reason else "未确认口径"

    @property
    def version(self) -> str:
        """Profile, status and content hash (P-09); local options and values are part of the hash.

        What says the same has the same hash: the parts of 一补二险 in whole or by payer, in any order.

        >>> shipped_policy("R481").version.split()[:2]
        ['R481', '未确认口径']
        """
        digest = hashlib.sha256(national().version.encode())
        facts = sorted(plain_contents(self.facts).items())
        stated = (self.profile.id, self.options, sorted(self.local.items()), facts)
        digest.update(repr(stated).encode())
        return f"{self.profile.id} {self.status} {digest.hexdigest()[:HASH_LENGTH]}"


@cache
def profiles() -> Mapping[str, Profile]:
    """Give every shipped profile by id.

    >>> sorted(profiles())
    ['BANKRUPT3X', 'PRORATE', 'R481', 'RGZ', 'RLCL', 'SEG2008']
    """
    found = {}
    for path in sorted((DATA / "profiles").glob("*.toml")):
        profile = read_profile(read_toml(path), path.name)
        if profile.id in found:
            raise PolicyFileError(path.name, profile.id, "this id exists twice", "rename one")
        found[profile.id] = profile
    return found


def read_profile(raw: Mapping[str, object], file: str) -> Profile:
    """Check one profile file; raises :class:`PolicyFileError`."""
    unknown_keys(raw, _PROFILE_KEYS, file, "top level")
    for key in ("id", "title", "regime", "basis", "certainty"):
        if not isinstance(raw.get(key), str) or not raw[key]:
            raise PolicyFileError(file, "top level", f"{key} is missing", f"write {key}")
    if raw["regime"] not in set(Regime):
        raise PolicyFileError(file, "regime", f"{raw['regime']!r} is unknown", f"use one of {[str(r) for r in Regime]}")
    if raw["certainty"] not in CERTAINTIES:
        raise PolicyFileError(
            file, "certainty", f"{raw['certainty']!r} is unknown", f"use one of {sorted(CERTAINTIES)}"
        )
    for key in ("old_document", "new_document"):
        if raw.get(key, "") and raw[key] not in national().documents:
            raise PolicyFileError(file, key, f"{raw[key]!r} is not registered", "add it to documents.toml")
    chosen = raw.get("options", {})
    if not isinstance(chosen, Mapping):
        raise PolicyFileError(file, "options", "not a table", "write [options]")
    try:
        options = with_options(default_options(), chosen)
    except InputError as error:
        raise PolicyFileError(file, "options", error.message, "correct the option") from None
    return Profile(
        str(raw["id"]),
        str(raw["title"]),
        Regime(str(raw["regime"])),
        options,
        str(raw.get("old_document", "")),
        str(raw.get("new_document", "")),
        str(raw["basis"]),
        str(raw["certainty"]),
    )


def find_profile(name: str) -> Profile:
    """Find a shipped profile by id in any case, or by its Chinese title; raises InputError with a hint.

    >>> find_profile("seg2008").regime is Regime.SEGMENTED, find_profile("分段计算").id
    (True, 'SEG2008')
    """
    known = profiles()
    wanted = find_word(name, {profile.id: profile.title for profile in known.values()})
    if wanted is None:
        near = closest(name.strip().upper(), known) or closest(name.strip(), (one.title for one in known.values()))
        titles = shown_words({profile.id: profile.title for profile in known.values()})
        shown = "、".join(f"{one}（{title}）" for one, title in titles.items())
        raise InputError(f"没有名为“{name.strip()}”的政策口径，可用：{shown}{near}")
    return known[wanted]


@cache
def shipped_policy(profile: str = DEFAULT_PROFILE) -> Policy:
    """Give a shipped profile as a policy without local additions."""
    found = find_profile(profile)
    return Policy(found, found.options)


def option_value(policy: Policy, name: str) -> str:
    """Write an option's current value as a 政策 sheet has it.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> option_value(shipped_policy(), "multiplier"), option_value(shipped_policy(), "local_floor")
    ('1', 'none')
    """
    value = getattr(policy.options, name)
    if value is None or isinstance(value, str):
        return value or "none"
    return decimal_text(int(exact(value) * 1_000_000), 1_000_000)
