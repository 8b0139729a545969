"""The grammar of the law's data files, checked entry by entry when they load.

A file that breaks it is refused with the file, the entry and what to do; nothing is
repaired or skipped. Leaves out what the values mean: that is for the rules.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, Final

from xl_addin.values.dates import day_number
from xl_addin.values.money import MICRO

CERTAINTIES: Final = {"verbatim": "原文", "secondary": "转引，待确认", "knowledge": "待确认"}
UNITS: Final = {"ratio": "比例", "times": "倍", "months": "个月", "yuan_per_month": "元/月", "age": "周岁或月"}
SCOPES: Final = frozenset({"nationwide", "typical", "local"})
"""nationwide: the law holds everywhere; typical: a national figure that provinces vary; local: no national figure."""
_OPEN_MONTH: Final = 2299 * 12
OPEN_END: Final = day_number(dt.date(2299, 12, 31))

_VALUE_KEYS = frozenset({"from", "to", "place", "value", "document", "article", "quote", "certainty"})
_DOCUMENT_KEYS = frozenset(
    {"title", "number", "issuer", "issued", "effective_from", "effective_to", "repealed_by", "certainty", "note"}
)
_HOW = {"value": 'write value = "0.20" with quotes, so that the decimal is exact'}
_COVERS = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\.\.(?:(\d{4})-(0[1-9]|1[0-2]))?")
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
    repealed_by: str = ""
    """Number of the document that ended it."""

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
        raise PolicyFileError(file, entry, f"{key} is missing or not a {kind.__name__}", _HOW.get(key, f"write {key}"))
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


def unknown_keys(raw: Mapping[str, Any], allowed: frozenset[str], file: str, entry: str) -> None:
    """Refuse keys that the grammar does not know: a misspelt one would be passed over in silence."""
    surplus = sorted(set(raw) - allowed)
    if surplus:
        raise PolicyFileError(file, entry, f"unknown key {surplus[0]!r}", f"keys are {sorted(allowed)}")


def read_document(key: str, raw: Mapping[str, Any], file: str) -> Document:
    """Check one entry of the document registry."""
    if not isinstance(raw, Mapping):
        raise PolicyFileError(file, key, "not a table", f"write [{key}] and its keys below")
    unknown_keys(raw, _DOCUMENT_KEYS, file, key)
    issued, start, end = (_date(raw, name, file, key) for name in ("issued", "effective_from", "effective_to"))
    if issued is None or start is None:
        raise PolicyFileError(file, key, "issued or effective_from is missing", "write both dates")
    if start < issued:
        raise PolicyFileError(file, key, "in force before it was issued", "check the two dates")
    if end is not None and end < start:
        raise PolicyFileError(file, key, "effective_to is before effective_from", "check the two dates")
    title, number, issuer = (_require(raw, name, str, file, key) for name in ("title", "number", "issuer"))
    certainty, repealed_by = _choice(raw, "certainty", CERTAINTIES, file, key), str(raw.get("repealed_by", ""))
    return Document(key, title, number, issuer, issued, start, end, certainty, repealed_by)


def _read_value(
    raw: Mapping[str, Any], unit: str, documents: Mapping[str, Document], file: str, entry: str
) -> DatedValue:
    if not isinstance(raw, Mapping):
        raise PolicyFileError(file, entry, "not a table", "write [[values]] and its keys below")
    unknown_keys(raw, _VALUE_KEYS, file, entry)
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
    if unit == "ratio" and micro > MICRO:
        raise PolicyFileError(file, entry, f"ratio {text!r} is above 1", 'write 20 % as value = "0.20"')
    if not isinstance(raw.get("place", ""), str):
        raise PolicyFileError(file, entry, "place is no text", 'write place = "宜春市", or leave it out')
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


def _month(year: str | None, month: str | None) -> int:
    return int(year) * 12 + int(month) - 1 if year and month else _OPEN_MONTH


def _check_covers(covers: tuple[str, ...], values: list[DatedValue], file: str) -> None:
    """Demand that the statement of months covered agrees with the national values: a gap must be meant."""
    stated = []
    for text in covers:
        match = _COVERS.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise PolicyFileError(
                file, "covers", f"{text!r} names no months", 'write "1998-01.." or "1999-02..2015-02"'
            )
        stated.append((_month(match[1], match[2]), _month(match[3], match[4])))
    found: list[tuple[int, int]] = []
    for value in (value for value in values if value.place == ""):
        first, last = dt.date(1970, 1, 1) + dt.timedelta(value.first_day), value.last_day
        after = dt.date(1970, 1, 1) + dt.timedelta(last + 1) if last < OPEN_END else None
        start = first.year * 12 + first.month - (1 if first.day == 1 else 0)
        end = _OPEN_MONTH if after is None else after.year * 12 + after.month - 2
        if found and start == found[-1][1] + 1:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    if sorted(stated) != found:
        raise PolicyFileError(file, "covers", "does not agree with the values", "state the months that values cover")


def read_parameter(raw: Mapping[str, Any], documents: Mapping[str, Document], file: str) -> list[Parameter]:
    """Check one parameter file; a file with ``variants`` gives one parameter for each."""
    unknown_keys(raw, _PARAMETER_KEYS, file, "top level")
    name, identifier = (_require(raw, key, str, file, "top level") for key in ("name", "id"))
    unit = _choice(raw, "unit", UNITS, file, "top level")
    scope = _choice(raw, "scope", SCOPES, file, "top level")
    description = _require(raw, "description", str, file, "top level")
    entries, variants = raw.get("values", []), raw.get("variants", [""])
    if not isinstance(entries, list):
        raise PolicyFileError(file, "values", "not a list of tables", "write [[values]] for each value")
    if not isinstance(variants, list) or not all(isinstance(suffix, str) for suffix in variants):
        raise PolicyFileError(file, "variants", "not a list of texts", 'write variants = ["5级", "6级"]')
    values = [
        _read_value(entry, unit, documents, file, f"values[{number}]") for number, entry in enumerate(entries, start=1)
    ]
    values.sort(key=lambda value: (value.place, value.first_day))
    for earlier, later in pairwise(values):
        if earlier.place == later.place and later.first_day <= earlier.last_day:
            raise PolicyFileError(file, f"values of {name}", "two values overlap in time", "end the earlier one")
    covers = tuple(_require(raw, "covers", list, file, "top level"))
    _check_covers(covers, values, file)
    return [
        Parameter(identifier + suffix, name + suffix, unit, scope, description, covers, tuple(values))
        for suffix in variants
    ]
