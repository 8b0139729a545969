"""Checks of the fund's ledger, beside what the injected faults already show: severities, words, units, layouts."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import TODAY, book, findings, id_number, only, places, sheet
from xl_addin.checks.run import check_book
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.values.findings import Severity

HEADER = [
    "日期",
    "企业名称",
    "科目",
    "收入金额",
    "支出金额",
    "余额",
    "审批文号",
    "关联人员编号",
    "对冲单号",
    "所属系统",
]
SALE = ["2010-04-01", "甲厂", "产权变现", 1000, None, 1000]


def ledger(*rows: list[CellValue], header: list[CellValue] | None = None) -> SheetGrid:
    return sheet("台账", [header or HEADER, *rows])


def test_the_opening_balance_is_no_income_and_belongs_to_nobody() -> None:
    opening: list[CellValue] = ["2010-01-01", None, "上年结转", 500, None, 500]
    assert places(findings(ledger(opening, ["2010-04-01", "甲厂", "产权变现", 1000, None, 1500]))) == []
    overdrawn = only(findings(ledger(opening, ["2010-04-01", "甲厂", "经济补偿", None, 100, 400])))
    assert (overdrawn.code, overdrawn.cell) == ("LEDGER_NEGATIVE", "E3")
    assert "负" in overdrawn.message
    assert "不足" in overdrawn.message


def test_an_opening_label_in_the_date_column_is_no_date() -> None:
    rows = ledger(["上年结转", None, None, None, None, 500], ["2010-04-01", "甲厂", "产权变现", 1000, None, 1500])
    assert places(findings(rows)) == []


def test_the_first_break_of_the_balance_gives_the_right_figure() -> None:
    finding = only(findings(ledger(SALE, ["2010-04-02", "甲厂", "利息", "5.01", None, 1005])))
    assert (finding.code, finding.cell, finding.expected) == ("LEDGER_BALANCE", "F3", "1005.01")


def test_amounts_in_wan_are_converted() -> None:
    header = ["日期", "企业名称", "科目", "收入（万元）", "支出（万元）", "余额（元）"]
    assert places(findings(ledger(["2010-04-01", "甲厂", "产权变现", 1.5, None, 15000], header=list(header)))) == []


def test_a_deferral_moves_no_cash_and_its_repayment_does() -> None:
    rows = [
        SALE,
        ["2010-04-02", "甲厂", "社保暂挂（非现金）", 300, None, 1000],
        ["2010-04-03", "甲厂", "归还社保暂挂", None, 300, 700],
    ]
    assert places(findings(ledger(*rows))) == []


@pytest.mark.parametrize(
    ("subject", "code", "word"), [("归还垫付", "ADVANCE_OVERPAID", "垫付"), ("归还暂挂", "DEFERRAL_OVERPAID", "暂挂")]
)
def test_repaying_where_nothing_is_open_is_an_error(subject: str, code: str, word: str) -> None:
    finding = only(findings(ledger(SALE, ["2010-04-02", "甲厂", subject, None, 1, 999])))
    assert (finding.code, finding.severity, finding.cell) == (code, Severity.ERROR, "E3")
    assert word in finding.message


def test_an_advance_needs_its_approval_number() -> None:
    finding = only(findings(ledger(["2010-04-01", "甲厂", "土地储备垫付", 100, None, 100])))
    assert (finding.code, finding.severity, finding.cell) == ("ADVANCE_APPROVAL_MISSING", Severity.MISSING, "G2")


@pytest.mark.parametrize(("second", "codes"), [("工业系统", []), ("商贸系统", ["TRANSFER_ACROSS_SYSTEMS"])])
def test_transfers_between_systems_need_an_approval(second: str, codes: list[str]) -> None:
    rows = [
        SALE,
        ["2010-04-02", "甲厂", "系统调出", None, 100, 900, None, None, "T1", "工业系统"],
        ["2010-04-02", "乙厂", "系统调入", 100, None, 1000, None, None, "T1", second],
    ]
    table = findings(ledger(*rows))
    assert [finding.code for finding in table] == codes
    assert all("系统" in finding.message for finding in table)


def test_a_monthly_allowance_is_no_second_payment() -> None:
    header = ["日期", "企业名称", "科目", "摘要", "收入金额", "支出金额", "关联人员编号"]
    sale = ["2010-04-01", "甲厂", "产权变现", None, 9000, None, None]
    paid = [[f"2010-0{month}-05", "甲厂", "内退", f"{month}月生活费", None, 500, id_number(1)] for month in (5, 6, 6)]
    assert places(findings(ledger(sale, *paid[:2], header=list(header)))) == []
    finding = only(findings(ledger(sale, *paid, header=list(header))))
    assert (finding.code, finding.cell) == ("PAID_TWICE", "F5")
    assert id_number(1) not in finding.message + finding.observed


SINGLE = ["日期", "企业名称", "收支方向", "科目", "金额", "余额"]


def test_one_column_of_amounts_is_read_by_the_direction() -> None:
    rows: list[list[CellValue]] = [
        ["2010-04-01", "甲厂", "收", "产权变现", 1000, 1000],
        ["2010-04-02", "甲厂", "支", "养老", 300, 700],
    ]
    assert places(findings(ledger(*rows, header=list(SINGLE)))) == []
    rows.append(["2010-04-03", "甲厂", "支", "归还垫付", 800, -100])
    table = findings(ledger(*rows, header=list(SINGLE)))
    assert places(table) == [("ADVANCE_OVERPAID", "E4"), ("LEDGER_NEGATIVE", "E4")]


def test_one_column_of_amounts_needs_its_direction() -> None:
    rows: list[list[CellValue]] = [["2010-04-01", "甲厂", None, "产权变现", 1000, 1000]]
    finding = only(findings(ledger(*rows, header=list(SINGLE))))
    assert (finding.code, finding.severity, finding.cell) == ("LEDGER_DIRECTION_MISSING", Severity.MISSING, "C2")


def test_a_list_of_dated_costs_is_no_ledger() -> None:
    table = findings(sheet("费用", [["日期", "摘要", "金额"], ["2010-04-01", "评估费", 5000]]))
    assert (len(table), len(table.not_checked)) == (0, 1)


def test_lower_uses_are_not_judged_without_a_severance_sheet_and_that_is_said() -> None:
    table = findings(ledger(SALE, ["2010-04-02", "甲厂", "税费", None, 100, 900]))
    assert places(table) == []
    assert [line for line in table.not_checked if "甲厂" in line and "未校验" in line]


def approved_sheet() -> SheetGrid:
    """甲厂 owes one person 10,000 yuan."""
    heads: list[CellValue] = [
        "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "当地月平均工资", "补偿金额",
    ]  # fmt: skip
    wages: list[CellValue] = ["王一", id_number(1), "1998-01-01", "2007-12-31", 1000, 1000, 2000, 10000]
    return sheet("测算", [["企业名称：甲厂"], heads, wages])


LOWER_FIRST: list[list[CellValue]] = [
    SALE,
    ["2010-04-02", "甲厂", "养老", None, 100, 900],
    ["2010-04-02", "甲厂", "税费", None, 1, 899],
]


def test_pension_and_medical_insurance_are_no_lower_use() -> None:
    finding = only(findings(ledger(*LOWER_FIRST), approved_sheet()))
    assert (finding.code, finding.cell) == ("TIER_ORDER", "E4")
    assert "10000" in finding.message


@pytest.mark.parametrize(
    ("rows", "cells"),
    [
        ([["清偿顺序/税费", 1]], []),
        ([["清偿顺序/经济补偿", 2]], []),
        ([["清偿顺序/养老保险费", 2]], ["E3", "E4"]),
        ([["清偿顺序/经济补偿", 0]], ["E3", "E4"]),
        ([["清偿方式/第1层", "按顺序"]], ["E4"]),
    ],
)
def test_an_office_that_ranks_the_uses_otherwise_is_judged_by_its_own_order(
    rows: list[list[CellValue]], cells: list[str]
) -> None:
    policy = read_policy([["profile", "SEG2008"], *rows])
    found = check_book(book(ledger(*LOWER_FIRST), approved_sheet()), TODAY, policy)
    assert places(found) == [("TIER_ORDER", cell) for cell in cells]


def test_sums_of_a_month_leave_the_opening_out() -> None:
    header = ["日期", "科目", "收入金额", "支出金额", "余额"]
    rows: list[list[CellValue]] = [
        ["2010-01-01", "上年结转", None, None, 100],
        ["2010-01-05", "利息", 5, None, 105],
        [None, "本月合计", 5, 0, 105],
        ["2010-02-05", "利息", 6, None, 111],
        [None, "本月合计", 6, None, 111],
        [None, "累　计", 11, None, 111],
    ]
    assert places(findings(ledger(*rows, header=list(header)))) == []
    rows[5][2] = 111
    finding = only(findings(ledger(*rows, header=list(header))))
    assert (finding.code, finding.cell, finding.expected) == ("LEDGER_SUM", "C7", "11.00")


@pytest.mark.parametrize("typed", ["50%", "12.5％"])
def test_a_percentage_is_no_amount(typed: str) -> None:
    finding = only(findings(ledger(["2010-04-01", "甲厂", "产权变现", typed, None, 1000])))
    assert (finding.code, finding.cell, finding.severity) == ("LEDGER_AMOUNT", "D2", Severity.ERROR)
    assert f"“{typed}”不是金额" in finding.message


def test_a_day_in_no_century_of_ours_is_found_at_its_cell() -> None:
    finding = only(findings(ledger([dt.date(2211, 4, 1), "甲厂", "产权变现", 1000, None, 1000])))
    assert (finding.code, finding.cell, finding.severity) == ("RECORD_DATE_OUT_OF_RANGE", "A2", Severity.ERROR)
