"""One range that many calls are given is looked through once, and each call answers as it does alone."""

from __future__ import annotations

import copy
import datetime as dt
import random
from typing import Any

import pytest

from xl_addin.functions import CATALOG, call
from xl_addin.functions.many import call_rows
from xl_addin.tables import ranges
from xl_addin.values.errors import CellError

HEADS = ["日期", "企业名称", "所属系统", "科目", "收入金额", "支出金额"]
FIRMS = ("示例甲厂", "示例乙厂", "没有的厂", "", None)
ODD: tuple[Any, ...] = (
    [], [[]], [[None]], [[5]], [["甲"]], [[None, None]], [1, 2], [[CellError("#N/A", "")]], [["\u200b", 1], [2]],
)  # fmt: skip


def ledger(draw: random.Random) -> list[list[Any]]:
    rows: list[list[Any]] = [list(HEADS)]
    for _ in range(draw.randrange(40)):
        income = draw.random() < 0.5
        amount: Any = draw.choice((draw.randrange(1, 10**8) / 100, "1,200.50", 300))
        rows.append(
            [dt.date(2011, 1, 1) + dt.timedelta(draw.randrange(900)), draw.choice(FIRMS[:2]), "工业",
             "产权变现" if income else "经济补偿金", amount if income else None, None if income else amount]
        )  # fmt: skip
    if draw.random() < 0.2:
        rows.append([draw.choice(("坏的日期", CellError("#REF!", ""))), "示例甲厂", "工业", "产权变现", 1, None])
    return rows


@pytest.mark.parametrize("seed", range(20))
def test_calls_that_share_a_ledger_answer_as_each_does_alone(seed: int) -> None:
    draw = random.Random(seed)
    books = [ledger(draw), ledger(draw)]
    before = copy.deepcopy(books)
    name = draw.choice(("SOE_FUND_BALANCE", "SOE_FUND_STATEMENT"))
    rows = [[draw.choice(books), draw.choice((None, "2011-12-31")), draw.choice(FIRMS)] for _ in range(12)]
    assert call_rows(name, rows) == [call(name, *row) for row in rows]
    assert books == before


@pytest.mark.parametrize("name", sorted(CATALOG))
def test_any_range_in_any_place_answers_as_it_does_alone(name: str) -> None:
    draw = random.Random(name)
    places = len(CATALOG[name].arguments)
    rows = [
        [draw.choice(ODD) if draw.random() < 0.6 else draw.choice(("甲", 5, None, 40814)) for _ in range(places)]
        for _ in range(30)
    ]
    assert call_rows(name, rows) == [call(name, *row) for row in rows]


def test_a_shared_ledger_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    real = ranges._error_in
    monkeypatch.setattr(ranges, "_error_in", lambda rows: (looked.append(len(rows)), real(rows))[1])
    book = [list(HEADS), *([dt.date(2011, 1, 1), f"第{i}厂", "工业", "产权变现", 100, None] for i in range(50))]
    found = call_rows("SOE_FUND_BALANCE", [[book, None, f"第{i}厂"] for i in range(50)])
    assert found == [100.0] * 50
    assert looked.count(51) == 1
