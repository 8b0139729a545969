"""What a column of 在岗状态 says: decided by its heading and its cells; who is settled, and whom one must ask about."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.checks.run import check_book
from xl_addin.functions import call
from xl_addin.policy.groups import find_group
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.package_persons import read_package_persons
from xl_addin.sheets.status import status_cells, statuses
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.tables.recognition import read_sheet
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError, InputError


def _table(heading: str, *words: CellValue) -> SheetTable:
    rows: list[list[CellValue]] = [["姓名", "身份证号", "参加工作时间", heading]]
    rows += [[f"王{'一二三四五六七八九'[i]}", None, "1985-07-01", word] for i, word in enumerate(words)]
    return read_sheet(SheetGrid("表", "", rows))[0]


def test_the_same_heading_may_hold_the_employment_or_the_status() -> None:
    assert status_cells(_table("职工类别", "固定工", "合同工", "临时工")) == [None, None, None]
    assert status_cells(_table("职工类别", "在岗", "内退", "固定工")) == ["在岗", "内退", None]
    assert status_cells(_table("人员类别", "干部", "车间主任", None)) == [None, None, None]
    assert status_cells(_table("人员类别", "在岗", "车间主任")) == ["在岗", "车间主任"]
    assert status_cells(_table("在岗状态", "车间主任")) == ["车间主任"]


def test_yes_and_no_mean_what_the_heading_asks() -> None:
    assert status_cells(_table("是否在岗", "是", "否", "内退")) == ["在岗", "不在岗", "内退"]
    assert status_cells(_table("是否内退", "是", "否")) == ["内退", None]
    asked = statuses(_table("是否在岗", "是", "否"))
    assert [bool(one.question) for one in asked] == [False, True]


def test_two_columns_agree_or_are_asked_about() -> None:
    rows: list[list[CellValue]] = [
        ["姓名", "身份证号", "参加工作时间", "职工类别", "在岗状态"],
        ["王一", None, "1985-07-01", "固定工", "退休"],
        ["王二", None, "1985-07-01", "退休", "在岗"],
        ["王三", None, "1985-07-01", "内退", None],
    ]
    said = statuses(read_sheet(SheetGrid("表", "", rows))[0])
    assert [one.settled for one in said] == ["退休", "", "内退"]
    assert "在岗、退休" in said[1].question


def test_an_injury_of_the_first_grades_goes_before_being_at_work() -> None:
    rows: list[list[CellValue]] = [["姓名", "身份证号", "参加工作时间", "在岗状态", "伤残等级"]]
    rows += [["王一", None, "1985-07-01", "在岗", grade] for grade in ("3级", "四级", 1, "5级", "7级", None)]
    table = read_sheet(SheetGrid("花名册", "", rows))[0]
    assert [one.settled for one in statuses(table)] == [*["工伤1-4级"] * 3, "", "", ""]


@pytest.mark.parametrize("word", ["已故", "病故", "病退", "调离", "不在岗"])
def test_who_may_or_may_not_be_due_is_a_question(word: str) -> None:
    with pytest.raises(InputError) as caught:
        find_group(word)
    assert caught.value.code == "#N/A"


HEADINGS: list[CellValue] = [
    "姓名", "职工类别", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资",
    "补偿金额",
]  # fmt: skip
INPUTS: list[CellValue] = ["1985-07-01", "2011-09-28", 1600, 1652.3, 2300]


def _roster(*words: CellValue, amount: CellValue = None) -> list[list[CellValue]]:
    people = [["赵钱孙李周吴"[i] + "某", word, *INPUTS, amount] for i, word in enumerate(words)]
    return [HEADINGS, *people]


def test_the_table_function_gives_nothing_to_the_settled_and_asks_about_the_others() -> None:
    table = call("经济补偿金表", _roster("在岗", "内退", "退休", "已故", "车间主任"))
    assert isinstance(table, list)
    assert [line[6] if not isinstance(line[6], CellError) else line[6].code for line in table[1:]] == [
        44402.9, 0.0, 0.0, "#N/A", "#VALUE!",
    ]  # fmt: skip
    assert table[3][7] == "在岗状态为“退休”，不解除劳动合同，不计经济补偿金；如状态有误请先改正"


def test_the_twin_functions_of_the_package_read_the_same_column() -> None:
    headings: list[CellValue] = [
        *HEADINGS[:-1],
        "养老欠缴起",
        "养老欠缴止",
        "医疗欠缴起",
        "医疗欠缴止",
        "年龄",
        "医疗年标准",
    ]
    rows = [["赵某", "退休", *INPUTS, *[None] * 4, 62, 1800], ["钱某", "固定工", *INPUTS, *[None] * 6]]
    table = call("一补二险表", [headings, *rows])
    assert isinstance(table, list)
    assert [line[1:] for line in table[1:]] == [[0.0, 0.0, 18000.0, 18000.0], [44402.9, 0.0, 0.0, 44402.9]]
    assert [call("一补二险", [headings], [row]) for row in rows] == [18000.0, 44402.9]


def test_a_man_past_his_age_who_is_marked_retired_is_paid_nothing_and_told_once() -> None:
    grid = BookGrid(Path("a.xlsx"), [SheetGrid("测算", "", _roster("退休", amount=44402.9))])
    found = check_book(grid, dt.date(2011, 9, 30))
    assert [(f.code, f.severity.value, f.cell, f.expected) for f in found] == [("RETIREE_PAID", "error", "H2", "0")]
    [person] = read_package_persons(SheetBook(grid, dt.date(2011, 9, 30)), "")
    assert person.cells["post_status"] == "退休"
