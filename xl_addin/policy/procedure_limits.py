"""Time limits, shares and fixed orders of the procedure as data, with what an office must have set up.

Loads ``data/procedure/limits.toml`` and refuses a faulty file. A limit of the law breaks a rule; a limit that the
office sets (``office``) is only a reminder, and a row of the 政策 sheet named like its ``setting`` replaces the shipped
figure. Leaves out how days are counted: that is for the rules.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from xl_addin.policy.procedure import procedure
from xl_addin.policy.schema import CERTAINTIES, OPEN_END, PolicyFileError
from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.dates import day_number
from xl_addin.values.errors import InputError

if TYPE_CHECKING:
    from xl_addin.policy.profiles import Policy

FILE: Final = DATA / "procedure" / "limits.toml"
_LIMIT_KEYS: Final = frozenset(
    {"id", "name", "from", "to", "value", "text", "office", "setting", "unit", "citation", "certainty"}
)
_SETTING: Final = re.compile(r"(\d{1,5})(?:\.0+)?(天|日|个月|月|周岁|岁|年)?")
_UNITS: Final = {
    "日": {"日": 1, "天": 1},
    "月": {"月": 1, "个月": 1, "年": 12},
    "年": {"年": 1, "岁": 1, "周岁": 1},
}
"""For each unit of a limit, what an office may write behind its number, and how many of the unit that is."""
_MOST: Final = {"日": 3650, "月": 120, "年": 80}
"""What is above is a slip of the pen, not a period of an office."""
_COUNTED: Final = {"日": ("天数", "日"), "月": ("月数", "个月"), "年": ("年数", "年")}


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
    setting: str = ""
    """Name of its row on a 政策 sheet; '' for a limit of the law."""
    unit: str = ""
    """日, 月 or 年, for those."""

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
    """Two steps of an ``after`` entry that are not judged, or not where a step in ``unless`` was done by then."""

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
    if raw["office"] != bool(raw.get("setting")) or (raw["office"] and raw.get("unit") not in _UNITS):
        raise PolicyFileError(
            file, entry, "setting or unit is missing", "an office's limit has setting and unit 日, 月 or 年"
        )
    return Limit(
        id=entry,
        name=_text(raw, "name", file),
        value=value,
        text=_text(raw, "text", file),
        office=raw["office"],
        citation=_text(raw, "citation", file),
        first_day=day_number(raw["from"]) if "from" in raw else -OPEN_END,
        last_day=day_number(raw["to"]) if "to" in raw else OPEN_END,
        setting=raw.get("setting", ""),
        unit=raw.get("unit", ""),
    )


@cache
def procedure_limits() -> ProcedureLimits:
    """Give the shipped limits.

    >>> [body.name for body in procedure_limits().bodies][0]
    '改制领导小组'
    """
    return load_limits(FILE)


@cache
def limit_settings() -> Mapping[str, Limit]:
    """Give the limits that an office may set, by the name of their row on a 政策 sheet.

    >>> limit_settings()["公示天数"].text
    '7日'
    """
    entries = [entry for texts in procedure_limits().limits.values() for entry in texts if entry.setting]
    return {entry.setting: entry for entry in entries}


def read_setting(shipped: Limit, value: object) -> Limit:
    """Give an office's own figure for a limit: a whole number, also with its unit; InputError for anything else.

    >>> read_setting(limit_settings()["公示天数"], "10天").text
    '10日'
    >>> read_setting(limit_settings()["清产核资有效月数"], "1年").count
    12
    """
    asked, counted = _COUNTED[shipped.unit]
    text = "".join(unicodedata.normalize("NFKC", str(value)).split())
    found = _SETTING.fullmatch(text)
    unit = found[2] if found else None
    factor = _UNITS[shipped.unit].get(unit or shipped.unit)
    if isinstance(value, bool) or found is None or factor is None:
        raise InputError(f"“{shipped.setting}”要填整数（{asked}），现为“{str(value).strip()}”")
    count, most = int(found[1]) * factor, _MOST[shipped.unit]
    if not 1 <= count <= most:
        raise InputError(f"“{shipped.setting}”要在 1 到 {most} 之间，现为“{str(value).strip()}”")
    own = f"{shipped.citation}；本单位政策表定为{count}{counted}"
    return replace(shipped, value=Fraction(count), text=f"{count}{counted}", citation=own)


def limit(name: str, day: int | None = None, policy: Policy | None = None) -> Limit:
    """Give a limit as it stands on a day (a day number); ``day`` may be left out where one text holds for ever.

    With a ``policy`` a figure of the office's own 政策 sheet goes before the shipped one; one that cannot be read is
    reported by the check of that sheet and leaves the shipped one in place.

    >>> limit("listing_workdays").count, limit("price_floor").value
    (20, Fraction(9, 10))
    >>> limit("petition_handle_days", day_number(dt.date(2022, 5, 1))).citation
    '信访工作条例（2022）第三十四条'
    """
    entries = procedure_limits().limits[name]
    found = entries[-1] if day is None else next(one for one in entries if one.first_day <= day <= one.last_day)
    stated = policy.facts.get(found.setting, "") if policy is not None and found.setting else ""
    if not stated:
        return found
    try:
        return read_setting(found, stated)
    except InputError:
        return found


def stated_limit(name: str, policy: Policy) -> Limit | None:
    """Give a limit that only acts where an office's 政策 sheet states it, else None; as :func:`limit` reads it.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> stated_limit("internal_service_years", shipped_policy()) is None
    True
    """
    shipped = procedure_limits().limits[name][-1]
    try:
        return read_setting(shipped, stated) if (stated := policy.facts.get(shipped.setting, "")) else None
    except InputError:
        return None


def limit_rows() -> list[tuple[str, str, str]]:
    """Rows for a 政策 sheet: name, shipped figure and what it means, in the order of the data file.

    >>> limit_rows()[3][:2]
    ('公示天数', '7')
    """
    return [
        (name, str(one.count), f"{one.name}（{one.unit}）：{one.citation}") for name, one in limit_settings().items()
    ]
