"""Everything owed stands in 应付未付; 全市调剂方案 never offers money that is owed, or of which that is not known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.checks.books import findings, id_number
from tests.commands.fund.test_fund_plan import NEEDS, PLAN, column, table
from tests.commands.generated_books import context, differences, grid, written
from tests.commands.pressing import pressed
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.policy.fund import EXPENSE, fund_policy
from xl_addin.tables.grid import BookGrid, CellValue

Rows = list[list[CellValue]]
LEDGER: Rows = [
    ["日期", "企业名称", "所属系统", "科目", "收入金额", "支出金额"],
    ["2010-01-01", "虚构一厂", "工业", "产权变现", 500000, None],
    ["2010-02-01", "虚构二厂", "工业", "财政拨款", 1000, None],
    ["2010-03-01", "虚构一厂", "工业", "欠薪", None, 10000],
]
SECOND: Rows = [["企业名称", "姓名", "身份证号", "欠发工资"], ["虚构二厂", "李四", id_number(2), 400000]]
FIRST: Rows = [["企业名称", "姓名", "身份证号", "欠发工资", "集资款"], ["虚构一厂", "王三", id_number(1), 60000, 30000]]
COSTS: Rows = [
    ["企业名称", "费用项目", "费用金额", "资金来源", "来源金额"],
    ["虚构一厂", "欠薪", 60000, "产权变现", 500000], ["虚构一厂", "集资款", 30000, None, None],
]  # fmt: skip


def owing(book: BookGrid, tmp_path: Path) -> tuple[dict[tuple[str, str], tuple[Any, Any]], Any, float]:
    """Due and left by enterprise and item, the generated workbook, what the first enterprise can give."""
    made, recalculation = written(plan_fund_statements(pressed(book), context()), tmp_path)
    assert differences(made, recalculation) == []
    sheet = made.sheet(NEEDS)
    start = next(i for i, row in enumerate(sheet.rows) if any(str(cell).startswith("二、") for cell in row[:2]))
    lines = {}
    for row in sheet.rows[start + 2 :]:
        if not row or row[0] is None:
            break
        lines[str(row[0]), str(row[1])] = (row[4], row[2])
    return lines, made, column(made.sheet(PLAN), "二、", "可调出(元)")["虚构一厂"]


@pytest.mark.parametrize("sheets", [{"欠发工资表": FIRST}, {"费用": COSTS}, {"欠发工资表": FIRST, "费用": COSTS}])
def test_debts_to_workers_are_owed_and_not_offered(sheets: dict[str, Rows], tmp_path: Path) -> None:
    lines, made, free = owing(grid(台账=LEDGER, 二厂欠薪=SECOND, **sheets), tmp_path)
    assert lines["虚构一厂", "欠薪"] == (60000, 50000)
    assert lines["虚构一厂", "集资款"] == (30000, 30000)
    assert free == 500000 - 10000 - 80000
    assert "请核对" not in str(made.sheet(NEEDS).rows)


def test_of_two_sheets_the_larger_sum_is_owed_and_the_difference_named(tmp_path: Path) -> None:
    costs = [list(row) for row in COSTS]
    costs[1][2] = 75000
    book = grid(台账=LEDGER, 二厂欠薪=SECOND, 欠发工资表=FIRST, 费用=costs)
    lines, made, free = owing(book, tmp_path)
    assert lines["虚构一厂", "欠薪"] == (75000, 65000)
    assert free == 490000 - 65000 - 30000
    assert "“欠发工资表”60000.00元，“费用”75000.00元" in str(made.sheet(NEEDS).rows)


def test_a_person_on_two_lists_is_owed_once(tmp_path: Path) -> None:
    book = grid(台账=LEDGER, 二厂欠薪=SECOND, 欠发工资表=FIRST, 欠薪二=[FIRST[0], [*FIRST[1][:3], 58000, None]])
    lines, _, _ = owing(book, tmp_path)
    assert lines["虚构一厂", "欠薪"] == (60000, 50000)


def test_what_a_list_says_was_paid_elsewhere_is_no_longer_owed(tmp_path: Path) -> None:
    rows: Rows = [["企业名称", "姓名", "欠款金额", "已付", "尚欠"], ["虚构一厂", "王三", 60000, 25000, 35000]]
    lines, _, _ = owing(grid(台账=LEDGER, 二厂欠薪=SECOND, 欠发工资表=rows), tmp_path)
    assert lines["虚构一厂", "欠薪"][1] == 35000


def test_costs_in_one_sum_above_what_is_listed_are_owed_too(tmp_path: Path) -> None:
    costs: Rows = [["企业名称", "费用合计", "资金来源合计"], ["虚构一厂", 200000, 500000]]
    lines, _, free = owing(grid(台账=LEDGER, 二厂欠薪=SECOND, 欠发工资表=FIRST, 费用=costs), tmp_path)
    assert lines["虚构一厂", "费用表其余费用"] == (110000, 110000)
    assert free == 490000 - 80000 - 110000


UNREAD: dict[str, Rows] = {
    "拖欠款": [["车间", "人数", "拖欠数额"], ["一车间", 12, 88000]],
    "集资": [["一车间", "集资", 12000]],
    "应付": [["二〇一〇年应付款"], ["甲", 3, 5]],
    "清单": [
        ["所欠职工款项"], ["企业名称", "姓名", "身份证号", "款项", "欠款金额"],
        ["虚构一厂", "王三", id_number(1), "垫支", 800],
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", UNREAD)
def test_debts_that_cannot_be_read_are_named_and_hold_the_money(name: str, tmp_path: Path) -> None:
    book = grid(台账=LEDGER, 二厂欠薪=SECOND, **{name: UNREAD[name]})
    _, made, free = owing(book, tmp_path)
    assert free == 0
    assert f"“{name}”有应付款没有读出" in str(table(made.sheet(PLAN), "二、")["虚构一厂"])
    assert f"工作表“{name}”" in plan_fund_statements(pressed(book), context()).summary
    assert "调出企业" in str(made.sheet(PLAN).rows)
    assert "不需要系统内调剂" in str(made.sheet(PLAN).rows)


@pytest.mark.parametrize("typed", ["30万", "30万元", "叁拾万元整", "约30万", "三十万", "30w", "300,000元"])
def test_the_check_and_the_statements_read_a_worded_amount_alike(typed: str) -> None:
    book = grid(台账=[LEDGER[0], ["2010-01-01", "甲厂", "工业", "财政拨款", typed, None]])
    refused = [one.code for one in findings(*book.sheets) if one.severity.value == "error"]
    try:
        plan_fund_statements(pressed(book), context())
    except ValueError:
        assert refused == ["LEDGER_AMOUNT"]
    else:
        assert refused == []


def test_the_names_of_the_tiers_fit_the_accounts_in_them() -> None:
    names = {tier.number: tier.name for tier in fund_policy().tiers}
    for account in fund_policy().accounts:
        if account.side == EXPENSE and account.name in ("税费", "处置费用"):
            assert account.tier is not None
            assert account.name in names[account.tier]
            assert not any(account.name in name for number, name in names.items() if number != account.tier)
