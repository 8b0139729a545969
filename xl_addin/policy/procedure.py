"""The 29 steps of a restructuring procedure as data, and which step a clerk's words mean.

Loads ``data/procedure/steps.toml`` and refuses a faulty file. Leaves out dates and votes:
those are rules. Source of each step: its own citation in the data.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.policy.schema import CERTAINTIES, PolicyFileError
from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.memory import remembered

FILE: Final = DATA / "procedure" / "steps.toml"
_STEP_KEYS = frozenset(
    {"id", "title", "body", "scope", "evidence", "after", "required", "trace", "keywords", "names", "citation"}
    | {"certainty"}
)
_CODE: Final = re.compile(r"D?(\d{1,2})")
_CODE_PREFIX: Final = re.compile(r"D(\d{2})(?!\d)")
_PARTS: Final = re.compile(r"[、;,/]|和|及|与")


@dataclass(frozen=True, slots=True)
class ProcedureStep:
    """One step: who does it, what proves it, what it follows, and how it is recognised."""

    id: str
    title: str
    body: str
    city_wide: bool
    """Done once for all enterprises."""
    evidence: str
    after: tuple[str, ...]
    always_required: bool
    trace: tuple[str, ...]
    """Words elsewhere in the workbook that show the need of a step that is not always required."""
    keywords: tuple[tuple[str, ...], ...]
    names: frozenset[str]
    citation: str
    certainty: str


@dataclass(frozen=True, slots=True)
class StepOrder:
    """Two steps whose order the law fixes; the code names the fault."""

    code: str
    earlier: str
    later: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """Every step by id, in order, and the fixed orders."""

    steps: Mapping[str, ProcedureStep]
    orders: tuple[StepOrder, ...]


def load_procedure(path: Path) -> Procedure:
    """Load and check a steps file; raises :class:`PolicyFileError` at the first fault."""
    raw = read_toml(path)
    steps: dict[str, ProcedureStep] = {}
    for number, entry in enumerate(raw.get("step", []), start=1):
        step = _read_step(entry, path.name, str(entry.get("id", f"step[{number}]")))
        if step.id in steps:
            raise PolicyFileError(path.name, step.id, "this id exists twice", "renumber one")
        steps[step.id] = step
    for step in steps.values():
        for earlier in step.after:
            if earlier not in steps:
                raise PolicyFileError(path.name, step.id, f"after names {earlier!r}", "name a step of this file")
    orders = tuple(_read_order(entry, steps, path.name) for entry in raw.get("order", []))
    return Procedure(steps, orders)


def _read_step(raw: Mapping[str, Any], file: str, entry: str) -> ProcedureStep:
    surplus = sorted(set(raw) - _STEP_KEYS)
    if surplus:
        raise PolicyFileError(file, entry, f"unknown key {surplus[0]!r}", f"keys are {sorted(_STEP_KEYS)}")
    for key in ("id", "title", "body", "evidence", "citation", "certainty", "required", "scope"):
        if not isinstance(raw.get(key), str) or not raw[key]:
            raise PolicyFileError(file, entry, f"{key} is missing", f"write {key} as text")
    if raw["certainty"] not in CERTAINTIES:
        raise PolicyFileError(file, entry, f"certainty {raw['certainty']!r}", f"use one of {sorted(CERTAINTIES)}")
    if raw["required"] not in ("always", "trace"):
        raise PolicyFileError(file, entry, f"required {raw['required']!r}", "use always or trace")
    if raw["scope"] not in ("city", "enterprise"):
        raise PolicyFileError(file, entry, f"scope {raw['scope']!r}", "use city or enterprise")
    if not raw.get("keywords"):
        raise PolicyFileError(file, entry, "keywords are missing", "write the words that mean this step")
    return ProcedureStep(
        id=raw["id"],
        title=raw["title"],
        body=raw["body"],
        city_wide=raw["scope"] == "city",
        evidence=raw["evidence"],
        after=tuple(raw.get("after", ())),
        always_required=raw["required"] == "always",
        trace=tuple(raw.get("trace", ())),
        keywords=tuple(tuple(keyword.split("+")) for keyword in raw["keywords"]),
        names=frozenset(raw.get("names", ())),
        citation=raw["citation"],
        certainty=raw["certainty"],
    )


def _read_order(raw: Mapping[str, Any], steps: Mapping[str, ProcedureStep], file: str) -> StepOrder:
    for key in ("earlier", "later"):
        if raw.get(key) not in steps:
            raise PolicyFileError(file, f"order {raw.get('code')}", f"{key} {raw.get(key)!r}", "name a step")
    return StepOrder(raw["code"], raw["earlier"], raw["later"])


@cache
def procedure() -> Procedure:
    """Give the shipped steps.

    >>> len(procedure().steps), procedure().steps["D12"].body
    (29, '职工代表大会/职工大会')
    """
    return load_procedure(FILE)


@remembered(4096)
def recognise_steps(text: str, code: str = "") -> tuple[str, ...]:
    """Give the ids of the steps that a row means, the main one first; a step code decides alone (C3 44).

    >>> recognise_steps("市政府批复改制方案"), recognise_steps("清产核资、审计"), recognise_steps("任意事项", "D12")
    (('D16',), ('D07', 'D08'), ('D12',))
    >>> recognise_steps("食堂改造")
    ()
    """
    steps = procedure().steps
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    given = _CODE.fullmatch("".join(unicodedata.normalize("NFKC", code).upper().split())) or _CODE_PREFIX.match(folded)
    if given and f"D{int(given[1]):02d}" in steps:
        return (f"D{int(given[1]):02d}",)
    for step in steps.values():
        if folded == "".join(unicodedata.normalize("NFKC", step.title).split()):
            return (step.id,)
    best = max(steps.values(), key=lambda step: _score(step, folded))
    if not _score(best, folded):
        return ()
    named = [step.id for part in _PARTS.split(folded) for step in steps.values() if part in step.names]
    return tuple(dict.fromkeys([best.id, *named])) if len(set(named)) > 1 else (best.id,)


def _score(step: ProcedureStep, text: str) -> int:
    """Length of the longest matching keyword, all its words counted."""
    return max((sum(map(len, words)) for words in step.keywords if all(word in text for word in words)), default=0)
