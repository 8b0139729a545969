"""A small file never takes much memory or time: refused in one Chinese line, or read as fast as its size allows."""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults import bombs
from xl_addin.files.number_formats import is_date_format
from xl_addin.files.reading import open_book
from xl_addin.formulas.parsing import parse
from xl_addin.values.errors import InputError

SEED = 20_261_129
PIECES = [
    "[",
    "]",
    "[[",
    "'",
    "''",
    '"',
    "(",
    ")",
    "a",
    "A1",
    "甲",
    "1",
    ".",
    "!",
    ":",
    "#",
    "{",
    ",",
    " ",
    "'!",
    "[1]",
    "e+",
]
"""What formulas are made of; long runs of few of them are what patterns stumble over."""


@pytest.mark.parametrize("make", bombs.REFUSED.values(), ids=bombs.REFUSED.keys())
def test_a_bomb_is_refused_in_a_line_and_little_memory(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    path = make(tmp_path / "炸弹.xlsx")
    tracemalloc.start()
    with pytest.raises(InputError) as refusal:
        open_book(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "\n" not in refusal.value.message and "炸弹" in refusal.value.message
    assert peak < 20_000_000


@pytest.mark.parametrize("size", [20_000_000, pytest.param(1_000_000_000, marks=pytest.mark.long)])
def test_a_part_that_lies_about_its_size_is_not_expanded(tmp_path: Path, size: int) -> None:
    path = bombs.lying_size(tmp_path / "a.xlsx", size)
    tracemalloc.start()
    with pytest.raises(InputError, match="损坏"):
        open_book(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000 + size // 500


def _texts(number: int, size: int) -> list[str]:
    chance = random.Random(SEED + number)
    found = []
    for _ in range(number):
        few = chance.sample(PIECES, chance.randrange(1, 4))
        found.append("".join(few) * (size // sum(map(len, few))))
    return found


@pytest.mark.parametrize("number", [60, pytest.param(3_000, marks=pytest.mark.long)])
def test_formulas_of_any_repetition_are_parsed_in_linear_time(number: int) -> None:
    for text in (*_texts(number, 8_000), *_texts(number, 30_000)):
        started = time.process_time()
        parse(text)
        assert time.process_time() - started < 1.0, text[:40]


@pytest.mark.parametrize("number", [60, pytest.param(3_000, marks=pytest.mark.long)])
def test_number_formats_of_any_repetition_are_understood_at_once(number: int) -> None:
    started = time.process_time()
    for text in _texts(number, 30_000):
        is_date_format(text)
    assert time.process_time() - started < 0.01 * number


def test_characters_that_stand_for_addresses_inside_are_only_characters() -> None:
    for text in ("F(\ufdd05\ufdd1)", "\ufdd0\ufdd1", "F(\ue0005\ue001)", '"\ufdd09\ufdd1"&A1'):
        assert parse(text).shape.calls in ((), ("F",))
