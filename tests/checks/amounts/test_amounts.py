"""Checks of severance sheets: amounts and months, units, averages left out, special persons, persons across sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest

from tests.checks.books import book, findings, id_number, only, person, places, roster, sheet
from xl_addin.checks.run import check_book
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.grid import CellValue, FormulaCell, SheetGrid
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity

HEADER = ["姓名", "身份证号", "参加工作时间", "解除时间", "事由", "月平均工资", "企业月平均工资", "当地上年度社平"]
HEADER += ["计发月数", "补偿金额", "其他补助", "合计"]
Row = list[CellValue]


def row(order: int, start: CellValue, end: CellValue, wages: Sequence[CellValue], results: Sequence[CellValue]) -> Row:
    """A row of HEADER with the default ground."""
    born = dt.date(1972, 7, 1)
    return [f"王{order}", id_number(2 * order + 1, born), start, end, None, *wages, *results]


def severance(*rows: Row, title: str = "") -> SheetGrid:
    return sheet("测算", [*([[title]] if title else []), HEADER, *rows])


LATE = ("1991-07-01", "2011-09-28", (1600, 1500, 2300))
"""16 years 6 months before 2008 are 17; 3 years 9 months (less two days) after are 4: 21 months."""


@pytest.mark.parametrize(
    ("months", "amount", "total", "expected"),
    [
        (21, 33600, 33600, []),
        ("21个月", "￥33,600.00元", 33600.0, []),
        (21, 33600.004, 33600, []),
        (21, "叁万叁仟陆佰元整", "3.36万", []),
        (21, 33600.01, 33600.01, [("AMOUNT_WRONG", "J2", "33600.00")]),
        (21, 33599.99, 33599.99, [("AMOUNT_WRONG", "J2", "33600.00")]),
        (21, 3.36, 3.36, [("AMOUNT_IN_WAN", "J2", "33600.00")]),
        (20, 32000, 32000, [("MONTHS_WRONG", "I2", "21")]),
        (20, 33600, 33600, [("MONTHS_WRONG", "I2", "21")]),
        (20, 30000, 30000, [("AMOUNT_WRONG", "J2", "33600.00"), ("MONTHS_WRONG", "I2", "21")]),
        (21, 33600, 33600.01, [("ROW_TOTAL_WRONG", "L2", "33600.00")]),
        (21, 30000, 33600, [("AMOUNT_WRONG", "J2", "33600.00")]),
        (21, None, None, [("AMOUNT_MISSING", "J2", "33600.00")]),
    ],
)
def test_months_and_amounts_are_computed_again(
    months: CellValue, amount: CellValue, total: CellValue, expected: list[tuple[str, str, str]]
) -> None:
    found = findings(severance(row(1, *LATE, (months, amount, None, total))))
    assert sorted((f.code, f.cell, f.expected) for f in found) == expected


def test_the_policy_of_the_workbook_decides() -> None:
    grid = severance(row(1, *LATE, (21, 33600, None, 33600)))
    policy = read_policy([["profile", "SEG2008"], ["fraction", "whole_years"], ["状态", "已确认"]])
    found = check_book(book(grid), dt.date(2011, 9, 28), policy)
    assert sorted((f.code, f.expected) for f in found) == [("MONTHS_WRONG", "20")]
    assert "SEG2008（已确认）" in next(iter(found)).citation


def test_an_office_that_writes_months_in_two_digits_is_not_asked_about_october() -> None:
    late = (1991.1, *LATE[1:])
    policy = read_policy([["profile", "SEG2008"], ["month_decimal", "month_two_digits"]])
    table = check_book(book(severance(row(1, *late, (21, 33600, None, 33600)))), dt.date(2011, 9, 28), policy)
    assert places(table) == []


def test_a_call_of_ours_in_the_amount_cell_is_judged_by_its_value() -> None:
    grid = severance(row(1, *LATE, (None, 33000, None, None)))
    grid.formulas[(2, 10)] = FormulaCell(2, 10, "SOE_SEVERANCE(C2,D2,F2,G2,H2,E2)", "normal", None, 33000, True)
    assert [finding.code for finding in findings(grid)] == ["AMOUNT_WRONG"]


def test_an_empty_wage_is_missing_and_the_amount_is_not_judged() -> None:
    found = findings(severance(row(1, "1991-07-01", "2011-09-28", (None, 1500, 2300), (21, 5, None, 5))))
    assert places(found) == [("CELL_MISSING_WAGE", "F2")]
    assert any("第2行" in line and "金额未校验" in line for line in found.not_checked)


def test_an_error_value_in_a_needed_cell_is_one_error_and_the_row_is_not_checked() -> None:
    row_ = row(1, "1991-07-01", "2011-09-28", (CellError("#N/A", ""), 1500, 2300), (21, 5, None, 5))
    found = findings(severance(row_))
    assert places(found) == [("CELL_ERROR", "F2")]
    assert any("第2行" in line for line in found.not_checked)


def test_a_sheet_without_ground_and_local_columns_is_judged_by_the_default_ground() -> None:
    header = ["姓名", "身份证号", "进厂时间", "截止日期", "月平均工资", "企业月平均工资", "安置费"]
    rows = [header, ["王一", id_number(1, dt.date(1970, 1, 1)), "1990-07-01", "2003-06-30", 780, 850, 11050]]
    assert places(findings(sheet("表一", rows))) == []
    rows[1][6] = 10140
    assert only(findings(sheet("表一", rows))).expected == "11050.00"


def test_an_absent_average_is_one_missing_paper_and_the_amount_is_judged_without_it() -> None:
    header = ["姓名", "身份证号", "参加工作时间", "截止日期", "月平均工资", "补偿金额"]
    people = [["王一", id_number(1, dt.date(1970, 1, 1)), "1990-07-01", "2003-06-30", 780, 13 * 780]]
    people.append(["王二", id_number(3, dt.date(1970, 1, 1)), "1990-07-01", "2003-06-30", 900, 13 * 900])
    finding = only(findings(sheet("表一", [header, *people])))
    assert (finding.code, finding.cell) == ("AVERAGE_MISSING_ENTERPRISE_WAGE", "F1")
    assert finding.severity is Severity.MISSING


def test_an_empty_average_is_missing_at_its_cell_and_the_floored_amount_is_no_second_fault() -> None:
    early = ("1990-07-01", "2003-06-30")
    rows = [row(1, *early, (780, 850, 900), (13, 11050, None, 11050))]
    rows.append(row(2, *early, (780, None, 900), (13, 11050, None, 11050)))
    assert places(findings(severance(*rows))) == [("AVERAGE_MISSING_ENTERPRISE_WAGE", "G3")]
    rows[1][9:] = [13 * 780, None, 13 * 780]
    assert places(findings(severance(*rows))) == [("AVERAGE_MISSING_ENTERPRISE_WAGE", "G3")]
    rows[1][9:] = [11000, None, 11000]
    assert places(findings(severance(*rows))) == [("AMOUNT_WRONG", "J3"), ("AVERAGE_MISSING_ENTERPRISE_WAGE", "G3")]


# --- units -----------------------------------------------------------------------------------------------------------


def test_a_title_in_wan_over_yuan_is_one_error_for_the_sheet() -> None:
    rows = [row(i, *LATE, (21, 33600, None, 33600)) for i in (1, 2)]
    finding = only(findings(severance(*rows, title="单位：万元")))
    assert (finding.code, finding.severity, finding.cell) == ("UNIT_FALSE", Severity.ERROR, "F2")
    assert "万元" in finding.message


def test_under_a_false_title_rows_are_judged_in_their_true_unit() -> None:
    rows = [row(i, *LATE, (21, 33600, None, 33600)) for i in (1, 2)] + [row(3, *LATE, (21, 33601, None, 33601))]
    assert places(findings(severance(*rows, title="单位：万元"))) == [("AMOUNT_WRONG", "J5"), ("UNIT_FALSE", "F2")]


def test_a_heading_goes_before_the_title_and_a_unit_is_applied_once() -> None:
    header = [text + "（元）" if "工资" in text or "社平" in text else text for text in HEADER]
    header[9] = "补偿金额（万元）"
    values = row(1, *LATE, (21, 3.36, None, None))
    assert places(findings(sheet("测算", [["单位：万元"], header, values]))) == []
    values[9] = 3.37
    finding = only(findings(sheet("测算", [["单位：万元"], header, values])))
    assert (finding.code, finding.expected) == ("AMOUNT_WRONG", "3.36")
    assert "33600.00" in finding.message


def test_amounts_in_wan_may_be_rounded_to_two_decimals() -> None:
    header = [text + "（元）" if "工资" in text or "社平" in text else text for text in HEADER]
    values = row(1, "1991-07-01", "2011-09-28", (1634.56, 1500, 2300), (21, 3.43, None, 3.43))
    assert places(findings(sheet("测算", [["单位：万元"], header, values]))) == []


def test_one_wage_in_wan_is_an_error_at_the_wage() -> None:
    rows = [row(i, *LATE, (21, 33600, None, 33600)) for i in (1, 2, 3)]
    rows[1][5] = 0.16
    finding = only(findings(severance(*rows)))
    assert (finding.code, finding.cell, finding.expected) == ("UNIT_OF_ROW", "F3", "1600")


# --- special persons -------------------------------------------------------------------------------------------------


def _aged(born: dt.date, start: str, end: str, ground: str, woman: bool = False, identity: str = "") -> SheetGrid:
    header = [
        "姓名",
        "身份证号",
        "身份",
        "参加工作时间",
        "解除时间",
        "事由",
        "月平均工资",
        "企业月平均工资",
        "当地社平工资",
    ]
    number = id_number(2 if woman else 1, born)
    return sheet("测算", [header, ["王一", number, identity, start, end, ground, 1000, 900, 1000]])


@pytest.mark.parametrize(
    ("born", "start", "end", "ground", "woman", "identity", "found"),
    [
        (dt.date(1955, 1, 1), "1990.01", "2010-06-30", "裁员", False, "", True),
        (dt.date(1955, 1, 1), "1990.01", "2010-06-30", "客观情况重大变化", False, "", True),
        (dt.date(1955, 1, 1), "1990.01", "2010-06-30", "", False, "", True),
        (dt.date(1955, 1, 1), "1990.01", "2010-06-30", "协商一致", False, "", False),
        (dt.date(1955, 1, 1), "1990.01", "2007-12-31", "裁员", False, "", False),
        (dt.date(1955, 6, 30), "1990.01", "2010-06-30", "裁员", False, "", False),
        (dt.date(1955, 6, 29), "1990.01", "2010-06-30", "裁员", False, "", True),
        (dt.date(1955, 1, 1), "1995-07-01", "2010-06-30", "裁员", False, "", True),
        (dt.date(1955, 1, 1), "1995-07-02", "2010-06-30", "裁员", False, "", False),
        (dt.date(1962, 1, 1), "1990.01", "2010-06-30", "裁员", True, "工人", True),
        (dt.date(1962, 1, 1), "1990.01", "2010-06-30", "裁员", True, "干部", False),
        (dt.date(1957, 1, 1), "1990.01", "2010-06-30", "裁员", True, "干部", True),
        (dt.date(1949, 1, 1), "1980.01", "2010-06-30", "裁员", False, "", False),
    ],
)
def test_a_protected_worker_may_not_be_dismissed(
    born: dt.date, start: str, end: str, ground: str, woman: bool, identity: str, found: bool
) -> None:
    table = findings(_aged(born, start, end, ground, woman, identity))
    assert places(table) == ([("PROTECTED_WORKER", "F2")] if found else [])
    assert all("42" in finding.message and "不得" in finding.message for finding in table)


@pytest.mark.parametrize(
    ("status", "code", "severity"),
    [
        ("工伤1-4级", "INJURED_1_4_PAID", Severity.ERROR),
        ("工伤3级", "INJURED_1_4_PAID", Severity.ERROR),
        ("五级伤残", "INJURED_5_6_PAID", Severity.NOTICE),
        ("遗属", "DEPENDANT_PAID", Severity.ERROR),
    ],
)
def test_an_amount_of_somebody_whose_group_has_no_severance_is_told(status: str, code: str, severity: Severity) -> None:
    header = ["姓名", "身份证号", "参加工作时间", "在岗状态"]
    people = [["王1", id_number(3, dt.date(1972, 7, 1)), "1991-07-01", status]]
    finding = only(findings(sheet("花名册", [header, *people]), severance(row(1, *LATE, (21, 33600, None, 33600)))))
    assert (finding.code, finding.severity, finding.cell) == (code, severity, "J2")


def test_an_internal_retiree_of_the_roster_with_an_amount_is_an_error() -> None:
    header = ["姓名", "身份证号", "参加工作时间", "在岗状态"]
    people = [["王1", id_number(3, dt.date(1972, 7, 1)), "1991-07-01", "内退"]]
    found = findings(sheet("花名册", [header, *people]), severance(row(1, *LATE, (21, 33600, None, 33600))))
    finding = only(found)
    assert (finding.code, finding.sheet, finding.cell) == ("INTERNAL_RETIREE_PAID", "测算", "J2")
    assert "内退" in finding.message
    assert "D2" in finding.message


@pytest.mark.parametrize(("day", "found"), [("2011-10-13", False), ("2011-10-14", True), ("2011.10", False)])
def test_papers_are_in_time_on_the_fifteenth_day(day: str, found: bool) -> None:
    header = [*HEADER, "出具证明时间", "档案移交时间"]
    values = [*row(1, *LATE, (21, 33600, None, 33600)), "2011-09-28", day]
    table = findings(sheet("测算", [header, values]))
    assert places(table) == ([("FILES_LATE", "N2")] if found else [])
    assert all("15" in finding.message for finding in table)


# --- across sheets ---------------------------------------------------------------------------------------------------


def test_a_person_in_two_enterprises_is_a_notice() -> None:
    header = ["姓名", "身份证号", "参加工作时间"]
    one = sheet("甲", [["甲厂职工花名册"], header, ["王一", id_number(1), "1985.07"]])
    two = sheet("乙", [["乙厂职工花名册"], header, ["王一", id_number(1), "1985.07"]])
    finding = only(findings(one, two))
    assert (finding.code, finding.sheet, finding.severity) == ("TWO_ENTERPRISES", "乙", Severity.NOTICE)
    assert "甲厂" in finding.message


def test_persons_on_one_sheet_only_are_notices_by_id() -> None:
    header = ["姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "补偿金额"]
    rows = [header, ["王二", id_number(3) + " ", "1980.12", "2003-11-30", 1000, 900, 23000]]
    rows.append(["赵四", id_number(99), "1980.12", "2003-11-30", 1000, 900, 23000])
    found = findings(roster(person(1), person(2)), sheet("测算", rows))
    assert places(found) == [("NOT_ON_ROSTER", "B3"), ("NOT_ON_SEVERANCE", "E4")]
    assert found.counts() == {"error": 0, "missing": 0, "notice": 2}
