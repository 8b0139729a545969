"""Every worked case of `tests/cases/fund/plan`: a city, its needs, and what a clerk computes by hand."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from xl_addin.policy.fund_tiers import fund_tiers
from xl_addin.rules.fund.plan import Enterprise, Need, plan_city

CASES = Path(__file__).parents[2] / "cases" / "fund" / "plan"


def fen(yuan: float) -> int:
    return round(Fraction(str(yuan)) * 100)


def cases() -> list[Any]:
    found = [case for path in sorted(CASES.glob("*.toml")) for case in tomllib.loads(path.read_text("utf-8"))["case"]]
    return [pytest.param(case, id=case["name"]) for case in found]


@pytest.mark.parametrize("case", cases())
def test_the_plan_is_the_one_worked_by_hand(case: dict[str, Any]) -> None:
    names = [firm[0] for firm in case["firms"]]
    firms = [Enterprise(name, system, fen(sale), fen(other)) for name, system, sale, other in case["firms"]]
    needs = [Need(names.index(firm), item, tier, fen(amount)) for firm, item, tier, amount in case["needs"]]
    keeps = Fraction(str(case.get("keeps", 0)))
    plan = plan_city(firms, needs, keeps, case.get("approval", ""), tiers=fund_tiers(case.get("tiers", {})))
    lines = [(line.transfer_fen, line.gap_fen, line.break_even_fen) for line in plan.enterprises]
    assert lines == [tuple(map(fen, line)) for line in case["lines"]]
    assert [line.paid_fen for line in plan.payments] == [fen(amount) for amount in case["paid"]]
    assert plan.gap_fen == sum(fen(line[1]) for line in case["lines"])
