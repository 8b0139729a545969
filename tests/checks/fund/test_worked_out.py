"""What lists of debts and plans of repayment work out by themselves: months, products, balances that go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from tests.commands.generated_books import grid
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import CellValue

DEBTS = ["姓名", "款项", "欠发起", "欠发止", "欠发月数", "月标准(元)", "所欠金额(元)"]
PLAN = ["企业名称", "还款日期", "期初余额(元)", "利息(元)", "还款额(元)", "期末余额(元)"]
INTERNAL = ["姓名", "性别", "出生年月", "内退基准日", "月生活费", "月缴费基数", "养老费率", "医疗费率", "内退费用"]


def found(name: str, *rows: Sequence[CellValue]) -> list[tuple[str, str | None, str]]:
    book = grid(**{name: rows})
    return [(one.code, one.cell, one.expected) for one in check_book(book, dt.date(2012, 1, 1))]


@pytest.mark.parametrize(
    ("months", "amount", "codes"),
    [
        (6, 5100, []),
        (None, 5100, []),
        (5, 4250, [("OWED_MONTHS", "E2", "6")]),
        (6, 5000, [("OWED_PRODUCT", "G2", "5100.00")]),
        (None, 5000, [("OWED_PRODUCT", "G2", "5100.00")]),
    ],
)
def test_debts_are_months_of_the_period_times_the_standard(
    months: int | None, amount: float, codes: list[tuple[str, str, str]]
) -> None:
    assert found("欠发工资表", DEBTS, ["虚构甲", "欠发工资", "2010-01", "2010-06", months, 850, amount]) == codes


@pytest.mark.parametrize(("amount", "codes"), [(47040, []), (47000, ["INTERNAL_RETIREMENT_WRONG"])])
def test_internal_retirement_is_what_its_columns_come_to(amount: float, codes: list[str]) -> None:
    """42 months of 600 yuan and of 26 % of 2,000."""
    row = ["虚构甲", "男", "1955-03-20", "2011-09-28", 600, 2000, "20%", "6%", amount]
    assert [code for code, _, _ in found("内退", INTERNAL, row)] == codes


def test_a_plan_goes_on_from_row_to_row_and_ends_with_the_debt() -> None:
    first, second = ["虚构厂", "2012-10-01", 100, 2, 62, 40], [None, "2013-10-01", 40, 0.8, 40.8, 0]
    assert found("计划", PLAN, first, second) == []
    assert found("计划", PLAN, first, [*second[:2], 50, 0.8, 50.8, 0]) == [("DEFERRAL_PLAN_BROKEN", "C3", "40.00")]
    assert found("计划", PLAN, [*first[:5], 39], [*second[:2], 39, 1.8, 40.8, 0]) == [
        ("DEFERRAL_PLAN_ROW", "F2", "40.00")
    ]
    assert found("计划", PLAN, first) == [("DEFERRAL_PLAN_OPEN", "F2", "0")]
