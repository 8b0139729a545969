"""A roster that is kept as columns, as a large one is, gives cell by cell what it gives as rows."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from xl_addin.functions import call
from xl_addin.functions.severance.roster import _month_cells
from xl_addin.functions.spec import Spilled
from xl_addin.hosts.openbook.json_values import written
from xl_addin.tables import column_rows
from xl_addin.values.errors import CellError

WAGES = ["前12个月月平均工资", "企业月平均工资", "当地月平均工资"]
HEADINGS = ["序号", "姓名", "参加工作时间", "解除时间", *WAGES, "解除事由"]
PERSONS: list[list[Any]] = [
    [1, "王三", 31229, 40814, 1600, 1500, 2300, "客观变化"],
    [2, "李四", dt.date(1985, 7, 1), 40814.0, 900.5, 1500, 2300, None],
    [3, "赵六", "1985.07", "2011年9月", "1,600", None, None, "协商"],
    [4, "钱七", 40814, 31229, 1600, 1500, 2300, "裁员"],
    [5, "孙八", 31229, 40814, None, 1500, 2300, "裁员"],
    [6, CellError("#REF!", ""), 31229, 40814, 1600, 1500, 2300, "裁员"],
    [7, "周九", 31229, CellError("#N/A", ""), 1600, 1500, 2300, "裁员"],
]
PERIODS = ["养老欠缴起", "养老欠缴止", "医疗欠缴起", "医疗欠缴止", "缴费工资", "缴费平均工资"]
OWED = ["2008-01", "2010-12", 39_448, 40_513, 1600, 2300]
ROSTERS: dict[str, list[list[Any]]] = {
    "plain": [HEADINGS, *PERSONS],
    "title": [["某厂职工花名册", *[None] * 7], ["单位：元", *[None] * 7], HEADINGS, *PERSONS],
    "sums": [HEADINGS, *PERSONS[:2], [None, "合计", None, None, 2500.5, None, None, None], *PERSONS[2:]],
    "pages": [HEADINGS, *PERSONS[:3], HEADINGS, *PERSONS[3:]],
    "texts": [HEADINGS, *[["" if cell is None else str(cell) for cell in row] for row in PERSONS[:3]]],
    "empty rows": [HEADINGS, *PERSONS, *[[None] * 8] * 3],
    "no headings": PERSONS,
    "no wage": [[*HEADINGS[:4], *HEADINGS[5:]], *[[*row[:4], *row[5:]] for row in PERSONS]],
    "ragged": [HEADINGS, *PERSONS[:3], ["注：略"]],
    "headings below": [["一、说明", *[None] * 7]] * 14 + [HEADINGS, *PERSONS],
    "package": [[*HEADINGS, *PERIODS], *[[*row, *OWED] for row in PERSONS]],
    "only serials": [HEADINGS, *[[i, "王三", 31229 + i, 40814, 1600 + i, 1500, 2300, "裁员"] for i in range(20)]],
}


@pytest.mark.parametrize("name", ["SOE_SEVERANCE_TABLE", "SOE_PACKAGE_TABLE"])
@pytest.mark.parametrize("roster", ROSTERS.values(), ids=ROSTERS.keys())
def test_the_same_answer_by_columns_and_by_rows(name: str, roster: list[list[Any]]) -> None:
    by_rows = call(name, [list(row) for row in roster])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(column_rows, "_MANY", 1)
        assert call(name, roster) == by_rows


def test_each_row_of_a_large_roster_is_the_one_it_gives_alone() -> None:
    rows = [[i, "王三", 29_000 + i * 11, 40_814 - i, 900 + i / 4, 1500, 2300, "裁员"] for i in range(600)]
    found = call("SOE_SEVERANCE_TABLE", [HEADINGS, *rows])
    assert isinstance(found, list)
    for i in range(0, 600, 37):
        alone = call("SOE_SEVERANCE_TABLE", [HEADINGS, rows[i]])
        assert isinstance(alone, list)
        assert found[i + 1] == alone[1]


@pytest.mark.parametrize("name", ROSTERS)
def test_only_the_rows_that_are_said_to_be_odd_hold_errors(name: str) -> None:
    table = call("SOE_SEVERANCE_TABLE", ROSTERS[name])
    if isinstance(table, Spilled):
        assert {i for i, row in enumerate(table) if any(isinstance(cell, CellError) for cell in row)} == set(table.odd)
        assert written(table) == [[written(cell) for cell in row] for row in table]
    else:
        assert isinstance(table, CellError)


@given(
    some.lists(some.one_of(some.just(math.nan), some.floats(0, 2_000), some.integers(0, 3_000).map(lambda n: n / 2)))
)
def test_months_are_whole_where_they_are_whole(months: list[float]) -> None:
    shown = _month_cells(np.array(months, dtype=np.float64))
    expected = [None if math.isnan(one) else int(one) if one.is_integer() else one for one in months]
    assert [(type(one), one) for one in shown] == [(type(one), one) for one in expected]
