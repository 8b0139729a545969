"""The disputed points and the profiles: words, defaults, presets and what is refused."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.policy.grounds import default_ground, find_ground, grounds
from xl_addin.policy.options import Options, default_options, option_specs, read_option, with_options
from xl_addin.policy.profiles import find_profile, profiles, shipped_policy
from xl_addin.policy.store import national
from xl_addin.values.errors import InputError

WORDS = {
    "fraction": ["year_up", "whole_years", "half_year", "prorate2"],
    "segmentation": ["split", "merged_art47", "merged_481"],
    "pre2008_base": ["own", "local_cap"],
    "limit12": ["post2008", "all"],
    "joint_cap12": ["separate", "joint"],
    "end_date": ["inclusive", "exclusive"],
    "enterprise_floor": ["pre2008", "both", "none"],
    "month_end": ["clamp", "next_day"],
    "pieces": ["sum_then_round", "round_each"],
    "round_to": ["fen", "yuan"],
    "base_round": ["first", "last"],
    "local_floor_scope": ["all", "post2008"],
    "month_decimal": ["ask", "month_two_digits"],
}
NUMBERS = {"enterprise_wage_cap": None, "multiplier": Fraction(1), "local_floor": None}
GROUND_WORDS = {
    "协商": ["协商", "协商一致", "36", "art 5"],
    "医疗期满": ["医疗期满", "40-1", "art 6"],
    "不能胜任": ["不能胜任", "40-2", "art 7"],
    "客观变化": [
        "客观变化",
        "客观情况重大变化",
        "40-3",
        "art 8",
        "",
        "　",
        "ART 8",
        "４０－３",
        "40(3)",
        "第40条第3项",
    ],
    "裁员": ["裁员", "经济性裁员", "41", "art 9"],
    "期满": ["期满", "合同期满", "44-1"],
    "破产关闭": ["破产关闭", "44-4", "44-5", "44-4,5"],
}


def test_the_options_are_those_of_the_design_with_their_first_words_as_defaults() -> None:
    assert set(option_specs()) == {*WORDS, *NUMBERS} == {field.name for field in fields(Options)}
    for name, words in WORDS.items():
        assert list(option_specs()[name].values) == words
        assert getattr(default_options(), name) == words[0]
    for name, number in NUMBERS.items():
        assert getattr(default_options(), name) == number


def test_every_option_and_value_has_a_chinese_meaning() -> None:
    texts = [spec.label for spec in option_specs().values()]
    texts += [text for spec in option_specs().values() for text in spec.values.values()]
    assert all(any("一" <= c <= "鿿" for c in text) for text in texts)


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, words in WORDS.items() for word in words])
def test_words_are_read_in_any_case_and_with_spaces(name: str, word: str) -> None:
    assert read_option(name, f" {word.upper()} ") == word


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(("cell", "number"), [(1.5, "3/2"), (2, "2"), ("0.6", "3/5"), (" 2 ", "2"), (0.1, "1/10")])
def test_numbers_are_the_decimal_shown(name: str, cell: object, number: str) -> None:
    assert read_option(name, cell) == Fraction(number)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("cell", [True, "两", "1.2万", "无", float("nan"), float("inf"), "inf"])
def test_what_is_no_number_is_refused_naming_the_option(name: str, cell: object) -> None:
    with pytest.raises(InputError) as caught:
        read_option(name, cell)
    assert name in caught.value.message


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("cell", [0, -1, "-0.5", 0.0])
def test_a_number_must_be_above_zero(name: str, cell: object) -> None:
    with pytest.raises(InputError, match="大于 0"):
        read_option(name, cell)


def test_none_switches_a_cap_or_floor_off_but_is_no_multiplier() -> None:
    assert read_option("enterprise_wage_cap", "None") is None
    assert read_option("local_floor", "NONE") is None
    with pytest.raises(InputError, match="multiplier"):
        read_option("multiplier", "none")


def test_unknown_words_are_refused_with_the_words_there_are_and_a_guess() -> None:
    with pytest.raises(InputError) as caught:
        read_option("fraction", "half_yaer")
    assert all(word in caught.value.message for word in ("fraction", "half_yaer", "year_up", "是否想写“half_year”"))
    with pytest.raises(InputError, match=r"fractoin.*是否想写“fraction”"):
        with_options(default_options(), {"fractoin": "year_up"})


@given(st.text(max_size=12) | st.integers() | st.floats() | st.booleans() | st.none(), st.sampled_from(sorted(WORDS)))
def test_a_choice_is_one_of_its_words_or_refused(cell: object, name: str) -> None:
    try:
        assert read_option(name, cell) in WORDS[name]
    except InputError as error:
        assert error.code == "#VALUE!"
        assert name in error.message


def test_profiles_are_those_of_the_design() -> None:
    assert set(profiles()) == {"SEG2008", "R481", "RGZ", "RLCL", "PRORATE", "BANKRUPT3X"}


@pytest.mark.parametrize("name", sorted(profiles()))
def test_only_prorate_has_a_preset_and_all_others_the_defaults(name: str) -> None:
    expected = with_options(default_options(), {"fraction": "prorate2"}) if name == "PRORATE" else default_options()
    assert profiles()[name].options == expected
    assert find_profile(f" {name.lower()} ") is profiles()[name]


@pytest.mark.parametrize("name", sorted(profiles()))
def test_a_profile_cites_registered_documents_and_words(name: str) -> None:
    profile = profiles()[name]
    cited = [one for one in (profile.old_document, profile.new_document) if one]
    assert cited and set(cited) <= set(national().documents)
    assert profile.basis and profile.title


def test_an_unknown_profile_is_refused_with_a_guess() -> None:
    with pytest.raises(InputError, match=r"R418.*是否想写“R481”"):
        find_profile("R418")


def test_a_shipped_profile_is_not_confirmed_and_its_version_says_so() -> None:
    words = shipped_policy("RGZ").version.split()
    assert words[:2] == ["RGZ", "未确认口径"]
    assert len(words[2]) == 12


def test_versions_differ_between_profiles_and_agree_with_themselves() -> None:
    versions = [shipped_policy(name).version for name in sorted(profiles())]
    assert len(set(versions)) == len(versions)
    assert versions == [shipped_policy(name).version for name in sorted(profiles())]


@pytest.mark.parametrize(("label", "word"), [(label, word) for label, words in GROUND_WORDS.items() for word in words])
def test_grounds_are_read_as_clerks_and_the_design_write_them(label: str, word: str) -> None:
    assert grounds()[find_ground(word)].label == label


def test_a_blank_ground_is_the_change_of_circumstances() -> None:
    assert grounds()[default_ground()].label == "客观变化"


@pytest.mark.parametrize("word", ["外星", "辞职", "退休", "40", "40-4", "39", "art 10", "481", "0", "条", "-", "协"])
def test_other_grounds_are_refused_naming_the_seven(word: str) -> None:
    with pytest.raises(InputError) as caught:
        find_ground(word)
    assert all(label in caught.value.message for label in GROUND_WORDS)


def test_the_old_law_attaches_caps_and_floors_to_the_grounds_of_its_articles() -> None:
    """Articles 5 and 7 are capped at twelve months; 6, 8, 9, bankruptcy have the floor; expiry was none (S-07)."""
    facts = {ground.label: (ground.old_cap, ground.old_floor, ground.old_due) for ground in grounds()}
    assert facts == {
        "协商": (True, False, True),
        "医疗期满": (False, True, True),
        "不能胜任": (True, False, True),
        "客观变化": (False, True, True),
        "裁员": (False, True, True),
        "期满": (False, False, False),
        "破产关闭": (False, True, True),
    }


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("劳动合同法第40条第三项", "客观变化"),
        ("《劳动合同法》第四十条第（三）项", "客观变化"),
        ("第四十条第一项", "医疗期满"),
        ("第四十一条", "裁员"),
        ("第三十六条", "协商"),
        ("第四十四条第五项", "破产关闭"),
    ],
)
def test_an_article_may_be_written_out_in_chinese(words: str, label: str) -> None:
    assert grounds()[find_ground(words)].label == label
