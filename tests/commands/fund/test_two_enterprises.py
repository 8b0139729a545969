"""A worker of two enterprises is paid by each; money that came back was not paid; all made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.checks.books import id_number
from tests.commands.generated_books import grid
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import Wish, planned
from xl_addin.tables.grid import BookGrid, CellValue

_SEVERANCE: list[CellValue] = ["企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"]
_LEDGER: list[CellValue] = ["日期", "企业名称", "科目", "摘要", "收入金额", "支出金额", "关联人员编号"]
_PAYMENTS: list[CellValue] = ["企业名称", "姓名", "身份证号", "发放项目", "应发金额", "实发金额", "发放时间"]
_DUE = {("甲厂", "王一"): 9000, ("甲厂", "王二"): 8000, ("乙厂", "王一"): 5000}
_Paid = list[tuple[str, str, int]]


def _number(name: str) -> str:
    return id_number({"王一": 1, "王二": 3}[name])


def _severance() -> list[list[CellValue]]:
    dates: list[CellValue] = ["1990-07-01", "2011-09-28", 780]
    return [_SEVERANCE, *([firm, name, _number(name), *dates, fen] for (firm, name), fen in _DUE.items())]


def _by_ledger(paid: _Paid) -> BookGrid:
    entries: list[list[CellValue]] = [[f"2011-08-0{day}", firm, "产权变现", "", 90000, None, None] for day, firm in
                                      ((1, "甲厂"), (2, "乙厂"))]  # fmt: skip
    entries += [[f"2011-10-{day:02}", firm, "经济补偿", "", None, fen, _number(name)] for day, (firm, name, fen) in
                enumerate(paid, 1)]  # fmt: skip
    return grid(测算表=_severance(), 台账=[_LEDGER, *entries])


def _by_list(paid: _Paid) -> BookGrid:
    rows: list[list[CellValue]] = [
        [firm, name, _number(name), "经济补偿", fen, None, None] for (firm, name), fen in _DUE.items()
    ]
    rows += [
        [firm, name, _number(name), "经济补偿", None, fen, f"2011-10-{day:02}"]
        for day, (firm, name, fen) in enumerate(paid, 1)
    ]
    book = _by_ledger(paid)
    return grid(**{sheet.name: sheet.rows for sheet in book.sheets}, 发放表=[_PAYMENTS, *rows])


def _page(name: str, book: BookGrid) -> list[list[CellValue]]:
    made, _ = planned(BY_NAME[name], book, Wish(), dt.datetime(2011, 12, 1))
    assert isinstance(made, BookPlan)
    sheet = {"资金平衡表": "按时足额核对"}.get(name, name)
    rows = next(one.rows for one in made.book.sheets if one.title == sheet)
    return [[cell.value for cell in row] for row in rows]


@pytest.mark.parametrize("make", [_by_ledger, _by_list])
@pytest.mark.parametrize(
    ("paid", "short", "settled"),
    [
        ([("乙厂", "王一", 5000), ("甲厂", "王二", 8000)], {("甲厂", "王一"): 9000}, {"甲厂": 1, "乙厂": 1}),
        ([("甲厂", "王一", 9000)], {("甲厂", "王二"): 8000, ("乙厂", "王一"): 5000}, {"甲厂": 1, "乙厂": 0}),
        (
            [("乙厂", "王一", 5000), ("甲厂", "王二", 8000), ("甲厂", "王一", 9000), ("甲厂", "王一", -9000)],
            {("甲厂", "王一"): 9000},
            {"甲厂": 1, "乙厂": 1},
        ),
    ],
)
def test_each_enterprise_pays_its_own_and_what_came_back_is_open(
    make: Callable[[_Paid], BookGrid], paid: _Paid, short: dict[tuple[str, str], int], settled: dict[str, int]
) -> None:
    book = make(paid)
    workers = [row for row in _page("资金平衡表", book) if len(row) > 7 and row[1] in ("王一", "王二")]
    assert {(row[0], row[1]): row[2] for row in workers} == _DUE
    assert {(row[0], row[1]): row[7] for row in workers if row[7]} == short
    assert {row[1]: row[7] for row in _page("全市进度表", book) if len(row) > 7 and row[1] in settled} == settled
