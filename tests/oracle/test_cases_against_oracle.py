"""Every worked case in `tests/cases` was derived by hand; the exact oracle must come to the same lines.

Two derivations that know nothing of each other: the arithmetic written in each case's `why`, and
`severance_oracle`. The product is not involved here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.oracle.calendar_walk import Period, anniversaries, length
from tests.oracle.oracle_policy import AMOUNTS, CHOICES
from tests.oracle.oracle_service import half_up
from tests.oracle.severance_oracle import (
    OracleError,
    OracleResult,
    Piece,
    service_months,
    severance,
    severance_by_service,
    unlawful,
)

CASES = Path(__file__).parents[1] / "cases"
FILES = {
    "high_wage_cliff",
    "month_ends",
    "options_caps",
    "options_end_date",
    "options_floors",
    "options_fraction",
    "options_segmentation",
    "profiles",
    "rounding_and_multiplier",
    "service_in_pieces",
    "service_months",
    "severance_across_2008",
    "severance_before_2008",
    "severance_by_service",
    "severance_from_2008",
    "unlawful_and_memo",
}
Case = dict[str, Any]


def all_cases(kind: str) -> list[Any]:
    """Give the cases of one kind from every file, each with a readable id."""
    found = []
    for name in sorted(FILES):
        book = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
        found += [pytest.param(case, id=f"{name}: {case['name']}") for case in book.get(kind, [])]
    return found


def yuan(text: str) -> Fraction | None:
    return Fraction(text) if text else None


def pieces_of(case: Case) -> list[Piece]:
    """Read `start` and `end`, or `segments` (which leave no room for an `end`)."""
    if "segments" not in case:
        return [Piece(date.fromisoformat(case["start"]), date.fromisoformat(case["end"]))]
    if case.get("end"):
        raise OracleError("#VALUE!", "an end date beside the pieces")
    return [
        Piece(date.fromisoformat(start), date.fromisoformat(end), counts == "是", paid == "是")
        for start, end, _kind, counts, paid in case["segments"]
    ]


def months_of(text: str) -> int | None:
    """Read months as a clerk writes them: 223, 18年7个月, 18年半; 18.7 is a question."""
    if not text:
        return None
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if match := re.fullmatch(r"(\d+)年(?:(\d+)个月|(半))?", text):
        return int(match[1]) * 12 + int(match[2] or 0) + (6 if match[3] else 0)
    raise OracleError("#N/A", text)


def lines_of(result: OracleResult) -> dict[str, Fraction | None]:
    return {
        "months_before_2008": result.months_pre,
        "months_from_2008": result.months_post,
        "payable_months": result.months,
        "base_before_2008": result.base_pre,
        "base_from_2008": result.base_post,
        "amount": result.amount,
    }


def assert_lines(case: Case, derive: Callable[[], dict[str, Fraction | None]]) -> None:
    """Compare every line, or the error code."""
    if "error" in case["lines"]:
        with pytest.raises(OracleError) as caught:
            derive()
        assert caught.value.code == case["lines"]["error"]
    else:
        assert derive() == {name: yuan(value) for name, value in case["lines"].items()}


def wages_of(case: Case) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    return yuan(case["wage"]), yuan(case["enterprise_wage"]), yuan(case["local_wage"])


@pytest.mark.parametrize("case", all_cases("case"))
def test_the_oracle_agrees_with_the_hand_derivation(case: Case) -> None:
    rules = case["ground"], case["profile"], case["options"]
    assert_lines(case, lambda: lines_of(severance(pieces_of(case), *wages_of(case), *rules)))


@pytest.mark.parametrize("case", all_cases("by_service"))
def test_the_oracle_agrees_on_service_given_in_months(case: Case) -> None:
    def derive() -> dict[str, Fraction | None]:
        before, after = months_of(case["months_before_2008"]), months_of(case["months_from_2008"])
        rules = case["ground"], case["profile"], case["options"]
        return lines_of(severance_by_service(before, after, *wages_of(case), *rules))

    assert_lines(case, derive)


@pytest.mark.parametrize("case", all_cases("service_months"))
def test_the_oracle_agrees_on_completed_months(case: Case) -> None:
    def derive() -> dict[str, Fraction | None]:
        return {"months": Fraction(service_months(pieces_of(case), yuan(case["deducted_months"]), case["options"]))}

    assert_lines(case, derive)


@pytest.mark.parametrize("case", all_cases("unlawful"))
def test_the_oracle_agrees_on_unlawful_ending(case: Case) -> None:
    wages = yuan(case["wage"]), yuan(case["local_wage"])
    assert_lines(case, lambda: {"amount": unlawful(pieces_of(case), *wages, case["options"])})


@pytest.mark.parametrize("case", all_cases("extra_compensation"))
def test_the_extra_half_stands_beside_the_severance(case: Case) -> None:
    wages = yuan(case["wage"]), yuan(case["enterprise_wage"]), None
    due = severance(pieces_of(case), *wages, case["ground"], "SEG2008", {}).amount
    extra = half_up(due / 2, 2)
    assert_lines(case, lambda: {"severance": due, "extra": extra, "together": due + extra})


@pytest.mark.parametrize("case", all_cases("medical_subsidy"))
def test_the_medical_subsidy_is_six_months_and_more(case: Case) -> None:
    times = {"普通": Fraction(6), "重病": Fraction(9), "绝症": Fraction(12)}[case["severity"]]
    assert_lines(case, lambda: {"amount": half_up(times * Fraction(case["wage"]), 2)})


@pytest.mark.parametrize("case", all_cases("notice_pay"))
def test_notice_pay_is_the_wage_to_the_fen(case: Case) -> None:
    assert_lines(case, lambda: {"amount": half_up(Fraction(case["wage"]), 2)})


@pytest.mark.parametrize("case", all_cases("settlement"))
def test_the_settlement_is_the_bankruptcy_profile_of_a_twelfth(case: Case) -> None:
    monthly = Fraction(case["city_annual_wage"]) / 12
    worker = [Piece(date(1980, 1, 1), date(2004, 12, 31))]
    each = severance(worker, Fraction(1), None, monthly, "破产关闭", "BANKRUPT3X", {}).amount
    lines: dict[str, Fraction | None] = {"amount": each, "all_persons": each * int(case["persons"])}
    if "contract_persons" in case:
        months = int(case["contract_years"]) * 12
        wage = Fraction(case["contract_wage"])
        one = severance_by_service(months, None, wage, None, None, "裁员", "R481", {}).amount
        contract = one * int(case["contract_persons"])
        lines |= {"contract_persons_amount": contract, "together": each * int(case["persons"]) + contract}
    assert_lines(case, lambda: lines)


@pytest.mark.parametrize("case", all_cases("injury_subsidy"))
def test_the_injury_subsidy_is_the_months_of_the_local_table(case: Case) -> None:
    exact = Fraction(case["months"]) * Fraction(case["share"]) * Fraction(case["wage"])
    assert_lines(case, lambda: {"amount": half_up(exact, 2)})


@pytest.mark.parametrize("case", all_cases("protected"))
def test_the_protected_worker_is_recognised_and_still_computed(case: Case) -> None:
    start, end, retirement = (date.fromisoformat(case[name]) for name in ("start", "end", "retirement"))
    years = length(Period(start, end), "clamp").months // 12
    left = len(anniversaries(end, retirement, "clamp"))
    wages = yuan(case["wage"]), yuan(case["enterprise_wage"]), yuan(case["local_wage"])
    due = severance([Piece(start, end)], *wages, case["ground"], "SEG2008", {}).amount
    assert case["lines"]["protected"] == ("42(5)" if years >= 15 and left < 60 else "")
    assert (years, left, due) == (
        int(case["lines"]["service_years"]),
        int(case["lines"]["months_to_retirement"]),
        Fraction(case["lines"]["amount"]),
    )


def test_every_case_has_a_name_of_its_own_a_source_and_a_derivation() -> None:
    for name in FILES:
        book = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
        cases = [case for group in book.values() for case in group]
        assert len({case["name"] for case in cases}) == len(cases), name
        assert all(case["source"] and case["why"] and case["lines"] for case in cases), name


def test_every_option_and_value_stands_in_some_case() -> None:
    used = {
        (option.lower(), value.lower())
        for kind in ("case", "by_service")
        for param in all_cases(kind)
        for option, value in param.values[0]["options"].items()
    }
    not_default = {(option, value) for option, values in CHOICES.items() for value in values[1:]}
    not_default.discard(("month_decimal", "month_two_digits"))
    assert not_default <= used
    assert set(AMOUNTS) <= {option for option, _ in used}
