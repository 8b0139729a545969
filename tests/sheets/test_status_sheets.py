"""在岗状态 under any heading: who is settled gets 0 and the reason, who is unclear is asked about, on all ways."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.faults.status_sheets import AMOUNT, StatusSheet, draw
from xl_addin.checks.run import check_book
from xl_addin.commands.severance.amounts import compute, fen_of
from xl_addin.functions import call
from xl_addin.policy.groups import find_group
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.package_persons import read_package_persons
from xl_addin.sheets.severance_persons import read_persons
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import CellError, InputError

TODAY = dt.date(2011, 9, 30)


def _book(sheet: StatusSheet) -> SheetBook:
    return SheetBook(BookGrid(Path("虚构.xlsx"), list(sheet.grids)), TODAY)


def _pages(sheet: StatusSheet) -> list[object]:
    """What 职工确认单, 公示表 and 口径比较 are made of."""
    book = _book(sheet)
    persons = read_persons(book, "")
    fen = fen_of(compute(persons))
    return [person.settled or ("?" if person.question else amount) for person, amount in zip(persons, fen, strict=True)]


def _group(cell: object) -> object:
    try:
        return find_group(clean_text(cell)).severance  # type: ignore[arg-type]
    except InputError:
        return "?"


def _check(seed: object) -> None:
    sheet = draw(random.Random(f"status {seed}"))
    right: list[object] = [one.settled or ("?" if one.asked else round(AMOUNT * 100)) for one in sheet.members]
    assert _pages(sheet) == right, sheet
    people = {person.name: person for person in read_package_persons(_book(sheet), "")}
    groups = [_group(person.cells.get("post_status")) for person in people.values()]
    assert groups == ["?" if one.asked else one.paid for one in sheet.members], sheet
    if not sheet.on_roster:
        result = call("SOE_SEVERANCE_TABLE", sheet.grids[0].rows)
        assert isinstance(result, list)
        column = [line[6] for line in result[1:]]
        assert ["?" if isinstance(one, CellError) else one for one in column] == [
            "?" if one.asked else AMOUNT if one.paid else 0.0 for one in sheet.members
        ], sheet
        assert all(one.settled in str(line[7]) for one, line in zip(sheet.members, result[1:], strict=True))
    found = [(f.code, f.cell) for f in check_book(_book(sheet).grid, TODAY)]
    assert found == [("STATUS_UNCLEAR", one.status_cell) for one in sheet.members if one.asked], sheet


@pytest.mark.parametrize("seed", range(60))
def test_a_word_of_any_column_comes_to_its_amount_to_nothing_or_to_a_question(seed: int) -> None:
    _check(seed)


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_thousands_of_sheets_with_statuses_are_read_right(part: int) -> None:
    for seed in range(200):
        _check(f"{part}/{seed}")
