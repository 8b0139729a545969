"""Time limits, shares and fixed orders of the procedure as data, with what an office must have set up.

Loads ``data/procedure/limits.toml`` and refuses a faulty file. A limit of the law breaks a rule; a limit that the
office sets (``office``) is only a reminder. Leaves out how days are counted: that is for the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.policy.procedure import procedure
from xl_addin.policy.schema import CERTAINTIES, OPEN_END, PolicyFileError
from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.dates import day_number

FILE: Final = DATA / "procedure" / "limits.toml"
_LIMIT_KEYS: Final = frozenset({"id", "name", "from", "to", "value", "text", "office", "citation", "certainty"})


@dataclass(frozen=True, slots=True)
class Limit:
    """One figure between two days (inclusive day numbers): a number of days or months, or a share."""

    id: str
    name: str
    value: Fraction
    text: str
    office: bool
    """Set by the office, not by the law."""
    citation: str
    first_day: int
    last_day: int

    @property
    def count(self) -> int:
        """The value as a whole number of days, months or things."""
        return int(self.value)


@dataclass(frozen=True, slots=True)
class FixedOrder:
    """Two steps whose order is broken when the later one is finished first."""

    earlier: str
    later: str
    why: str
    citation: str


@dataclass(frozen=True, slots=True)
class LooseOrder:
    """Two steps of an ``after`` entry that are not judged, or not where one of the steps in ``unless`` exists."""

    earlier: str
    later: str
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """A body that must exist, and the words by which it is recognised."""

    id: str
    name: str
    words: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class ProcedureLimits:
    """Everything of the data file, checked."""

    limits: Mapping[str, tuple[Limit, ...]]
    orders: tuple[FixedOrder, ...]
    loose: tuple[LooseOrder, ...]
    bodies: tuple[Body, ...]


def load_limits(path: Path) -> ProcedureLimits:
    """Load and check a limits file; raises :class:`PolicyFileError` at the first fault."""
    raw = read_toml(path)
    limits: dict[str, tuple[Limit, ...]] = {}
    for entry in raw.get("limit", []):
        item = _read_limit(entry, path.name)
        earlier = limits.get(item.id, ())
        if earlier and earlier[-1].last_day + 1 != item.first_day:
            raise PolicyFileError(path.name, item.id, "two texts overlap or leave days between", "join from and to")
        limits[item.id] = (*earlier, item)
    orders = tuple(
        FixedOrder(*_pair(entry, path.name), _text(entry, "why", path.name), _text(entry, "citation", path.name))
        for entry in raw.get("order", [])
    )
    loose = tuple(
        LooseOrder(*_pair(entry, path.name), tuple(entry.get("unless", ()))) for entry in raw.get("loose", [])
    )
    bodies = tuple(
        Body(entry["id"], entry["name"], tuple(entry["words"]), entry["citation"]) for entry in raw.get("body", [])
    )
    return ProcedureLimits(limits, orders, loose, bodies)


def _text(raw: Mapping[str, Any], key: str, file: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value:
        raise PolicyFileError(file, str(raw.get("id", raw.get("later"))), f"{key} is missing", f"write {key} as text")
    return value


def _pair(raw: Mapping[str, Any], file: str) -> tuple[str, str]:
    for key in ("earlier", "later"):
        if raw.get(key) not in procedure().steps:
            raise PolicyFileError(file, f"order {raw.get('later')}", f"{key} {raw.get(key)!r}", "name a step")
    return raw["earlier"], raw["later"]


def _read_limit(raw: Mapping[str, Any], file: str) -> Limit:
    entry = _text(raw, "id", file)
    surplus = sorted(set(raw) - _LIMIT_KEYS)
    if surplus:
        raise PolicyFileError(file, entry, f"unknown key {surplus[0]!r}", f"keys are {sorted(_LIMIT_KEYS)}")
    if raw.get("certainty") not in CERTAINTIES:
        raise PolicyFileError(file, entry, f"certainty {raw.get('certainty')!r}", f"use one of {sorted(CERTAINTIES)}")
    if not isinstance(raw.get("office"), bool):
        raise PolicyFileError(file, entry, "office is missing", "write true or false")
    for key in ("from", "to"):
        if key in raw and type(raw[key]) is not dt.date:
            raise PolicyFileError(file, entry, f"{key} is no date", f"write {key} = 2022-05-01 without quotes")
    try:
        value = Fraction(Decimal(_text(raw, "value", file)))
    except InvalidOperation:
        raise PolicyFileError(file, entry, f"value {raw['value']!r} is no number", 'write value = "20"') from None
    if value <= 0:
        raise PolicyFileError(file, entry, f"value {raw['value']!r} is not above 0", "check the figure")
    return Limit(
        id=entry,
        name=_text(raw, "name", file),
        value=value,
        text=_text(raw, "text", file),
        office=raw["office"],
        citation=_text(raw, "citation", file),
        first_day=day_number(raw["from"]) if "from" in raw else -OPEN_END,
        last_day=day_number(raw["to"]) if "to" in raw else OPEN_END,
    )


@cache
def procedure_limits() -> ProcedureLimits:
    """Give the shipped limits.

    >>> [body.name for body in procedure_limits().bodies][0]
    '改制领导小组'
    """
    return load_limits(FILE)


def limit(name: str, day: int | None = None) -> Limit:
    """Give a limit as it stands on a day (a day number); ``day`` may be left out where one text holds for ever.

    >>> limit("listing_workdays").count, limit("price_floor").value
    (20, Fraction(9, 10))
    >>> limit("petition_handle_days", day_number(dt.date(2022, 5, 1))).citation
    '信访工作条例（2022）第三十四条'
    """
    entries = procedure_limits().limits[name]
    if day is None:
        return entries[-1]
    return next(entry for entry in entries if entry.first_day <= day <= entry.last_day)
