"""A result table that shows a severance sheet again is not added to it; every other one is; persons are made up."""

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
_START, _END = dt.date(1990, 7, 1), dt.date(2003, 6, 30)
_CALL = "SOE_SEVERANCE_TABLE(测算表!A1:F3)"


def _book(amounts: list[int | None], shown: list[int], formula: bool) -> SheetBook:
    own = [[i, "甲厂", f"甲{i}", _START, _END, 780, fen] for i, fen in enumerate(amounts, 1)]
    result = [[f"甲{i}", _START, _END, 780, fen] for i, fen in enumerate(shown, 1)]
    made = {(1, 1): FormulaCell(1, 1, _CALL, "dynamic", "A1", "姓名", True)} if formula else {}
    sheets = [
        SheetGrid("测算表", "xl/worksheets/sheet1.xml", [_HEADS, *own]),
        SheetGrid("复核表", "xl/worksheets/sheet2.xml", [_SHOWN, *result], made),
    ]
    return SheetBook(BookGrid(Path("x.xlsx"), sheets), dt.date(2012, 1, 4), shipped_policy("SEG2008"))


@pytest.mark.parametrize(
    ("amounts", "shown", "formula", "sums"),
    [
        ([9360, 8000], [9360, 8000], True, {"甲厂": 1_736_000}),
        ([9360, 8000], [8000], True, {"甲厂": 1_736_000}),
        ([9360, 8000], [9360, 8000], False, {"甲厂": 1_736_000, "": 1_736_000}),
        ([9360, 8000], [9360, 8001], True, {"甲厂": 1_736_000, "": 1_736_100}),
        ([9360, 8000], [9360, 9360], True, {"甲厂": 1_736_000, "": 1_872_000}),
        ([None, None], [9360, 8000], True, {"": 1_736_000}),
    ],
)
def test_only_what_is_shown_again_is_left_out(
    amounts: list[int | None], shown: list[int], formula: bool, sums: dict[str, int]
) -> None:
    book = _book(amounts, shown, formula)
    assert [table.sheet for table in book.tables] == ["测算表", "复核表"]
    assert approved_sums(book).by_enterprise == sums
    left_out = sum(sums.values()) == sum(one or 0 for one in amounts) * 100
    assert [table.sheet for table in claims(book)] == (["测算表"] if left_out else ["测算表", "复核表"])
    assert complete_sums(book) == sums
