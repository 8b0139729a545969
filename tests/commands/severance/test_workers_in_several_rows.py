"""A worker in several rows is one person with one amount in every command. Every person is invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.checks.books import id_number
from tests.commands.pressing import TODAY, pressed
from xl_addin.commands.explaining.row import explain_person
from xl_addin.commands.package.command import plan_package_sheet
from xl_addin.commands.severance.comparison import plan_comparison
from xl_addin.commands.severance.confirmation import plan_confirmation
from xl_addin.commands.severance.posting import plan_posting
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.model import NewSheet
from xl_addin.functions import call
from xl_addin.sheets.readings import sheet_readings
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

CONTEXT = CommandContext(sheet="", time=dt.datetime.combine(TODAY, dt.time()))
HEADER: list[CellValue] = [
    "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "当地月平均工资", "补偿金额",
]  # fmt: skip
PIECES: list[list[CellValue]] = [
    HEADER,
    ["王甲", id_number(1), "1985-07-01", "1995-09-30", 1600, 1652.3, 2300, 41098.3],
    [None, None, "1997-09-01", "2011-09-28", None, None, None, None],
    ["李乙", id_number(3), "1985-07-01", "2011-09-28", 1600, 1652.3, 2300, 44402.9],
]


Area = tuple[int, int, int, int]


def book(*sheets: tuple[str, list[list[CellValue]]], merged: list[Area] | None = None) -> CommandBook:
    made = [SheetGrid(name, name, rows, merged=merged or []) for name, rows in sheets]
    return pressed(BookGrid(Path("a.xlsx"), made))


def pieces() -> CommandBook:
    return book(("测算", PIECES), merged=[(2, col, 3, col) for col in (1, 2, 5, 6, 7, 8)])


def texts(sheet: NewSheet) -> list[str]:
    return [str(cell.value) for row in sheet.rows for cell in row if cell.value is not None]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (plan_package_sheet, "2 人，合计 85,501.20 元"),
        (plan_confirmation, "职工确认单 2 人；"),
        (plan_posting, "公示表 1 张，2 人"),
        (plan_comparison, "现行合计 85,501.20 元，2 人；政策版本"),
    ],
)
def test_two_persons_with_their_amounts_come_out_of_every_command(plan: object, said: str) -> None:
    assert callable(plan)
    assert said in plan(pieces(), CONTEXT).summary


def test_the_confirmation_shows_every_piece() -> None:
    shown = texts(plan_confirmation(pieces(), CONTEXT).book.sheets[0])
    assert "1985-07-01至1995-09-30；1997-09-01至2011-09-28" in shown
    assert "分2段，见下" in shown


def test_the_package_sheet_is_read_again_as_it_was_made() -> None:
    made = plan_package_sheet(pieces(), CONTEXT).book.sheets[0]
    rows: list[list[CellValue]] = [[cell.value for cell in row] for row in made.rows]  # type: ignore[misc]
    again = plan_package_sheet(book(("一补二险测算表", rows)), CONTEXT)
    assert "2 人，合计 85,501.20 元" in again.summary


@pytest.mark.parametrize("row", [2, 3])
def test_every_row_of_the_worker_explains_the_whole(row: int) -> None:
    text = explain_person(pieces(), CommandContext("测算", CONTEXT.time, cell=f"H{row}"), row)
    assert "41098.30 元" in text


def test_the_reading_says_which_rows_were_joined() -> None:
    (reading,) = sheet_readings(pieces())
    assert reading.to_dict()["rows"]["joined"] == [{"row": 3, "with": 2}]
    assert "第3行并入第2行" in reading.line


ROSTER: list[list[CellValue]] = [["姓名", "身份证号", "性别", "在岗状态"], ["王甲", id_number(1), "男", "在岗"]]
OWED: list[CellValue] = ["姓名", "身份证号", "欠费起", "欠费止", "缴费工资", "缴费平均工资"]


def arrears(*periods: list[CellValue]) -> CommandBook:
    rows = [OWED, *(["王甲", id_number(1), *period] for period in periods)]
    return book(("花名册", ROSTER), ("测算", PIECES[:2]), ("养老欠费", rows))


def test_periods_of_arrears_are_one_person_and_add_up() -> None:
    first: list[CellValue] = ["2006.01", "2006.12", 1200, 1100]
    second: list[CellValue] = ["2008.01", "2008.12", 1500, 1300]
    alone = [_total(arrears(period)) for period in (first, second)]
    both = _total(arrears(first, second))
    severance = _total(book(("花名册", ROSTER), ("测算", PIECES[:2])))
    assert both - severance == pytest.approx(sum(alone) - 2 * severance)


def _total(made: CommandBook) -> float:
    plan = plan_package_sheet(made, CONTEXT)
    assert plan.summary.startswith("一补二险测算表 1 人，合计 "), plan.summary
    assert "不能计算" not in plan.summary
    return float(plan.summary.split("合计 ")[1].split(" 元")[0].replace(",", ""))


def test_periods_that_share_a_month_are_asked() -> None:
    made = arrears(["2006.01", "2006.12", 1200, 1100], ["2006.12", "2007.12", 1200, 1100])
    plan = plan_package_sheet(made, CONTEXT)
    assert "1 人不能计算" in plan.summary
    assert any("重叠的月份" in text for text in texts(plan.book.sheets[0]))


def test_a_row_of_several_periods_is_explained_period_by_period() -> None:
    headings = ["在岗状态", "养老欠缴起", "养老欠缴止", "缴费工资", "缴费平均工资", "医疗欠缴起", "医疗欠缴止"]
    headings += ["参加工作时间", "解除时间", "月平均工资"]
    row = ["在岗", "2006.01至2006.12；2008.01至2008.12", "2008.12", "1200；1500", "1100；1300", None, None]
    row += ["1985-07-01", "2011-09-28", 1600]
    text = call("SOE_EXPLAIN", [headings], [row])
    assert isinstance(text, str), text
    assert "第1段：欠缴2006年1月至2006年12月" in text
    assert "第2段：欠缴2008年1月至2008年12月" in text
