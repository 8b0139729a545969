"""内退 and 退休 in a column that is no 在岗状态: asked about on every way, never paid, never taken as stated."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.checks.books import id_number
from xl_addin.checks.run import check_book
from xl_addin.functions import call
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.package_persons import read_package_persons
from xl_addin.sheets.severance_persons import read_persons
from xl_addin.sheets.status import status_cells, statuses
from xl_addin.sheets.status_hints import settled_word
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.tables.recognition import read_sheet
from xl_addin.values.errors import CellError

TODAY = dt.date(2011, 9, 30)
WHO: list[CellValue] = ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资"]
WHO += ["当地上年度职工月平均工资", "补偿金额"]
FACTS: list[CellValue] = [dt.date(1989, 8, 16), dt.date(2011, 9, 28), 2454, 1500, 2300, 56442]
NAMES = ("王一", "李二", "张三")
HEADINGS = ("人员情况", "安置方式", "安置去向", "目前情况", "在职/退休", "备注", "身份", "职工身份", "用工性质", "岗位")


def _rows(heading: str, *words: CellValue) -> list[list[CellValue]]:
    rows: list[list[CellValue]] = [[*WHO[:2], heading, *WHO[2:]]]
    return rows + [[name, None, word, *FACTS] for name, word in zip(NAMES, words, strict=False)]


def _book(*grids: SheetGrid) -> SheetBook:
    return SheetBook(BookGrid(Path("虚构.xlsx"), list(grids)), TODAY)


def _unclear(book: SheetBook) -> list[tuple[str, str]]:
    return [(f.sheet, f.cell) for f in check_book(book.grid, TODAY) if f.code == "STATUS_UNCLEAR"]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("word", ["内退", "退休", "已退休（2005年3月）", "遗属", "伤残3级", "已故"])
def test_who_is_settled_beside_the_status_is_asked_about_and_not_paid(heading: str, word: str) -> None:
    rows = _rows(heading, "在岗", word, None)
    grid = SheetGrid("经济补偿金测算表", "", rows)
    assert _unclear(_book(grid)) == [("经济补偿金测算表", "C3")]
    assert [bool(one.question) for one in read_persons(_book(grid), "")] == [False, True, False]
    result = call("SOE_SEVERANCE_TABLE", rows)
    assert isinstance(result, list)
    assert [isinstance(line[6], CellError) for line in result[1:]] == [False, True, False]
    assert heading in str(result[2][7])
    people = read_package_persons(_book(grid), "")
    assert [bool(person.cells.get("post_status")) for person in people] == [False, True, False]


def test_a_word_on_the_roster_is_asked_about_there_and_keeps_the_amount_elsewhere_back() -> None:
    roster = SheetGrid("花名册", "", [["姓名", "性别", "身份证号", "参加工作时间", "安置方式"]])
    words = ("内退", "在岗", "在岗")
    for i, name in enumerate(NAMES):
        roster.rows.append([name, "男", id_number(2 * i + 1), FACTS[0], words[i]])
    paid = SheetGrid("测算表", "", [WHO, *([name, id_number(2 * i + 1), *FACTS] for i, name in enumerate(NAMES))])
    book = _book(roster, paid)
    assert _unclear(book) == [("花名册", "E2")]
    assert [bool(one.question) for one in read_persons(book, "测算表")] == [True, False, False]


def test_a_stated_status_goes_before_a_remark_and_an_empty_one_does_not() -> None:
    rows: list[list[CellValue]] = [["姓名", "身份证号", "参加工作时间", "在岗状态", "备注"]]
    rows += [["王一", None, "1985-07-01", "在岗", "2005年内退"], ["李二", None, "1985-07-01", None, "内退"]]
    table = read_sheet(SheetGrid("花名册", "", rows))[0]
    assert status_cells(table)[0] == "在岗"
    assert [bool(one.question) for one in statuses(table)] == [False, True]


@pytest.mark.parametrize("heading", ["人员情况（不用）", "配偶情况", "与职工关系"])
def test_a_column_that_is_declined_or_speaks_of_others_asks_nothing(heading: str) -> None:
    assert _unclear(_book(SheetGrid("经济补偿金测算表", "", _rows(heading, "退休", "退休", "内退")))) == []


@pytest.mark.parametrize("word", ["拟内退", "距退休2年", "退伍军人", "自谋职业", "解除劳动合同", "未退休", "工伤8级"])
def test_words_that_settle_nobody_ask_nothing(word: str) -> None:
    assert settled_word(word) == ""
    assert _unclear(_book(SheetGrid("经济补偿金测算表", "", _rows("安置方式", word, word, word)))) == []
