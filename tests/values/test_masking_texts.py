"""An ID number is hidden in every writing, and nothing else is. All numbers are invented."""

from __future__ import annotations

import random

import pytest

from tests.faults.id_writings import figures, invented, shows, strangers, writings
from xl_addin.values.persons import mask_text


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
