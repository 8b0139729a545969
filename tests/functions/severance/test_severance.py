"""Severance in a cell: what the worked cases leave out (S-01 to S-35), against rules said in words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.functions import call
from xl_addin.values.errors import CellError

WAGES = st.integers(0, 3_000_000).map(lambda fen: fen / 100)
SERVICE_DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))
GROUNDS = st.sampled_from(["协商", "医疗期满", "不能胜任", "客观变化", "裁员", "期满", "破产关闭"])


def amount(*arguments: Any) -> float:
    result = call("SOE_SEVERANCE", *arguments)
    assert not isinstance(result, CellError), result
    return float(result)


def months(*arguments: Any) -> float:
    result = call("SOE_SEVERANCE_MONTHS", *arguments)
    assert not isinstance(result, CellError), result
    return float(result)


def code(*arguments: Any) -> str:
    result = call("SOE_SEVERANCE", *arguments)
    assert isinstance(result, CellError), result
    assert "内部出错" not in result.message
    return result.code


def options(**chosen: Any) -> list[list[Any]]:
    profile = chosen.pop("profile", None)
    return [["profile", profile], *([name, value] for name, value in chosen.items()), [None, None]]


# --- dates -----------------------------------------------------------------------------------------------------------


def test_one_day_before_2008_is_a_year_and_one_after_is_half() -> None:
    assert months("2005-03-01", "2005-03-01", 1000) == 1
    assert months("2008-03-01", "2008-03-01", 1000) == 0.5
    assert months("2007-12-31", "2008-01-01", 1000) == 1.5


def test_one_day_is_no_completed_month() -> None:
    assert call("SOE_SERVICE_MONTHS", "2008-03-01", "2008-03-01") == 0


@pytest.mark.parametrize("name", ["SOE_SERVICE_MONTHS", "SOE_SEVERANCE", "SOE_SEVERANCE_MONTHS", "SOE_EXPLAIN"])
def test_an_end_before_the_start_is_num_everywhere(name: str) -> None:
    assert call(name, "2008-03-02", "2008-03-01", *([] if name == "SOE_SERVICE_MONTHS" else [1000])).code == "#NUM!"


def test_an_exclusive_end_of_the_same_day_is_nothing() -> None:
    exclusive = options(end_date="exclusive")
    for day in ("2005-03-01", "2008-03-01"):
        assert amount(day, day, 1000, None, None, None, exclusive) == 0
    rlcl = options(profile="RLCL", end_date="exclusive")
    assert amount("2008-01-01", "2008-01-01", 1000, None, None, None, rlcl) == 0
    assert code("2007-12-01", "2008-01-01", 1000, None, None, None, rlcl) == "#N/A"


def test_the_cut_at_2008_stays_inclusive_when_the_end_is_exclusive() -> None:
    exclusive = options(end_date="exclusive")
    assert months("2007-01-01", "2008-06-30", 1000, None, None, None, exclusive) == 1.5
    assert months("2007-01-01", "2008-07-01", 1000, None, None, None, exclusive) == 2


@pytest.mark.parametrize("deducted", [-1, 315, 10**6])
def test_deducting_less_than_nothing_or_more_than_was_served_is_num(deducted: int) -> None:
    assert call("SOE_SERVICE_MONTHS", "1985-07-01", "2011-09-28", deducted).code == "#NUM!"


@pytest.mark.parametrize("deducted", [0.5, "1.5", "半年", True])
def test_deducting_what_is_no_whole_number_is_value(deducted: Any) -> None:
    assert call("SOE_SERVICE_MONTHS", "1985-07-01", "2011-09-28", deducted).code == "#VALUE!"


def test_service_before_1949_or_to_after_2100_is_impossible() -> None:
    """Continuous service begins in 1949 at the earliest; such a start is a slip of the pen and is said to be."""
    for start, end in (("1948-12-31", "1990-01-01"), ("1990-01-01", "2101-01-01")):
        result = call("SOE_SERVICE_MONTHS", start, end)
        assert isinstance(result, CellError)
        assert result.code == "#NUM!"
    assert call("SOE_SERVICE_MONTHS", "1949-01-01", "1949-12-31") == 12


# --- pieces ----------------------------------------------------------------------------------------------------------


def test_pieces_may_stand_in_any_order_with_blank_rows_and_more_columns() -> None:
    ordered = [["1980-01-01", "1983-10-31"], ["1985-03-01", "2004-03-31"]]
    shuffled = [[None, None], ["1985-03-01", "2004-03-31"], ["", " "], ["1980-01-01", "1983-10-31"], [None, None]]
    wide = [[*row, "企业", "是", "否", "备注", 5] for row in ordered]
    assert amount(ordered, None, 600) == amount(shuffled, "", 600) == amount(wide, " ", 600) == 23 * 600


def test_an_end_date_beside_pieces_is_value() -> None:
    assert code([["1980-01-01", "1983-10-31"], ["1985-01-01", "1986-01-01"]], "2004-01-01", 600) == "#VALUE!"


def test_a_gap_of_one_day_is_not_fused_and_no_gap_is() -> None:
    touching = [["1990-01-01", "1995-03-31"], ["1995-04-01", "2003-06-30"]]
    apart = [["1990-01-01", "1995-03-31"], ["1995-04-02", "2003-06-30"]]
    each = options(pieces="round_each")
    assert months(touching, None, 1000, None, None, None, each) == 14
    assert months(apart, None, 1000, None, None, None, each) == 15
    assert months(apart, None, 1000) == 14


@pytest.mark.parametrize(
    "pieces",
    [
        [["1990-01-01", "1995-03-31"], ["1995-03-31", "2003-06-30"]],
        [["1990-01-01", "2003-06-30"], ["1992-01-01", "1993-01-01", "停薪留职", "否"]],
        [["1990-01-01", "2003-06-30"], ["1990-01-01", "2003-06-30"]],
        [["1990-01-01", "1989-12-31"], ["1995-01-01", "1996-01-01"]],
    ],
)
def test_pieces_that_share_a_day_or_run_backwards_are_num(pieces: list[list[Any]]) -> None:
    assert code(pieces, None, 1000) == "#NUM!"


@pytest.mark.parametrize(
    "pieces",
    [
        [["1990-01-01", None], ["1995-01-01", "1996-01-01"]],
        [[None, "1990-01-01"], ["1995-01-01", "1996-01-01"]],
        [["1990-01-01", "1991-01-01", "企业", "也许"], ["1995-01-01", "1996-01-01"]],
        [["1990-01-01", "1991-01-01", "企业", "是", 1], ["1995-01-01", "1996-01-01"]],
        [["1990-01-01", "1991-01-01"], ["1995-01-01", "至今"]],
    ],
)
def test_a_piece_that_cannot_be_read_is_value(pieces: list[list[Any]]) -> None:
    assert code(pieces, None, 1000) == "#VALUE!"


def test_a_first_piece_whose_dates_are_words_is_not_taken_for_headings() -> None:
    """Unknown dates are a fault of the file; leaving the row out would silently shorten the service."""
    unknown_first = [["不详", "待查", "企业", "是", "否"], ["1990-01-01", "1999-12-31", "企业", "是", "否"]]
    assert code(unknown_first, None, 1000) == "#VALUE!"
    assert code(list(reversed(unknown_first)), None, 1000) == "#VALUE!"


def test_headings_above_the_pieces_are_no_piece() -> None:
    headed = [["起", "止"], ["1990-01-01", "1999-12-31"]]
    assert amount(headed, None, 1000) == 10_000


# --- wages, grounds, options -----------------------------------------------------------------------------------------


def test_left_out_averages_neither_lift_nor_cut() -> None:
    assert amount("2008-01-01", "2023-12-31", 50_000) == 16 * 50_000
    assert amount("1990-01-01", "2003-12-31", 300) == 14 * 300


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("1990-01-01", "2003-12-31", 300, None, None, None, "RGZ"), "#VALUE!"),
        (("1990-01-01", "2003-12-31", 300, 400, None, None, "BANKRUPT3X"), "#VALUE!"),
        (("1990-01-01", "2003-12-31", 300, 400, None, None, [["enterprise_wage_cap", 2], [None, None]]), "#VALUE!"),
        (("1990-01-01", "2003-12-31", 300, None, None, None, "RLCL"), "#N/A"),
        (("1990-01-01", "2003-12-31", "", 400, 900, None, "BANKRUPT3X"), "#VALUE!"),
        (("1990-01-01", "1989-12-31", 300, 400, 900, None, "BANKRUPT3X"), "#NUM!"),
        (("1990-01-01", "2003-12-31", 300, 400, 900, "外星", "BANKRUPT3X"), "#VALUE!"),
        (("1990-01-01", "2003-12-31", -1, 400, 900, None, "PRORATE"), "#NUM!"),
    ],
)
def test_what_a_profile_needs_and_what_is_validated_even_where_unused(
    arguments: tuple[Any, ...], expected: str
) -> None:
    assert code(*arguments) == expected


def test_an_enterprise_cap_without_enterprise_wage_needs_nothing() -> None:
    assert amount("1990-01-01", "2003-12-31", 300, None, None, None, options(enterprise_wage_cap=2)) == 14 * 300


def test_the_months_do_not_include_the_multiplier() -> None:
    doubled = options(multiplier=2)
    assert months("1990-01-01", "2003-12-31", 300, None, None, None, doubled) == 14
    assert amount("1990-01-01", "2003-12-31", 300, None, None, None, doubled) == 2 * 14 * 300


def test_a_base_lifted_above_three_times_by_a_floor_is_cut_without_the_limit() -> None:
    both = options(enterprise_floor="both")
    assert months("2008-01-01", "2023-12-31", 5999, 9000, 2000, None, both) == 16
    assert amount("2008-01-01", "2023-12-31", 5999, 9000, 2000, None, both) == 16 * 6000


def test_rounding_is_of_the_exact_decimal() -> None:
    last = options(multiplier=0.6, base_round="last")
    assert amount("2008-01-01", "2008-12-31", 1000.675, None, None, None, last) == 600.41
    assert amount("2008-01-01", "2008-12-31", 2.675) == 2.68
    assert amount("2008-01-01", "2008-12-31", 0.5, None, None, None, options(round_to="yuan")) == 1


def test_the_result_is_a_number_of_whole_fen() -> None:
    result = call(
        "SOE_SEVERANCE", "1990-01-01", "2003-12-31", 333.333333, None, None, None, options(fraction="prorate2")
    )
    assert isinstance(result, (int, float))
    assert round(result * 100) / 100 == result


# --- properties ------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(SERVICE_DAYS, st.integers(0, 14_000), WAGES, GROUNDS)
def test_the_amount_is_months_times_wage_where_nothing_lifts_or_cuts(
    start: date, served: int, wage: float, ground: str
) -> None:
    end = start + timedelta(served)
    counted = months(start, end, wage, None, None, ground)
    assert amount(start, end, wage, None, None, ground) == pytest.approx(counted * wage, abs=0.006)


@settings(deadline=None)
@given(SERVICE_DAYS, st.integers(0, 14_000), GROUNDS)
def test_a_longer_service_never_earns_fewer_months(start: date, served: int, ground: str) -> None:
    end = start + timedelta(served)
    assert months(start, end + timedelta(1), 1000, None, None, ground) >= months(start, end, 1000, None, None, ground)


@settings(deadline=None)
@given(SERVICE_DAYS, st.integers(1, 10_000), st.integers(1, 10_000), WAGES)
def test_a_file_split_in_two_earns_the_same(start: date, first: int, second: int, wage: float) -> None:
    middle, end = start + timedelta(first), start + timedelta(first + second)
    pieces = [[start, middle - timedelta(1)], [middle, end]]
    for policy in (None, options(pieces="round_each")):
        assert amount(pieces, None, wage, None, None, None, policy) == amount(start, end, wage)


@settings(deadline=None)
@given(SERVICE_DAYS, st.integers(0, 14_000), WAGES, st.integers(1, 20_000), st.integers(1, 20_000), GROUNDS)
def test_a_row_of_the_table_is_the_cell(
    start: date, served: int, wage: float, enterprise: int, local: int, ground: str
) -> None:
    end = start + timedelta(served)
    headings = ["姓名", "参工时间", "截止日期", "月平均工资", "企业月平均工资", "当地上年度社平", "事由"]
    row = ["测试", start, end, wage, enterprise, local, ground]
    computed = call("SOE_SEVERANCE_TABLE", [headings, row])[1]
    assert computed[6] == amount(start, end, wage, enterprise, local, ground)
    assert computed[3] == months(start, end, wage, enterprise, local, ground)


def test_unlawful_ending_looks_at_the_service_that_counts() -> None:
    """Years from 2008 that were paid before leave only the years before: no compensation under art 87."""
    pieces = [["1990-01-01", "1999-12-31", "", "是", "否"], ["2009-01-01", "2010-12-31", "", "是", "是"]]
    result = call("SOE_UNLAWFUL_TERMINATION", pieces, None, 1000)
    assert isinstance(result, CellError)
    assert result.code == "#N/A"
