"""Headers are found by what they say, wherever they stand. All names are made up."""

from __future__ import annotations

import pytest

from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.header_labels import block_labels
from xl_addin.tables.headers import find_headers, nearest_header
from xl_addin.tables.layouts import layout as contract
from xl_addin.tables.layouts import layouts

ROSTER = ["序号", "姓名", "性别", "身份证号", "参加工作时间", "进厂时间", "备注"]


def _sheet(rows: list[list[CellValue]], merged: list[tuple[int, int, int, int]] | None = None) -> SheetGrid:
    return SheetGrid("表一", "xl/worksheets/sheet1.xml", rows, merged=merged or [])


def test_the_usual_headings_of_every_kind_are_recognised_in_any_order() -> None:
    for layout in (layout for layout in layouts() if not layout.only):
        several = {role for one in layout.repeated for role in one.roles()}
        columns = [column for role, column in layout.columns.items() if role not in several]
        names = [column.name for column in columns]
        for heading_row in (names, names[::-1]):
            match = find_headers(_sheet([list(heading_row)]))[0]
            assert match.layout.kind == layout.kind
            assert match.columns == {c.role: heading_row.index(c.name) + 1 for c in columns}


def test_title_and_note_rows_above_the_header_are_passed_over() -> None:
    rows: list[list[CellValue]] = [
        ["丰城市机械厂职工花名册"],
        ["填报单位：机械厂", None, None, "单位：元"],
        [],
        list(ROSTER),
    ]
    match = find_headers(_sheet(rows))[0]
    assert (match.layout.kind, match.first_row, match.last_row) == ("roster", 4, 4)


@pytest.mark.parametrize(
    ("text", "role", "unit"),
    [
        ("补 偿 金 额", "amount", ""),
        ("补偿金额\n（万元）", "amount", "万元"),
        ("补偿金额/元", "amount", "元"),
        ("补偿金额【元】", "amount", "元"),
        ("*经济补偿金（元）：", "amount", "元"),
        ("标准（元/年）", "standard", "元/年"),
        ("前１２个月月平均工资", "wage", ""),
        ("计发年限（月数）", "months", ""),
        ("身份证号码", "id", ""),
        ("解除劳动合同时间", "end", ""),
    ],
)
def test_noise_and_units_in_a_heading_do_not_hide_it(text: str, role: str, unit: str) -> None:
    rows: list[list[CellValue]] = [["姓名", text, "计发基数", "工龄", "补偿月数", "补偿标准", "其他补助"]]
    match = find_headers(_sheet(rows))[0]
    assert match.layout.kind == "severance"
    assert match.columns[role] == 2
    assert match.units[role] == unit


TOP: list[CellValue] = ["序号", "企业名称", "职代会", None, None, None, "批复", None, "公告", None, "到账时间"]
SUB: list[CellValue] = [None, None, "时间", "应到", "实到", "同意", "文号", "时间", "起", "止", None]
MERGED = [(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 1, 6), (1, 7, 1, 8), (1, 9, 1, 10), (1, 11, 2, 11)]


@pytest.mark.parametrize("merged", [MERGED, []], ids=["merged", "not merged"])
def test_two_level_headings_take_their_meaning_from_the_top(merged: list[tuple[int, int, int, int]]) -> None:
    match = find_headers(_sheet([list(TOP), list(SUB), [1, "甲厂"]], merged))[0]
    assert match.layout.kind == "progress"
    assert (match.first_row, match.last_row) == (1, 2)
    assert match.columns["vote_date"] == 3
    assert match.columns["approval_no"] == 7
    assert match.columns["approval_date"] == 8
    assert (match.columns["listing_from"], match.columns["listing_to"]) == (9, 10)
    assert match.columns["received"] == 11


def test_a_group_heading_that_means_nothing_does_not_hide_its_sub_headings() -> None:
    rows: list[list[CellValue]] = [
        ["基本情况", None, None, "时间情况", None],
        ["姓名", "性别", "身份证号", "参加工作时间", "入厂时间"],
    ]
    match = find_headers(_sheet(rows, [(1, 1, 1, 3), (1, 4, 1, 5)]))[0]
    assert match.columns == {"name": 1, "sex": 2, "id": 3, "start": 4, "entry": 5}
    assert match.last_row == 2


def test_contribution_rates_under_one_heading_are_told_apart() -> None:
    rows: list[list[CellValue]] = [
        ["姓名", "欠费起止年月", None, "缴费比例", None, "滞纳金"],
        [None, "起", "止", "单位(%)", "个人(%)", None],
    ]
    match = find_headers(_sheet(rows))[0]
    assert match.layout.kind == "arrears"
    assert (match.columns["unit_rate"], match.columns["person_rate"]) == (4, 5)
    assert (match.columns["arrears_from"], match.columns["arrears_to"]) == (2, 3)
    assert match.units["unit_rate"] == "%"


def test_several_tables_below_one_another_are_all_found() -> None:
    rows: list[list[CellValue]] = [list(ROSTER), [1, "王三"], [], ["步骤", "责任单位", "完成日期", "文号"], ["公示"]]
    assert [(m.layout.kind, m.first_row) for m in find_headers(_sheet(rows))] == [("roster", 1), ("procedure", 4)]


def test_tables_beside_one_another_are_told_apart() -> None:
    rows: list[list[CellValue]] = [["姓名", "身份证号", "性别", None, "步骤", "责任单位", "完成日期"]]
    assert [(m.layout.kind, m.first_col, m.last_col) for m in find_headers(_sheet(rows))] == [
        ("roster", 1, 3),
        ("procedure", 5, 7),
    ]


def test_a_blank_column_does_not_cut_a_table_in_two() -> None:
    match = find_headers(_sheet([["序号", "姓名", None, "身份证号", "性别"]]))[0]
    assert match.columns == {"seq": 1, "name": 2, "id": 4, "sex": 5}


def test_a_header_far_down_a_long_sheet_is_found() -> None:
    rows: list[list[CellValue]] = [list(ROSTER), *([i, "王三"] for i in range(5000)), ["步骤", "责任单位", "完成日期"]]
    assert [m.first_row for m in find_headers(_sheet(rows))] == [1, 5002]


def test_the_sheet_name_and_title_decide_nothing() -> None:
    sheet = SheetGrid("改制工作进度表", "", [["改制工作进度表"], list(ROSTER)])
    assert find_headers(sheet)[0].layout.kind == "roster"
    assert find_headers(SheetGrid("职工花名册", "", [["职工花名册"], ["食堂", "菜单"]])) == []


def test_numbers_dates_and_errors_are_never_headings() -> None:
    assert find_headers(_sheet([[1, 2.5, None], [True, False]])) == []


@pytest.mark.parametrize(("first", "second", "column"), [("基准日", "解除时间", 4), ("解除时间", "截止日期", 3)])
def test_a_column_of_the_ending_comes_before_a_general_base_date(first: str, second: str, column: int) -> None:
    match = find_headers(_sheet([["姓名", "参加工作时间", first, second, "补偿金额"]]))[0]
    assert match.columns["end"] == column
    assert match.spare == {"end": [7 - column]}


def test_a_group_over_a_column_without_a_sub_heading_goes_on_to_its_right() -> None:
    rows: list[list[CellValue]] = [
        ["姓名", "参加工作时间", "解除时间", "月平均工资", None],
        [None, None, None, None, "企业"],
    ]
    assert find_headers(_sheet(rows))[0].columns["enterprise_wage"] == 5


def test_a_group_of_groups_spans_all_that_its_groups_span() -> None:
    rows: list[list[CellValue]] = [
        ["姓名", "养老保险", None, "滞纳金"],
        [None, "欠费起止年月", None, None],
        [None, "起", "止", None],
    ]
    match = find_headers(_sheet(rows))[0]
    assert (match.columns["arrears_from"], match.columns["arrears_to"]) == (2, 3)
    assert match.labels["arrears_to"] == "养老保险欠费起止年月止"


def test_a_unit_below_a_heading_does_not_hide_it() -> None:
    rows: list[list[CellValue]] = [
        ["姓名", "参加工作时间", "解除时间", "月平均工资", None],
        [None, "年月日", "年月日", "本人", "企业"],
    ]
    match = find_headers(_sheet(rows))[0]
    assert match.columns == {"name": 1, "start": 2, "end": 3, "wage": 4, "enterprise_wage": 5}


def test_the_unit_of_a_title_line_is_no_column_of_enterprises() -> None:
    rows: list[list[CellValue]] = [["测算表", "单位：元"], ["姓名", 60, "身份证号", "工龄", "补偿金额"]]
    match = find_headers(_sheet(rows))[0]
    assert (match.first_row, match.columns) == (2, {"name": 1, "id": 3, "service": 4, "amount": 5})


def test_a_wanted_kind_goes_before_one_that_knows_more_columns() -> None:
    sheet = _sheet([["姓名", "性别", "民族", "文化程度", "政治面貌", "参加工作时间", "解除时间", "月平均工资"]])
    assert find_headers(sheet)[0].layout.kind == "roster"
    match = find_headers(sheet, contract("severance"))[0]
    assert match.columns == {"name": 1, "sex": 2, "start": 6, "end": 7, "wage": 8}


def test_the_nearest_header_is_the_one_that_says_most() -> None:
    rows: list[list[CellValue]] = [["姓名"], ["说明"], ["日期", "科目", "摘要"], ["2011-03-01", "利息"]]
    match = nearest_header(_sheet(rows), contract("ledger"))
    assert (match.first_row, match.last_row, match.columns) == (3, 3, {"date": 1, "subject": 2, "summary": 3})


def test_what_a_kind_requires_is_told_by_its_heading_alone() -> None:
    for layout in layouts():
        needed = {role for group in layout.required for role in group}
        others = {role for one in layout.repeated for role in one.roles()}
        others |= {role for role, column in layout.columns.items() if column.beside}
        assert needed.isdisjoint(others), layout.kind


def test_a_page_of_text_is_matched_by_its_beginning_only() -> None:
    pasted = "情况说明：" + "," * 32_000
    sheet = SheetGrid("花名册", "", [["姓名", "备注" + pasted, "月平均工资"]])
    assert [max(map(len, label.levels)) for label in block_labels(sheet, 1, 1)] == [2, 500, 5]
