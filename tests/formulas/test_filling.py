"""A formula parsed from the one above is what parsing its own text gives."""

from __future__ import annotations

import random

import pytest

from tests.formulas.filled_books import filled_book
from xl_addin.formulas.filling import FilledDown
from xl_addin.formulas.lifting.blocks import steps_between
from xl_addin.formulas.parsing import parse

PIECES = ("A9", "$B$9", "C$9", "$D9", "A9:B10", "A$2:A9", "A9:A$12", "9:9", "表!A9", "'2月'!A9", "A:A", "9", "9.5",
          '"A9"', "表9", "LOG10(A9)", "A1048576", "A9:A8", "[1]!F9(A9)", "A09", "表:末!A9", "A9#", "{9}")  # fmt: skip


def further(text: str, dice: random.Random) -> str:
    """The text with some of its nines one more, as if some rows went down."""
    return "".join("10" if letter == "9" and dice.random() < 0.8 else letter for letter in text)


@pytest.mark.parametrize("seed", range(300))
def test_whatever_changed_the_formula_is_that_of_its_own_text(seed: int) -> None:
    dice = random.Random(seed)
    text = dice.choice("+-*&").join(dice.choices(PIECES, k=dice.randint(1, 5)))
    column = FilledDown()
    for filled in (text, further(text, dice), text, further(further(text, dice), dice)):
        found, own = column.parse(filled, 1), parse(filled)
        assert (found.shape, found.addresses) == (own.shape, own.addresses), filled


@pytest.mark.parametrize("seed", range(5))
def test_formulas_of_a_book_are_those_of_their_texts(seed: int) -> None:
    column = FilledDown()
    for cell in filled_book(seed).sheets[0].formulas.values():
        found, own = column.parse(cell.text, cell.col), parse(cell.text)
        assert (found.shape, found.addresses) == (own.shape, own.addresses), cell.text


@pytest.mark.parametrize(
    ("above", "below", "steps"),
    [
        ("A2*$B$1", "A3*$B$1", ((1, 1), (0, 0))),
        ("SUM(A$2:A2)", "SUM(A$2:A3)", ((0, 1),)),
        ("A2*2", "A3*3", None),
        ("A2", "B3", None),
        ("A2", "A4", None),
        ("A2", "表!A3", None),
    ],
)
def test_only_the_same_formula_filled_down_makes_a_block(
    above: str, below: str, steps: tuple[tuple[int, int], ...] | None
) -> None:
    assert steps_between(parse(above), parse(below)) == steps
