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
    folded = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    said = {name: (word_key(word).lower(), _first_clause(word_key(word)).lower()) for name, word in words.items()}
    for written in sorted(filter(folded.startswith, by_case), key=len, reverse=True):
        name, rest = by_case[written], word_key(folded.removeprefix(written))
        return name if not rest or rest in said[name] else None
    for aside in re.findall(r"\(([^()]*)\)", folded):
        if aside in by_case:  # 分段计算（SEG2008）: both must mean the same
            name = by_case[aside]
            return name if word_key(folded) in said[name] else None
    key = word_key(folded)
    found = [name for name, forms in said.items() if key and key in forms]
    return found[0] if len(found) == 1 else None


def _first_clause(word: str) -> str:
    return re.split(r"[、,，;；:：]", word)[0]


def shown_words(words: Mapping[str, str]) -> dict[str, str]:
    """Give the words that a sheet shows for ids: their first clauses where these tell them apart, without brackets.

    >>> shown_words(option_specs()["fraction"].values)["half_year"], shown_words({"A": "分段计算：前后", "B": "合并"})
    ('满六个月按一年', {'A': '分段计算', 'B': '合并'})
    """
    bare = {name: re.sub(r"（[^（）]*）", "", word) for name, word in words.items()}
    short = {name: _first_clause(word) for name, word in bare.items()}
    return short if len(set(short.values())) == len(short) else bare


def find_option(text: str) -> str | None:
    """Find an option by its name, its Chinese label, or both together; None for another text.

    >>> [find_option(text) for text in ("Fraction", "当地最低工资 保底", "fraction 不满一年的尾数", "文号")]
    ['fraction', 'local_floor', 'fraction', None]
    """
    name = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    if name in option_specs():
        return name
    if found := _labels().get(word_key(text)):
        return found
    return next((one for label, one in _labels().items() if one + label == word_key(name)), None)


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
