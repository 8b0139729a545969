"""An enterprise that is sold in lots: 资金方案 plans with all of them, and the fund must have received all; made up."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.commands.generated_books import grid
from xl_addin.checks.run import check_book
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import Wish, planned
from xl_addin.tables.grid import BookGrid, CellValue

_PROGRESS: list[CellValue] = [
    "序号", "企业名称", "主管系统", "改制形式", "职工人数", "评估值(元)", "职代会时间", "批复文号", "成交时间",
    "成交价(元)", "到账时间",
]  # fmt: skip
_LEDGER: list[CellValue] = ["日期", "企业名称", "科目", "摘要", "收入金额", "支出金额"]
_COSTS: list[list[CellValue]] = [["企业名称", "费用/来源", "项目", "金额(元)"], ["甲厂", "费用", "经济补偿", 90000]]


def _lot(appraisal: int, deal: int | None, day: str | None = "2011-08-01") -> list[CellValue]:
    return [1, "甲厂", "工业", "出售", 2, appraisal, "2011-06-01", "府批1号", day, deal, day]


def _book(*lots: list[CellValue], income: int) -> BookGrid:
    return grid(
        进度表=[_PROGRESS, *lots],
        费用和资金来源表=_COSTS,
        台账=[_LEDGER, ["2011-08-02", "甲厂", "产权变现", "", income, None]],
    )


@pytest.mark.parametrize(
    ("lots", "income", "cells"),
    [
        ([_lot(50000, 50000), _lot(40000, 40000)], 90000, []),
        ([_lot(50000, 50000), _lot(40000, 40000)], 89999, ["J3"]),
        ([_lot(50000, 50000), _lot(40000, 40000)], 50000, ["J3"]),
        ([_lot(50000, 50000), _lot(40000, 40000)], 49999, ["J2", "J3"]),
        ([_lot(50000, 50000), _lot(50000, 50000)], 50000, []),
        ([_lot(50000, 50000)], 49999, ["J2"]),
    ],
)
def test_the_fund_must_have_the_prices_of_all_lots(lots: list[list[CellValue]], income: int, cells: list[str]) -> None:
    found = check_book(_book(*lots, income=income), dt.date(2011, 12, 1))
    assert [one.cell for one in found if one.code == "PROCEEDS_MISSING"] == cells


@pytest.mark.parametrize(
    ("lots", "price"),
    [
        ([_lot(50000, 50000), _lot(40000, 40000)], 90000),
        ([_lot(50000, 50000), _lot(40000, None, None)], 90000),
        ([_lot(50000, None, None), _lot(50000, 45000)], 45000),
        ([_lot(50000, 50000), _lot(50000, 50000)], 50000),
    ],
)
def test_the_plan_takes_the_prices_of_all_lots_once(lots: list[list[CellValue]], price: int) -> None:
    made, _ = planned(BY_NAME["资金方案"], _book(*lots, income=10), Wish(), dt.datetime(2011, 12, 1))
    assert isinstance(made, BookPlan)
    (row,) = [row for row in made.book.sheets[0].rows if len(row) == 12 and row[1].value == "工业"]
    assert row[5].value == price


@pytest.mark.parametrize("income", [50000, 89999, 90000])
def test_a_copy_of_the_ledger_for_printing_brings_no_money(income: int) -> None:
    lots = [_lot(50000, 50000), _lot(40000, 40000)]
    ledger: list[list[CellValue]] = [_LEDGER, ["2011-08-02", "甲厂", "产权变现", "", income, None]]
    rows = {"进度表": [_PROGRESS, *lots], "费用和资金来源表": _COSTS, "台账": ledger}
    one, two = (check_book(grid(**more), dt.date(2011, 12, 1)) for more in (rows, rows | {"打印": ledger}))
    places = [[(each.code, each.sheet, each.cell) for each in found if each.sheet != "打印"] for found in (one, two)]
    assert places[0] == places[1]
