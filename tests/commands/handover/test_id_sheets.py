"""What a masked copy hides and what it keeps, over many made-up books; a check shows no full number either."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.commands.pressing import pressed
from tests.faults.id_sheets import IdBook, id_book
from xl_addin.checks.report_json import to_json
from xl_addin.checks.run import check_book
from xl_addin.commands.handover.command import plan_handover
from xl_addin.commands.spec import CommandContext
from xl_addin.tables.grid import CellValue

FAULTS = ("ID_FORMAT", "ID_DATE", "ID_CHECK_DIGIT")
DAY = dt.datetime(2011, 9, 28)


def _copy(made: IdBook) -> tuple[dict[tuple[str, int, int], CellValue], str]:
    found = plan_handover(pressed(made.book), CommandContext("", DAY, True))
    return {
        (sheet, *place): new for sheet, cells in found.values.items() for place, new in cells.items()
    }, found.summary


def _judge(made: IdBook) -> None:
    changed, summary = _copy(made)
    assert {place: str(new).upper() for place, new in changed.items()} == made.masks
    assert f"{len(made.masks)} 个单元格的身份证号已脱敏" in summary
    table = check_book(made.book, DAY.date())
    if made.judged:
        assert {one.cell: one.code for one in table if one.code in FAULTS} == made.faults
        told = [line for line in table.not_checked if "已脱敏" in line]
        line = f"工作表“花名册”：{made.shown_masked}个身份证号已脱敏，未校验"
        assert told == ([line] if made.shown_masked else [])
    text = json.dumps(to_json(table, "虚构.xlsx", ""), ensure_ascii=False)
    assert not [number for number in made.hidden if number in text]


@pytest.mark.parametrize("seed", range(60))
def test_numbers_of_persons_are_hidden_and_others_stay(seed: int) -> None:
    _judge(id_book(seed))


@pytest.mark.long
@pytest.mark.parametrize("first", range(1000, 3000, 100))
def test_numbers_of_persons_are_hidden_in_many_books(first: int) -> None:
    for seed in range(first, first + 100):
        _judge(id_book(seed))
