"""The oracle itself, on figures worked out by hand; the larger collection stands in `tests/cases`."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest

from tests.oracle.calendar_walk import Period, Piece, Span, added, anniversaries, fused, length
from tests.oracle.oracle_policy import GROUNDS
from tests.oracle.oracle_service import half_up
from tests.oracle.severance_oracle import (
    OracleError,
    OracleResult,
    service_months,
    severance,
    severance_by_service,
    unlawful,
)

Wage = int | str | None


def day(text: str) -> date:
    return date.fromisoformat(text)


def due(
    start: str,
    end: str,
    wage: Wage,
    enterprise: Wage = None,
    local: Wage = None,
    ground: str = "客观变化",
    **options: str,
) -> OracleResult:
    """Ask the oracle for a single service; `profile` may stand among the options."""
    profile = options.pop("profile", "SEG2008")
    own, average, place = (None if one is None else Fraction(one) for one in (wage, enterprise, local))
    return severance([Piece(day(start), day(end))], own, average, place, ground, profile, options)


def refused(code: str, *given: Wage, ground: str = "客观变化", **options: str) -> bool:
    start, end, wage, enterprise, local = given
    with pytest.raises(OracleError) as caught:
        due(str(start), str(end), wage, enterprise, local, ground, **options)
    return caught.value.code == code


# --- the calendar ----------------------------------------------------------------------------------------------------


def turned_month(start: date, today: date, month_end: str) -> bool:
    """Tell of one single day whether a month of a service begun on `start` is full on it."""
    if today.day == start.day:
        return True
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    if month_end == "clamp":
        return tomorrow.day == 1 and today.day < start.day
    return (
        today.day == 1 and yesterday.day < start.day and (yesterday.year, yesterday.month) != (start.year, start.month)
    )


@pytest.mark.parametrize("month_end", ["clamp", "next_day"])
def test_the_walk_by_months_agrees_with_a_walk_by_single_days(month_end: str) -> None:
    starts = [date(2003, 12, 27) + timedelta(days=n) for n in range(5)]
    starts += [date(2007, 1, 28) + timedelta(days=n) for n in range(35)] + [date(2004, 2, 29), date(2008, 2, 29)]
    for start in starts:
        months, last_turn, today = 0, start, start
        for _ in range(1_700):
            today += timedelta(days=1)
            if turned_month(start, today, month_end):
                months, last_turn = months + 1, today
            measured = length(Period(start, today - timedelta(days=1)), month_end)
            assert measured == Span(months, (today - last_turn).days), (start, today)


def test_anniversaries_are_seen_from_the_original_start() -> None:
    assert anniversaries(day("2008-01-31"), day("2008-05-31"), "clamp") == [
        day("2008-02-29"),
        day("2008-03-31"),
        day("2008-04-30"),
        day("2008-05-31"),
    ]
    assert anniversaries(day("2008-01-31"), day("2008-05-31"), "next_day") == [
        day("2008-03-01"),
        day("2008-03-31"),
        day("2008-05-01"),
        day("2008-05-31"),
    ]


def test_the_end_of_august_to_february_is_exactly_half_a_year() -> None:
    assert length(Period(day("2006-08-31"), day("2007-02-27")), "clamp") == Span(6, 0)
    assert length(Period(day("2006-08-31"), day("2007-02-27")), "next_day") == Span(5, 28)
    assert length(Period(day("2006-08-31"), day("2007-02-28")), "next_day") == Span(6, 0)


def test_lengths_are_added_with_thirty_days_to_the_month() -> None:
    assert added([Span(11, 20), Span(0, 20)]) == Span(12, 10)
    assert added([Span(1, 30), Span(0, 30), Span(0, 30)]) == Span(4, 0)
    assert added([Span(5, 30)]) == Span(5, 30)


def test_periods_are_fused_only_without_a_free_day_between() -> None:
    first, second = Period(day("2000-01-01"), day("2000-06-30")), Period(day("2000-07-01"), day("2000-12-31"))
    later = Period(day("2000-07-02"), day("2000-12-31"))
    assert fused([second, first]) == [Period(day("2000-01-01"), day("2000-12-31"))]
    assert fused([first, later]) == [first, later]


# --- public worked examples ------------------------------------------------------------------------------------------

EXAMPLES = [
    (due("1990-07-01", "2003-06-30", 780, 850, ground="协商"), "12", "9360"),
    (due("1990-07-01", "2003-06-30", 780, 850, ground="裁员"), "13", "11050"),
    (due("1985-08-15", "2004-03-31", 600, 720), "19", "13680"),
    (due("2002-03-01", "2002-09-10", 500, ground="协商"), "1", "500"),
    (due("2008-01-01", "2008-06-30", 1000), "1", "1000"),
    (due("2008-01-01", "2008-06-29", 1000), "0.5", "500"),
    (due("2008-01-01", "2011-12-31", 7000, None, 2000), "4", "24000"),
    (due("2008-01-01", "2023-12-31", 20000, None, 5000), "12", "180000"),
    (due("2008-01-01", "2023-12-31", 15000, None, 5000), "16", "240000"),
    (due("1990-01-01", "2010-12-31", 1500, ground="协商"), "15", "22500"),
    (due("1985-07-01", "2011-09-28", 1600, 1500, 2300), "27", "43200"),
    (due("2002-01-01", "2009-12-31", 15000, None, 3000), "8", "108000"),
    (due("2002-01-01", "2009-12-31", 15000, None, 3000, pre2008_base="local_cap"), "8", "72000"),
    (due("2008-01-01", "2011-05-31", 2000, local_floor="2740"), "3.5", "9590"),
    (due("2015-01-01", "2024-12-31", 45000, None, 8000), "10", "240000"),
    (due("2019-07-10", "2024-10-31", 8000), "5.5", "44000"),
    (due("2021-03-15", "2026-09-14", 1), "6", "6"),
    (due("2021-03-15", "2026-09-14", 2, end_date="exclusive"), "5.5", "11"),
    (due("1970-01-01", "2000-12-31", 1, None, 800, profile="BANKRUPT3X"), "36", "28800"),
    (due("1985-01-01", "2001-12-31", "1234.567"), "17", "20987.69"),
    (due("1985-01-01", "2001-12-31", "1234.567", base_round="last"), "17", "20987.64"),
    (due("1985-01-01", "2001-12-31", "1234.567", round_to="yuan"), "17", "20988"),
]


@pytest.mark.parametrize(("result", "months", "amount"), EXAMPLES)
def test_public_worked_examples(result: OracleResult, months: str, amount: str) -> None:
    assert (result.months, result.amount) == (Fraction(months), Fraction(amount))


def test_twice_the_compensation_for_unlawful_ending() -> None:
    assert unlawful([Piece(day("1991-05-01"), day("2011-05-31"))], Fraction(50000), Fraction(12577), {}) == 905_544
    assert unlawful([Piece(day("2020-03-01"), day("2024-08-15"))], Fraction(9000), None, {}) == 81_000
    with pytest.raises(OracleError, match="#N/A"):
        unlawful([Piece(day("1991-05-01"), day("2007-12-31"))], Fraction(9000), None, {})


def test_completed_months_less_deducted_ones() -> None:
    service = [Piece(day("1985-08-15"), day("2004-03-31"))]
    assert [service_months(service, less, {}) for less in (None, 3, 223)] == [223, 220, 0]
    for less, code in ((224, "#NUM!"), (-1, "#NUM!"), (Fraction(1, 2), "#VALUE!")):
        with pytest.raises(OracleError, match=code):
            service_months(service, less, {})


# --- rules one by one ------------------------------------------------------------------------------------------------


def test_a_base_is_none_where_no_month_is_paid() -> None:
    assert due("2000-01-01", "2001-12-31", 900).base_post is None
    assert due("2009-01-01", "2010-12-31", 900).base_pre is None
    assert due("1990-01-01", "2010-12-31", 900, ground="协商", joint_cap12="joint").base_post is None
    assert due("2000-01-01", "2010-12-31", 900, ground="期满").base_pre is None


@pytest.mark.parametrize("ground", GROUNDS)
def test_each_ground_has_its_cap_and_floor_before_2008(ground: str) -> None:
    result = due("1990-01-01", "2007-12-31", 700, 900, ground=ground)
    expected = {"协商": (12, 700), "不能胜任": (12, 700), "期满": (0, None)}.get(ground, (18, 900))
    assert (result.months, result.base_pre) == expected


@pytest.mark.parametrize("ground", GROUNDS)
def test_each_ground_is_the_same_from_2008_unless_the_floor_is_on_both_sides(ground: str) -> None:
    plain = due("2008-01-01", "2023-12-31", 700, 900, ground=ground)
    lifted = due("2008-01-01", "2023-12-31", 700, 900, ground=ground, enterprise_floor="both")
    assert (plain.months, plain.base_post) == (16, 700)
    assert lifted.base_post == (700 if ground in ("协商", "不能胜任", "期满") else 900)


def test_months_stand_on_the_side_of_their_regime() -> None:
    both_sides = "2000-01-01", "2010-12-31", 900, 900, 900
    sides = {profile: due(*both_sides, profile=profile) for profile in ("SEG2008", "R481", "RGZ", "RLCL", "PRORATE")}
    assert {name: (one.months_pre, one.months_post) for name, one in sides.items()} == {
        "SEG2008": (8, 3),
        "R481": (11, 0),
        "RGZ": (11, 0),
        "RLCL": (0, 3),
        "PRORATE": (11, 0),
    }
    assert due(*both_sides, segmentation="merged_481").months_pre == 11
    assert due(*both_sides, segmentation="merged_art47").months_post == 11


def test_prorate_counts_days_as_thirty_firsts_of_a_month() -> None:
    assert due("1985-08-15", "2004-03-31", 1, fraction="prorate2").months == Fraction("18.63")
    assert due("1985-08-15", "2004-03-31", 1, profile="PRORATE").months == Fraction("18.63")
    assert due("1985-08-15", "2004-03-31", 1, profile="PRORATE", fraction="half_year").months == 19


def test_the_limit_looks_at_the_own_wage_and_the_cap_at_the_lifted_base() -> None:
    lifted = due("2008-01-01", "2023-12-31", 100, 99999, 1000, enterprise_floor="both")
    assert (lifted.months, lifted.base_post) == (16, 3000)
    assert due("2008-01-01", "2023-12-31", "3000.000001", None, 1000).months == 12
    assert due("2008-01-01", "2023-12-31", 3000, None, 1000).months == 16


def test_joint_cap_and_common_limit_act_together() -> None:
    both_caps = {"limit12": "all", "joint_cap12": "joint"}
    result = due("2000-01-01", "2022-12-31", 20000, None, 5000, "协商", **both_caps)
    assert (result.months_pre, result.months_post, result.amount) == (8, 4, 220_000)


def test_pieces_left_out_leave_nothing() -> None:
    pieces = [Piece(day("1990-01-01"), day("1999-12-31"), counts=False)]
    result = severance(pieces, Fraction(900), None, None, "", "SEG2008", {})
    assert (result.months, result.amount) == (0, 0)


def test_a_real_end_in_a_piece_left_out_takes_no_day_from_the_others() -> None:
    pieces = [Piece(day("2008-01-01"), day("2008-06-30")), Piece(day("2008-07-01"), day("2009-06-30"), counts=False)]
    assert severance(pieces, Fraction(900), None, None, "", "SEG2008", {"end_date": "exclusive"}).months == 1


def test_service_in_months_is_the_same_as_whole_months_of_dates() -> None:
    by_dates = due("1991-05-01", "2011-05-31", 2000, 2500, 3000)
    by_months = severance_by_service(200, 41, Fraction(2000), Fraction(2500), Fraction(3000), "", "SEG2008", {})
    assert by_months == by_dates


def test_half_up_rounds_the_exact_decimal() -> None:
    assert half_up(Fraction("0.6") * Fraction("1000.675"), 2) == Fraction("600.41")
    assert half_up(Fraction("1.005"), 2) == Fraction("1.01")
    assert half_up(Fraction("0.5"), 0) == 1


SERVICE = ("2000-01-01", "2010-12-31")


@pytest.mark.parametrize(
    ("code", "given", "options"),
    [
        ("#NUM!", ("2010-12-31", "2000-01-01", 900, None, None), {}),
        ("#NUM!", (*SERVICE, -1, None, None), {}),
        ("#NUM!", (*SERVICE, 900, 0, None), {}),
        ("#NUM!", (*SERVICE, 900, None, 0), {}),
        ("#VALUE!", (*SERVICE, None, None, None), {}),
        ("#VALUE!", (*SERVICE, 900, None, None), {"ground": "辞职"}),
        ("#VALUE!", (*SERVICE, 900, None, None), {"profile": "R482"}),
        ("#VALUE!", (*SERVICE, 900, None, None), {"profile": "RGZ"}),
        ("#VALUE!", (*SERVICE, 900, None, None), {"profile": "BANKRUPT3X"}),
        ("#VALUE!", (*SERVICE, 900, 900, None), {"enterprise_wage_cap": "2"}),
        ("#VALUE!", (*SERVICE, 900, None, None), {"fraction": "year_down"}),
        ("#VALUE!", (*SERVICE, 900, None, None), {"fractions": "year_up"}),
        ("#VALUE!", (*SERVICE, 900, None, None), {"multiplier": "zwei"}),
        ("#N/A", ("2000-01-01", "2007-12-31", 900, None, None), {"profile": "RLCL"}),
    ],
)
def test_what_cannot_be_computed_is_refused_with_its_code(
    code: str, given: tuple[Wage, ...], options: dict[str, str]
) -> None:
    assert refused(code, *given, **options)


def test_options_without_effect_are_accepted() -> None:
    plain = due(*SERVICE, 900, 900, None, profile="PRORATE")
    idle = {"enterprise_wage_cap": "2", "limit12": "all", "segmentation": "merged_481", "month_decimal": "ask"}
    assert due(*SERVICE, 900, 900, None, profile="PRORATE", **idle) == plain


def test_amounts_never_depend_on_the_order_of_the_pieces() -> None:
    pieces = [Piece(date(1998 + 3 * n, 1, 31), date(2000 + 3 * n, 4, 29)) for n in range(4)]
    for pieces_option, fraction in product(("sum_then_round", "round_each"), ("year_up", "half_year", "prorate2")):
        options = {"pieces": pieces_option, "fraction": fraction}
        forth = severance(pieces, Fraction(900), None, None, "", "SEG2008", options)
        assert severance(pieces[::-1], Fraction(900), None, None, "", "SEG2008", options) == forth
