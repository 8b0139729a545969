"""Sheets as other offices keep them, and what is wrong on them: found once, at its cell, and nothing beside it.

Every sheet here is clean as it stands; each test puts one thing right or wrong. Enterprises and persons are invented.
"""

from __future__ import annotations

import copy
import datetime as dt
from pathlib import Path

from tests.checks.books import id_number
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, parse_address

TODAY = dt.date(2020, 6, 1)
Rows = list[list[CellValue]]
N = None


def found(rows: Rows, **changes: CellValue) -> set[tuple[str, str, str | None]]:
    rows = copy.deepcopy(rows)
    for place, value in changes.items():
        row, col = parse_address(place)
        rows[row - 1][col - 1] = value
    book = BookGrid(Path("a.xlsx"), [SheetGrid("xf", "", rows)])
    return {(f.code, f.severity.value, f.cell) for f in check_book(book, TODAY)}


SETTLEMENT: Rows = [
    ["填报单位：城南粮油公司"],
    ["姓名", "身份证号", "工龄", "计发年限(年)", "标准（元/年）", "补偿金额", "其它补助", "合计"],
    ["甲一", id_number(1), "22年7个月", 23, 1200, 27600, 100, 27700],
    ["乙二", id_number(3), "18年半", 18.5, 1200.5, 22209.25, N, 22209.25],
    ["合计", N, N, N, N, 49809.25, 100, 49909.25],
]


def test_an_amount_without_dates_must_be_its_months_times_its_standard() -> None:
    assert found(SETTLEMENT) == set()
    wrong = found(SETTLEMENT, F3=27600.01, H3=27700.01, F5=49809.26, H5=49909.26)
    assert wrong == {("AMOUNT_WRONG", "error", "F3")}


def test_the_product_is_judged_in_the_unit_of_the_column() -> None:
    wan: Rows = [["姓名", "身份证号", "计发月数", "计发基数（元）", "补偿金额（万元）"]]
    wan.append(["甲一", id_number(1), 23, 1500, 3.45])
    assert found(wan) == set()
    assert found(wan, E2=3.46) == {("AMOUNT_WRONG", "error", "E2")}


def test_a_list_of_names_amounts_and_other_subsidies_is_a_severance_sheet() -> None:
    rows: Rows = [["姓名", "身份证号", "补偿金额", "其他补助", "合计"], ["甲一", id_number(1), 27600, 100, 27700]]
    assert found(rows) == set()
    assert found(rows, E2=27701) == {("ROW_TOTAL_WRONG", "error", "E2")}


def test_an_empty_start_is_missing_although_the_entry_is_known() -> None:
    rows: Rows = [["姓名", "身份证号", "参加工作时间", "入厂时间"]]
    rows += [["甲一", id_number(1), "1985.07", "1988.03"], ["乙二", id_number(3), "1986.08", "1988.03"]]
    assert found(rows) == set()
    assert found(rows, C2=N) == {("CELL_MISSING_START", "missing", "C2")}


def test_a_period_of_arrears_in_one_cell_must_not_run_backwards() -> None:
    rows: Rows = [["姓名", "身份证号", "欠缴起止年月", "单位欠费", "小计"]]
    rows.append(["甲一", id_number(1), "2003.01-2005.12", 7200, 7200])
    assert found(rows) == set()
    assert found(rows, C2="2005.12-2003.01") == {("PERIOD_ORDER", "error", "C2")}


LEDGER: Rows = [
    ["日期", "凭证号", "企业名称", "方向", "科目", "金额（万元）", "结存（万元）"],
    ["2011.3.2", "1", "甲厂", "收入", "产权变现", 300, 300],
    ["2011.3.9", "2", "甲厂", "支出", "经济补偿", 120, 180],
]


def test_a_direction_that_is_neither_side_is_an_error_where_the_amount_depends_on_it() -> None:
    assert found(LEDGER) == set()
    assert found(LEDGER, D3="转") == {("LEDGER_DIRECTION", "error", "D3")}


def test_beside_two_columns_of_amounts_the_direction_may_say_anything() -> None:
    rows: Rows = [["日期", "凭证号", "企业名称", "收支方向", "科目", "收入金额", "支出金额"]]
    rows += [["2011.3.2", "1", "甲厂", "转账", "产权变现", 300, N]]
    assert found(rows) == set()


def test_severance_paid_later_does_not_excuse_a_lower_use_for_standing_on_an_earlier_row() -> None:
    ledger: Rows = [
        ["日期", "凭证号", "企业名称", "科目", "收入金额", "支出金额"],
        ["2011-05-02", "1", "甲厂", "产权变现", 100000, N],
        ["2011-07-01", "2", "甲厂", "经济补偿", N, 27600],
        ["2011-07-02", "3", "甲厂", "税费", N, 1000],
    ]
    approved: Rows = [
        ["企业名称：甲厂"],
        ["姓名", "身份证号", "补偿金额", "其他补助"],
        ["甲一", id_number(1), 27600, N],
    ]

    def tiers(day: str) -> list[str | None]:
        rows = [*ledger[:3], [day, *ledger[3][1:]]]
        book = BookGrid(Path("a.xlsx"), [SheetGrid("台账", "", rows), SheetGrid("安置", "", approved)])
        return [f.cell for f in check_book(book, TODAY) if f.code == "TIER_ORDER"]

    assert tiers("2011-07-02") == [] == tiers("2011-07-01")
    assert tiers("2011-06-15") == ["F4"]


PROGRESS: Rows = [
    ["编号", "企业名称", "职代会时间", "应到、实到、同意", "批复文号", "批复时间"],
    [1, "甲厂", "2010年3月10日", "100/90/60", "府1号", "2010-04-10"],
]


def test_vote_counts_in_one_cell_must_be_counts() -> None:
    assert found(PROGRESS) == set()
    assert found(PROGRESS, D2="多数同意") == {("VOTE_NUMBERS", "error", "D2")}
    assert found(PROGRESS, D2=N) == {("PROGRESS_GAP", "missing", "D2")}


PAYMENTS: Rows = [
    ["姓名", "身份证号", "应发", "实发", "发放日期", "备注"],
    ["甲一", id_number(1), 31000, 31000, "2011.6.1", N],
    ["乙二", id_number(3), 20000, 20000, "2011.6.1", N],
]


def test_one_number_under_two_names_on_a_payment_list_is_an_error() -> None:
    assert found(PAYMENTS) == set()
    assert found(PAYMENTS, B3=id_number(1)) == {("ID_DUPLICATE", "error", "B3")}


def test_the_same_sum_twice_to_one_person_is_paid_twice_unless_a_note_speaks_of_instalments() -> None:
    again = [*PAYMENTS, ["甲一", id_number(1), 31000, 31000, "2011.7.1", N]]
    assert found(again) == {("PAID_TWICE", "error", "D4")}
    assert found(again, F4="第二次发放") == set()
    assert found(again, C4=500, D4=500) == set()


def test_an_allowance_is_paid_every_month_but_not_twice_on_a_day() -> None:
    rows: Rows = [["姓名", "身份证号", "发放项目", "实发", "发放日期"]]
    rows += [["甲一", id_number(1), "内退生活费", 600, day] for day in ("2011.6.1", "2011.7.1")]
    assert found(rows) == set()
    assert found(rows, E3="2011.6.1") == {("PAID_TWICE", "error", "D3")}


def test_a_person_stands_once_in_the_register_of_certificates() -> None:
    rows: Rows = [["姓名", "身份证号", "优惠证编号", "办证时间"]]
    rows += [["甲一", id_number(1), "A1", "2011.10.20"], ["乙二", id_number(3), "A2", "2011.10.20"]]
    assert found(rows) == set()
    assert found(rows, B3=id_number(1)) == {("ID_DUPLICATE", "error", "B3")}


SOURCES: Rows = [
    ["单位：元"],
    ["费用/来源", "项目", "金额"],
    ["费用", "经济补偿", 1000],
    ["费用", "养老", 500],
    ["费用合计", N, 1500],
    ["来源", "变现", 1600],
]


def test_a_total_named_under_cost_or_source_is_a_total_and_no_cost() -> None:
    assert found(SOURCES) == set()
    assert found(SOURCES, C5=1501) == {("SOURCES_TOTAL", "error", "C5")}
    assert found(SOURCES, C6=1400) == {("SOURCES_SHORT", "error", "C6")}


def test_groups_that_do_not_call_themselves_work_groups_are_counted() -> None:
    rows: Rows = [["组别", "牵头领导"]]
    bodies = ("改制领导小组", "企改专项小组", "军转专项小组", "伤残退伍专项小组")
    groups = ("政策宣传组", "资产处置组", "职工安置组", "信访稳定组", "综合协调工作组")
    rows += [[body, "某人"] for body in bodies + groups]
    assert found(rows) == set()
    assert found(rows, A10="接访小组") == {("WORK_GROUPS_FEW", "missing", "A1")}
