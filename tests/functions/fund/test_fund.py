"""Waterfall, transfer, schedule, settlement, coverage: blanks, wrong words, impossible money (F-01 to F-40)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from xl_addin.functions import CATALOG, call
from xl_addin.functions.fund.catalog import SPECS
from xl_addin.values.errors import CellError

NEEDS = [["经济补偿", 100], ["养老", 50]]


def error_of(*arguments: Any) -> CellError:
    result = call(*arguments)
    assert isinstance(result, CellError), result
    assert any("一" <= c <= "鿿" for c in result.message), result.message
    assert "内部出错" not in result.message, result.message
    return result


@pytest.mark.parametrize("text", ["一百万元", "1.2万", "—", "无", "壹佰元整", "约100"])
def test_a_first_row_whose_amount_someone_failed_to_type_is_not_taken_for_headings(text: str) -> None:
    assert error_of("SOE_WATERFALL", 10, [["甲", text], ["乙", 5]]).code == "#VALUE!"


@pytest.mark.parametrize("text", ["金额", "2011年需要（元）", "应付金额/元", "一次性付清金额", "第1层", "元"])
def test_a_first_row_of_headings_is_no_need(text: str) -> None:
    assert call("SOE_WATERFALL", 10, [["项目", text], ["乙", 5]])[1:] == [["乙", 5, 5, 0]]  # type: ignore[index]


@pytest.mark.parametrize("heading", ["金额（万元）", "万元", "应付/千元"])
def test_needs_in_another_unit_than_yuan_are_refused(heading: str) -> None:
    error = error_of("SOE_WATERFALL", 10, [["项目", heading], ["甲", 5]])
    assert error.code == "#VALUE!" and "元" in error.message


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((None, NEEDS), "#VALUE!"),
        (("很多", NEEDS), "#VALUE!"),
        ((-0.01, NEEDS), "#NUM!"),
        ((10**12, NEEDS), "#NUM!"),
        ((10, None), "#VALUE!"),
        ((10, 5), "#VALUE!"),
        ((10, [[5], [6]]), "#VALUE!"),
        ((10, [[None, None], [None, None]]), "#VALUE!"),
        ((10, [["甲", 5], ["乙", "六"]]), "#VALUE!"),
        ((10, [["甲", 5], ["乙", None]]), "#VALUE!"),
        ((10, [["甲", 5], ["乙", -1]]), "#NUM!"),
        ((10, [["甲", 5, "一层"]]), "#VALUE!"),
        ((10, NEEDS, "平均"), "#VALUE!"),
        (([[1], [2]], NEEDS), "#VALUE!"),
        ((10, [["甲", CellError("#N/A", "")]]), "#N/A"),
    ],
)
def test_a_waterfall_that_cannot_be_computed_says_why(arguments: tuple[Any, ...], code: str) -> None:
    assert call("SOE_WATERFALL", *arguments).code == code  # type: ignore[union-attr]


def test_an_amount_without_an_item_is_still_paid() -> None:
    assert call("SOE_WATERFALL", 10, [[None, 4], [7, 8]])[1:] == [["", 4, 3.33, 0.67], [7, 8, 6.67, 1.33]]  # type: ignore[index]


def test_columns_beyond_the_third_are_ignored() -> None:
    assert call("SOE_WATERFALL", 10, [["甲", 4, 2, "备注"], ["乙", 8, None, -5]])[1:] == [  # type: ignore[index]
        ["甲", 4, 2, 2],
        ["乙", 8, 8, 0],
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((None,), "#VALUE!"),
        ((5,), "#VALUE!"),
        (([["甲"], ["乙"]],), "#VALUE!"),
        (([["甲", 5], ["乙", None]],), "#VALUE!"),
        (([["甲", 5], ["乙", "x"]],), "#VALUE!"),
        (([["甲", 5], ["乙", -5]], -0.1), "#NUM!"),
        (([["甲", 5], ["乙", -5]], 1.01), "#NUM!"),
        (([["甲", 5], ["乙", -5]], "一半"), "#VALUE!"),
        (([["企业", "盈余（万元）"], ["乙", -5]],), "#VALUE!"),
    ],
)
def test_a_transfer_that_cannot_be_computed_says_why(arguments: tuple[Any, ...], code: str) -> None:
    assert error_of("SOE_TRANSFER", *arguments).code == code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((None, "2011-01-01", 10), "#VALUE!"),
        ((100, None, 10), "#VALUE!"),
        ((100, "2011-01-01", None), "#VALUE!"),
        ((-1, "2011-01-01", 10), "#NUM!"),
        ((100, "2011-01-01", 0), "#NUM!"),
        ((100, "2011-01-01", 0.004), "#NUM!"),
        ((100, "2011-01-01", -10), "#NUM!"),
        ((100, "2011-01-01", 10, -0.01), "#NUM!"),
        ((100, "2011-01-01", 10, 101), "#NUM!"),
        ((100, "2011-01-01", 10, "五厘"), "#VALUE!"),
        ((100, "2011.1", 10), "#N/A"),
        ((100, "2011-02-30", 10), "#VALUE!"),
        ((2001, "2011-01-01", 10), "#NUM!"),
        ((100, "2011-01-01", 10, 0, [["2010-12-31", 5]]), "#NUM!"),
        ((100, "2011-01-01", 10, 0, [["2011-01-01", 0]]), "#NUM!"),
        ((100, "2011-01-01", 10, 0, [["2011-06-01", -5]]), "#NUM!"),
        ((100, "2011-01-01", 10, 0, [["2011-06-01", 100.01]]), "#NUM!"),
        ((100, "2011-01-01", 100, 0, [["2013-06-01", 1]]), "#NUM!"),
        ((100, "2011-01-01", 10, 0, [[None, 5]]), "#VALUE!"),
        ((100, "2011-01-01", 10, 0, [["2011-06-01", None]]), "#VALUE!"),
        ((100, "2011-01-01", 10, 0, 5), "#VALUE!"),
    ],
)
def test_a_schedule_that_cannot_be_computed_says_why(arguments: tuple[Any, ...], code: str) -> None:
    assert error_of("SOE_DEFERRAL_SCHEDULE", *arguments).code == code


def test_two_hundred_rows_are_still_given() -> None:
    result = call("SOE_DEFERRAL_SCHEDULE", 200, "2011-01-01", 1)
    assert isinstance(result, list) and len(result) == 201
    assert result[-1] == [dt.date(2211, 1, 1), 1, 0, 1, 0]


def test_an_empty_range_of_payments_is_no_payment() -> None:
    plain = call("SOE_DEFERRAL_SCHEDULE", 100, "2011-01-01", 60)
    for payments in (None, "", [[None, None], [None, None]], [["日期", "金额"], [None, None]]):
        assert call("SOE_DEFERRAL_SCHEDULE", 100, "2011-01-01", 60, 0, payments) == plain


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((None, "2010-03-01", 5, "2011-03-01"), "#VALUE!"),
        ((5, None, 5, "2011-03-01"), "#VALUE!"),
        ((5, "2010-03-01", "x", "2011-03-01"), "#VALUE!"),
        ((5, "2010-03-01", 5, "2011-13-01"), "#VALUE!"),
        ((-5, "2010-03-01", 5, "2011-03-01"), "#NUM!"),
        ((5, "2010-03-01", -5, "2011-03-01"), "#NUM!"),
        ((5, "2011-03-02", 5, "2011-03-01"), "#NUM!"),
        ((5, "2010-03-01", 5, "2011-03-01", -0.1), "#NUM!"),
        ((5, "2010-03-01", 5, "2010.1"), "#N/A"),
        ((5, "2010-03-01", 5, "2011-03-01", "150%"), "#NUM!"),
        (("50%", "2010-03-01", 5, "2011-03-01"), "#VALUE!"),
    ],
)
def test_a_settlement_that_cannot_be_computed_says_why(arguments: tuple[Any, ...], code: str) -> None:
    assert error_of("SOE_ADVANCE_SETTLEMENT", *arguments).code == code


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((10, 0), "#DIV/0!"),
        ((10, [["甲", 0.004]]), "#DIV/0!"),
        ((-1, 10), "#NUM!"),
        ((1, -10), "#NUM!"),
        ((1, [["甲", -10], ["乙", 20]]), "#NUM!"),
        ((1, [["甲", None], ["乙", 20]]), "#VALUE!"),
        ((1, "很多"), "#VALUE!"),
        ((None, 10), "#VALUE!"),
        ((10, None), "#VALUE!"),
        ((10, [[5, -1, 6]]), "#NUM!"),
        ((10, [[5, "待定", 6]]), "#VALUE!"),
        ((10, [["养老", "待定"], ["医疗", 20]]), "#VALUE!"),
        ((10, [["养老", "未填报", 1], ["医疗", 20, 1]]), "#VALUE!"),
    ],
)
def test_a_coverage_that_cannot_be_computed_says_why(arguments: tuple[Any, ...], code: str) -> None:
    assert error_of("SOE_COVERAGE", *arguments).code == code


def test_a_row_of_amounts_is_a_need_to_its_last_cell() -> None:
    assert call("SOE_COVERAGE", 5, [[1, 2, 3, None, 4]]) == 0.5


def test_a_first_payment_with_a_date_is_no_heading() -> None:
    payments = [[dt.date(2012, 6, 1), "已还"], [dt.date(2013, 6, 1), 5]]
    assert error_of("SOE_DEFERRAL_SCHEDULE", 1000, "2011-06-30", 500, 0, payments).code == "#VALUE!"


def test_the_catalog_holds_every_function_of_the_fund() -> None:
    assert all(CATALOG[spec.name] is spec for spec in SPECS)
    assert len(SPECS) == 8
