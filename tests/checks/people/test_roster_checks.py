"""Checks of sheets with a row per person: exactly the injected fault, at its cell."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import ROSTER_HEADER, book, findings, id_number, only, person, places, roster, sheet
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import CellValue, FormulaCell
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity


def test_a_clean_roster_with_the_usual_dirt_has_no_findings() -> None:
    table = findings(
        sheet(
            "表一",
            [
                ["丰城市机械厂职工花名册"],
                ["填报单位：机械厂"],
                ROSTER_HEADER,
                person(1, 参加工作时间="1985.07"),
                person(2, 参加工作时间="八五年七月", 身份证号=" " + id_number(5).lower() + " "),
                person(3, 参加工作时间=31229, 出生年月=196007),
                person(4, 参加工作时间=1985.12, 出生年月=dt.datetime(1960, 7, 1)),
                ["合　计", None, None, None, None, 4],
                ["注：1.出生年月以档案为准"],
                ["制表人：赵五"],
            ],
        )
    )
    assert places(table) == []
    assert table.not_checked == []


WRONG_DIGIT = id_number(3)[:17] + ("1" if id_number(3)[17] != "1" else "2")


@pytest.mark.parametrize(
    ("column", "value", "code", "severity", "word"),
    [
        ("身份证号", WRONG_DIGIT, "ID_CHECK_DIGIT", Severity.ERROR, "校验码"),
        ("身份证号", "110105196002300012", "ID_DATE", Severity.ERROR, "出生日期"),
        ("身份证号", 110105196007010000, "ID_LOST_DIGITS", Severity.ERROR, "已丢失末位"),
        ("身份证号", "3.62203E+17", "ID_LOST_DIGITS", Severity.ERROR, "已丢失末位"),
        ("身份证号", id_number(3)[:17], "ID_FORMAT", Severity.ERROR, "18位"),
        ("身份证号", None, "CELL_MISSING_ID", Severity.MISSING, "未填"),
        ("身份证号", "无", "CELL_MISSING_ID", Severity.MISSING, "未填"),
        ("身份证号", "110105600701009", "ID_OLD_FORM", Severity.NOTICE, "15位"),
        ("姓名", None, "CELL_MISSING_NAME", Severity.MISSING, "姓名"),
        ("参加工作时间", None, "CELL_MISSING_START", Severity.MISSING, "参加工作时间"),
        ("参加工作时间", 1985.1, "DATE_AMBIGUOUS", Severity.ERROR, "10月"),
        ("参加工作时间", "1985.1", "DATE_AMBIGUOUS", Severity.ERROR, "10月"),
        ("出生年月", 1960.1, "DATE_AMBIGUOUS", Severity.ERROR, "1960年1月"),
        ("参加工作时间", "1985.13.05", "DATE_UNREADABLE", Severity.ERROR, "1985.13.05"),
        ("参加工作时间", "待查", "DATE_UNREADABLE", Severity.ERROR, "待查"),
        ("参加工作时间", CellError("#N/A", ""), "CELL_ERROR", Severity.ERROR, "#N/A"),
        ("身份证号", CellError("#REF!", ""), "CELL_ERROR", Severity.ERROR, "#REF!"),
    ],
)
def test_one_fault_gives_one_finding_at_its_cell(
    column: str, value: CellValue, code: str, severity: Severity, word: str
) -> None:
    finding = only(findings(roster(person(1), person(2, **{column: value}), person(3))))
    letter = "ABCDEFG"[ROSTER_HEADER.index(column)]
    row = 2 if code == "ID_OLD_FORM" else 4
    assert (finding.code, finding.severity, finding.sheet, finding.cell) == (code, severity, "花名册", f"{letter}{row}")
    assert word in finding.message
    assert finding.remedy
    assert finding.citation


def test_the_same_id_twice_is_an_error_at_the_later_row_that_names_the_earlier() -> None:
    same = id_number(3)
    finding = only(findings(roster(person(1, 身份证号=same), person(2), person(3, 身份证号=same.lower() + " "))))
    assert (finding.code, finding.cell) == ("ID_DUPLICATE", "E5")
    assert "E3" in finding.message


def test_the_fifteen_digit_form_of_an_id_is_the_same_person() -> None:
    table = findings(roster(person(1, 身份证号=id_number(3)), person(2, 身份证号="110105600701003")))
    assert places(table) == [("ID_DUPLICATE", "E4"), ("ID_OLD_FORM", "E2")]


def test_two_tables_on_one_sheet_are_one_sheet_for_duplicates() -> None:
    rows = [["甲厂花名册"], ROSTER_HEADER, person(1), [], ["乙厂花名册"], ROSTER_HEADER, person(1)]
    assert places(findings(sheet("全系统", rows))) == [("ID_DUPLICATE", "E7")]


def test_a_person_on_roster_and_severance_sheet_is_normal() -> None:
    header = ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "补偿金额"]
    severance = sheet("测算", [header, ["王二", id_number(3), "1980.12", "2007.06", 1200, 32400]])
    table = findings(roster(person(1)), severance)
    assert places(table) == [("AVERAGE_MISSING_ENTERPRISE_WAGE", "F1")]
    assert table.not_checked == []


def test_an_id_merged_over_two_rows_is_one_person() -> None:
    rows = [ROSTER_HEADER, person(1), person(2, 身份证号=None)]
    assert places(findings(sheet("花名册", rows, [(2, 5, 3, 5)]))) == []


def test_a_start_in_the_other_start_column_is_enough() -> None:
    header = ["姓名", "身份证号", "参加工作时间", "入厂时间"]
    rows = [header, ["王一", id_number(1), None, "1985.07"], ["王二", id_number(3), None, None]]
    assert places(findings(sheet("花名册", rows))) == [("CELL_MISSING_START", "C3")]


def test_an_empty_wage_is_missing_but_not_for_the_retired() -> None:
    header = ["姓名", "身份证号", "在岗状态", "参加工作时间", "解除时间", "月平均工资", "补偿金额"]
    rows = [
        header,
        ["王一", id_number(1), "在岗", "1985.07", "2010.06", None, None],
        ["王二", id_number(3), "退休", "1985.07", None, None, 0],
    ]
    finding = only(findings(sheet("测算", rows)))
    assert (finding.code, finding.severity, finding.cell) == ("CELL_MISSING_WAGE", Severity.MISSING, "F2")


def test_a_row_with_an_error_value_is_listed_as_not_checked() -> None:
    table = findings(roster(person(1), person(2, 参加工作时间=CellError("#N/A", ""))))
    assert any("第4行" in line and "未校验" in line for line in table.not_checked)


def test_rows_above_the_header_and_other_column_orders_change_nothing() -> None:
    header = ["备注", "公民身份\n号码", "姓　名", "参工时间（年月）", "性别"]
    rows = [["花名册"], [], ["单位：人"], header, [None, WRONG_DIGIT, "王一", "1985.07", "男"]]
    assert places(findings(sheet("Sheet1", rows))) == [("ID_CHECK_DIGIT", "B5")]


def test_no_finding_holds_a_full_id_number() -> None:
    faulty = WRONG_DIGIT
    table = check_book(
        book(roster(person(1, 身份证号=faulty), person(2, 身份证号=faulty), person(3, 参加工作时间=faulty)))
    )
    texts = [text for row in table.to_dicts() for text in row.values() if text] + table.not_checked
    assert len(table) >= 4
    assert not [text for text in texts if faulty in text]


def test_a_fault_in_one_row_leaves_the_findings_of_others_alone() -> None:
    alone = places(findings(roster(person(1), person(2, 参加工作时间=1985.1))))
    beside = places(findings(roster(person(1, 身份证号=None), person(2, 参加工作时间=1985.1))))
    assert set(alone) < set(beside)


def test_a_payment_list_is_not_taken_for_a_roster() -> None:
    rows = [["姓名", "身份证号", "实发金额"], ["王一", id_number(1), 500], ["王一", id_number(1), 500]]
    table = findings(sheet("发放", rows))
    assert (len(table), len(table.not_checked)) == (0, 1)


def test_a_formula_without_a_stored_value_is_not_checked_rather_than_missing() -> None:
    grid = roster(person(1, 参加工作时间=None), person(2, 参加工作时间=None))
    grid.formulas[(3, 6)] = FormulaCell(3, 6, "VLOOKUP(B3,档案!A:B,2,0)", "normal", None, None, False)
    table = findings(grid)
    assert places(table) == [("CELL_MISSING_START", "F4")]
    assert any("1个公式没有保存结果" in line for line in table.not_checked)
