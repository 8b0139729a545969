"""Grounds for ending a labour relation (解除事由) and what each law attaches to them.

Reads ``data/grounds.toml``. A ground is a small number inside the rules; the arrays here turn
it into yes/no facts for many workers at once. A blank cell means the default ground (改制: 客观变化).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.options import closest
from xl_addin.policy.schema import PolicyFileError, unknown_keys
from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.errors import InputError

_FILE: Final = "grounds.toml"
_REQUIRED: Final = {
    **dict.fromkeys(("id", "label", "old_article", "new_article"), str),
    **dict.fromkeys(("aliases", "articles"), list),
    **dict.fromkeys(("old_cap", "old_floor", "old_due"), bool),
}
_KEYS: Final = frozenset({*_REQUIRED, "memo", "default"})


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground with its 481号 and 劳动合同法 articles."""

    code: int
    label: str
    aliases: tuple[str, ...]
    articles: tuple[str, ...]
    old_article: str
    new_article: str
    old_cap: bool
    old_floor: bool
    old_due: bool
    memo: str


@cache
def grounds() -> tuple[Ground, ...]:
    """Give all grounds; a ground's code is its place.

    >>> [ground.label for ground in grounds()]
    ['协商', '医疗期满', '不能胜任', '客观变化', '裁员', '期满', '破产关闭']
    """
    found = tuple(_read_ground(code, raw) for code, raw in enumerate(_entries()))
    owners: dict[str, str] = {}
    for ground in found:
        for word in (ground.label, *ground.aliases, *ground.articles):
            if owners.setdefault(_key(word), ground.label) != ground.label:
                raise PolicyFileError(_FILE, word, "names two grounds", "leave it with one of them")
    if sum(bool(raw.get("default")) for raw in _entries()) != 1:
        raise PolicyFileError(_FILE, "default", "not exactly one ground is the default", "write default = true once")
    return found


def _entries() -> list[Mapping[str, Any]]:
    return list(read_toml(DATA / _FILE).get("ground", []))


def _read_ground(code: int, raw: Mapping[str, Any]) -> Ground:
    entry = str(raw.get("label", f"ground[{code + 1}]"))
    unknown_keys(raw, _KEYS, _FILE, entry)
    for key, kind in _REQUIRED.items():
        if not isinstance(raw.get(key), kind):
            raise PolicyFileError(_FILE, entry, f"{key} is missing or not a {kind.__name__}", f"write {key}")
    return Ground(
        code,
        raw["label"],
        tuple(raw["aliases"]),
        tuple(raw["articles"]),
        raw["old_article"],
        raw["new_article"],
        raw["old_cap"],
        raw["old_floor"],
        raw["old_due"],
        raw.get("memo", ""),
    )


_DIGITS: Final = "零一二三四五六七八九"
_PREFIX: Final = re.compile(r"^(?:依据|根据|依照|按照|按|中华人民共和国|劳动合同法|481号|第|article|art\.?)+")
_NUMERAL: Final = re.compile(
    r"[一二三四五六七八九]?十[一二三四五六七八九]?(?=\)?[条款项])|[一二三四五六七八九](?=\)?[条款项])|(?<=\()[一二三四五六七八九](?=\)$)"
)


_SEVERAL: Final = frozenset({"40", "44"})
"""Articles whose items are different grounds."""


@cache
def default_ground() -> int:
    """Give the code used when no ground is stated."""
    return next(code for code, raw in enumerate(_entries()) if raw.get("default"))


def _number(numeral: str) -> str:
    """Read a Chinese numeral below a hundred: 四十 is 40, 十一 is 11, 三 is 3."""
    tens, ten, ones = numeral.rpartition("十")
    value = _DIGITS.find(ones) if ones else 0
    return str(value + (_DIGITS.find(tens) if tens else 1) * 10 if ten else value)


def _key(text: str) -> str:
    """Fold spelling: 《劳动合同法》第四十条第三项, 40(3) and 40－3 are one article; spaces do not count."""
    folded = re.sub(r"[\s《》〈〉]+", "", unicodedata.normalize("NFKC", text)).lower()
    folded = _NUMERAL.sub(lambda found: _number(found[0]), folded)
    folded = re.sub(
        r"^(?:依据|根据|依照|按照|按|中华人民共和国|劳动合同法|481号|第|article|art\.?)+",
        lambda m: "art" if "art" in m[0] else "",
        folded,
    )
    return re.sub(r"[第条款项()、,]+", "-", folded).strip("-")


@cache
def _codes() -> Mapping[str, int]:
    codes: dict[str, int] = {}
    for ground in grounds():
        for word in (ground.label, *ground.aliases, *ground.articles):
            codes[_key(word)] = ground.code
    return codes


def find_ground(text: str) -> int:
    """Read a ground as clerks write it; blank is the default, anything unknown raises InputError.

    >>> grounds()[find_ground("客观情况重大变化")].label, grounds()[find_ground("40(3)")].label
    ('客观变化', '客观变化')
    """
    if not text.strip():
        return default_ground()
    code = _codes().get(_key(text))
    if code is None:
        labels = [ground.label for ground in grounds()]
        if _key(text) in _SEVERAL:
            raise InputError(f"解除事由“{text.strip()}”有几项，事由不同：请写明第几项，或改为{'、'.join(labels)}")
        raise InputError(f"解除事由“{text.strip()}”不认识，可用：{'、'.join(labels)}{closest(text.strip(), labels)}")
    return code


@cache
def ground_facts() -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Give (capped at twelve months, floor applies, due at all) under 481号, by ground code."""
    table = grounds()
    return (
        np.array([ground.old_cap for ground in table]),
        np.array([ground.old_floor for ground in table]),
        np.array([ground.old_due for ground in table]),
    )
