"""Two 发放表 that pay one person: together no more than approved; a copy is told and counts once; all made up."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import id_number
from tests.commands.generated_books import grid
from xl_addin.checks.run import check_book
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import Wish, planned
from xl_addin.tables.grid import BookGrid, CellValue

_SEVERANCE: list[CellValue] = ["企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"]
_PAYMENTS: list[CellValue] = ["企业名称", "姓名", "身份证号", "发放项目", "应发金额", "实发金额", "发放时间"]
_LEDGER: list[list[CellValue]] = [
    ["日期", "企业名称", "科目", "摘要", "收入金额", "支出金额"],
    ["2011-08-01", "甲厂", "产权变现", "", 90000, None],
]


def _paid(*rows: tuple[int, int, str]) -> list[list[CellValue]]:
    who: list[CellValue] = ["甲厂", "王一", id_number(1), "经济补偿"]
    return [_PAYMENTS, *([*who, due, paid, day] for due, paid, day in rows)]


def _book(first: list[list[CellValue]], second: list[list[CellValue]]) -> BookGrid:
    worker: list[CellValue] = ["甲厂", "王一", id_number(1), "1990-07-01", "2003-06-30", 780, 9360]
    return grid(测算表=[_SEVERANCE, worker], 一=first, 二=second, 台账=_LEDGER)


_WHOLE = (9360, 9360, "2011-10-01")


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (_WHOLE, _WHOLE, ["PAYMENT_OVER_APPROVED"] * 2),
        (_WHOLE, (9360, 9360, "2011-11-01"), ["PAYMENT_OVER_APPROVED"] * 2),
        ((5000, 5000, "2011-10-01"), (4360, 4360, "2011-11-01"), []),
        ((5000, 5000, "2011-10-01"), (4361, 4361, "2011-11-01"), ["PAYMENT_OVER_APPROVED"] * 2),
    ],
)
def test_what_two_sheets_pay_together_is_compared_with_what_was_approved(
    first: tuple[int, int, str], second: tuple[int, int, str], codes: list[str]
) -> None:
    found = check_book(_book(_paid(first), _paid(second)), dt.date(2011, 12, 1))
    assert [one.code for one in found if one.code.startswith("PAYMENT_OVER")] == codes


def test_a_copy_of_a_list_pays_nobody_again() -> None:
    part = (9360, 4000, "2011-10-01")
    made, _ = planned(BY_NAME["资金平衡表"], _book(_paid(part), _paid(part)), Wish(), dt.datetime(2011, 12, 1))
    assert isinstance(made, BookPlan)
    (page,) = [sheet.rows for sheet in made.book.sheets if sheet.title == "按时足额核对"]
    rows = [[cell.value for cell in row] for row in page if len(row) > 7 and row[1].value == "王一"]
    assert [(row[2], row[5], row[7]) for row in rows] == [(9360, 4000, 5360)]
