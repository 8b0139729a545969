"""Negative rows of a ledger take back what they correct: insurance put off is what still stands; all made up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.commands.generated_books import context, differences, grid, written
from tests.commands.pressing import pressed
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import Wish, planned
from xl_addin.tables.grid import CellValue

_HEADS: list[CellValue] = ["日期", "企业名称", "科目", "摘要", "收入金额", "支出金额"]
_ARREARS: list[list[CellValue]] = [
    ["养老保险欠缴测算表"],
    ["序号", "企业名称", "姓名", "欠费起", "欠费止", "单位欠缴(元)", "个人欠缴(元)", "合计(元)"],
    [1, "甲厂", "王甲", "2007.01", "2008.12", 30000, 10000, 40000],
]


@pytest.mark.parametrize(
    ("rows", "deferred", "left"),
    [
        ([("社保暂挂", 30000, None)], 30000, 5000),
        ([("社保暂挂", 30000, None), ("社保暂挂", -10000, None)], 20000, 15000),
        ([("社保暂挂", 30000, None), ("归还暂挂", None, 8000)], 30000, 5000),
        ([("社保暂挂", 30000, None), ("归还暂挂", None, 8000), ("归还暂挂", None, -3000)], 30000, 5000),
        ([("社保暂挂", 30000, None), ("社保暂挂", -30000, None)], 0, 35000),
    ],
)
def test_a_correction_takes_back_what_was_put_off_and_none_of_a_repayment_puts_more_off(
    rows: list[tuple[str, int | None, int | None]], deferred: int, left: int, tmp_path: Path
) -> None:
    entries: list[list[CellValue]] = [
        ["2011-08-01", "甲厂", "产权变现", "", 50000, None],
        *([f"2011-08-{day:02}", "甲厂", account, "", *sides] for day, (account, *sides) in enumerate(rows, 2)),
        ["2011-09-01", "甲厂", "养老", "", None, 5000],
    ]
    book = grid(台账=[_HEADS, *entries], 养老欠缴测算表=_ARREARS)
    made, recalculation = written(plan_fund_statements(pressed(book), context()), tmp_path)
    firms = {row[0]: row[1:5] for row in made.sheet("应付未付").rows if len(row) == 7 and isinstance(row[0], str)}
    assert firms["甲厂"] == [40000, 5000, deferred, left]
    assert differences(made, recalculation) == []


def test_payments_without_an_enterprise_and_overdrafts_are_told() -> None:
    severance: list[list[CellValue]] = [
        ["企业名称", "姓名", "参加工作时间", "解除时间", "月平均工资", "补偿金额"],
        ["甲厂", "王甲", "1990-07-01", "2003-06-30", 780, 9360],
    ]
    entries: list[list[CellValue]] = [
        ["2011-08-01", "甲厂", "产权变现", "", 1000, None],
        ["2011-09-01", "甲厂", "经济补偿", "", None, 3000],
        ["2011-09-02", None, "经济补偿", "", None, 500],
    ]
    book = grid(台账=[_HEADS, *entries], 测算表=severance)
    summaries = []
    for name in ("资金平衡表", "资金方案"):
        plan, _ = planned(BY_NAME[name], book, Wish(), dt.datetime(2011, 12, 1))
        assert isinstance(plan, BookPlan)
        assert "台账有 1 笔付职工款共 500.00 元没有写企业，没有从应付中扣减" in plan.summary
        summaries.append(plan.summary)
    assert "甲厂专户透支 2,000.00 元，要先补上，已加在应付职工的数里" in summaries[1]
    assert "应付职工 8,360.00 元" in summaries[1]
