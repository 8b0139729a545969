"""Filled-down formulas give the same as columns and cell by cell, to the last digit and word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from tests.formulas.filled_books import filled_book
from xl_addin.formulas.recalculation import Recalculation, recalculate
from xl_addin.tables.grid import BookGrid

WORKBOOKS = Path(__file__).parents[2] / "workbooks"


def differences(one: Recalculation, other: Recalculation) -> Iterator[str]:
    """Where two recalculations differ, also in the kind of a number or a word of a message."""
    for field in fields(Recalculation):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if not isinstance(left, dict):
            if repr(left) != repr(right):
                yield f"{field.name}: {left!r} {right!r}"
            continue
        for sheet in left.keys() | right.keys():
            mine, its = left.get(sheet, {}), right.get(sheet, {})
            for place in sorted(mine.keys() | its.keys()):
                if repr(mine.get(place)) != repr(its.get(place)):
                    yield f"{field.name} {sheet} {place}: {mine.get(place)!r} | {its.get(place)!r}"


def compared(book: BookGrid) -> list[str]:
    one, other = recalculate(book, lifted=False), recalculate(book)
    return [f"{text} {_formula(book, text)}" for text in list(differences(one, other))[:3]]


def _formula(book: BookGrid, text: str) -> str:
    match = re.search(r"\((\d+), (\d+)\)", text)
    cell = book.sheets[0].formulas.get((int(match[1]), int(match[2]))) if match else None
    return cell.text if cell else ""


@pytest.mark.parametrize("seed", range(80))
def test_a_filled_down_book_gives_the_same_as_cell_by_cell(seed: int) -> None:
    assert compared(filled_book(seed)) == []


@pytest.mark.long
@pytest.mark.parametrize("start", range(1_000, 3_000, 100))
def test_many_filled_down_books_give_the_same(start: int) -> None:
    wrong = {seed: found for seed in range(start, start + 100) if (found := compared(filled_book(seed, 24)))}
    assert wrong == {}
