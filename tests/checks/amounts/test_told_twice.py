"""What checks and pages say of severance that two sheets tell: copies, sums that differ, two claims; all made up."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.checks.books import id_number
from xl_addin.checks.run import check_book
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import Wish, planned
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.findings import Severity

_HEADS: list[CellValue] = [
    "序号", "企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "解除事由", "前12个月月平均工资(元)",
    "企业月平均工资(元)", "当地月平均工资(元)", "补偿金额(元)",
]  # fmt: skip
_DUE = 35200
"""18 + 4 months of 1,600 yuan."""


def _list(*told: tuple[str, int]) -> list[list[CellValue]]:
    start, end = dt.date(1990, 7, 1), dt.date(2011, 9, 28)
    rows: list[list[CellValue]] = [
        [i, "甲厂", name, id_number(ord(name[-1]) % 900), start, end, "客观变化", 1600, 1500, 2300, yuan]
        for i, (name, yuan) in enumerate(told, 1)
    ]
    return [_HEADS, *rows]


def _book(**sheets: list[list[CellValue]]) -> BookGrid:
    return BookGrid(Path("a.xlsx"), [SheetGrid(name, "", rows) for name, rows in sheets.items()])


def _told(book: BookGrid) -> list[tuple[str, Severity, str, str | None]]:
    found = check_book(book, dt.date(2011, 12, 1))
    return [(one.code, one.severity, one.sheet, one.cell) for one in found if one.code.startswith("SEVERANCE_")]


_ALL = (("王一", _DUE), ("王二", _DUE), ("王三", _DUE))


def test_a_copy_is_a_reminder_and_a_list_of_its_own_is_none() -> None:
    again = _book(测算表=_list(*_ALL), 打印=_list(*_ALL[::-1]))
    assert _told(again) == [("SEVERANCE_AGAIN", Severity.NOTICE, "打印", "K1")]
    assert _told(_book(测算表=_list(*_ALL[:2]), 第二批=_list(_ALL[2]))) == []


def test_a_copy_that_differs_by_a_yuan_is_an_error_at_its_cell() -> None:
    book = _book(测算表=_list(*_ALL), 报批稿=_list(_ALL[0], ("王二", _DUE + 1), _ALL[2]))
    assert _told(book) == [
        ("SEVERANCE_AGAIN", Severity.NOTICE, "报批稿", "K1"),
        ("SEVERANCE_DIFFERS", Severity.ERROR, "报批稿", "K3"),
    ]


def test_a_small_sum_beside_is_told_as_a_second_claim() -> None:
    book = _book(测算表=_list(*_ALL), 补差=_list(("王一", 900)))
    assert _told(book) == [("SEVERANCE_TWICE", Severity.NOTICE, "补差", "K2")]


@pytest.mark.parametrize("name", ["口径比较", "职工确认单", "公示表"])
def test_pages_of_persons_have_each_severance_once(name: str) -> None:
    book = _book(测算表=_list(*_ALL), 打印=_list(*_ALL[::-1]), 一车间=_list(_ALL[1]))
    made, _ = planned(BY_NAME[name], book, Wish(), dt.datetime(2011, 12, 1))
    assert isinstance(made, BookPlan)
    assert "3 人" in made.summary and "“打印”“一车间”的 4 人已列在“测算表”，只计一次" in made.summary
