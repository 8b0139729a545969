"""Workbooks that another program wrote without computing them: their formulas are read, not taken for blanks."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from xl_addin.commands.checking.examination import examine
from xl_addin.commands.spec import CommandBook
from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate

HEADS = ("姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "企业月平均工资", "当地月平均工资", "经济补偿金")
DAY = dt.date(2011, 12, 1)


def book(path: Path, wage: str, amount: str) -> CommandBook:
    """Two invented workers, written by openpyxl, which computes nothing."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "测算表"
    sheet.append(HEADS)
    sheet.append(("虚构甲", "990101196507010012", "1985-07-01", "2011-09-28", wage, 1500, 1900, amount.format(row=2)))
    sheet.append(("虚构乙", "990101197003120028", "1990-01-01", "2011-09-28", wage, 1500, 1900, amount.format(row=3)))
    sheet.append(("合计", *[None] * 6, "=SUM(H2:H3)"))
    workbook.save(path)
    return CommandBook.of(open_book(path), DAY)


@pytest.mark.parametrize(
    ("wage", "amount", "sums"),
    [
        ("=1000+600", "=IF(ROW()=2,27,22)*E{row}", 27 * 1600 + 22 * 1600),
        ("=ROUND(19200/12,2)", "=SOE_SEVERANCE(C{row},D{row},E{row},F{row},G{row})", 27 * 1600 + 22 * 1600),
        ("=1600", '=IF(E{row}="","",SOE_SEVERANCE(C{row},D{row},E{row},F{row},G{row}))', 27 * 1600 + 22 * 1600),
    ],
)
def test_formulas_that_nobody_computed_are_computed(tmp_path: Path, wage: str, amount: str, sums: int) -> None:
    workbook = book(tmp_path / "表.xlsx", wage, amount)
    assert workbook.grid.sheets[0].value(4, 8) == sums
    result = examine(workbook, calls=workbook.recalculation)
    assert not [finding for finding in result.findings if finding.severity == "error"]
    assert not [line for line in result.findings.not_checked if "没有保存结果" in line]


def test_what_cannot_be_computed_here_is_told_and_never_a_blank(tmp_path: Path) -> None:
    workbook = book(tmp_path / "表.xlsx", "=AGGREGATE(9,6,F2:F2)+100", '=IF(E{row}="","",E{row}*27)')
    assert workbook.grid.sheets[0].value(2, 8) is None
    result = examine(workbook, calls=workbook.recalculation)
    assert any("个公式没有保存结果" in line for line in result.findings.not_checked)


def test_an_empty_value_is_none_in_both_ways_of_reading(tmp_path: Path) -> None:
    few = book(tmp_path / "少.xlsx", "=1600", "=E{row}*27").grid
    assert [cell.has_cached for cell in few.sheets[0].formulas.values()] == [False] * 5
    assert recalculate(few).filled["测算表"][2, 8] == 27 * 1600
