"""Checks of both procedure sheets: missing steps, order, votes, empty evidence."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import (
    REQUIRED_STEPS,
    STEP_HEADER,
    findings,
    only,
    places,
    sheet,
    step_cell,
    step_row,
    step_sheet,
)
from xl_addin.policy.procedure import procedure
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.values.findings import Severity

TRACE_STEPS = {"D10", "D21", "D22", "D26", "D27", "D28"}


def test_a_complete_procedure_has_no_findings() -> None:
    assert places(findings(step_sheet())) == []


def test_the_required_steps_are_those_that_the_law_always_asks_for() -> None:
    required = {step.id for step in procedure().steps.values() if step.always_required}
    assert required == {row[0] for row in REQUIRED_STEPS}
    assert required == set(procedure().steps) - TRACE_STEPS


@pytest.mark.parametrize("step", [row[0] for row in REQUIRED_STEPS])
def test_each_absent_step_is_missing_once_and_named(step: str) -> None:
    finding = only(findings(step_sheet(without=step)))
    assert (finding.code, finding.severity, finding.sheet) == (f"STEP_MISSING_{step}", Severity.MISSING, "核查表")
    assert step in finding.message
    assert procedure().steps[step].title in finding.message


def test_an_empty_form_misses_every_required_step() -> None:
    table = findings(sheet("核查表", [["企业名称：甲厂"], STEP_HEADER]))
    assert len(table) == len(REQUIRED_STEPS)
    assert table.counts() == {"error": 0, "missing": len(REQUIRED_STEPS), "notice": 0}


def test_a_step_code_decides_whatever_the_words() -> None:
    header = ["步骤编号", "事项", "责任单位", "完成日期", "文号"]
    rows = [[step, "详见材料", "企业", day, "一号"] for step, _, day in REQUIRED_STEPS]
    table = findings(sheet("核查表", [header, *rows]))
    assert places(table) == []
    assert table.not_checked == []


def test_unknown_words_are_listed_as_not_checked() -> None:
    rows = [STEP_HEADER, *(step_row(text, day) for _, text, day in REQUIRED_STEPS), step_row("食堂改造", "2010.5")]
    table = findings(sheet("核查表", rows))
    assert places(table) == []
    assert any("B25" in line and "步骤名称未识别" in line for line in table.not_checked)


def test_several_enterprises_on_one_sheet_are_judged_apart_and_city_steps_once() -> None:
    header = ["企业名称", "步骤", "责任单位", "完成日期", "文号"]
    city = {"D01", "D02", "D25"}
    first = [["甲厂", text, "企业", day, "一号"] for step, text, day in REQUIRED_STEPS if step != "D16"]
    second = [["乙厂", text, "企业", day, "一号"] for step, text, day in REQUIRED_STEPS if step not in city | {"D13"}]
    table = findings(sheet("核查表", [header, *first, *second]))
    assert places(table) == [("STEP_MISSING_D13", f"A{2 + len(first)}"), ("STEP_MISSING_D16", "A2")]


def test_an_enterprise_named_once_over_its_steps_is_filled_down() -> None:
    header = ["企业名称", "步骤", "责任单位", "完成日期", "文号"]
    rows: list[list[CellValue]] = [[None, text, "企业", day, "一号"] for _, text, day in REQUIRED_STEPS]
    rows[0][0] = "甲厂"
    assert places(findings(sheet("核查表", [header, *rows], [(2, 1, 1 + len(rows), 1)]))) == []
    assert places(findings(sheet("核查表", [header, *rows]))) == []


LEDGER_HEADER = ["日期", "企业名称", "科目", "收入金额", "支出金额", "余额"]


@pytest.mark.parametrize(("subject", "step"), [("土地储备垫付", "D21"), ("社保暂挂", "D22")])
def test_a_step_that_not_everyone_needs_is_missing_where_the_ledger_shows_the_need(subject: str, step: str) -> None:
    balance = 100 if subject == "土地储备垫付" else 0  # a deferral moves no cash
    ledger = sheet("台账", [LEDGER_HEADER, [dt.date(2010, 4, 1), "甲厂", subject, 100, None, balance]])
    other = sheet("台账", [LEDGER_HEADER, [dt.date(2010, 4, 1), "乙厂", subject, 100, None, balance]])
    assert (f"STEP_MISSING_{step}", "B2") in places(findings(step_sheet(), ledger))
    assert places(findings(step_sheet(), other)) == []


@pytest.mark.parametrize(
    ("step", "day", "code", "partner"),
    [
        ("D16", "2009-11-30", "APPROVAL_BEFORE_VOTE", "D12"),
        ("D03", "2009-12-02", "PUBLICITY_AFTER_VOTE", "D12"),
        ("D11", "2009-12-02", "COSTING_AFTER_VOTE", "D12"),
        ("D17", "2010-01-31", "LISTING_BEFORE_APPROVAL", "D16"),
        ("D23", "2010-01-31", "PAYMENT_BEFORE_APPROVAL", "D16"),
    ],
)
def test_a_step_out_of_order_is_an_error_that_names_both_steps(step: str, day: str, code: str, partner: str) -> None:
    finding = only(findings(step_sheet(dates={step: day})))
    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    assert finding.cell in (step_cell(step, "D"), step_cell(step, "E"), step_cell(partner, "E"))
    assert step in finding.message
    assert partner in finding.message


@pytest.mark.parametrize("day", ["2009-12-01", "2009.12", dt.date(2009, 12, 1)])
def test_approval_on_the_day_or_possibly_after_it_in_the_month_is_in_order(day: CellValue) -> None:
    assert places(findings(step_sheet(dates={"D15": day, "D16": day}))) == []


def test_an_approval_month_that_ended_before_the_vote_is_out_of_order() -> None:
    assert only(findings(step_sheet(dates={"D16": "2009年11月"}))).code == "APPROVAL_BEFORE_VOTE"


def test_an_unreadable_date_is_reported_once_and_orders_nothing() -> None:
    finding = only(findings(step_sheet(dates={"D16": "去年底"})))
    assert (finding.code, finding.cell) == ("RECORD_DATE_UNREADABLE", step_cell("D16", "E"))


@pytest.mark.parametrize(
    ("heading", "column", "code"),
    [
        ("责任单位", "C", "STEP_BODY_MISSING"),
        ("完成日期", "E", "STEP_DATE_MISSING"),
        ("文号", "F", "STEP_DOCUMENT_MISSING"),
    ],
)
def test_empty_evidence_is_missing_at_its_cell(heading: str, column: str, code: str) -> None:
    rows = [step_row(text, day, **({heading: None} if step == "D09" else {})) for step, text, day in REQUIRED_STEPS]
    finding = only(findings(sheet("核查表", [["企业名称：甲厂"], STEP_HEADER, *rows])))
    assert (finding.code, finding.severity, finding.cell) == (code, Severity.MISSING, step_cell("D09", column))


def test_a_prefilled_row_of_a_step_that_is_not_needed_is_left_alone() -> None:
    rows = [step_row(text, day) for _, text, day in REQUIRED_STEPS]
    for body in (None, "土地储备中心"):
        unused = [1, "D21 土地置换、储备中心垫付", body, None, None, None, None]
        assert places(findings(sheet("核查表", [STEP_HEADER, *rows, unused]))) == []


def _progress(**changes: CellValue) -> SheetGrid:
    row: dict[str, CellValue] = {
        "序号": 1,
        "企业名称": "甲厂",
        "主管系统": "商贸",
        "清产核资": "2009.06",
        "审计": "2009.08",
        "评估基准日": dt.date(2009, 9, 30),
        "评估值": 500,
        "时间": dt.date(2009, 12, 1),
        "应到": 120,
        "实到": 100,
        "同意": 90,
        "文号": "府字1号",
        "批复时间": dt.date(2010, 2, 1),
        "公告开始": dt.date(2010, 2, 10),
        "公告截止": dt.date(2010, 3, 15),
        "成交时间": dt.date(2010, 3, 20),
        "成交价": 520,
        "到账时间": dt.date(2010, 3, 24),
    }
    top: list[CellValue] = [*row]
    top[7:13] = ["职代会", None, None, None, "批复", None]
    sub: list[CellValue] = [None] * 7 + ["时间", "应到", "实到", "同意", "文号", "时间"]
    return sheet(
        "进度", [["改制工作进度表"], top, sub, list((row | changes).values())], [(2, 8, 2, 11), (2, 12, 2, 13)]
    )


def test_a_clean_enterprise_on_the_progress_sheet_has_no_findings() -> None:
    assert places(findings(_progress())) == []


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((120, 80, 61), []),
        ((120, 79, 61), [("VOTE_QUORUM", "J4", "三分之二")]),
        ((120, 80, 60), [("VOTE_MAJORITY", "K4", "半")]),
        ((100, 67, 51), []),
        ((100, 66, 51), [("VOTE_QUORUM", "J4", "三分之二")]),
        ((101, 90, 50), [("VOTE_MAJORITY", "K4", "半")]),
        ((120, 100, 101), [("VOTE_NUMBERS", "K4", "多于实到")]),
        ((120, 121, 90), [("VOTE_NUMBERS", "J4", "多于应到")]),
        ((0, 0, 0), [("VOTE_NUMBERS", "K4", "应到")]),
        (("120人", "100", "90票"), []),
        (("120", "全体", "90"), [("VOTE_NUMBERS", "J4", "全体")]),
    ],
)
def test_votes_are_counted_against_all_delegates(
    counts: tuple[CellValue, ...], expected: list[tuple[str, str, str]]
) -> None:
    delegates, attended, in_favour = counts
    found = list(findings(_progress(应到=delegates, 实到=attended, 同意=in_favour)))
    assert [(finding.code, finding.cell) for finding in found] == [row[:2] for row in expected]
    assert all(row[2] in finding.message for finding, row in zip(found, expected, strict=True))


def test_a_vote_written_as_words_in_the_step_sheet_is_judged() -> None:
    text = "应到代表120人，实到70人，同意 65 票"
    rows = [step_row(t, day, **({"备注": text} if step == "D12" else {})) for step, t, day in REQUIRED_STEPS]
    finding = only(findings(sheet("核查表", [["企业名称：甲厂"], STEP_HEADER, *rows])))
    assert (finding.code, finding.cell) == ("VOTE_QUORUM", step_cell("D12", "G"))


def test_vote_columns_of_the_step_sheet_are_judged_and_asked_for() -> None:
    header = [*STEP_HEADER, "应到", "实到", "同意"]
    rows = [step_row(text, day) + [None] * 3 for _, text, day in REQUIRED_STEPS]
    vote = [row[0] for row in REQUIRED_STEPS].index("D12")
    rows[vote][7:] = [120, 100, 60]
    assert places(findings(sheet("核查表", [header, *rows]))) == [("VOTE_MAJORITY", f"J{vote + 2}")]
    rows[vote][7:] = [120, None, 90]
    assert places(findings(sheet("核查表", [header, *rows]))) == [("VOTE_COUNT_MISSING", f"I{vote + 2}")]


def test_approval_before_the_vote_is_an_error_on_the_progress_sheet() -> None:
    finding = only(findings(_progress(批复时间=dt.date(2009, 11, 30))))
    assert (finding.code, finding.cell) == ("APPROVAL_BEFORE_VOTE", "M4")


@pytest.mark.parametrize(
    ("heading", "cell", "step"),
    [
        ("时间", "H4", "D12"),
        ("实到", "J4", "D12"),
        ("文号", "L4", "D16"),
        ("批复时间", "M4", "D16"),
        ("清产核资", "D4", "D07"),
    ],
)
def test_an_empty_cell_of_a_passed_step_is_missing(heading: str, cell: str, step: str) -> None:
    finding = only(findings(_progress(**{heading: None})))
    assert (finding.code, finding.severity, finding.cell) == ("PROGRESS_GAP", Severity.MISSING, cell)
    assert step in finding.message


def test_a_passed_step_that_is_said_not_to_apply_is_missing() -> None:
    finding = only(findings(_progress(文号="不适用")))
    assert (finding.code, finding.severity, finding.cell) == ("PROGRESS_GAP", Severity.MISSING, "L4")


def test_an_enterprise_still_under_way_has_no_findings() -> None:
    later = (
        "时间",
        "应到",
        "实到",
        "同意",
        "文号",
        "批复时间",
        "公告开始",
        "公告截止",
        "成交时间",
        "成交价",
        "到账时间",
    )
    assert places(findings(_progress(**dict.fromkeys(later)))) == []


def test_counts_in_one_cell_of_the_progress_sheet_are_judged() -> None:
    header = ["企业名称", "评估值", "职代会时间", "应到/实到/同意", "批复文号"]
    rows = [header, ["甲厂", 500, "2009.12", "120/79/70", "一号"], ["乙厂", 500, "2009.12", "120/90/70", "二号"]]
    finding = only(findings(sheet("进度", rows)))
    assert (finding.code, finding.cell) == ("VOTE_QUORUM", "D2")


def test_rows_of_the_city_itself_are_no_enterprise() -> None:
    header = ["企业名称", "步骤", "责任单位", "完成日期", "文号"]
    city = ("D01", "D02", "D25")
    rows = [["全市" if step in city else "甲厂", text, "企业", day, "一号"] for step, text, day in REQUIRED_STEPS]
    assert places(findings(sheet("核查表", [header, *rows]))) == []


def test_a_diary_or_a_list_of_costs_is_no_procedure_sheet() -> None:
    diary = sheet("日志", [["日期", "事项", "备注"], ["2010.5.1", "下厂调研", None]])
    costs = sheet("费用", [["事项", "金额", "依据"], ["评估费", 5000, "合同"]])
    table = findings(diary, costs)
    assert (len(table), len(table.not_checked)) == (0, 2)


def test_the_enterprise_in_the_title_of_the_sheet_is_matched_with_the_ledger() -> None:
    ledger = sheet("台账", [LEDGER_HEADER, [dt.date(2010, 4, 1), "甲厂", "社保暂挂", 100, None, 0]])
    rows = [step_row(text, day) for _, text, day in REQUIRED_STEPS]
    steps = sheet("核查表", [["甲厂改制程序核查表"], STEP_HEADER, *rows])
    assert places(findings(steps, ledger)) == [("STEP_MISSING_D22", "B2")]
