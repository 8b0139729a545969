"""The disputed points of severance as named options with checked values.

Names and words come from ``data/options.toml``. Leaves out where options are written
(profile, 政策 sheet or keyword): readers hand them in as texts or numbers.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from typing import Final

from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.errors import InputError
from xl_addin.values.money import exact

OFF: Final = "none"


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
    month_decimal: str


@cache
def option_specs() -> Mapping[str, OptionSpec]:
    """Give every option by name.

    >>> option_specs()["fraction"].default
    'year_up'
    """
    specs = {}
    for name, raw in read_toml(DATA / "options.toml").items():
        values = raw.get("values", {})
        specs[name] = OptionSpec(name, raw["label"], raw["kind"], values, raw.get("default") or next(iter(values)))
    return specs


def closest(word: str, known: Iterable[str]) -> str:
    """Give a did-you-mean hint in Chinese, or an empty text.

    >>> closest("fractoin", ["fraction", "pieces"])
    '，是否想写“fraction”？'
    """
    match = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"，是否想写“{match[0]}”？" if match else ""


def read_option(name: str, value: object) -> str | Fraction | None:
    """Check one option's value; raises InputError naming option and value.

    >>> read_option("fraction", "Half_Year"), read_option("multiplier", 1.5), read_option("local_floor", "none")
    ('half_year', Fraction(3, 2), None)
    """
    spec = option_specs()[name]
    text = str(value).strip()
    if isinstance(value, str) and text.lower() in spec.values:
        return text.lower() if spec.kind == "choice" else None
    if spec.kind == "choice":
        known = "、".join(spec.values)
        raise InputError(f"选项 {name}（{spec.label}）没有“{text}”这个值，可用：{known}{closest(text, spec.values)}")
    try:
        if isinstance(value, bool):
            raise ValueError(value)
        number = exact(value if isinstance(value, (int, float, Fraction)) else text)
    except (ValueError, OverflowError, ArithmeticError):
        words = "或 none" if spec.values else ""
        raise InputError(f"选项 {name}（{spec.label}）要填数字{words}，现为“{text}”") from None
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
