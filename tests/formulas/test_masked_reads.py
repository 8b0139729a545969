"""Whether a formula may read a masked cell: by every way a reference can be written; in doubt it may."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Places, Spot
from xl_addin.formulas.reads import MaskedReads
from xl_addin.tables.grid import BookGrid, GridTable, SheetGrid

TABLE = GridTable(("职工表", "Staff"), (4, 1, 9, 3), ("姓名", "身份证号", "工资"))
NAMES = {
    "号码": "甲!$B$2:$B$3",
    "乙!本表号码": "甲!$B:$B",
    "甲!别处": "甲!$B:$B",
    "Ids": "甲!$B$2",
    "三层": "二层",
    "二层": "一层",
    "一层": "号码",
    "工资栏": "甲!$C:$C",
    "相对": "乙!H1&号码",
    "相对表": "乙!H1+COUNTA(职工表[身份证号])",
    "相链": "相对",
    "算出": "OFFSET(甲!$C$1,0,0)",
    "外部": "[2]丁!$A$1",
    "函数": "_xlfn.LAMBDA(_xlpm.a,COUNTIF(甲!$B:$B,_xlpm.a))",
}


def reads(text: str, row: int = 5) -> bool:
    """Whether a formula in row 5 of 乙 may read B2, B3 or B6 of 甲."""
    sheets = [SheetGrid("甲", "", [], tables=(TABLE,)), SheetGrid("乙", "", []), SheetGrid("丙 表", "", [])]
    book = BookGrid(Path("没有这个文件.xlsx"), sheets, defined_names=NAMES)
    return MaskedReads(Places(book), {"甲": [(2, 2), (3, 2), (6, 2)], "丙 表": []}).any(parse(text), Spot(1, row, 7))


@pytest.mark.parametrize(
    "text",
    [
        "甲!B2",
        "甲!$b$2",
        "SUM(甲!A1:C9)",
        "SUM(甲!C9:A1)",
        "COUNTA(甲!A:C)",
        "COUNTA(甲!2:2)",
        "COUNTA(甲:乙!B2)",
        "COUNTA('乙:丙 表'!A1,甲!B3)",
        "COUNTA('丙 表:甲'!B2)",
        "VLOOKUP(A1,号码,1,0)",
        "VLOOKUP(A1,本表号码,1,0)",
        "VLOOKUP(A1,甲!别处,1,0)",
        "IDS&1",
        "ids&1",
        "三层",
        "相对",
        "相对表",
        "相链",
        "函数(1)",
        "职工表[身份证号]",
        "staff[[姓名]:[工资]]",
        "职工表",
        "COUNTA(职工表[#All])",
        "SUM({1,2}*甲!B2)",
        "SUM((号码,A1))",
        "SUMIF(A1:A9,1,甲!B1)",
        "[0]!号码",
    ],
)
def test_a_formula_that_reads_a_masked_cell_is_found(text: str) -> None:
    assert reads(text)


@pytest.mark.parametrize(
    "text",
    ["INDIRECT(A1)", "INDIRECT(\"丙!A1\")", "OFFSET(A1,1,1)", "EVALUATE(A1)", "_xlfn.ANCHORARRAY(A1)",
     "[1]丁!A1", "'[1]丁 表'!A1", "[1]!号码", "[1]!OTHER(A1)", "'C:\\表\\[b.xlsx]丁'!A1", "SUM({1}*[1]!号码)",
     "算出", "外部", "未知表[栏]", "职工表[没有这一栏]"],
)  # fmt: skip
def test_in_doubt_a_formula_may_read_every_cell(text: str) -> None:
    assert reads(text)


@pytest.mark.parametrize(
    "text",
    [
        "甲!B4",
        "B2",
        "SUM(甲!C:C)",
        "SUM(甲!4:5)",
        "SUM(乙:丙!B2)",
        "SUM('乙:丙 表'!B2)",
        "工资栏",
        "别处",
        "没有的名称",
        "没有!B2",
        '"甲!B2"&A1',
        "职工表[工资]",
        "职工表[[#Headers],[身份证号]]",
        "SUM(甲!A1:A9)+N(甲!C3)",
    ],
)
def test_a_formula_that_reads_none_stays_live(text: str) -> None:
    assert not reads(text)


def test_the_row_of_the_formula_decides_what_this_row_means() -> None:
    assert reads("职工表[[#This Row],[身份证号]]", row=6)
    assert not reads("职工表[[#This Row],[身份证号]]", row=7)
    assert not reads("职工表[[#This Row],[工资]]", row=6)


def test_without_masked_cells_nothing_reads_them() -> None:
    book = BookGrid(Path("a.xlsx"), [SheetGrid("甲", "", [])])
    assert not MaskedReads(Places(book), {"甲": []}).any(parse("INDIRECT(A1)"), Spot(0, 1, 1))
