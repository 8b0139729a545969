"""发放表 with deductions: 应发 less deductions is 实发, in whatever words they stand; a payroll is no 发放表."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.faults.payment_sheets import Payments, id_number, payments, payroll
from xl_addin.checks.run import check_book
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.payments import payment_rows
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.findings import FindingTable

TODAY = dt.date(2020, 6, 1)


def book(*sheets: SheetGrid) -> BookGrid:
    return BookGrid(Path("a.xlsx"), list(sheets))


def places(table: FindingTable) -> list[tuple[str, str | None]]:
    return sorted((finding.code, finding.cell) for finding in table)


def judge(seed: int) -> None:
    rng = random.Random(seed)
    made = payments(rng)
    checked = SheetBook(book(made.grid), TODAY)
    (table,) = checked.of_kind("payments")
    rows = payment_rows(table, checked)
    assert rows.deducted == [sum(off) for off in made.off], (seed, made.columns)
    assert places(check_book(checked.grid, TODAY)) == [], (seed, made.grid.rows[:3])
    i, by = rng.randrange(len(made.due)), rng.choice((1, 100, -1, -2500))
    _change(made, i, by)
    code = "PAYMENT_OVER_DUE" if by > 0 else "PAYMENT_UNDER_DUE"
    found = check_book(book(made.grid), TODAY)
    assert places(found) == [(code, made.cell("paid", i))], (seed, made.grid.rows[:3])
    (finding,) = found
    assert finding.expected == f"{made.right(i) / 100:.2f}"


def _change(made: Payments, i: int, by: int) -> None:
    col = made.columns["paid"] - 1
    for row in (made.first + i - 1, len(made.grid.rows) - 1):
        value = made.grid.rows[row][col]
        assert isinstance(value, (int, float))
        made.grid.rows[row][col] = round(value + by / 100, 2)


def refuse(seed: int) -> None:
    table = check_book(book(payroll(random.Random(seed))), TODAY)
    assert places(table) == [], seed
    assert any("工资表" in line and "未校验" in line for line in table.not_checked), seed


@pytest.mark.parametrize("seed", range(60))
def test_deductions_explain_what_is_paid_and_a_false_sum_is_found(seed: int) -> None:
    judge(seed)


@pytest.mark.parametrize("seed", range(30))
def test_a_payroll_is_named_and_not_judged(seed: int) -> None:
    refuse(seed)


@pytest.mark.long
def test_thousands_of_lists_of_payments() -> None:
    for seed in range(1000, 3000):
        judge(seed)
        refuse(seed)


HEADS: list[CellValue] = [
    "姓名",
    "身份证号",
    "应发金额",
    "代扣个人欠缴保险费",
    "扣借款",
    "实发金额",
    "发放日期",
    "签字",
]


def paid(*off: CellValue, net: float) -> SheetGrid:
    row: list[CellValue] = ["虚构甲", id_number(1), 44402.9, *off, net, "2011-10-12", "虚构签"]
    return SheetGrid("发放表", "", [["经济补偿金发放表"], list(HEADS), row])


def severance() -> SheetGrid:
    heads: list[CellValue] = [
        "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "前12个月月平均工资",
        "企业月平均工资", "当地月平均工资", "补偿金额",
    ]  # fmt: skip
    row: list[CellValue] = [
        "虚构厂", "虚构甲", id_number(1), "1985-07-01", "2011-09-28", "客观变化", 1600, 1652.3, 2300, 44402.9,
    ]  # fmt: skip
    return SheetGrid("测算", "", [heads, row])


def test_what_was_taken_off_counts_as_paid_against_the_approved_sum() -> None:
    assert places(check_book(book(severance(), paid(3456, None, net=40946.9)), TODAY)) == []
    found = check_book(book(severance(), paid(3456, None, net=44402.9)), TODAY)
    assert places(found) == [("PAYMENT_OVER_DUE", "F3")]
    assert "44402.90元减扣款3456.00元" in next(iter(found)).message


def test_a_deduction_that_is_no_number_is_found_and_the_row_is_not_judged() -> None:
    assert places(check_book(book(paid("待定", None, net=40946.9)), TODAY)) == [("PAYMENT_AMOUNT", "D3")]


@pytest.mark.parametrize("head", ["扣款原因", "扣除后余额", "扣款依据"])
def test_a_remark_about_deductions_is_none(head: str) -> None:
    sheet = paid("见附件", None, net=44402.9)
    sheet.rows[1][3] = head
    assert places(check_book(book(sheet), TODAY)) == []


@pytest.mark.parametrize("title", ["补发工资发放表", "拖欠职工工资表", "职工生活费发放表"])
def test_arrears_of_wages_are_paid_by_a_list_of_payments(title: str) -> None:
    sheet = paid(None, None, net=40000)
    sheet.rows[0] = [title]
    assert places(check_book(book(sheet), TODAY)) == [("PAYMENT_UNDER_DUE", "F3")]
