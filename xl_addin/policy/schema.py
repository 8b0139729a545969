"""The grammar of the law's data files, checked entry by entry when they load.

A file that breaks it is refused with the file, the entry and what to do; nothing is
repaired or skipped. Leaves out what the values mean: that is for the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, Final

from xl_addin.values.dates import day_number
from xl_addin.values.money import MICRO

CERTAINTIES: Final = {"verbatim": "原文", "secondary": "转引，待核对", "knowledge": "待确认"}
UNITS: Final = {"ratio": "比例", "times": "倍", "months": "个月", "yuan_per_month": "元/月"}
SCOPES: Final = frozenset({"nationwide", "typical", "local"})
"""nationwide: the law holds everywhere; typical: a national figure that provinces vary; local: no national figure."""
OPEN_END: Final = day_number(dt.date(2299, 12, 31))

_VALUE_KEYS = frozenset({"from", "to", "place", "value", "document", "article", "quote", "certainty"})
_PARAMETER_KEYS = frozenset({"id", "name", "unit", "scope", "description", "covers", "variants", "values"})


class PolicyFileError(ValueError):
    """A data file that breaks the grammar.

    >>> str(PolicyFileError("rate.toml", "values[1]", "to is before from", "swap the dates"))
    'rate.toml: values[1]: to is before from; swap the dates'
    """

    def __init__(self, file: str, entry: str, fault: str, remedy: str) -> None:
        super().__init__(f"{file}: {entry}: {fault}; {remedy}")
        self.file, self.entry, self.fault, self.remedy = file, entry, fault, remedy


@dataclass(frozen=True, slots=True)
class Document:
    """One legal document: what a citation points at."""

    id: str
    title: str
    number: str
    issuer: str
    issued: dt.date
    effective_from: dt.date
    effective_to: dt.date | None
    certainty: str

    @property
    def name(self) -> str:
        """Title in book marks with its number."""
        return f"《{self.title}》（{self.number}）"


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A parameter's value between two days (inclusive day numbers) at a place; "" is the whole country."""

    first_day: int
    last_day: int
    place: str
    micro: int
    document: str
    article: str
    quote: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One legal fact with its dated values."""

    id: str
    name: str
    unit: str
    scope: str
    description: str
    covers: tuple[str, ...]
    values: tuple[DatedValue, ...]


def _require(raw: Mapping[str, Any], key: str, kind: type, file: str, entry: str) -> Any:
    value = raw.get(key)
    if not isinstance(value, kind) or (kind is str and not value):
        raise PolicyFileError(file, entry, f"{key} is missing or not a {kind.__name__}", f"write {key}")
    return value


def _date(raw: Mapping[str, Any], key: str, file: str, entry: str) -> dt.date | None:
    value = raw.get(key)
    if value is None:
        return None
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise PolicyFileError(file, entry, f"{key} is no date", f"write {key} = 2008-01-01 without quotes")
    return value


def _choice(raw: Mapping[str, Any], key: str, allowed: Any, file: str, entry: str) -> str:
    value = raw.get(key)
    if value not in allowed:
        raise PolicyFileError(file, entry, f"{key} {value!r} is unknown", f"use one of {sorted(allowed)}")
    return str(value)


def _unknown_keys(raw: Mapping[str, Any], allowed: frozenset[str], file: str, entry: str) -> None:
    surplus = sorted(set(raw) - allowed)
    if surplus:
        raise PolicyFileError(file, entry, f"unknown key {surplus[0]!r}", f"keys are {sorted(allowed)}")


def read_document(key: str, raw: Mapping[str, Any], file: str) -> Document:
    """Check one entry of the document registry."""
    issued, start, end = (_date(raw, name, file, key) for name in ("issued", "effective_from", "effective_to"))
    if issued is None or start is None:
        raise PolicyFileError(file, key, "issued or effective_from is missing", "write both dates")
    if start < issued:
        raise PolicyFileError(file, key, "in force before it was issued", "check the two dates")
    if end is not None and end < start:
        raise PolicyFileError(file, key, "effective_to is before effective_from", "check the two dates")
    title, number, issuer = (_require(raw, name, str, file, key) for name in ("title", "number", "issuer"))
    return Document(key, title, number, issuer, issued, start, end, _choice(raw, "certainty", CERTAINTIES, file, key))


def _read_value(raw: Mapping[str, Any], documents: Mapping[str, Document], file: str, entry: str) -> DatedValue:
    _unknown_keys(raw, _VALUE_KEYS, file, entry)
    first, last = _date(raw, "from", file, entry), _date(raw, "to", file, entry)
    if first is None:
        raise PolicyFileError(file, entry, "from is missing", "write the first day in force")
    if last is not None and last < first:
        raise PolicyFileError(file, entry, "to is before from", "swap the dates")
    text = _require(raw, "value", str, file, entry)
    try:
        micro = Decimal(text) * MICRO
    except InvalidOperation:
        raise PolicyFileError(file, entry, f"value {text!r} is no number", 'write value = "0.20"') from None
    if not micro.is_finite() or micro != int(micro) or micro < 0:
        raise PolicyFileError(file, entry, f"value {text!r} is negative or finer than 6 decimals", "check the figure")
    document = _require(raw, "document", str, file, entry)
    if document not in documents:
        raise PolicyFileError(file, entry, f"document {document!r} is not registered", "add it to documents.toml")
    return DatedValue(
        first_day=day_number(first),
        last_day=OPEN_END if last is None else day_number(last),
        place=str(raw.get("place", "")),
        micro=int(micro),
        document=document,
        article=_require(raw, "article", str, file, entry),
        quote=_require(raw, "quote", str, file, entry),
        certainty=_choice(raw, "certainty", CERTAINTIES, file, entry),
    )


def read_parameter(raw: Mapping[str, Any], documents: Mapping[str, Document], file: str) -> list[Parameter]:
    """Check one parameter file; a file with ``variants`` gives one parameter for each."""
    _unknown_keys(raw, _PARAMETER_KEYS, file, "top level")
    name, identifier = (_require(raw, key, str, file, "top level") for key in ("name", "id"))
    unit = _choice(raw, "unit", UNITS, file, "top level")
    scope = _choice(raw, "scope", SCOPES, file, "top level")
    description = _require(raw, "description", str, file, "top level")
    values = [
        _read_value(entry, documents, file, f"values[{number}]")
        for number, entry in enumerate(raw.get("values", []), start=1)
    ]
    values.sort(key=lambda value: (value.place, value.first_day))
    for earlier, later in pairwise(values):
        if earlier.place == later.place and later.first_day <= earlier.last_day:
            raise PolicyFileError(file, f"values of {name}", "two values overlap in time", "end the earlier one")
    covers = tuple(_require(raw, "covers", list, file, "top level")) if values or "covers" not in raw else ()
    variants = raw.get("variants", [""])
    return [
        Parameter(identifier + suffix, name + suffix, unit, scope, description, covers, tuple(values))
        for suffix in variants
    ]
