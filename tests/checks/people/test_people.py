"""Checks of a person's facts against each other: the borders of every rule, and the readings that suit the person."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import book, findings, id_number, only, person, places, roster, sheet
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import CellValue
from xl_addin.values.findings import Severity

BORN = dt.date(1960, 7, 1)


@pytest.mark.parametrize(
    ("birth", "found"),
    [
        (dt.date(1960, 7, 1), False),
        ("1960.07", False),
        ("1960年7月", False),
        (dt.date(1960, 7, 2), True),
        ("1960.08", True),
        ("1961.07", True),
    ],
)
def test_a_birth_date_is_compared_with_the_id_by_day_or_by_month(birth: CellValue, found: bool) -> None:
    table = findings(roster(person(1), person(2, 出生年月=birth)))
    assert places(table) == ([("BIRTH_DIFFERS", "D4")] if found else [])
    assert all(finding.severity is Severity.NOTICE for finding in table)


def test_nothing_is_compared_with_a_faulty_id() -> None:
    wrong = id_number(5)[:17] + ("1" if id_number(5)[17] != "1" else "2")
    table = findings(roster(person(1), person(2, 身份证号=wrong, 出生年月="1961.01", 性别="女")))
    assert places(table) == [("ID_CHECK_DIGIT", "E4")]


@pytest.mark.parametrize(("sex", "found"), [("男", 0), ("男 性", 0), ("女", 1), ("不详", 0), (None, 0)])
def test_sex_is_compared_with_the_id(sex: CellValue, found: int) -> None:
    assert places(findings(roster(person(1), person(2, 性别=sex)))) == [("SEX_DIFFERS", "C4")] * found


@pytest.mark.parametrize(
    ("start", "code"),
    [
        (dt.date(1974, 6, 30), "START_UNDER_14"),
        (dt.date(1974, 7, 1), "START_UNDER_16"),
        (dt.date(1976, 6, 30), "START_UNDER_16"),
        (dt.date(1976, 7, 1), None),
        ("1974.06", "START_UNDER_14"),
        ("1974.07", "START_UNDER_16"),
        ("1976.07", None),
    ],
)
def test_work_before_fourteen_is_an_error_and_before_sixteen_a_notice(start: CellValue, code: str | None) -> None:
    table = findings(roster(person(1), person(2, 参加工作时间=start)))
    assert places(table) == ([(code, "F4")] if code else [])
    assert all((finding.severity is Severity.ERROR) == (code == "START_UNDER_14") for finding in table)


def test_the_column_of_births_serves_where_the_id_cannot() -> None:
    header = ["姓名", "出生年月", "参加工作时间"]
    assert places(findings(sheet("花名册", [header, ["王一", "1960.07", "1973.05"]]))) == [("START_UNDER_14", "C2")]


@pytest.mark.parametrize(("end", "found"), [("1985.06", True), (dt.date(1985, 7, 1), False), ("1985.07", False)])
def test_an_end_before_the_start_is_an_error_at_the_end(end: CellValue, found: bool) -> None:
    header = ["姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资"]
    table = findings(sheet("测算", [header, ["王一", id_number(1), dt.date(1985, 7, 1), end, 1000, 900]]))
    assert places(table) == ([("END_BEFORE_START", "D2")] if found else [])
    assert any("未校验" in line for line in table.not_checked) == found


def test_a_date_after_the_day_of_the_check_is_a_notice() -> None:
    rows = roster(person(1, 参加工作时间=dt.date(2011, 9, 29)), person(2, 参加工作时间="2011.09"))
    finding = only(check_book(book(rows), dt.date(2011, 9, 28)))
    assert (finding.code, finding.cell, finding.severity) == ("DATE_FUTURE", "F3", Severity.NOTICE)


def test_entry_before_the_start_of_work_is_a_notice() -> None:
    header = ["姓名", "身份证号", "参加工作时间", "进厂时间"]
    rows = [header, ["王一", id_number(1), "1985.07", "1985.06"], ["王二", id_number(3), "1985.07", "1985.7.1"]]
    finding = only(findings(sheet("花名册", rows)))
    assert (finding.code, finding.cell, finding.severity) == ("ENTRY_BEFORE_START", "D2", Severity.NOTICE)


@pytest.mark.parametrize("day", [dt.date(9999, 12, 31), dt.date(1, 1, 1), dt.datetime(2101, 1, 1)])
def test_a_true_date_outside_1900_to_2100_is_an_error(day: dt.date) -> None:
    finding = only(findings(roster(person(1), person(2, 参加工作时间=day))))
    assert (finding.code, finding.cell, finding.severity) == ("DATE_OUT_OF_RANGE", "F4", Severity.ERROR)
