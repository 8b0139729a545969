"""Remarks by which a step is said not to apply: what they may do, and what they may not."""

from __future__ import annotations

import pytest

from tests.checks.books import REQUIRED_STEPS, STEP_HEADER, findings, only, places, sheet, step_cell, step_row
from xl_addin.sheets.not_applicable import means_not_applicable
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.values.findings import Severity

LAST = len(REQUIRED_STEPS) + 3
LEDGER = sheet(
    "台账",
    [
        ["日期", "企业名称", "科目", "收入金额", "支出金额", "余额"],
        ["2010-04-01", "甲厂", "土地储备垫付", 100, None, 100],
    ],
)


def steps(step: str = "", *more: list[CellValue], **changes: CellValue) -> SheetGrid:
    """A complete sheet, the row of one step changed, and more rows below."""
    rows = [step_row(text, day, **(changes if own == step else {})) for own, text, day in REQUIRED_STEPS]
    return sheet("核查表", [["企业名称：甲厂"], STEP_HEADER, *rows, *more])


@pytest.mark.parametrize("step", [row[0] for row in REQUIRED_STEPS])
@pytest.mark.parametrize("remark", ["材料齐全，无需补充", "不适用", "不涉及国有土地", "无此情形"])
def test_no_remark_silences_a_required_step(step: str, remark: str) -> None:
    table = findings(steps(step, 开始日期=None, 完成日期=None, 文号=None, 备注=remark))
    cells = {("STEP_DATE_MISSING", step_cell(step, "E")), ("STEP_DOCUMENT_MISSING", step_cell(step, "F"))}
    assert cells <= set(places(table))
    assert {finding.severity for finding in table} == {Severity.MISSING}


def test_a_required_step_that_says_it_does_not_apply_is_told_that_it_cannot() -> None:
    found = findings(steps("D16", 完成日期=None, 备注="不适用"))
    assert "此步骤必经" in only(found).message
    plain = findings(steps("D16", 完成日期=None, 备注="材料齐全，无需补充"))
    assert "此步骤必经" not in only(plain).message


def test_a_document_that_does_not_apply_is_no_document_of_a_required_step() -> None:
    finding = only(findings(steps("D16", 文号="不适用")))
    assert (finding.code, finding.cell) == ("STEP_DOCUMENT_MISSING", step_cell("D16", "F"))


@pytest.mark.parametrize(
    "remark", ["不适用", "不适用（无土地）", "不涉及土地", "没有土地。", "本企业不涉及", "无此情形"]
)
@pytest.mark.parametrize("place", ["备注", "文号", "完成日期"])
def test_a_step_that_not_everyone_needs_is_left_out_by_a_remark(remark: str, place: str) -> None:
    row = step_row("土地处置", None, **{"文号": None, place: remark})
    assert places(findings(steps("", row))) == []


@pytest.mark.parametrize("remark", ["材料齐全，无需补充", "无异议", "不涉及争议", "无土地处置批复", "不适用，已办理"])
def test_other_remarks_leave_out_nothing(remark: str) -> None:
    found = findings(steps("", step_row("土地处置", None, 文号=None, 备注=remark)))
    assert places(found) == [("STEP_DATE_MISSING", f"E{LAST}"), ("STEP_DOCUMENT_MISSING", f"F{LAST}")]


def test_a_step_whose_need_the_ledger_shows_is_not_left_out() -> None:
    row = step_row("储备中心垫付", None, 备注="不涉及垫付")
    assert places(findings(steps("", row))) == []
    found = next(one for one in findings(steps("", row), LEDGER) if one.code == "STEP_DATE_MISSING")
    assert found.cell == f"E{LAST}"
    assert "台账" in found.message


@pytest.mark.parametrize(
    ("step", "remark"),
    [("D28", "不涉及（信访人未申请复查）"), ("D28", "无人申请复查"), ("D26", "没有上访"), ("D22", "无社保暂挂")],
)
def test_words_of_the_step_itself_say_that_it_does_not_apply(step: str, remark: str) -> None:
    assert means_not_applicable(remark, step)


@pytest.mark.parametrize("remark", ["", "无", "不适用？", "是否不适用待定", "不适用的材料已补齐", "无，待补"])
def test_a_doubt_or_an_empty_word_does_not(remark: str) -> None:
    assert not means_not_applicable(remark, "D10")
