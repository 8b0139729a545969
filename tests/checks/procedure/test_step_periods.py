"""改制程序核查表: dated steps whose period cannot be counted for want of its first day."""

from __future__ import annotations

import pytest

from tests.checks.books import REQUIRED_STEPS, STEP_HEADER, findings, only, places, sheet, step_cell, step_row
from tests.checks.procedure.test_intervals import progress
from xl_addin.values.findings import Severity


def test_a_listing_without_its_first_day_is_missing_that_day() -> None:
    rows = [step_row(text, day, **({"开始日期": None} if step == "D17" else {})) for step, text, day in REQUIRED_STEPS]
    finding = only(findings(sheet("核查表", [["企业名称：甲厂"], STEP_HEADER, *rows])))
    assert (finding.severity, finding.cell) == (Severity.MISSING, step_cell("D17", "D"))
    assert "20个工作日" in finding.message


def test_one_of_two_rows_of_a_listing_may_leave_its_first_day_empty() -> None:
    rows = [step_row(text, day) for _, text, day in REQUIRED_STEPS]
    auction = step_row("公开拍卖", "2010-03-18")
    assert places(findings(sheet("核查表", [["企业名称：甲厂"], STEP_HEADER, *rows, auction]))) == []


@pytest.mark.parametrize(
    "note", ["基准日2009-08-31", "评估基准日为2009年8月", "以2009.8.31为评估基准日", "基准日：20090831"]
)
def test_the_base_date_of_the_appraisal_may_be_written_in_several_ways(note: str) -> None:
    rows = [step_row(text, day, **({"备注": note} if step == "D09" else {})) for step, text, day in REQUIRED_STEPS]
    assert places(findings(sheet("核查表", [["企业名称：甲厂"], STEP_HEADER, *rows]))) == []


def test_an_appraisal_without_a_base_date_is_told_so_unless_the_progress_sheet_has_it() -> None:
    rows = [step_row(text, day, **({"备注": None} if step == "D09" else {})) for step, text, day in REQUIRED_STEPS]
    steps = sheet("核查表", [["企业名称：甲厂"], STEP_HEADER, *rows])
    finding = only(findings(steps))
    assert (finding.severity, finding.cell) == (Severity.NOTICE, step_cell("D09", "G"))
    assert "基准日" in finding.message
    both = findings(steps, progress())  # two timelines: their days differ
    assert {code for code, _ in places(both) if not code.startswith("REGISTERS_DIFFER")} == set()
