"""Checks of petitions, publications, bodies, payments and sources, beside what the injected faults already show."""

from __future__ import annotations

import pytest

from tests.checks.books import findings, id_number, only, places, sheet
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.values.findings import Severity


def petition(registered: CellValue, accepted: CellValue, answered: CellValue, note: CellValue = None) -> SheetGrid:
    header = ["信访人", "登记时间", "受理时间", "答复时间", "办理情况"]
    return sheet("信访", [header, ["王一", registered, accepted, answered, note]])


@pytest.mark.parametrize(
    ("dates", "code", "words"),
    [
        (("2011-03-01", "2011-03-16", "2011-05-15"), "", ()),
        (("2011-03-01", "2011-03-17", "2011-05-01"), "PETITION_ACCEPT_LATE", ("15", "2005")),
        (("2023-03-01", "2023-03-17", "2023-05-01"), "PETITION_ACCEPT_LATE", ("15", "2022")),
        (("2011-03-10", "2011-03-10", "2011-05-10"), "PETITION_HANDLE_LATE", ("60", "2005")),
        (("2022-05-01", "2022-05-01", "2022-07-01"), "PETITION_HANDLE_LATE", ("60", "2022")),
        (("2022-04-30", "2022-04-30", "2022-07-01"), "PETITION_HANDLE_LATE", ("60", "2005")),
    ],
)
def test_petitions_are_judged_and_cited_by_the_text_in_force(
    dates: tuple[str, str, str], code: str, words: tuple[str, str]
) -> None:
    found = list(findings(petition(*dates)))
    assert [finding.code for finding in found] == ([code] if code else [])
    for finding in found:
        assert words[0] in finding.message
        assert words[1] in finding.citation


def test_an_extension_carries_to_ninety_days_and_not_further() -> None:
    assert places(findings(petition("2011-03-10", "2011-03-10", "2011-06-08", "经批准延期30日"))) == []
    finding = only(findings(petition("2011-03-10", "2011-03-10", "2011-06-09", "经批准延期30日")))
    assert (finding.code, finding.severity, finding.cell) == ("PETITION_HANDLE_LATE", Severity.ERROR, "D2")
    assert "90" in finding.message


def test_months_alone_are_late_only_for_certain() -> None:
    assert places(findings(petition("2011年3月", "2011年3月", "2011年5月"))) == []
    assert only(findings(petition("2011年3月", "2011年3月", "2011年7月"))).code == "PETITION_HANDLE_LATE"


def test_an_open_petition_is_missing_and_never_late_by_today() -> None:
    finding = only(findings(petition("2011-03-10", "2011-03-10", None)))
    assert (finding.code, finding.severity) == ("PETITION_ANSWER_MISSING", Severity.MISSING)


def test_a_publication_in_one_cell_is_counted() -> None:
    header = ["公示内容", "公示地点", "公示起止时间"]
    rows = [header, ["方案", "大门", "2010.5.1至2010.5.7"], ["方案", "大门", "2010年5月1日—5月6日"]]
    finding = only(findings(sheet("公示", rows)))
    assert (finding.code, finding.severity, finding.cell) == ("PUBLICITY_SHORT", Severity.NOTICE, "C3")


@pytest.mark.parametrize("columns", [("公示起止时间",), ("公示开始", "公示结束"), ("公示结束", "公示开始")])
def test_both_days_in_one_cell_are_judged_like_two_columns(columns: tuple[str, ...]) -> None:
    def found(text: str, title: str = "") -> list[tuple[str, str]]:
        row = ["方案", "大门", text, *[None] * (len(columns) - 1)]
        rows = [["公示内容", "公示地点", *columns], row]
        return places(findings(sheet("公示", [[title], *rows] if title else rows)))

    assert found("2010.5.1至2010.5.7") == found("20100501-20100507") == found("2010年5月1日—7日（7天）") == []
    assert found("2010.5.1至5.6") == [("PUBLICITY_SHORT", "C2")]
    assert found("20100507-20100501") == [("DATES_REVERSED", "C2")]
    assert found("5月1日-5月7日", "虚构厂2010年改制公示情况表") == []
    unread = [code for code, _ in found("5月1日-5月7日")]
    missing = {"公示开始": "PUBLICITY_MISSING_POSTED_TO", "公示结束": "PUBLICITY_MISSING_POSTED_FROM"}
    two = ["RECORD_DATE_UNREADABLE", missing.get(columns[0], "")]
    assert sorted(unread) == sorted(two if len(columns) > 1 else ["RECORD_PERIOD_UNREAD"])


def test_a_posting_without_any_day_is_missing_them_once() -> None:
    rows = [["公示内容", "公示地点", "公示起止时间"], ["方案", "大门", None]]
    assert places(findings(sheet("公示", rows))) == [("PUBLICITY_MISSING_POSTED_PERIOD", "C2")]
    rows = [["公示内容", "公示地点", "公示开始", "公示结束", "公示起止"], ["方案", "大门", None, None, None]]
    codes = [code for code, _ in places(findings(sheet("公示", rows)))]
    assert codes == ["PUBLICITY_MISSING_POSTED_FROM", "PUBLICITY_MISSING_POSTED_TO"]
    rows[1][2:] = ["2010-05-01", None, "2010-05-01至5月10日"]
    assert places(findings(sheet("公示", rows))) == []


@pytest.mark.parametrize(("text", "short"), [("2010-05-01至2010-05-05", True), ("20100501-0510", False)])
@pytest.mark.parametrize("place", [0, 1])
def test_a_step_may_have_both_days_in_one_cell(text: str, short: bool, place: int) -> None:
    days = [None, None]
    days[place] = text
    rows = [
        ["企业名称", "步骤", "开始日期", "完成日期", "文件", "备注"],
        ["甲厂", "公示审计评估结果", *days, "照片", None],
    ]
    found = [one for one in findings(sheet("程序", rows)) if not one.code.startswith("STEP_MISSING")]
    assert [(one.code, one.cell) for one in found] == [("PUBLICITY_STEP_SHORT", "CD"[place] + "2")] * short


@pytest.mark.parametrize("words", ["无", "无异议", "没有收到异议", "未收到意见", 0])
def test_no_objection_in_many_words_needs_no_answer(words: CellValue) -> None:
    header = ["公示内容", "公示地点", "公示开始", "公示结束", "异议", "答复情况"]
    row = ["方案", "大门", "2010-05-01", "2010-05-10", words, None]
    assert places(findings(sheet("公示", [header, row]))) == []


def test_groups_without_a_named_receiver_are_missing_papers() -> None:
    groups = ["改制领导小组", *(f"第{n}工作组" for n in "一二三四五"), "企改小组", "军转小组", "伤残退伍小组"]
    rows = [["机构名称", "组长", "接待责任人"], *([group, "虚构甲", "虚构乙"] for group in groups)]
    assert places(findings(sheet("机构", rows))) == []
    rows[3][2] = ""
    finding = only(findings(sheet("机构", rows)))
    assert (finding.code, finding.severity, finding.cell) == ("RECEIVER_MISSING", Severity.MISSING, "C4")
    assert "第二工作组" in finding.message


def test_sources_below_costs_state_the_gap() -> None:
    rows = [["企业名称", "费用合计（万元）", "资金来源合计（万元）"], ["甲厂", 120, 100], ["乙厂", 80, 80]]
    finding = only(findings(sheet("来源", rows)))
    assert (finding.code, finding.severity, finding.cell) == ("SOURCES_SHORT", Severity.ERROR, "C2")
    assert "200000" in finding.message


def test_payments_are_named_without_the_number_of_the_person() -> None:
    rows = [["姓名", "身份证号", "应发金额", "实发金额", "发放日期"], ["王一", id_number(1), 500, 499, "2010-07-01"]]
    finding = only(findings(sheet("发放", rows)))
    assert (finding.code, finding.cell) == ("PAYMENT_UNDER_DUE", "D2")
    assert id_number(1) not in str(finding)


def test_a_sheet_printed_for_signing_has_no_missing_signatures() -> None:
    header = ["姓名", "身份证号", "实发金额", "发放日期", "领款人签字"]
    rows = [header, ["王一", id_number(1), 500, "2010-07-01", None], ["王二", id_number(2), 500, "2010-07-01", None]]
    assert places(findings(sheet("发放", rows))) == []
