"""Rows of two lists that share a name and were not taken for one person's: why not, for who must find out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from xl_addin.sheets.persons import same_enterprise
from xl_addin.tables.grid import CellValue
from xl_addin.values.id_columns import SOUND
from xl_addin.values.persons import TEXTS, IdFault, id_fault


class Listed(Protocol):
    """What must be known of a row of a list."""

    sheet: str
    row: int
    enterprise: str
    name: str
    id: CellValue
    merged: bool


def has_sound_id(person: Listed) -> bool:
    """Tell a row whose ID number says who it is."""
    return id_fault(person.id) in SOUND


def why_apart(people: Sequence[Listed]) -> dict[int, str]:
    """The reason for each row that stands alone although another sheet has the name in its enterprise, by its place."""
    named: dict[str, list[int]] = {}
    for i, person in enumerate(people):
        if person.name:
            named.setdefault(person.name, []).append(i)
    found = {}
    for alike in named.values():
        if len({people[i].sheet for i in alike}) > 1:
            for i in alike:
                other = None if people[i].merged else _other(people[i], (people[k] for k in alike))
                if other is not None:
                    found[i] = _why(people[i], other)
    return found


def _other(person: Listed, alike: Iterable[Listed]) -> Listed | None:
    """The first of another sheet that may be the same person: one that stands alone too, if there is any."""
    first = None
    for one in alike:
        if one.sheet != person.sheet and _may_share(person, one):
            if not one.merged:
                return one
            first = first or one
    return first


def _may_share(left: Listed, right: Listed) -> bool:
    firms = left.enterprise, right.enterprise
    return not all(firms) or same_enterprise(*firms)


def _why(person: Listed, other: Listed) -> str:
    place = f"工作表“{other.sheet}”第{other.row}行有同名职工"
    for whose, one in (("本行", person), ("该行", other)):
        if not has_sound_id(one):
            fault = id_fault(one.id)
            what = "身份证号未填" if fault is IdFault.BLANK else TEXTS[fault].partition("，")[0]
            return f"{place}，{whose}{what}，不能确定是不是同一人，没有合并，请按身份证原件补正"
    return f"{place}，身份证号不同，没有合并；如是同一人，请按身份证原件改正"
