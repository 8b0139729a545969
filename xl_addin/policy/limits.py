"""Limits of the law that only checks use: ages, protection from dismissal, days for hand-over.

Loads ``data/limits.toml`` and refuses a faulty file. What a calculation uses stands among the
dated parameters instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from xl_addin.policy.schema import CERTAINTIES, PolicyFileError
from xl_addin.policy.store import DATA, read_toml

FILE: Final = DATA / "limits.toml"
_KEYS: Final = frozenset({"id", "value", "unit", "citation", "quote", "certainty"})


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: a whole number of ``unit`` and where it stands."""

    id: str
    value: int
    unit: str
    citation: str
    quote: str
    certainty: str


def load_limits(path: Path) -> Mapping[str, Limit]:
    """Load and check a limits file; raises :class:`PolicyFileError` at the first fault."""
    found: dict[str, Limit] = {}
    for raw in read_toml(path).get("limit", []):
        entry = str(raw.get("id", "limit"))
        if set(raw) != _KEYS:
            odd = sorted(set(raw) ^ _KEYS)[0]
            raise PolicyFileError(path.name, entry, f"key {odd!r} is missing or unknown", f"keys are {sorted(_KEYS)}")
        if entry in found:
            raise PolicyFileError(path.name, entry, "this id exists twice", "rename one")
        if not isinstance(raw["value"], int) or raw["value"] <= 0:
            raise PolicyFileError(path.name, entry, f"value {raw['value']!r}", "write a whole number above 0")
        if raw["certainty"] not in CERTAINTIES:
            raise PolicyFileError(path.name, entry, f"certainty {raw['certainty']!r}", f"use {sorted(CERTAINTIES)}")
        found[entry] = Limit(**raw)
    return found


@cache
def limits() -> Mapping[str, Limit]:
    """Give the shipped limits by id.

    >>> limits()["handover_days"].value
    15
    """
    return load_limits(FILE)


def limit(name: str) -> int:
    """Give one limit's value.

    >>> limit("minor_months") // 12
    16
    """
    return limits()[name].value
