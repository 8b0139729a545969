"""改制进度 in the report: steps required and done by enterprise, and the chart beside them."""

from __future__ import annotations

import datetime as dt

from tests.checks.books import REQUIRED_STEPS, book, sheet, step_row, step_sheet
from xl_addin.commands.checking.examination import examine
from xl_addin.commands.checking.progress import TITLE, Progress, progress_of
from xl_addin.commands.checking.validate import report
from xl_addin.files.building.model import NewSheet
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid

TIME = dt.datetime(2011, 9, 28, 10, 30)
STAGES = ["企业名称", "清产核资", "审计", "职代会时间", "应到", "实到", "同意", "批复文号", "批复时间"]


def progress(*sheets: SheetGrid) -> list[Progress]:
    return progress_of(SheetBook(book(*sheets), TIME.date()))


def written(grid: BookGrid) -> NewSheet:
    known = SheetBook(grid, TIME.date())
    return report(examine(known), known, TIME)[1][0]


def test_a_complete_step_sheet_is_done_in_full() -> None:
    found = progress(step_sheet())
    assert [(one.enterprise, len(one.required), one.missing, one.share) for one in found] == [("甲厂", 23, (), 100)]


def test_a_step_without_a_row_and_one_without_a_date_are_not_done() -> None:
    found = progress(step_sheet(without="D13", dates={"D29": None}))[0]
    assert found.missing == ("D13", "D29")
    assert found.share == 91


def test_a_step_that_does_not_apply_is_not_lacking() -> None:
    rows = [step_row(text, day) for _, text, day in REQUIRED_STEPS]
    land = step_row("土地处置", None, 备注="不适用")
    header = ["序号", "步骤", "责任单位", "开始日期", "完成日期", "文号", "备注"]
    found = progress(sheet("核查", [["企业名称：甲厂"], header, *rows, land]))[0]
    assert found.missing == ()
    assert "D10" in found.required


def test_what_the_city_does_once_counts_for_every_enterprise() -> None:
    header = ["企业名称", "步骤", "责任单位", "完成日期", "文号"]
    rows: list[list[CellValue]] = [["全市", "出台改制政策文件", "市政府", "2009-01-05", "一号"]]
    rows += [[firm, "清产核资", firm, "2009-06-01", "二号"] for firm in ("甲厂", "乙厂")]
    found = progress(sheet("核查", [header, *rows]))
    assert [one.enterprise for one in found] == ["甲厂", "乙厂"]
    assert all(one.done == ("D01", "D07") for one in found)


def test_a_stage_of_the_progress_sheet_is_done_when_all_its_columns_are_filled() -> None:
    rows: list[list[CellValue]] = [
        ["甲厂", "2009-01-01", "2009-02-01", "2009-03-01", 100, 90, 80, "一号", "2009-04-01"],
        ["乙厂", "2009-01-01", "2009-02-01", "2009-03-01", 100, None, None, None, None],
    ]
    found = progress(sheet("进度", [STAGES, *rows]))
    assert [(one.share, one.missing) for one in found] == [(100, ()), (50, ("D12", "D16"))]


def test_both_sheets_of_one_enterprise_are_one_line() -> None:
    row: list[CellValue] = ["甲 厂", "2009-06-01", "2009-08-01", "2009-12-01", 100, 90, 80, "一号", "2010-02-01"]
    found = progress(step_sheet(without="D16"), sheet("进度", [STAGES, row]))
    assert len(found) == 1
    assert found[0].missing == ()


def test_the_report_shows_the_table_with_a_chart_over_its_figures() -> None:
    page = written(book(step_sheet(without="D13")))
    start = next(i for i, row in enumerate(page.rows) if row and row[0].value == TITLE)
    assert [cell.value for cell in page.rows[start + 2]] == ["95%", "甲厂", None, 23, 22, "D13结果和方案公示", 1]
    chart = page.charts[0]
    assert (chart.categories, chart.series[0].values, chart.series[1].values) == tuple(
        f"{col}{start + 3}:{col}{start + 3}" for col in "BEG"
    )


def test_a_book_without_procedure_sheets_has_no_chart() -> None:
    page = written(book(sheet("花名册", [["姓名", "身份证号", "性别"], ["王一", "11010519491231002X", "女"]])))
    assert page.charts == []
    assert TITLE not in [row[0].value for row in page.rows if row]
