"""Limits on the workbook's own 政策 sheet: taken by the checks; a bad figure is a finding at its cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.checks.books import sheet
from tests.commands.pressing import pressed
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.checking.examination import examine
from xl_addin.commands.plan import SheetPlan
from xl_addin.commands.spec import CommandContext
from xl_addin.formulas.recalculation import Recalculation
from xl_addin.functions import call
from xl_addin.policy.procedure_limits import limit_settings
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid, CellValue
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity

TODAY = dt.date(2020, 6, 1)
POSTINGS = [["公示内容", "公示地点", "公示开始", "公示结束"], ["方案", "大门", "2010-05-01", "2010-05-09"]]
BAD: tuple[CellValue, ...] = ("十天", "7-10", "约7天", 0, -3, 2.5, 99_999, "7个工作日", "待定", True)
SETTINGS = ("公示天数", "办结验收月数", "职代会材料提前天数")


def book(*rows: list[CellValue], headed: bool = True) -> BookGrid:
    head: list[list[CellValue]] = [["项目", "值", "起", "止", "地区"]] if headed else [["profile", "SEG2008"]]
    return BookGrid(Path("a.xlsx"), [sheet("公示", POSTINGS), sheet("政策", [*head, *rows])])


def places(grid: BookGrid) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.sheet, one.cell) for one in examine(SheetBook(grid, TODAY)).findings]


@pytest.mark.parametrize("value", [10, "10", "10天", "10日", "１０", 10.0])
def test_the_figure_of_the_sheet_is_taken_in_any_writing(value: CellValue) -> None:
    assert places(book(["公示天数", value])) == [("PUBLICITY_SHORT", "公示", "D2")]


@pytest.mark.parametrize("headed", [True, False])
@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("value", BAD)
def test_a_bad_figure_is_a_finding_at_its_cell_and_nothing_else_suffers(
    setting: str, value: CellValue, headed: bool
) -> None:
    grid = book(["fraction", "half_year"], [setting, value], headed=headed)
    assert places(grid) == [("POLICY_LIMIT", "政策", "B3")]
    assert SheetBook(grid, TODAY).policy.options.fraction == "half_year"


@pytest.mark.parametrize("value", [7, "9", "", None])
def test_a_sound_or_blank_figure_is_no_finding(value: CellValue) -> None:
    assert places(book(["公示天数", value])) == []


def test_a_figure_bound_to_a_day_or_place_is_said_to_have_no_effect() -> None:
    assert places(book(["公示天数", 7, "2010-01-01", None, "丰城市"])) == [
        ("POLICY_LIMIT", "政策", "C2"),
        ("POLICY_LIMIT", "政策", "E2"),
    ]


def test_a_limit_written_twice_is_refused_at_its_row() -> None:
    assert places(book(["公示天数", 7], ["公示天数", 8])) == [("POLICY_SHEET", "政策", "A3:B3")]


@pytest.mark.parametrize("setting", sorted(limit_settings()))
def test_worksheet_functions_take_a_policy_range_with_limits(setting: str) -> None:
    policy = [["profile", "SEG2008"], [setting, "8"]]
    assert call("SOE_SEVERANCE", "1990-01-01", "2000-12-31", 1000, None, None, None, policy) == 11000
    other = [["profile", "SEG2008"], [setting, "9"]]
    assert call("SOE_POLICY_VERSION", policy) != call("SOE_POLICY_VERSION", other)


def test_the_buttons_say_what_the_host_found_in_cells_of_ours() -> None:
    found = Recalculation(errors=[("公示", "F2", CellError("#NUM!", "截止早于起始"))])
    context = CommandContext("公示", dt.datetime(2020, 6, 1))
    for name in ("校验整簿", "校验当前表"):
        workbook = pressed(book(["公示天数", "x"]))
        workbook.recalculation = found
        plan = BY_NAME[name].plan(workbook, context)
        assert isinstance(plan, SheetPlan)
        marks = {(mark.sheet, mark.cell, mark.style) for mark in plan.marks}
        assert ("公示", "F2", Severity.ERROR.value) in marks
        assert (("政策", "B2", "error") in marks) == (name == "校验整簿")
