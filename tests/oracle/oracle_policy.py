"""The oracle's reading of profiles, options and grounds (S-02, S-08, S-14, S-29); refusals carry an error code."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

PROFILES = ("SEG2008", "R481", "RGZ", "RLCL", "PRORATE", "BANKRUPT3X")
CHOICES = {
    "fraction": ("year_up", "whole_years", "half_year", "prorate2"),
    "segmentation": ("split", "merged_art47", "merged_481"),
    "pre2008_base": ("own", "local_cap"),
    "limit12": ("post2008", "all"),
    "joint_cap12": ("separate", "joint"),
    "end_date": ("inclusive", "exclusive"),
    "enterprise_floor": ("pre2008", "both", "none"),
    "month_end": ("clamp", "next_day"),
    "pieces": ("sum_then_round", "round_each"),
    "round_to": ("fen", "yuan"),
    "base_round": ("first", "last"),
    "local_floor_scope": ("all", "post2008"),
    "month_decimal": ("ask", "month_two_digits"),
}
AMOUNTS = ("enterprise_wage_cap", "multiplier", "local_floor")
GROUNDS = {
    "协商": ("协商", "协商一致", "36", "art 5"),
    "医疗期满": ("医疗期满", "40-1", "art 6"),
    "不能胜任": ("不能胜任", "40-2", "art 7"),
    "客观变化": ("客观变化", "客观情况重大变化", "40-3", "art 8", ""),
    "裁员": ("裁员", "经济性裁员", "41", "art 9"),
    "期满": ("期满", "合同期满", "44-1"),
    "破产关闭": ("破产关闭", "44-4", "44-5"),
}


class OracleError(Exception):
    """What the cell would show instead of a value: #NUM!, #VALUE! or #N/A."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(f"{code} {why}")
        self.code = code


class Policy:
    """A profile with its options, each filled with its default.

    >>> Policy("PRORATE", {})["fraction"], Policy("", {"fraction": ""})["fraction"]
    ('prorate2', 'year_up')
    """

    def __init__(self, profile: str, options: Mapping[str, str]) -> None:
        self.profile = profile.strip().upper() or "SEG2008"
        if self.profile not in PROFILES:
            raise OracleError("#VALUE!", f"profile {profile}")
        self.words = {name: values[0] for name, values in CHOICES.items()}
        if self.profile == "PRORATE":
            self.words["fraction"] = "prorate2"
        self.numbers: dict[str, Fraction | None] = {"multiplier": Fraction(1)}
        for name, value in options.items():
            self._set(name.strip().lower(), value.strip().lower())

    def _set(self, name: str, value: str) -> None:
        if name not in CHOICES and name not in AMOUNTS:
            raise OracleError("#VALUE!", f"option {name}")
        if value == "" or (value == "none" and name in ("enterprise_wage_cap", "local_floor")):
            return
        if name in AMOUNTS:
            self.numbers[name] = positive(value)
        elif value in CHOICES[name]:
            self.words[name] = value
        else:
            raise OracleError("#VALUE!", f"{name} = {value}")

    def __getitem__(self, name: str) -> str:
        return self.words[name]


def positive(text: str) -> Fraction:
    """Read an option's number, which must be above zero (S-21).

    >>> positive("1.5")
    Fraction(3, 2)
    """
    try:
        value = Fraction(text)
    except ValueError:
        raise OracleError("#VALUE!", text) from None
    if value <= 0:
        raise OracleError("#VALUE!", text)
    return value


def known_ground(word: str) -> str:
    """Give the ground's short name; a blank is 客观变化 (S-08).

    >>> known_ground("经济性裁员"), known_ground("")
    ('裁员', '客观变化')
    """
    for ground, words in GROUNDS.items():
        if word.strip().lower() in words:
            return ground
    raise OracleError("#VALUE!", f"ground {word}")
