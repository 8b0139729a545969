"""A date on one sheet that is open, or none, beside a readable one on another: one answer of all buttons and checks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.checks.books import id_number
from tests.commands.generated_books import context, grid
from tests.commands.pressing import pressed
from xl_addin.checks.run import check_book
from xl_addin.commands.package.command import plan_package_sheet
from xl_addin.commands.severance.comparison import plan_comparison
from xl_addin.commands.severance.confirmation import plan_confirmation
from xl_addin.commands.severance.posting import plan_posting
from xl_addin.tables.grid import BookGrid, CellValue
from xl_addin.values.errors import InputError

PLANS = (plan_package_sheet, plan_comparison, plan_confirmation, plan_posting)
HEAD = ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资"]
CELL = {"花名册": "E3", "测算": "C3"}


def workbook(listed: CellValue, computed: CellValue, born: CellValue = "1968-12-31") -> BookGrid:
    """Three workers on a roster and a severance sheet; the second began to work as given."""
    roster: list[list[CellValue]] = [["企业名称", "姓名", "身份证号", "出生年月", "参加工作时间"]]
    sheet: list[list[CellValue]] = [list(HEAD)]
    for i, name in enumerate(("虚构甲", "虚构乙", "虚构丙")):
        number = id_number(2 * i + 1, dt.date(1968, 12, 31))
        starts = (listed, computed) if i == 1 else ("1990-03-01", "1990-03-01")
        roster.append(["虚构一厂", name, number, born if i == 1 else "1968-12-31", starts[0]])
        sheet.append([name, number, starts[1], dt.date(2011, 9, 28), 1600, 1500, 2300])
    return grid(花名册=roster, 测算=sheet)


def differing(book: BookGrid) -> set[tuple[str, str | None]]:
    found = check_book(book, dt.date(2011, 12, 31))
    return {(one.sheet, one.cell) for one in found if one.code.startswith("SHEETS_DIFFER")}


OPEN: list[tuple[CellValue, CellValue]] = [
    (1985.1, "1995年5月"),
    ("1985.1", "1985-05-01"),
    ("1990.1", dt.date(1990, 2, 1)),
    ("8507", "1985-08-01"),
    ("850701", "1985-07-02"),
    ("03/04/1985", "1985-03-05"),
    (dt.datetime(1985, 6, 30, 23, 59, 17), "1985-07-02"),
]


@pytest.mark.parametrize(("asked", "plain"), OPEN)
@pytest.mark.parametrize("sheet", ["花名册", "测算"])
def test_an_open_date_of_which_no_reading_agrees_contradicts(sheet: str, asked: CellValue, plain: CellValue) -> None:
    book = workbook(asked, plain) if sheet == "花名册" else workbook(plain, asked)
    assert differing(book) == set(CELL.items())
    for plan in PLANS:
        with pytest.raises(InputError, match="不知道采用哪一个") as refused:
            plan(pressed(book), context())  # type: ignore[operator]
        assert all(f"“{name}”{cell}" in str(refused.value) for name, cell in CELL.items())


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        (1985.1, "1985年10月"),
        ("1985.1", "1985-01-15"),
        ("8507", "1985-07-09"),
        ("03/04/1985", "1985-03-04"),
        ("1985.1", 1985.1),
    ],
)
def test_an_open_date_that_may_mean_the_other_is_no_contradiction(asked: CellValue, plain: CellValue) -> None:
    assert differing(workbook(asked, plain)) == differing(workbook(plain, asked)) == set()


def test_an_open_birth_is_compared_as_well() -> None:
    book = workbook("1990-03-01", "1990-03-01", born=1968.1)
    book.sheet("测算").rows[0].append("出生年月")
    for row in book.sheet("测算").rows[1:]:
        row.append("1968-12-31")
    assert differing(book) == {("花名册", "D3"), ("测算", "H3")}


def computed(plan: Callable[..., Any], book: BookGrid) -> tuple[str, bool]:
    """The sum of a command, and whether somebody waits for an answer."""
    made = plan(pressed(book), context())
    total = made.summary.partition("合计")[2].strip().partition(" ")[0]
    return total, "1 人不能计算" in made.summary


@pytest.mark.parametrize("text", ["1985.13", "不详", "1985-02-30", "1985年"])
def test_what_the_severance_sheet_says_unreadably_is_not_taken_from_the_roster(text: str) -> None:
    book = workbook("1985-05-01", text)
    assert computed(plan_package_sheet, book) == computed(plan_comparison, book)
    assert computed(plan_package_sheet, book)[1]


@pytest.mark.parametrize("text", ["1985.13", "不详", "1985-02-30", "1985-05-20"])
def test_a_worker_is_computed_by_the_severance_sheet_whatever_the_roster_says(text: str) -> None:
    book = workbook(text, "1985年5月")
    assert computed(plan_package_sheet, book) == computed(plan_comparison, book)
    assert not computed(plan_package_sheet, book)[1]
