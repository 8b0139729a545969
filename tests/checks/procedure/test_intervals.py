"""Order, intervals and price on both procedure sheets, beside what the injected faults already show."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.checks.books import REQUIRED_STEPS, findings, only, places, sheet, step_cell, step_row, step_sheet
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.values.findings import Severity

HEADER = [
    "企业名称", "评估基准日", "评估值（万元）", "职代会时间", "应到", "实到", "同意", "批复文号", "批复时间",
    "公告开始", "公告截止", "成交时间", "成交价（万元）", "首付款（万元）", "首付时间", "付清时间", "到账时间",
]  # fmt: skip


def progress(**changes: CellValue) -> SheetGrid:
    """One clean sale; changes by heading without its unit."""
    row: list[CellValue] = [
        "甲厂", "2010-06-30", 500, "2010-09-01", 120, 100, 90, "府字1号", "2010-10-08",
        "2010-10-11", "2010-12-10", "2010-12-15", 520, 156, "2010-12-20", "2011-06-15", "2011-06-16",
    ]  # fmt: skip
    names = [heading.split("（")[0] for heading in HEADER]
    for name, value in changes.items():
        row[names.index(name)] = value
    return sheet("进度", [HEADER, row])


def test_a_clean_sale_has_no_findings() -> None:
    assert places(findings(progress())) == []


@pytest.mark.parametrize(
    ("changes", "code", "cell", "word"),
    [
        ({"公告截止": "2010-11-05"}, "LISTING_SHORT", "K2", "20"),
        ({"首付时间": "2010-12-23"}, "PAYMENT_FIRST_LATE", "O2", "5"),
        ({"付清时间": "2011-12-16", "到账时间": "2011-12-17"}, "PAYMENT_REST_LATE", "P2", "一年"),
        ({"成交价": 449.99, "首付款": 150}, "PRICE_LOW", "M2", "90"),
        ({"成交价": 499, "首付款": 150}, "PRICE_BELOW_APPRAISAL", "M2", "90"),
        ({"首付款": 155.99}, "PAYMENT_SHARE_LOW", "N2", "30"),
        ({"评估基准日": "2009-12-15"}, "APPRAISAL_EXPIRED", "L2", "一年"),
    ],
)
def test_each_message_names_the_number_of_the_rule(
    changes: dict[str, CellValue], code: str, cell: str, word: str
) -> None:
    finding = only(findings(progress(**changes)))
    assert (finding.code, finding.cell) == (code, cell)
    assert word in finding.message
    assert finding.citation


def test_an_appraisal_holds_through_the_day_before_its_anniversary() -> None:
    assert places(findings(progress(评估基准日="2009-12-16"))) == []


@pytest.mark.parametrize("base", ["2009.12", "2009年12月"])
def test_a_month_is_expired_only_when_every_day_of_it_is(base: str) -> None:
    assert places(findings(progress(评估基准日=base))) == []
    assert [f.code for f in findings(progress(评估基准日="2009年11月"))] == ["APPRAISAL_EXPIRED"]


def test_a_first_payment_after_the_last_one_is_still_late() -> None:
    table = findings(progress(首付时间="2011-07-01"))
    assert ("PAYMENT_FIRST_LATE", "O2") in places(table)
    assert ("DATES_REVERSED", "P2") in places(table)


def test_a_deal_before_the_end_of_the_listing_is_named_once_and_not_its_payments() -> None:
    finding = only(findings(progress(成交时间="2010-12-01")))
    assert (finding.code, finding.severity, finding.cell) == ("STEP_ORDER_D18", Severity.ERROR, "L2")
    assert "D17" in finding.message


def test_a_period_in_one_cell_is_read() -> None:
    header = ["企业名称", "职代会时间", "批复文号", "公告起止时间", "成交时间"]
    rows = [
        header,
        ["甲厂", "2009-12-01", "一号", "2010年2月10日至3月15日", "2010-03-20"],
        ["乙厂", "2009-12-01", "二号", "2010.2.10—2010.2.26", "2010-03-20"],
    ]
    finding = only(findings(sheet("进度", rows)))
    assert (finding.code, finding.cell) == ("LISTING_SHORT", "D3")


def test_a_date_outside_the_calendar_is_a_notice_and_not_a_guess() -> None:
    table = findings(progress(公告开始="2000-10-11", 公告截止="2000-10-15"))
    assert "CALENDAR_UNCOVERED" in [finding.code for finding in table]
    assert "LISTING_SHORT" not in [finding.code for finding in table]


@pytest.mark.parametrize(
    ("appraisal", "price"), [("评估值（万元）", "成交价"), ("评估值", "成交价（万元）"), ("评估值", "成交价")]
)
def test_a_unit_stated_once_or_never_counts_for_all_prices(appraisal: str, price: str) -> None:
    header = ["企业名称", "职代会时间", "批复文号", appraisal, price, "首付款"]
    rows = [header, ["甲厂", "2009-12-01", "一号", 500, 520, 156]]
    assert places(findings(sheet("进度", rows))) == []


def test_a_price_in_yuan_beside_an_appraisal_in_wan_by_their_headings_is_no_fault() -> None:
    header = ["企业名称", "职代会时间", "批复文号", "评估值（万元）", "成交价（元）"]
    assert places(findings(sheet("进度", [header, ["甲厂", "2009-12-01", "一号", 500, 5_200_000]]))) == []
    finding = only(findings(sheet("进度", [header, ["甲厂", "2009-12-01", "一号", 500, 520]])))
    assert (finding.code, finding.severity) == ("PRICE_UNIT", Severity.ERROR)


def test_one_misplaced_step_is_named_once_with_every_step_that_it_contradicts() -> None:
    finding = only(findings(step_sheet(dates={"D09": "2009-05-01"})))
    assert (finding.code, finding.severity) == ("STEP_SEQUENCE_D09", Severity.NOTICE)
    assert finding.cell == step_cell("D09", "E")
    assert "D07" in finding.message
    assert "D08" in finding.message


def test_payment_before_the_workers_confirmed_their_figures_is_an_error() -> None:
    finding = only(findings(step_sheet(dates={"D14": "2010-05-02"})))
    assert (finding.code, finding.severity) == ("STEP_ORDER_D23", Severity.ERROR)
    assert "D14" in finding.message


def test_payment_out_of_an_advance_may_go_before_the_proceeds() -> None:
    early = {"D17": "2010-05-02", "D18": "2010-06-15", "D19": "2010-06-16", "D20": "2010-06-17"}
    assert [f.code for f in findings(step_sheet(dates=early))] == ["STEP_SEQUENCE_D23", "STEP_SEQUENCE_D24"]
    rows = [step_row(text, early.get(step, day)) for step, text, day in REQUIRED_STEPS]
    advance = step_row("储备中心垫付", "2010-04-20")
    with_advance = sheet("核查表", [["企业名称：甲厂"], *step_sheet().rows[1:2], *rows, advance])
    assert places(findings(with_advance)) == []


def test_the_deal_expires_with_the_base_date_in_the_note_of_the_appraisal() -> None:
    rows = [
        step_row(text, day, 备注="评估基准日：2009年3月20日" if step == "D09" else None)
        for step, text, day in REQUIRED_STEPS
    ]
    finding = only(findings(sheet("核查表", [["企业名称：甲厂"], *step_sheet().rows[1:2], *rows])))
    assert (finding.code, finding.cell) == ("APPRAISAL_EXPIRED", step_cell("D18", "E"))


def test_auction_and_notice_in_two_rows_are_one_listing() -> None:
    rows = [step_row(text, day) for step, text, day in REQUIRED_STEPS if step != "D17"]
    notice = step_row("产权交易公告", dt.date(2010, 3, 15), 开始日期=dt.date(2010, 2, 8))
    auction = step_row("公开拍卖", dt.date(2010, 3, 18), 开始日期=dt.date(2010, 3, 18))
    book = sheet("核查表", [["企业名称：甲厂"], *step_sheet().rows[1:2], *rows, notice, auction])
    assert places(findings(book)) == []


@pytest.mark.parametrize(
    ("changes", "code", "cell"),
    [
        ({"评估基准日": "2010-10-09", "公告开始": "2010-10-11"}, "STEP_SEQUENCE_D09", "B2"),
        ({"到账时间": "2010-12-16"}, "STEP_ORDER_D20", "Q2"),
    ],
)
def test_the_progress_sheet_is_judged_by_the_order_of_the_steps(
    changes: dict[str, CellValue], code: str, cell: str
) -> None:
    finding = only(findings(progress(**changes)))
    assert (finding.code, finding.cell) == (code, cell)


def test_a_first_payment_is_late_on_either_sheet_alike() -> None:
    row = step_row("受让方支付价款", "2010-04-10", 开始日期="2010-03-29")
    rows = [row if step == "D19" else step_row(text, day) for step, text, day in REQUIRED_STEPS]
    rows = [
        step_row(text, "2010-04-12") if text == "转让收入缴入专户" else own
        for own, (_, text, _) in zip(rows, REQUIRED_STEPS, strict=True)
    ]
    on_steps = only(findings(sheet("核查表", [["企业名称：甲厂"], *step_sheet().rows[1:2], *rows])))
    on_progress = only(findings(progress(首付时间="2010-12-23")))
    assert (on_steps.code, on_steps.severity) == (on_progress.code, on_progress.severity)
    assert on_steps.severity is Severity.ERROR
    assert on_steps.cell == step_cell("D19", "D")


def test_an_advance_excuses_payment_before_the_proceeds_only_once_it_is_made() -> None:
    early = {"D17": "2010-05-02", "D18": "2010-06-15", "D19": "2010-06-16", "D20": "2010-06-17"}
    rows = [step_row(text, early.get(step, day)) for step, text, day in REQUIRED_STEPS]
    for more in (step_row("储备中心垫付", "2010-05-02"), step_row("社保缴费暂挂协议", "2010-04-20")):
        table = findings(sheet("核查表", [["企业名称：甲厂"], *step_sheet().rows[1:2], *rows, more]))
        assert "STEP_SEQUENCE_D23" in [finding.code for finding in table]
