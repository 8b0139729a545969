"""Checks of a repayment plan, beside what the injected faults already show: severities, words, whose plan it is."""

from __future__ import annotations

from tests.checks.books import findings, places, sheet
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.values.findings import Severity

HEADER: list[CellValue] = ["日期", "企业名称", "科目", "收入金额", "支出金额"]
DEFERRED: list[CellValue] = ["2009-05-20", "甲厂", "社保暂挂", 42000, None]
SALE: list[CellValue] = ["2009-05-21", "甲厂", "产权变现", 100000, None]
REPAID: list[CellValue] = ["2010-01-15", "甲厂", "归还暂挂", None, 20000]
LATER: list[CellValue] = ["2011-12-21", "甲厂", "利息", 1, None]
PLAN: list[CellValue] = ["还款日期", "期初余额", "利息", "还款额", "期末余额"]


def ledger(*rows: list[CellValue]) -> SheetGrid:
    return sheet("台账", [HEADER, DEFERRED, SALE, *rows])


def plan(*rows: list[CellValue], heads: list[CellValue] | None = None) -> SheetGrid:
    return sheet("计划", [heads or PLAN, *rows])


def test_a_missed_instalment_is_a_notice_that_says_what_is_lacking() -> None:
    sheets = plan(["2010-05-20", 42000, 0, 21000, 21000], ["2011-05-20", 21000, 0, 21000, 0]), ledger(REPAID, LATER)
    found = [finding for finding in findings(*sheets) if finding.sheet == "计划"]
    assert [(f.code, f.cell, f.severity) for f in found] == [
        ("DEFERRAL_MISSED", "D2", Severity.NOTICE),
        ("DEFERRAL_MISSED", "D3", Severity.NOTICE),
    ]
    assert "暂挂" in found[0].message
    assert "2010-05-20" in found[0].message
    assert "尚欠1000" in found[0].message
    assert "尚欠21000" in found[1].message


def test_the_day_of_an_instalment_is_in_time_and_the_ledgers_last_day_is_not_judged() -> None:
    kept = plan(["2010-01-15", 42000, 0, 20000, 22000], ["2011-12-21", 22000, 0, 22000, 0])
    assert [f.code for f in findings(kept, ledger(REPAID, LATER)) if f.sheet == "计划"] == []


def test_a_month_is_in_time_to_its_last_day() -> None:
    by_month = plan(["2010年1月", 42000, 0, 20000, 22000], ["2012年1月", 22000, 0, 22000, 0])
    assert [f.code for f in findings(by_month, ledger(REPAID, LATER)) if f.sheet == "计划"] == []


def test_a_plan_that_does_not_repay_the_debt_is_an_error_with_the_debt_as_expected() -> None:
    (fault,) = (f for f in findings(plan(["2012-01-01", 42000, 0, 40000, 2000]), ledger(LATER)) if f.sheet == "计划")
    assert (fault.code, fault.cell, fault.severity) == ("DEFERRAL_PLAN_SUM", "D2", Severity.ERROR)
    assert float(fault.expected) == 42000


def test_a_column_of_principal_goes_before_payments_with_interest() -> None:
    heads: list[CellValue] = ["企业名称", "应还日期", "应还本金", "应还本息"]
    assert places(findings(plan(["甲厂", "2012-01-01", 42000, 44000], heads=heads), ledger(LATER))) == []


def test_a_plan_that_names_nobody_is_not_judged_where_several_owe() -> None:
    other: list[CellValue] = ["2009-06-01", "乙厂", "社保暂挂", 5000, None]
    table = findings(plan(["2010-05-20", 42000, 0, 42000, 0]), ledger(other, LATER))
    assert [f.code for f in table if f.sheet == "计划"] == []
    assert any("计划没有写明是哪一户企业" in line for line in table.not_checked)


def test_an_empty_cell_of_the_enterprise_continues_the_plan_above() -> None:
    heads: list[CellValue] = ["企业名称", *PLAN]
    other: list[CellValue] = ["2009-06-01", "乙厂", "社保暂挂", 5000, None]
    rows: list[list[CellValue]] = [
        ["甲厂", "2012-05-20", 42000, 0, 21000, 21000],
        [None, "2013-05-20", 21000, 0, 21000, 0],
        ["乙厂", "2012-05-20", 5000, 0, 5000, 0],
    ]
    assert [f.code for f in findings(plan(*rows, heads=heads), ledger(other, LATER)) if f.sheet == "计划"] == []
