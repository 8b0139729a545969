"""Limits that an office sets for itself: the checks go by its figure, and say whose figure it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.checks.books import book, sheet, step_cell, step_sheet
from xl_addin.checks.run import check_book
from xl_addin.policy.procedure_limits import limit_rows, limit_settings
from xl_addin.policy.profiles import shipped_policy
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.values.findings import Finding, Severity

TODAY = dt.date(2020, 6, 1)
PROGRESS = ["企业名称", "清产核资", "评估基准日", "评估值", "职代会时间", "材料送达时间", "应到", "实到", "同意"]
PROGRESS += ["批复文号", "批复时间", "公告起", "公告止", "成交时间", "成交价", "余款付清时间", "到账时间", "完成时间"]


def found(grid: SheetGrid, **facts: str) -> list[Finding]:
    policy = replace(shipped_policy(), facts=facts)
    return list(check_book(book(grid), TODAY, policy))


def postings() -> SheetGrid:
    header = ["公示内容", "公示地点", "公示开始", "公示结束"]
    return sheet("公示", [header, ["方案", "大门", "2010-05-01", "2010-05-09"]])


def sale(**changes: CellValue) -> SheetGrid:
    row: dict[str, CellValue] = dict.fromkeys(PROGRESS)
    row |= {"企业名称": "甲厂", "清产核资": "2009-06-01", "评估基准日": "2009-12-31", "评估值": 500}
    row |= {"职代会时间": "2010-01-20", "材料送达时间": "2010-01-10", "应到": 100, "实到": 90, "同意": 80}
    row |= {"批复文号": "一号", "批复时间": "2010-02-01", "公告起": "2010-02-02", "公告止": "2010-03-15"}
    row |= {"成交时间": "2010-03-16", "成交价": 500, "余款付清时间": "2010-03-18", "到账时间": "2010-03-19"}
    row |= {"完成时间": "2010-09-01"}
    return sheet("进度", [PROGRESS, list((row | changes).values())])


@pytest.mark.parametrize(
    ("setting", "value", "code", "cell"),
    [
        ("公示天数", "10", "PUBLICITY_SHORT", "D2"),
        ("公示天数", "9", "", ""),
        ("价款缴入专户天数", "1", "", ""),
        ("办结验收月数", "5", "CLOSING_LATE", "R2"),
        ("办结验收月数", "6", "", ""),
        ("清产核资有效月数", "9", "VERIFICATION_OLD", "N2"),
        ("清产核资有效月数", "10", "", ""),
        ("职代会材料提前天数", "11", "VOTE_MATERIALS_LATE", "F2"),
        ("职代会材料提前天数", "10", "", ""),
    ],
)
def test_a_check_goes_by_the_figure_of_the_office_to_the_day(setting: str, value: str, code: str, cell: str) -> None:
    grid = postings() if setting == "公示天数" else sale()
    assert [(one.code, one.cell) for one in found(grid, **{setting: value})] == ([(code, cell)] if code else [])


def test_a_late_deposit_by_the_figure_of_the_office() -> None:
    assert found(sale(到账时间="2010-03-20"), 价款缴入专户天数="2天") == []
    fault = found(sale(到账时间="2010-03-21"), 价款缴入专户天数="2天")[0]
    assert (fault.code, fault.cell, fault.severity) == ("DEPOSIT_LATE", "Q2", Severity.NOTICE)
    assert "2日" in fault.message


def test_the_law_itself_cannot_be_set_by_an_office() -> None:
    short = sale(公告止="2010-02-20")
    assert {"产权交易公告期限", "信访办结期限"} & set(limit_settings()) == set()
    assert [one.code for one in found(short, 产权交易公告期限="5")] == ["LISTING_SHORT"]


def test_a_figure_that_cannot_be_read_leaves_the_shipped_one() -> None:
    assert found(postings(), 公示天数="十天") == []
    assert [one.code for one in found(step_sheet(), 公示天数="十天")] == []


def test_a_row_of_steps_is_judged_by_the_same_figure() -> None:
    grid = step_sheet()
    row = int(step_cell("D13", "D")[1:])
    grid.rows[row - 1][3:5] = ["2009-12-05", "2009-12-14"]
    assert [one.code for one in found(grid)] == []
    assert [(one.code, one.cell) for one in found(grid, 公示天数="11")] == [("PUBLICITY_STEP_SHORT", f"E{row}")]


def test_every_limit_of_an_office_has_a_row_for_its_policy_sheet() -> None:
    rows = limit_rows()
    assert [row[0] for row in rows] == list(limit_settings())
    assert ("公示天数", "7") in [row[:2] for row in rows]
    assert all("：" in row[2] for row in rows)
