"""The disputed points of severance as named options with checked values.

Names and words come from ``data/options.toml``. Leaves out where options are written
(profile, 政策 sheet or keyword): readers hand them in as texts or numbers.
"""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final

from xl_addin.policy.schema import PolicyFileError, unknown_keys
from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.errors import InputError
from xl_addin.values.money import LIMIT_YUAN, exact

_KINDS: Final = frozenset({"choice", "decimal", "money"})
_KEYS: Final = frozenset({"label", "kind", "values", "default"})
LARGEST_MULTIPLE: Final = 10**6
_DIGITS: Final = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?")


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One disputed point: its name, Chinese label and the words it may take (first = default)."""

    name: str
    label: str
    kind: str
    values: Mapping[str, str]
    default: str


@dataclass(frozen=True, slots=True)
class Options:
    """Chosen values. ``None`` in a decimal or money option means switched off; money is yuan a month."""

    fraction: str
    segmentation: str
    pre2008_base: str
    limit12: str
    joint_cap12: str
    end_date: str
    enterprise_floor: str
    month_end: str
    pieces: str
    enterprise_wage_cap: Fraction | None
    multiplier: Fraction
    round_to: str
    base_round: str
    local_floor: Fraction | None
    local_floor_scope: str
    month_decimal: str


@cache
def option_specs() -> Mapping[str, OptionSpec]:
    """Give every option by name.

    >>> option_specs()["fraction"].default
    'year_up'
    """
    return {name: _read_spec(name, raw) for name, raw in read_toml(DATA / "options.toml").items()}


def _read_spec(name: str, raw: Mapping[str, Any]) -> OptionSpec:
    file = "options.toml"
    unknown_keys(raw, _KEYS, file, name)
    label, kind, values = raw.get("label"), raw.get("kind"), raw.get("values", {})
    if not isinstance(label, str) or not label:
        raise PolicyFileError(file, name, "label is missing", "write its Chinese label")
    if kind not in _KINDS:
        raise PolicyFileError(file, name, f"kind {kind!r} is unknown", f"use one of {sorted(_KINDS)}")
    if not isinstance(values, Mapping) or (kind == "choice" and len(values) < 2):
        raise PolicyFileError(file, name, "a choice needs at least two values", 'write values = { word = "中文" }')
    default = raw.get("default") or next(iter(values), None)
    if not isinstance(default, str) or (default not in values and _plain_number(default) is None):
        raise PolicyFileError(file, name, f"default {default!r} is no value of it", "name a value or write a number")
    return OptionSpec(name, label, str(kind), values, default)


def closest(word: str, known: Iterable[str]) -> str:
    """Give a did-you-mean hint in Chinese, or an empty text.

    >>> closest("fractoin", ["fraction", "pieces"])
    '，是否想写“fraction”？'
    """
    match = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"，是否想写“{match[0]}”？" if match else ""


def word_key(text: str) -> str:
    """Bring a label or a word to the form in which it is matched: NFKC, no spaces, nothing in brackets.

    >>> word_key("只计整年（全部工龄不满一年按一年）"), word_key("当地最低工资 保底(元/月)")
    ('只计整年', '当地最低工资保底')
    """
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return re.sub(r"\([^()]*\)", "", folded).rstrip(":;。") or folded


def find_word(text: str, words: Mapping[str, str]) -> str | None:
    """Find what a text names by its id, its Chinese word, the first clause of that, or id and word together.

    >>> [find_word(text, option_specs()["fraction"].values) for text in ("只计整年", "满六个月按一年", "Year_Up", "乱")]
    ['whole_years', 'half_year', 'year_up', None]
    """
    by_case = {name.lower(): name for name in words}
    lead = re.match(r"[a-z_0-9]+", text.strip().lower())
    if lead and lead[0] in by_case:
        name, rest = by_case[lead[0]], word_key(text.strip()[lead.end() :])
        return name if not rest or rest == word_key(words[name]) else None
    key = word_key(text)
    said = {name: (word_key(word), re.split(r"[、,;:]", word_key(word))[0]) for name, word in words.items()}
    found = [name for name, forms in said.items() if key and key in forms]
    return found[0] if len(found) == 1 else None


def find_option(text: str) -> str | None:
    """Find an option by its name or its Chinese label; None for another text.

    >>> find_option("Fraction"), find_option("当地最低工资保底"), find_option("文号")
    ('fraction', 'local_floor', None)
    """
    name = text.strip().lower()
    return name if name in option_specs() else _labels().get(word_key(text))


@cache
def _labels() -> Mapping[str, str]:
    return {word_key(spec.label): name for name, spec in option_specs().items()}


def _plain_number(value: object) -> Fraction | None:
    """Read a finite number or a text of plain digits; anything else is None."""
    if isinstance(value, str):
        return Fraction(value.strip()) if _DIGITS.fullmatch(value.strip()) else None
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, Fraction)):
        return None
    return exact(value) if math.isfinite(value) else None


def read_option(name: str, value: object) -> str | Fraction | None:
    """Check one option's value; raises InputError naming option and value.

    >>> read_option("fraction", "Half_Year"), read_option("multiplier", 1.5), read_option("local_floor", "none")
    ('half_year', Fraction(3, 2), None)
    """
    spec = option_specs()[name]
    text = str(value).strip()
    word = find_word(value, spec.values) if isinstance(value, str) else None
    if word is not None:
        return word if spec.kind == "choice" else None
    if spec.kind == "choice":
        known = "、".join(f"{one}（{word_key(meaning)}）" for one, meaning in spec.values.items())
        near = closest(text, [*spec.values, *map(word_key, spec.values.values())])
        raise InputError(f"选项 {name}（{spec.label}）没有“{text}”这个值，可用：{known}{near}")
    number = _plain_number(value)
    if number is None:
        words = "".join(f"或 {one}（{meaning}）" for one, meaning in spec.values.items())
        raise InputError(f"选项 {name}（{spec.label}）要填数字{words}，现为“{text[:30]}”")
    if number >= (LARGEST_MULTIPLE if spec.kind == "decimal" else LIMIT_YUAN):
        raise InputError(f"选项 {name}（{spec.label}）数值过大，现为 {text[:30]}")
    if number <= 0:
        raise InputError(f"选项 {name}（{spec.label}）必须大于 0，现为 {text}")
    return number


@cache
def default_options() -> Options:
    """Give the defaults of every option.

    >>> default_options().multiplier
    Fraction(1, 1)
    """
    return Options(**{name: read_option(name, spec.default) for name, spec in option_specs().items()})  # type: ignore[arg-type]


def with_options(base: Options, chosen: Mapping[str, object]) -> Options:
    """Replace options by name; unknown names and values raise InputError with a hint.

    >>> with_options(default_options(), {"round_to": "yuan"}).round_to
    'yuan'
    """
    known = option_specs()
    for name in chosen:
        if name not in known:
            raise InputError(f"没有名为“{name}”的选项{closest(name, known)}")
    return replace(base, **{name: read_option(name, value) for name, value in chosen.items()})  # type: ignore[arg-type]
