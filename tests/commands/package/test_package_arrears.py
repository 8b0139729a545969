"""Arrears on a sheet of their own: taken into the package where they can be, never left out in silence. Invented."""

from __future__ import annotations

import pytest

from tests.commands.generated_books import context, grid
from tests.commands.pressing import pressed
from xl_addin.commands.package.command import plan_package_sheet
from xl_addin.tables.grid import BookGrid, CellValue

PEOPLE: list[list[CellValue]] = [
    ["姓名", "身份证号", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "补偿金额"],
    ["虚构甲", "990101196405010038", "1985-07-01", "2011-09-28", 1600, 1500, 43200],
]


def with_arrears(title: str, headings: list[CellValue], row: list[CellValue]) -> BookGrid:
    return grid(测算=PEOPLE, 欠费=[[title], headings, row])


def row(*period: CellValue) -> list[CellValue]:
    return ["虚构甲", "990101196405010038", *period, 900, 0.2, 720]


def test_the_period_of_a_sheet_about_one_insurance_is_taken_and_waits_for_the_wage() -> None:
    headings: list[CellValue] = ["姓名", "身份证号", "欠费起", "欠费止", "缴费基数", "单位比例", "单位欠缴"]
    plan = plan_package_sheet(
        pressed(with_arrears("养老保险欠费测算表", headings, row("2003.11", "2004.02"))), context()
    )
    cells = [cell.value for line in plan.book.sheets[0].rows for cell in line]
    assert {"2003.11", "2004.02"} <= set(cells)
    assert any("缴费工资不能为空" in str(value) for value in cells)
    assert plan.faults == 1


@pytest.mark.parametrize(
    ("title", "headings", "period"),
    [
        ("养老保险欠费测算表", ["欠费起止年月"], ["2003.11-2004.02"]),
        ("社会保险欠费测算表", ["欠费起", "欠费止"], ["2003.11", "2004.02"]),
    ],
)
def test_arrears_that_cannot_be_taken_are_named_and_count_as_a_fault(
    title: str, headings: list[CellValue], period: list[CellValue]
) -> None:
    heads: list[CellValue] = ["姓名", "身份证号", *headings, "缴费基数", "单位比例", "单位欠缴"]
    plan = plan_package_sheet(pressed(with_arrears(title, heads, row(*period))), context())
    assert "工作表“欠费”里的欠费没有带入、没有计入合计" in plan.summary
    assert plan.faults == 1
