"""改制工作进度表: payment cells that depend on one another, and the units that an amount names by itself."""

from __future__ import annotations

import pytest

from tests.checks.books import findings, only, places, sheet, step_sheet
from tests.checks.procedure.test_intervals import progress
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.values.findings import Severity

FIRST, FIRST_DAY, REST_DAY = "N2", "O2", "P2"


@pytest.mark.parametrize(
    ("changes", "cell"),
    [
        ({"首付时间": None}, FIRST_DAY),
        ({"首付时间": None, "到账时间": None}, FIRST_DAY),
        ({"首付款": None}, FIRST),
        ({"首付款": None, "到账时间": None}, FIRST),
        ({"付清时间": None}, REST_DAY),
    ],
)
def test_an_empty_payment_cell_is_missing_and_nothing_is_made_of_the_other_dates(
    changes: dict[str, CellValue], cell: str
) -> None:
    finding = only(findings(progress(**changes)))
    assert (finding.code, finding.severity, finding.cell) == ("PROGRESS_GAP", Severity.MISSING, cell)
    assert "D19" in finding.message


@pytest.mark.parametrize(
    "changes",
    [
        {"首付款": 520, "付清时间": None, "到账时间": "2010-12-21"},
        {"首付款": None, "首付时间": None, "付清时间": "2010-12-20", "到账时间": "2010-12-21"},
        {"付清时间": None, "到账时间": None},
        {"首付款": None, "首付时间": None, "付清时间": None, "到账时间": None},
    ],
)
def test_a_price_paid_at_once_or_not_yet_paid_lacks_nothing(changes: dict[str, CellValue]) -> None:
    assert places(findings(progress(**changes))) == []


def test_a_late_deposit_is_counted_from_the_last_payment_and_does_not_say_that_all_was_paid() -> None:
    finding = only(findings(progress(到账时间="2011-06-28")))
    assert finding.code == "DEPOSIT_LATE"
    assert "付清" not in finding.message


@pytest.mark.parametrize(
    "changes",
    [
        {"成交价": "520万元"},
        {"成交价": "5,200,000元"},
        {"评估值": "500万元"},
        {"评估值": "500万元", "成交价": "520万"},
        {"首付款": "156万元"},
        {"首付款": "1560000元"},
        {"评估值": "500万元", "成交价": "伍佰贰拾万元整", "首付款": "156"},
    ],
)
def test_an_amount_with_its_own_unit_is_the_same_amount(changes: dict[str, CellValue]) -> None:
    assert places(findings(progress(**changes))) == []


@pytest.mark.parametrize(
    ("changes", "code", "share"),
    [
        ({"首付款": "29万元"}, "PAYMENT_SHARE_LOW", "5.58%"),
        ({"首付款": "1559999元"}, "PAYMENT_SHARE_LOW", "29.99998%"),
        ({"成交价": "449万元", "首付款": 150}, "PRICE_LOW", "89.80%"),
        ({"评估值": "500万元", "成交价": 449.995, "首付款": 150}, "PRICE_LOW", "89.999%"),
        ({"成交价": 499.999999, "首付款": 150}, "PRICE_BELOW_APPRAISAL", "99.9999998%"),
    ],
)
def test_a_share_is_written_with_the_digits_that_show_what_is_wrong(
    changes: dict[str, CellValue], code: str, share: str
) -> None:
    finding = only(findings(progress(**changes)))
    assert finding.code == code
    assert share in finding.message
    assert "万元万元" not in finding.message


def test_a_unit_in_one_cell_says_nothing_of_a_column_without_a_unit() -> None:
    header = ["企业名称", "职代会时间", "批复文号", "评估值", "成交价"]
    rows = [["甲厂", "2009-12-01", "一号", "500万元", 520], ["乙厂", "2009-12-01", "二号", 300, 310]]
    assert places(findings(sheet("进度", [header, *rows]))) == []


def test_a_heading_of_two_levels_is_quoted_without_saying_a_word_twice() -> None:
    top: list[CellValue] = ["企业名称", "职代会时间", "批复文号", "评估", "成交", None, "付款", None, None, "到账时间"]
    sub: list[CellValue] = [None, None, None, "评估值", "成交价", "时间", "首付款", "首付时间", "付清时间", None]
    row: list[CellValue] = ["甲厂", "2009-12-01", "一号", None, None, None, 100, None, None, "2010-03-20"]
    grid = sheet("进度", [top, sub, row], [(1, 5, 1, 6), (1, 7, 1, 9)])
    quoted = [finding.message.split("的“")[1].split("”")[0] for finding in findings(grid)]
    assert quoted == ["评估值", "成交时间", "成交价", "首付时间", "付清时间"]


@pytest.mark.parametrize("grid", [step_sheet(dates={"D16": "去年底"}), progress(批复时间="去年底")])
def test_a_bad_date_leaves_order_and_periods_unchecked_and_not_somebodys_wages(grid: SheetGrid) -> None:
    table = findings(grid)
    assert any("先后" in line for line in table.not_checked)
    assert not any("工龄" in line for line in table.not_checked)
