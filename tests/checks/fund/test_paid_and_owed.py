"""What was paid against what is approved, entries that stand twice, spending outside the purposes, lists of debts."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.checks.books import book, findings, id_number, only, places, sheet
from tests.faults.paid_sheets import FAULTS, MISUSES, Laid, clean
from xl_addin.checks.run import check_book
from xl_addin.policy.fund_purposes import purposes
from xl_addin.sheets.approved_items import list_owed, unread_owed
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.values.findings import Severity

TODAY = dt.date(2012, 1, 1)
Rows = list[list[CellValue]]


def found(laid: Laid) -> set[tuple[str, str, str | None]]:
    return {(one.code, one.sheet, one.cell) for one in check_book(laid.book, TODAY)}


@pytest.mark.parametrize("seed", range(4))
def test_clean_payments_of_every_way_are_silent(seed: int) -> None:
    assert [found(laid) for laid in clean(seed) if found(laid)] == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 138))
def test_three_hundred_clean_ledgers_are_silent(seed: int) -> None:
    assert [found(laid) for laid in clean(seed) if found(laid)] == []


def _check_faults(name: str, seeds: range) -> None:
    for seed in seeds:
        laid, expected = FAULTS[name](random.Random(f"{name}-{seed}"))
        assert found(laid) == expected, seed


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_at_its_cell_and_nothing_else(name: str) -> None:
    _check_faults(name, range(4))


@pytest.mark.long
@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_found_in_many_layouts(name: str) -> None:
    _check_faults(name, range(100, 125))


@pytest.mark.parametrize("text", MISUSES)
def test_words_of_spending_outside_the_purposes(text: str) -> None:
    assert purposes().misuse_in(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "发放汽车修理厂职工经济补偿金", "购销公司汽车队职工经济补偿金", "采购供应站货车司机补偿", "购车间设备",
        "装修公司职工经济补偿", "车辆处置评估费", "车辆过户费", "收购站车辆拍卖佣金", "留守人员工资", "档案托管费",
        "发放职工安置费", "酒厂职工补偿", "补缴养老保险费",
    ],
)  # fmt: skip
def test_words_that_only_look_like_that(text: str) -> None:
    assert purposes().misuse_in(text) is None


def ledger(*rows: list[CellValue]) -> SheetGrid:
    head: list[CellValue] = ["日期", "凭证号", "企业名称", "科目", "摘要", "收入金额", "支出金额", "往来单位"]
    sale: list[CellValue] = ["2010-04-01", "记001", "甲厂", "产权变现", "变现款", 900000, None, "受让人"]
    return sheet("台账", [head, sale, *rows])


def paid(day: str, number: str, account: str, text: str, yuan: float, payee: str = "职工") -> list[CellValue]:
    return [day, number, "甲厂", account, text, None, yuan, payee]


def test_a_voucher_of_two_days_is_asked_about_and_one_with_two_lines_is_not() -> None:
    rows = [paid(f"2010-05-{10 + i}", f"记{i:03d}", "处置费用", f"评估费{i}号", 100 + i, "评估所") for i in range(2, 9)]
    same_day = [*rows, paid("2010-05-18", "记008", "税费", "契税", 55, "税务局")]
    assert places(findings(ledger(*same_day))) == []
    rows[4][1] = "记005"
    finding = only(findings(ledger(*rows)))
    assert (finding.code, finding.severity, finding.cell) == ("VOUCHER_REPEATED", Severity.NOTICE, "B7")


def test_a_number_that_is_missing_after_the_repeated_one_tells_a_slip_of_one_day() -> None:
    rows = [paid("2010-05-10", f"记{i:03d}", "处置费用", f"评估费{i}号", 100 + i, "评估所") for i in range(2, 9)]
    rows[3][1] = "记004"
    assert places(findings(ledger(*rows))) == [("VOUCHER_REPEATED", "B6")]


def test_vouchers_that_begin_anew_every_month_are_no_repeats() -> None:
    rows = [
        paid(f"2010-{m:02d}-1{i}", f"记{i:03d}", "处置费用", f"{m}月评估{i}", 100 * m + i)
        for m in (5, 6, 7)
        for i in (1, 2)
    ]
    assert places(findings(ledger(*rows))) == []


def owed(name: str, rows: Rows) -> list[tuple[str, str, int, int]]:
    read = SheetBook(book(sheet(name, rows)), TODAY)
    return [(one.firm, one.item, one.fen // 100, one.paid // 100) for one in read.gather(list_owed)]


A, B = id_number(1), id_number(2)


@pytest.mark.parametrize(
    ("name", "rows", "right"),
    [
        ("欠发工资表", [["序号", "企业名称", "姓名", "身份证号", "欠发起", "欠发止", "欠发工资(元)"],
                      [1, "甲厂", "王三", A, "2010-01", "2010-06", 6000]], [("甲厂", "欠薪", 6000, 0)]),
        ("表一", [["职工集资款清单"], ["序号", "姓名", "身份证号", "集资本金", "利息", "本息合计"],
                [1, "王三", A, 5000, 100, 5100], ["合计", None, None, 5000, 100, 5100]], [("", "集资款", 5100, 0)]),
        ("医药费清单", [["单位：甲厂"], ["姓名", "票据张数", "报销金额", "核定金额"], ["王三", 3, 1200, 1000]],
         [("甲厂", "医药费", 1000, 0)]),
        ("应付职工款项", [["企业名称", "欠发工资", "集资款", "抚恤金", "合计"], ["甲厂", 600, 300, 4, 904],
                     ["总计", 600, 300, 4, 904]],
         [("甲厂", "欠薪", 600, 0), ("甲厂", "集资款", 300, 0), ("甲厂", "抚恤", 4, 0)]),
        ("欠发工资表", [["企业名称", "姓名", "身份证号", "应发工资", "已发工资", "欠发工资"],
                    ["甲厂", "王三", A, 8000, 2000, 6000]], [("甲厂", "欠薪", 8000, 2000)]),
        ("遗属生活困难补助测算表", [["姓名", "身份证号", "与死者关系", "月标准", "月数", "金额"],
                          ["王三", A, "妻", 200, 12, 2400]], [("", "遗属", 2400, 0)]),
        ("内退生活费", [["内退人员生活费测算表（单位：万元）"], ["姓名", "身份证号", "月生活费", "月数", "合计"],
                    ["王三", A, 0.06, 40, 2.4]], [("", "内退", 24000, 0)]),
        ("清单", [["所欠职工款项"], ["姓名", "身份证号", "款项", "欠款金额", "已付", "尚欠"],
                ["王三", A, "工资", 8000, 2000, 6000], ["李四", B, "集资款", 500, None, 500]],
         [("", "欠薪", 8000, 2000), ("", "集资款", 500, 0)]),
    ],
)  # fmt: skip
def test_lists_of_debts_are_read_by_item(name: str, rows: Rows, right: list[tuple[str, str, int, int]]) -> None:
    assert owed(name, rows) == right
    assert places(findings(sheet(name, rows))) == []


def test_a_debt_of_unknown_kind_is_named_and_not_guessed() -> None:
    rows: Rows = [["所欠职工款项"], ["姓名", "身份证号", "款项", "欠款金额"], ["王三", A, "垫支", 800]]
    assert owed("清单", rows) == []
    assert SheetBook(book(sheet("清单", rows)), TODAY).gather(unread_owed)[0][:2] == ("清单", "欠款金额")
    assert places(findings(sheet("清单", rows))) == [("OWED_UNNAMED", "D2")]


LIST: Rows = [
    ["所欠职工款项清单"], ["姓名", "身份证号", "欠发工资", "集资款", "合计"], ["王三", A, 6000, 3000, 9000],
    ["李四", B, 5000, 1000, 6000], ["合计", None, 11000, 4000, 15000],
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "col", "value", "code", "cell"),
    [
        (3, 4, 9001, "OWED_TOTAL", "E3"), (4, 2, "约五千", "OWED_AMOUNT", "C4"), (5, 2, 11000.01, "SUM_WRONG", "C5"),
        (5, 4, 16000, "SUM_WRONG", "E5"), (4, 1, B[:-1] + ("1" if B[-1] != "1" else "2"), "ID_CHECK_DIGIT", "B4"),
    ],
)  # fmt: skip
def test_faults_of_a_list_of_debts(row: int, col: int, value: CellValue, code: str, cell: str) -> None:
    rows = [list(line) for line in LIST]
    rows[row - 1][col] = value
    assert (code, cell) in places(findings(sheet("清单", rows)))


def test_the_same_debt_of_one_person_twice_is_a_notice() -> None:
    rows = [list(line) for line in LIST]
    rows.insert(4, list(rows[3]))
    rows[5][2:] = [16000, 5000, 21000]
    finding = only(findings(sheet("清单", rows)))
    assert (finding.code, finding.severity, finding.cell) == ("OWED_TWICE", Severity.NOTICE, "C5")


def test_costs_that_differ_from_the_list_are_named() -> None:
    costs: Rows = [
        ["企业名称", "费用项目", "费用金额", "资金来源", "来源金额"],
        ["甲厂", "欠薪", 60000, "财政拨款", 60000],
    ]
    rows: Rows = [["企业名称", "姓名", "身份证号", "欠发工资"], ["甲厂", "王三", A, 6000]]
    finding = only(findings(sheet("费用", costs), sheet("欠发工资表", rows)))
    assert (finding.code, finding.severity, finding.cell) == ("COSTS_DIFFER_FROM_LIST", Severity.NOTICE, "C2")


STEPS: Rows = [
    ["企业名称", "步骤编号", "步骤", "责任单位", "开始日期", "完成日期", "文号"],
    ["甲厂", "D21", "土地置换、储备中心垫付", "联合审查组", "2010-05-01", "2010-05-20", "联审1号"],
]


@pytest.mark.parametrize(
    ("day", "code"),
    [("2010-04-25", "ADVANCE_BEFORE_REVIEW"), ("2010-05-10", "ADVANCE_DURING_REVIEW"), ("2010-05-20", "")],
)
def test_an_advance_is_drawn_when_its_review_is_done(day: str, code: str) -> None:
    head: list[CellValue] = ["日期", "企业名称", "科目", "收入金额", "支出金额", "审批文号"]
    rows: Rows = [head, [day, "甲厂", "土地储备垫付", 1000, None, "联审1号"]]
    table = findings(sheet("台账", rows), sheet("程序", STEPS))
    assert [one.code for one in table if one.code.startswith("ADVANCE")] == ([code] if code else [])
