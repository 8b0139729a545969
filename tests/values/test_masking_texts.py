"""An ID number is hidden in every writing, and nothing else is. All numbers are invented."""

from __future__ import annotations

import random

import pytest

from tests.faults.id_writings import figures, invented, shows, strangers, writings
from xl_addin.files.handover.looking_within import holds_id
from xl_addin.sheets.service_text import periods_of
from xl_addin.tables.cleaning import clean_number
from xl_addin.values import persons
from xl_addin.values.errors import InputError
from xl_addin.values.id_shapes import candidates
from xl_addin.values.persons import mask_text
from xl_addin.values.shown_texts import mask_beginning


def seen(seed: int) -> list[str]:
    draw = random.Random(seed)
    number = invented(draw)
    found = writings(number, draw) | figures(number)
    return [f"{name}: {text!r}" for name, text in found.items() if shows(mask_text(text), number)]


def test_a_number_is_hidden_in_every_writing() -> None:
    assert [line for seed in range(40) for line in seen(seed)] == []


@pytest.mark.long
def test_many_numbers_are_hidden_in_every_writing() -> None:
    assert [line for seed in range(5_000) for line in seen(seed)] == []


def touched(seed: int, number: int) -> list[str]:
    draw = random.Random(seed)
    texts = [strangers(draw) for _ in range(number)]
    return [text for text in texts if mask_text(text) != text]


def test_accounts_vouchers_amounts_and_days_stay() -> None:
    assert touched(1, 5_000) == []


@pytest.mark.long
def test_chance_makes_less_than_one_of_a_hundred_thousand_look_like_a_number() -> None:
    assert len(touched(2, 300_000)) <= 3


@pytest.mark.parametrize(
    "text", ["990101********1011", "账号6222021001116245702", "2011-09-28 1600.00 1985-07-01", "", "1E17"]
)
def test_what_holds_no_number_comes_back(text: str) -> None:
    assert mask_text(text) == text


def test_a_masked_text_stays_as_it_is() -> None:
    draw = random.Random(3)
    for text in writings(invented(draw), draw).values():
        once = mask_text(text)
        assert mask_text(once) == once


@pytest.mark.parametrize("before", range(960, 1010))
def test_the_beginning_of_a_long_text_never_shows_part_of_a_number(before: int) -> None:
    for number in ("11010519491231002X", "110105-19491231-002X", "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X"):
        shown = mask_beginning("甲" * before + number + "乙" * 3000)
        assert len(shown) < 1_020
        assert "19491231" not in "".join(c for c in shown if c.isdigit())


def test_a_long_text_is_searched_for_numbers_at_its_beginning_only(monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []
    monkeypatch.setattr(persons, "candidates", lambda text: [lengths.append(len(text)), candidates(text)][1])
    assert mask_beginning("1," * 15_000).endswith("…")
    assert max(lengths) <= 1_200


def test_a_text_beyond_any_number_or_period_is_told_without_reading_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_addin.sheets.service_text.plain", lambda text: pytest.fail(text[:9]))
    monkeypatch.setattr("xl_addin.tables.cleaning.visible", lambda text: pytest.fail(text[:9]))
    assert periods_of("1985年至1990年；" * 3000) is None
    with pytest.raises(InputError, match="要填数字"):
        clean_number("1," * 15_000, "工资")


@pytest.mark.parametrize("quote", ["'", '"', "&apos;"])
@pytest.mark.parametrize("sign", ["&", "&amp;"])
def test_a_number_in_pieces_of_a_formula_is_seen_as_markup_writes_it(quote: str, sign: str) -> None:
    between = f"{quote}{sign}{quote}"
    text = f"IF(FALSE,{quote}{between.join(('990101', '19650825', '7092'))}{quote})"
    assert holds_id(text.encode())
    if len(between) < 10:
        assert mask_text(text) == f"IF(FALSE,{quote}990101********7092{quote})"
