"""Severance that several sheets tell is owed once, by the larger sum; another claim stays one; persons are made up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.policy.profiles import shipped_policy
from xl_addin.sheets.approved import approved_sums, complete_sums
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.restated import claims
from xl_addin.tables.grid import BookGrid, CellValue, FormulaCell, SheetGrid

_HEADS: list[CellValue] = ["序号", "企业名称", "姓名", "参加工作时间", "解除时间", "月平均工资(元)", "补偿金额(元)"]
_SHOWN: list[CellValue] = ["姓名", "参加工作时间", "解除时间", "月平均工资(元)", "补偿金额(元)"]
_ROSTER: list[CellValue] = ["序号", "企业名称", "姓名", "性别", "参加工作时间"]
_START, _END = dt.date(1990, 7, 1), dt.date(2003, 6, 30)
_CALL = "SOE_SEVERANCE_TABLE(测算表!A1:F3)"
_Rows = list[list[CellValue]]


def _sheets(*sheets: tuple[str, _Rows], made: str = "") -> SheetBook:
    """A workbook; the headings of the sheet ``made`` are a formula."""
    grids = [
        SheetGrid(
            name,
            f"xl/worksheets/sheet{i}.xml",
            rows,
            {(1, 1): FormulaCell(1, 1, _CALL, "dynamic", "A1", "姓名", True)} if name == made else {},
        )
        for i, (name, rows) in enumerate(sheets, 1)
    ]
    return SheetBook(BookGrid(Path("x.xlsx"), grids), dt.date(2012, 1, 4), shipped_policy("SEG2008"))


def _list(*told: tuple[str, str, int | None]) -> _Rows:
    return [_HEADS, *([i, firm, name, _START, _END, 780, fen] for i, (firm, name, fen) in enumerate(told, 1))]


def _result(*told: tuple[str, int]) -> _Rows:
    return [_SHOWN, *([name, _START, _END, 780, fen] for name, fen in told)]


_OWN = (("甲厂", "甲一", 9360), ("甲厂", "甲二", 8000))


@pytest.mark.parametrize("made", ["", "复核表"])
@pytest.mark.parametrize(
    ("shown", "yuan"),
    [
        ([("甲一", 9360), ("甲二", 8000)], 17360),
        ([("甲二", 8000), ("甲一", 9360)], 17360),
        ([("甲二", 8000)], 17360),
        ([("甲一", 9360), ("甲二", 8001)], 17361),
        ([("甲一", 9359), ("甲二", 8000)], 17360),
        ([("甲一", 9360), ("丙", 500)], 17860),
    ],
)
def test_a_list_that_is_shown_or_copied_is_owed_once_by_the_larger_sum(
    shown: list[tuple[str, int]], yuan: int, made: str
) -> None:
    book = _sheets(("测算表", _list(*_OWN)), ("复核表", _result(*shown)), made=made)
    assert sum(approved_sums(book).by_enterprise.values()) == yuan * 100
    again = claims(book).again.values()
    assert [one.claim.table.sheet for one in again] == ["测算表"] * sum(name != "丙" for name, _ in shown)


def test_lists_of_parts_before_the_whole_are_not_added_to_it() -> None:
    parts = [_list(_OWN[0]), _list(_OWN[1])]
    book = _sheets(("第一批", parts[0]), ("第二批", parts[1]), ("总表", _list(*_OWN)))
    assert approved_sums(book).by_enterprise == {"甲厂": 1_736_000}
    assert claims(book).sheets == ["总表"]


def test_a_difference_paid_later_and_another_enterprise_are_claims_of_their_own() -> None:
    later = _sheets(("测算表", _list(*_OWN)), ("补差测算表", _list(("甲厂", "甲一", 600), ("甲厂", "甲二", 500))))
    assert approved_sums(later).by_enterprise == {"甲厂": 1_846_000}
    assert len(claims(later).beside) == 2
    other = _sheets(("甲厂测算表", _list(*_OWN)), ("乙厂测算表", _list(("乙厂", "甲一", 9360))))
    assert approved_sums(other).by_enterprise == {"甲厂": 1_736_000, "乙厂": 936_000}


def test_namesakes_without_numbers_are_told_again_only_by_the_same_sum() -> None:
    two = (("甲厂", "甲一", 9360), ("甲厂", "甲一", 8000))
    book = _sheets(("测算表", _list(*two)), ("副本", _list(*two[::-1])))
    assert approved_sums(book).by_enterprise == {"甲厂": 1_736_000}
    other = _sheets(("测算表", _list(*two)), ("副本", _list(two[0], ("甲厂", "甲一", 8001))))
    assert approved_sums(other).by_enterprise == {"甲厂": 2_536_100}


def test_the_results_of_a_list_without_sums_are_owed_once_by_the_enterprise_of_the_list() -> None:
    empty = _list(*((firm, name, None) for firm, name, _ in _OWN))
    results = _result(("甲一", 9360), ("甲二", 8000))
    book = _sheets(("测算表", empty), ("结果", results), ("报批", results), made="结果")
    assert approved_sums(book).by_enterprise == complete_sums(book) == {"甲厂": 1_736_000}
    roster = [_ROSTER, [1, "甲厂", "甲一", "男", _START], [2, "乙厂", "甲二", "女", _START]]
    told = _sheets(("花名册", roster), ("结果", results), ("报批", results))
    assert approved_sums(told).by_enterprise == complete_sums(told) == {"甲厂": 936_000, "乙厂": 800_000}


def test_who_has_a_sum_on_no_sheet_leaves_the_sum_of_the_enterprise_open() -> None:
    book = _sheets(("测算表", _list(*_OWN, ("甲厂", "甲三", None))), ("副本", _list(*_OWN)))
    assert approved_sums(book).by_enterprise == {"甲厂": 1_736_000}
    assert complete_sums(book) == {}
