"""What the lines over a table and the notes under it state for all its rows."""

from __future__ import annotations

import datetime as dt

import pytest

from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.recognition import read_sheet
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import heading_questions

HEADER: list[CellValue] = ["姓名", "身份证号", "参加工作时间", "前12个月月平均工资", "补偿金额"]
PERSON: list[CellValue] = ["王一", None, "1989-08", 2454, 56442]
DAY = dt.date(2011, 9, 28)


def _table(*above: list[CellValue], foot: str = "", more: str = "", value: CellValue = None) -> SheetTable:
    heads, person = ([*HEADER, more], [*PERSON, value]) if more else (HEADER, PERSON)
    below: list[list[CellValue]] = [["合计", None, None, None, 56442], [foot]] if foot else []
    rows: list[list[CellValue]] = [["经济补偿金测算表"], *above, list(heads), list(person), *below]
    return read_sheet(SheetGrid("表", "", rows))[0]


def _stated(table: SheetTable) -> dict[str, CellValue]:
    return {role: said.value for role, said in table.stated.items()}


@pytest.mark.parametrize(
    "line",
    [
        ["企业月平均工资：1500元 当地月平均工资：2300元"],
        ["企业月平均工资1500元  当地上年度职工月平均工资2300元"],
        ["企业月平均工资1500元当地上年度职工月平均工资2300元"],
        ["本企业上年度职工月平均工资为1500元，当地社平工资为2300元"],
        ["企业月平均工资", "1500", None, "当地月平均工资（元）", "2300"],
    ],
)
def test_wages_are_stated_with_or_without_a_colon(line: list[CellValue]) -> None:
    table = _table(line)
    assert _stated(table) == {"enterprise_wage": "1500", "local_wage": "2300"}
    assert table.title == "经济补偿金测算表" and not heading_questions(table)


@pytest.mark.parametrize("line", [["解除时间", DAY], ["填报单位", "甲机械厂", "解除劳动合同时间", DAY]])
def test_a_day_stands_in_the_cell_behind_its_label(line: list[CellValue]) -> None:
    assert _stated(_table(line)) == {"end": DAY}


@pytest.mark.parametrize("behind", [" 统一解除劳动合同时间为", "解除时间：", "　　解除时间", " 解除劳动关系日期:"])
def test_the_name_and_the_day_of_one_line_are_told_apart(behind: str) -> None:
    table = _table([f"填报单位：丰城市机械厂{behind}2011年9月28日"])
    assert table.enterprise == "丰城市机械厂"
    assert _stated(table) == {"end": "2011年9月28日"}


def test_the_name_stands_in_the_cell_behind_its_label() -> None:
    assert _table(["填报单位", "丰城市机械厂"]).enterprise == "丰城市机械厂"
    assert _table(["单位：丰城市机械厂", None, "单位：元"]).enterprise == "丰城市机械厂"
    assert _table(["单位", "元"]).enterprise == ""


def test_a_note_under_the_table_states_what_holds_for_all() -> None:
    table = _table(foot="注：1.解除时间统一为2011年9月28日；2.企业月平均工资1500元；3.当地月平均工资2300元。")
    assert _stated(table) == {"end": "2011年9月28日", "enterprise_wage": "1500", "local_wage": "2300"}
    assert len(table) == 1


def test_a_column_goes_before_what_is_stated() -> None:
    table = _table(["企业月平均工资：1600元"], more="企业月平均工资", value=1500)
    assert table.stated == {} and table.column("enterprise_wage") == [1500]
    assert not heading_questions(table)


@pytest.mark.parametrize(
    "line",
    [
        "社会平均工资：27600元/年",
        "宜春市2010年度在岗职工平均工资：27600元/年",
        "上年度当地职工年平均工资：27600元",
        "社平工资（年）：27600元",
        "当地上年度社会平均工资：27600元",
        "当地社平工资27600元/年",
    ],
)
def test_an_amount_of_a_year_is_asked_about_and_never_taken_for_a_month(line: str) -> None:
    table = _table(["企业月平均工资：1500元"], [line])
    assert _stated(table) == {"enterprise_wage": "1500"}
    assert [(question.role, question.cell) for question in heading_questions(table)] == [("local_wage", "A3")]


def test_two_values_for_one_wage_are_asked_about() -> None:
    table = _table(["企业月平均工资：1500元"], foot="注：企业月平均工资1600元。")
    assert table.stated == {}
    [question] = heading_questions(table)
    assert "1500" in question.text and "1600" in question.text


def test_a_wage_in_another_unit_is_asked_about() -> None:
    table = _table(["企业月平均工资（万元）", 0.15])
    assert table.stated == {}
    assert "万元" in heading_questions(table)[0].text


@pytest.mark.parametrize("gap", range(3))
@pytest.mark.parametrize("labelled", ["填报单位：{}厂", "{}厂"])
@pytest.mark.parametrize("foot", [[], [["注：企业月平均工资1500元。"]]])
def test_what_stands_over_the_next_block_is_not_said_of_the_one_above(
    gap: int, labelled: str, foot: list[list[CellValue]]
) -> None:
    days = ["2011年9月28日", "2010年6月30日", "2012年1月31日"]
    rows: list[list[CellValue]] = []
    for firm, day in zip("甲乙丙", days, strict=True):
        rows += [[f"{firm}厂经济补偿金测算表"], [labelled.format(firm), None, f"解除时间：{day}"], list(HEADER)]
        rows += [list(PERSON), ["合计", None, None, None, 56442], *foot, *[[] for _ in range(gap)]]
    tables = read_sheet(SheetGrid("表", "", rows))
    assert [_stated(table)["end"] for table in tables] == days
    assert [_stated(table).get("enterprise_wage") for table in tables] == ["1500" if foot else None] * 3
    assert not [question for table in tables for question in heading_questions(table)]
