"""Wages under the minimum wage, policy rows that nothing reads, months to come, the relief of 2020, a rate of 1."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.faults.insurance_sheets import draw as draw_insurances
from tests.faults.insurance_sheets import write as write_insurances
from tests.faults.settled_sheets import (
    TODAY,
    arrears,
    draw,
    low_wage,
    minimum_row,
    read_average,
    unread_average,
)
from xl_addin.checks.run import check_book
from xl_addin.functions import call
from xl_addin.sheets.policy_sheet import book_policy
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.findings import Finding, Severity

OURS = ("WAGE_BELOW_MINIMUM", "POLICY_ROW_UNREAD", "ARREARS_FUTURE", "ARREARS_RELIEF", "RATE_ONE")
SEEDS = range(60)


def told(book: BookGrid, today: dt.date = TODAY) -> list[Finding]:
    return [one for one in check_book(book, today, book_policy(book).policy) if one.code in OURS]


def of(*sheets: SheetGrid) -> BookGrid:
    return BookGrid(Path("a.xlsx"), list(sheets))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_right_book_is_told_nothing(seed: int) -> None:
    drawn = draw(random.Random(seed))
    assert told(drawn.book()) == []
    read_average(drawn)
    assert told(drawn.book()) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wage_under_the_minimum_wage_is_a_notice_with_its_effect(seed: int) -> None:
    drawn = draw(random.Random(seed))
    cell = low_wage(drawn)
    found = {one.code: one for one in told(drawn.book())}
    assert set(found) == {"WAGE_BELOW_MINIMUM", "POLICY_ROW_UNREAD"}
    one = found["WAGE_BELOW_MINIMUM"]
    assert (one.severity, one.sheet, one.cell) == (Severity.NOTICE, "测算表", cell)
    assert "720.00元" in one.message
    assert "比现在多" in one.message


@pytest.mark.parametrize("seed", SEEDS)
def test_a_wage_that_the_policy_lifts_already_is_no_notice(seed: int) -> None:
    drawn = draw(random.Random(seed))
    low_wage(drawn)
    drawn.policy.append(["当地最低工资保底（元/月）", 720])
    assert told(drawn.book()) == []


@pytest.mark.parametrize("seed", range(20))
def test_a_minimum_wage_that_is_not_in_force_at_the_end_judges_nobody(seed: int) -> None:
    drawn = draw(random.Random(seed))
    low_wage(drawn)
    drawn.policy[-1][2:4] = ["2012-01-01", None]
    assert [one.code for one in told(drawn.book())] == ["POLICY_ROW_UNREAD"]


@pytest.mark.parametrize("seed", range(30))
def test_a_policy_row_that_nothing_reads_says_so(seed: int) -> None:
    drawn = draw(random.Random(seed))
    cell = unread_average(drawn)
    (one,) = told(drawn.book())
    assert (one.code, one.severity, one.sheet, one.cell) == ("POLICY_ROW_UNREAD", Severity.NOTICE, "政策", cell)
    drawn = draw(random.Random(seed))
    drawn.policy.append(minimum_row(drawn))
    assert [one.code for one in told(drawn.book())] == ["POLICY_ROW_UNREAD"]


def test_the_effect_is_the_floor_of_the_years_from_2008_and_of_all_years() -> None:
    heads: list[CellValue] = ["姓名", "参加工作时间", "解除时间", "解除事由", "月平均工资"]
    row: list[CellValue] = ["王甲子", "1998-01-01", "2009-12-31", "协商", 400]
    policy = SheetGrid("政策", "", [["项目", "值"], ["口径", "SEG2008"], ["最低工资", 580]])
    found = told(of(SheetGrid("测算", "", [heads, row]), policy))
    assert "只保2008年后一段的，本行应为5160.00元，比现在多360.00元" in found[0].message
    assert "两段都保的，本行应为6960.00元，比现在多2160.00元" in found[0].message
    options = [["local_floor", 580], ["当地最低工资保底的范围", "只保2008年后一段"]]
    assert call("SOE_SEVERANCE", *row[1:3], 400, None, None, "协商", options) == 5160


@pytest.mark.parametrize("seed", range(40))
def test_arrears_of_a_month_to_come_and_of_2020_are_questions(seed: int) -> None:
    rng = random.Random(seed)
    sheet, first, last = arrears(rng, (2021, rng.randint(7, 12)))
    found = [(one.code, one.severity, one.cell) for one in told(of(sheet))]
    assert found == [("ARREARS_FUTURE", Severity.NOTICE, last), ("ARREARS_RELIEF", Severity.NOTICE, first)]
    sheet, first, _ = arrears(rng, (2020, rng.randint(2, 12)), (2019, rng.randint(1, 12)))
    assert [(one.code, one.cell) for one in told(of(sheet))] == [("ARREARS_RELIEF", first)]


@pytest.mark.parametrize("seed", range(40))
def test_other_arrears_are_told_nothing(seed: int) -> None:
    rng = random.Random(seed)
    assert told(of(arrears(rng, (2021, 6), (2021, 1))[0])) == []
    assert told(of(arrears(rng, (2020, 1))[0])) == []
    own = SheetGrid("政策", "", [["项目", "值"], ["养老单位费率", 0, "2020-02-01", "2020-12-31"]])
    assert [one.code for one in told(of(arrears(rng, (2020, 6))[0], own)) if one.code != "ARREARS_RELIEF"] == []


@pytest.mark.parametrize("seed", range(60))
def test_sheets_of_several_insurances_are_told_nothing(seed: int) -> None:
    sheet = write_insurances(draw_insurances(random.Random(seed)))
    assert [one for one in told(of(sheet)) if one.code in ("ARREARS_FUTURE", "RATE_ONE")] == []


@pytest.mark.parametrize("head", ["单位比例", "单位缴费比例", "企业比例", "单位费率", "单位缴费率"])
@pytest.mark.parametrize("cell", [1, 1.0, "1", "１", "1.00"])
def test_a_rate_of_exactly_one_is_asked_at_its_cell(head: str, cell: CellValue) -> None:
    rows: list[list[CellValue]] = [
        ["姓名", "身份证号", "欠费起", "欠费止", "缴费基数", head, "单位欠缴"],
        ["王甲子", "990101196405010038", "2006-01", "2006-12", 1200, cell, 144],
        ["李乙丑", "990101196405010054", "2006-01", "2006-12", 1200, "20%", 2880],
    ]
    found = list(check_book(of(SheetGrid("失业欠费", "", rows)), TODAY))
    assert [(one.code, one.cell) for one in found if one.severity is Severity.ERROR] == [("RATE_ONE", "F2")]
    for clear in ("1%", "100%"):
        rows[1][5] = clear
        rows[1][6] = 144 if clear == "1%" else 14400
        assert told(of(SheetGrid("失业欠费", "", rows))) == []
    rows[0][5], rows[1][5:7], rows[2][5] = f"{head}(%)", [cell, 144], 20
    assert [
        one for one in check_book(of(SheetGrid("失业欠费", "", rows)), TODAY) if one.severity is Severity.ERROR
    ] == []


ONES = (
    ("SOE_INTERNAL_RETIREMENT", ("1957-03-10", "男", "2011-09-28", 600, 1200, 1, 0.06)),
    ("SOE_INTERNAL_RETIREMENT", ("1957-03-10", "男", "2011-09-28", 600, 1200, 0.2, "1")),
    ("SOE_DEFERRAL_SCHEDULE", (1000, "2011-01-01", 500, 1)),
    ("SOE_ADVANCE_SETTLEMENT", (1000, "2011-01-01", 2000, "2011-12-31", 1.0)),
    ("SOE_RATE", ("养老单位费率", "2011-01-01", None, [["养老单位费率", 1]])),
    ("SOE_ARREARS", ("养老", "2011-01", "2011-02", 1200, 1200, "单位", [["养老单位费率", "１"]])),
    ("SOE_PREPAYMENT", ("养老", "1957-03-10", "男", "2011-09-28", 1200, "单位", [["养老单位费率", 1]])),
)


@pytest.mark.parametrize(("name", "values"), ONES)
def test_every_function_asks_about_a_rate_of_exactly_one(name: str, values: tuple[object, ...]) -> None:
    answer = call(name, *values)
    assert getattr(answer, "code", None) == "#N/A"
    assert "1% 还是 100%" in answer.message


def test_the_share_that_a_donor_keeps_may_be_all_of_it() -> None:
    rows = [["甲", 100], ["乙", -40]]
    assert call("SOE_TRANSFER", rows, 1) == call("SOE_TRANSFER", rows, "100%")
