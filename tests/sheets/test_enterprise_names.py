"""Which enterprise a row belongs to: by its column, by a ditto mark, by the sheet's title. All names are invented."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import book, id_number, sheet
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.persons import enterprises


@pytest.mark.parametrize(
    ("title", "firm"),
    [
        ("表一 职工花名册", ""),
        ("附件2：甲厂职工花名册", "甲厂"),
        ("附表三 甲厂2011年经济补偿金测算表", "甲厂"),
        ("甲厂退休人员花名册", "甲厂"),
        ("2011年下岗职工花名册", ""),
        ("基本养老保险欠费测算表", ""),
        ("女职工花名册", ""),
        ("丰城市机械厂职工花名册", "丰城市机械厂"),
        ("机床企业职工花名册", "机床企业"),
    ],
)
def test_a_title_names_an_enterprise_only_where_it_does(title: str, firm: str) -> None:
    listed = sheet("表", [[title], ["姓名", "身份证号", "参加工作时间"], ["王一", id_number(1), "1991-07-01"]])
    checked = SheetBook(book(listed), dt.date(2012, 1, 1))
    assert checked.derive(enterprises, checked.tables[0]) == [firm]


@pytest.mark.parametrize("ditto", ["〃", "同上", "″"])
def test_a_ditto_mark_repeats_the_enterprise_above(ditto: str) -> None:
    rows = [["甲厂", "王一", id_number(1), "1991-07-01"], [ditto, "王二", id_number(2), "1991-07-01"]]
    listed = sheet("表", [["企业名称", "姓名", "身份证号", "参加工作时间"], *rows])
    checked = SheetBook(book(listed), dt.date(2012, 1, 1))
    assert checked.derive(enterprises, checked.tables[0]) == ["甲厂", "甲厂"]


@pytest.mark.parametrize("label", ["单位名称：", "填报单位:", "企业名称： ", "编制单位（盖章）："])
@pytest.mark.parametrize("beside", [None, "单位：元"])
@pytest.mark.parametrize("title", [None, "职工经济补偿金测算表", "安置费测算表（二）", "补偿明细表"])
def test_a_label_over_the_next_block_of_a_sheet_is_no_part_of_the_enterprises_name(
    label: str, beside: str | None, title: str | None
) -> None:
    heads = ["姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"]
    rows: list[list[object]] = []
    for number, firm in enumerate(("甲农机厂", "乙面粉厂", "丙商场")):
        rows += [[title]] if title else []
        person = [f"王{number}", id_number(number + 1), "1991-07-01", "2003-06-30", 1000, 12000]
        rows += [[f"{label}{firm}", None, None, beside], heads, person, ["合计", None, None, None, None, 12000], [], []]
    checked = SheetBook(book(sheet("表", rows)), dt.date(2012, 1, 1))
    found = [firm for table in checked.tables for firm in checked.derive(enterprises, table)]
    assert found == ["甲农机厂", "乙面粉厂", "丙商场"]


@pytest.mark.parametrize("lead", ["{}", "单位：{}", "{}职工补偿表", "{}职工", "二、{}", "{}经济补偿金", "{}（盖章）"])
@pytest.mark.parametrize(
    ("place", "beside"),
    [
        (2, "2011年9月28日"),
        (3, "制表日期：2011-9-28"),
        (3, "共3人"),
        (4, "所属系统：经贸"),
        (2, "联系人：王一"),
        (3, "第2页"),
    ],
)
@pytest.mark.parametrize("first", [[], ["序号"], ["序号", "企业名称"]])
def test_the_line_over_a_block_is_no_person(lead: str, place: int, beside: str, first: list[str]) -> None:
    heads = [*first, "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"]
    rows: list[list[object]] = []
    firms = ["甲农机厂", "乙面粉公司", "丙商场"]
    for number, firm in enumerate(firms):
        over: list[object] = [None] * len(heads)
        over[0], over[place] = lead.format(firm), beside
        person = [f"王{number}", id_number(number + 1), "1991-07-01", "2003-06-30", 1000, 12000]
        rows += [over, heads, [*[1, firm][: len(first)], *person], ["合计", *[None] * (len(heads) - 2), 12000], []]
    checked = SheetBook(book(sheet("表", rows)), dt.date(2012, 1, 1))
    assert [name for table in checked.tables for name in table.column("name")] == ["王0", "王1", "王2"]
    assert [firm for table in checked.tables for firm in checked.derive(enterprises, table)] == firms


def test_a_person_beside_the_name_of_an_enterprise_is_a_person() -> None:
    rows = [["用人单位情况", "姓名", "出生年月"], ["甲农机厂", "王一", "1970-01"], ["甲农机厂", "李二", "1971-02"]]
    [table] = SheetBook(book(sheet("表", rows)), dt.date(2012, 1, 1)).tables
    assert table.column("name") == ["王一", "李二"]
