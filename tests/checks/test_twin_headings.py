"""Two columns with the same heading: the one that is read is named, and rows in which they differ are errors."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

HEAD: list[CellValue] = ["序号", "姓名", "身份证号", "参加工作时间", "用工性质", "参加工作时间"]
TWICE = ("HEADING_TWICE", "HEADING_TWICE_DIFFERS")


def found(head: list[CellValue], *rows: list[CellValue]) -> list[tuple[str, str | None, str]]:
    book = BookGrid(Path("a.xlsx"), [SheetGrid("花名册", "", [head, *rows])])
    findings = check_book(book, dt.date(2011, 9, 28))
    return [(one.code, one.cell, one.message) for one in findings if one.code in TWICE]


def person(first: CellValue, second: CellValue) -> list[CellValue]:
    return [1, "虚构甲", "11010519491231002X", first, "固定工", second]


def test_the_column_that_is_read_is_named_and_a_row_that_differs_is_an_error_at_its_cell() -> None:
    told = found(HEAD, person("1985-07-01", "1986-03-01"), person(dt.date(1985, 7, 1), "1985年7月1日"))
    assert told == [
        ("HEADING_TWICE", "F1", "“参加工作时间”有两栏：采用D列，F列没有读"),
        ("HEADING_TWICE_DIFFERS", "F2", "两栏“参加工作时间”不一致：采用的 D2 为 1985-07-01，这里为 1986-03-01"),
    ]


@pytest.mark.parametrize("second", [None, "", "——"])
def test_an_empty_second_column_says_nothing(second: CellValue) -> None:
    assert found(HEAD, person("1985-07-01", second)) == []


def test_what_stands_only_in_the_second_column_is_an_error() -> None:
    assert [cell for _, cell, _ in found(HEAD, person(None, "1986-03-01"))] == ["F1", "F2"]


def test_another_heading_or_the_word_not_used_is_no_twin() -> None:
    for other in ("参加工作时间（不用）", "进厂时间"):
        assert found([*HEAD[:5], other], person("1985-07-01", "1986-03-01")) == []


def test_the_same_word_under_two_groups_is_no_twin() -> None:
    top: list[CellValue] = ["序号", "姓名", "身份证号", "2008年前", None, "2008年后", None]
    low: list[CellValue] = [None, None, None, "月数", "金额", "月数", "金额"]
    assert found(top, low, [1, "虚构甲", "11010519491231002X", 10, 100, 20, 200]) == []


def test_numbers_of_persons_are_masked() -> None:
    head: list[CellValue] = ["序号", "姓名", "身份证号", "参加工作时间", "身份证号"]
    row: list[CellValue] = [1, "虚构甲", "11010519491231002X", "1985-07-01", "110105194912310038"]
    told = found(head, row)
    assert [cell for _, cell, _ in told] == ["E1", "E2"]
    assert not [text for *_, text in told if "19491231" in text]


def test_the_left_one_of_two_is_the_one_that_computes() -> None:
    start, wage = "参加工作时间", "前12个月月平均工资"
    head: list[CellValue] = ["姓名", "身份证号", start, "解除时间", wage, "补偿金额", start]
    for amount, right in ((3200, True), (1600, False)):
        row: list[CellValue] = ["虚构甲", None, "2008-01-01", "2009-12-31", 1600, amount, "2009-01-01"]
        book = BookGrid(Path("a.xlsx"), [SheetGrid("测算", "", [head, row])])
        wrong = {(one.code, one.cell) for one in check_book(book, dt.date(2011, 9, 28)) if one.severity == "error"}
        assert ("HEADING_TWICE_DIFFERS", "G2") in wrong
        assert ("F2" in {cell for _, cell in wrong}) is not right
