"""Retirement ages: the law's with the rise from 2025, and those that an office states instead (I-06, P-05)."""

from __future__ import annotations

from typing import Any

import pytest

from xl_addin.functions import CATALOG, call
from xl_addin.functions.insurance.explanation import explain_prepayment
from xl_addin.functions.reading import answer
from xl_addin.values.errors import CellError

BASE_A_MONTH = 100
"""With pension rates of 20 % and 8 % before 2019-05 a month costs 28 yuan, afterwards (16 % and 8 %) 24."""


def months(birth: Any, sex: Any, base_date: Any, policy: Any = None) -> Any:
    """Months that SOE_INTERNAL_RETIREMENT pays one yuan of living allowance for."""
    return call("SOE_INTERNAL_RETIREMENT", birth, sex, base_date, 1, 0, 0, 0, policy)


def explained(*values: Any) -> str:
    return str(answer(explain_prepayment, CATALOG["SOE_PREPAYMENT"].arguments, values))


def stated(*rows: Any) -> list[list[Any]]:
    return [["项目", "值", "起", "止", "地区", "文号"], *([*row, *[None] * (6 - len(row))] for row in rows)]


@pytest.mark.parametrize(
    ("birth", "sex", "base_date", "expected"),
    [
        ("1964-12", "男", "2024-12-31", 0),
        ("1964-12", "男", "2024-09-13", 3),
        ("1965-01", "男", "2024-09-12", 4),
        ("1965-01", "男", "2024-09-13", 5),
        ("1965-01", "男", "2024-12-31", 2),
        ("1965-01", "男", "2025-01-01", 1),
        ("1965-04", "男", "2025-01-31", 4),
        ("1965-05", "男", "2025-01-31", 6),
        ("1976-08", "男", "2025-01-31", 12 * 14 + 6),
        ("1976-09", "男", "2025-01-31", 12 * 14 + 8),
        ("1985-09", "男", "2025-01-31", 12 * 23 + 8),
        ("1970-01", "女干部", "2025-01-31", 1),
        ("1981-09", "女干部", "2025-01-31", 12 * 14 + 8),
        ("1975-01", "女", "2025-01-31", 1),
        ("1975-03", "女", "2025-01-31", 4),
        ("1984-11", "女", "2025-01-31", 12 * 14 + 10),
        ("1990-01", "女", "2025-01-31", 12 * 20),
    ],
)
def test_ages_reached_from_2025_rise_by_month_of_birth_and_no_further_than_the_decision_says(
    birth: str, sex: str, base_date: str, expected: int
) -> None:
    assert months(birth, sex, base_date) == expected


@pytest.mark.parametrize("age", [55, 660, "55", 55.0])
def test_a_stated_age_in_years_or_months_replaces_the_laws(age: Any) -> None:
    assert months("1955-03-20", "男", "2009-09-30") == 66
    assert months("1955-03-20", "男", "2009-09-30", stated(["男职工退休年龄", age])) == 6


def test_half_years_are_whole_months() -> None:
    assert months("1955-03-20", "男", "2009-09-30", stated(["男职工退休年龄", 55.5])) == 12


def test_no_rise_is_added_to_a_stated_age() -> None:
    assert months("1970-03-20", "男", "2026-01-31") == 66
    assert months("1970-03-20", "男", "2026-01-31", stated(["男职工退休年龄", 60])) == 50


def test_an_age_holds_on_the_base_dates_it_is_stated_for_and_for_its_own_category() -> None:
    rows = stated(["女工人退休年龄", 45, "2000-01-01", "2005-12-31"])
    assert months("1960-01", "女", "2005-12-31", rows) == 0
    assert months("1960-01", "女", "2006-01-01", rows) == 48
    assert months("1960-01", "女干部", "2005-12-31", rows) == 109
    assert months("1960-01", "男", "2005-12-31", rows) == 169


def test_the_only_place_on_the_sheet_is_the_offices() -> None:
    rows = stated(["女干部退休年龄", 50, None, None, "甲市"])
    assert months("1960-01", "女干部", "2005-12-31", rows) == 49


def test_several_places_without_a_common_row_are_a_question() -> None:
    rows = stated(["女干部退休年龄", 50, None, None, "甲市"], ["女干部退休年龄", 53, None, None, "乙市"])
    result = months("1960-01", "女干部", "2005-12-31", rows)
    assert isinstance(result, CellError)
    assert result.code == "#N/A"
    assert "女干部退休年龄" in result.message
    assert months("1960-01", "男", "2005-12-31", rows) == 169


@pytest.mark.parametrize("age", [0, 6, 29, 81, 100, 359, 961, 2000, 60.33, -60])
def test_what_is_no_age_in_years_or_months_is_refused(age: Any) -> None:
    result = months("1955-03-20", "男", "2009-09-30", stated(["男职工退休年龄", age]))
    assert isinstance(result, CellError)
    assert result.code == "#NUM!"
    assert "男职工退休年龄" in result.message


@pytest.mark.parametrize("age", ["60岁", "六十", "60%", True])
def test_an_age_that_is_no_number_is_refused(age: Any) -> None:
    result = months("1955-03-20", "男", "2009-09-30", stated(["男职工退休年龄", age]))
    assert isinstance(result, CellError)
    assert result.code == "#VALUE!"
    assert "男职工退休年龄" in result.message


def test_overlapping_rows_are_refused() -> None:
    result = months("1955-03-20", "男", "2009-09-30", stated(["男职工退休年龄", 60], ["男职工退休年龄", 55]))
    assert isinstance(result, CellError)
    assert "日期重叠" in result.message


def test_prepayment_follows_the_stated_age_and_the_explanation_names_the_policy_sheet() -> None:
    rows = stated(["男职工退休年龄", 58.5, None, None, None, "虚构市府发〔2005〕1号"])
    arguments = ("养老", "1955-03-20", "男", "2011-09-28", BASE_A_MONTH, None, rows)
    assert call("SOE_PREPAYMENT", *arguments) == 24 * 28
    text = explained(*arguments)
    assert "男职工退休年龄58周岁6个月" in text
    assert "虚构市府发〔2005〕1号（本单位政策表填列）" in text
    assert "国发〔1978〕104号" not in text


def test_the_laws_ages_are_explained_with_the_rise_only_where_it_acts() -> None:
    before = explained("养老", "1970-03-20", "男", "2024-09-12", BASE_A_MONTH, None, None)
    after = explained("养老", "1970-03-20", "男", "2025-01-31", BASE_A_MONTH, None, None)
    assert "国发〔1978〕104号" in before
    assert "基准日在2024-09-13以前，不加渐进延迟" in before
    assert "2030年3月达到原退休年龄，已在2025年以后，请按渐进延迟核对实际退休时间" in before
    assert "请按渐进延迟" not in explained("养老", "1964-12-20", "男", "2024-09-12", BASE_A_MONTH, None, None)
    assert "渐进式延迟法定退休年龄的决定" in after
