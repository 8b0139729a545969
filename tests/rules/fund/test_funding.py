"""资金方案: cases worked by hand, every fen conserved whatever is supposed."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.rules.fund.funding import NOT_AGREED, WHOLE, Firms, Funding, Terms, plan_funding
from xl_addin.rules.fund.turns import NO_SYSTEM
from xl_addin.values.errors import InputError

CASES = Path(__file__).parents[2] / "cases" / "fund" / "funding" / "means.toml"
MONEY = ("cash", "sale", "sold", "land", "landed", "need", "insured", "debt", "advance_limit")
TOTALS = ("all_advances", "all_deferrals")
SHARES = ("sale_share", "land_share", "cost_share", "deferral_share", "keeps", "need_share")


def fen(yuan: float) -> int:
    return round(Fraction(str(yuan)) * 100)


def firms_of(system: list[int], rank: list[int], workers: list[int], money: list[list[int]]) -> Firms:
    columns = {name: np.array([row[k] for row in money], dtype=np.int64) for k, name in enumerate(MONEY)}
    held = np.array([len(row) > 10 and bool(row[10]) for row in money])
    columns["agreed"] = np.array([row[9] if len(row) > 9 else NOT_AGREED for row in money], dtype=np.int64)
    return Firms(np.array(system, dtype=np.int32), np.array(rank), np.array(workers), held=held, **columns)


def plan_of(case: dict[str, Any]) -> tuple[Firms, Funding]:
    rows = case["firms"]
    systems = list(dict.fromkeys(row[1] for row in rows if row[1]))
    system = [systems.index(row[1]) if row[1] else NO_SYSTEM for row in rows]
    rank = [row[12] if len(row) > 12 else n for n, row in enumerate(rows)]
    firms = firms_of(system, rank, [row[2] for row in rows], [[fen(yuan) for yuan in row[3:12]] for row in rows])
    money = ("fiscal", *TOTALS)
    terms = {key: value if isinstance(value, bool) else fen(value) if key in money else round(value * WHOLE)
             for key, value in case.get("terms", {}).items()}  # fmt: skip
    return firms, plan_funding(firms, Terms(**terms))


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c["name"]) for c in tomllib.loads(CASES.read_text("utf-8"))["case"]]
)
def test_the_plan_is_the_one_worked_by_hand(case: dict[str, Any]) -> None:
    firms, plan = plan_of(case)
    received = plan.first + plan.second
    lines = zip(plan.given, received, plan.advance, plan.deferral, plan.fiscal, plan.gap, plan.left, strict=True)
    assert [[int(fen) for fen in line] for line in lines] == [[fen(yuan) for yuan in line] for line in case["lines"]]
    assert int(firms.workers[plan.settled].sum()) == case["settled"]
    assert plan.imbalance == 0


amounts = st.integers(0, 10**12)
shares = st.integers(0, WHOLE)


@st.composite
def cities(draw: st.DrawFn) -> tuple[Firms, Terms]:
    count = draw(st.integers(1, 7))
    system = draw(st.lists(st.integers(NO_SYSTEM, 2), min_size=count, max_size=count))
    small = draw(st.booleans())
    of_one = st.lists(st.integers(0, 9) if small else amounts, min_size=len(MONEY), max_size=len(MONEY))
    money = draw(st.lists(of_one, min_size=count, max_size=count))
    for row in money:
        row[6] = min(row[6], row[5])
        row.append(draw(st.one_of(st.just(NOT_AGREED), amounts)))
        row.append(draw(st.integers(0, 1)))
    rank = draw(st.lists(st.integers(0, 5), min_size=count, max_size=count))
    found = {name: draw(shares) for name in SHARES if name != "cost_share"}
    cost = draw(st.integers(0, WHOLE - 1))
    totals = {name: draw(st.one_of(st.none(), amounts if not small else st.integers(0, 30))) for name in TOTALS}
    terms = Terms(**found, **totals, cost_share=cost, fiscal=draw(amounts), advance_first=draw(st.booleans()))
    return firms_of(system, rank, [1] * count, money), terms


@settings(max_examples=300, deadline=None)
@given(cities())
def test_money_is_conserved_to_the_fen_in_every_what_if(city: tuple[Firms, Terms]) -> None:
    firms, terms = city
    plan = plan_funding(firms, terms)
    assert plan.imbalance == 0
    received = plan.first + plan.second
    for number in set(firms.system.tolist()):
        mine = firms.system == number
        assert int(plan.given[mine].sum()) == int(received[mine].sum())
        assert number != NO_SYSTEM or int(received[mine].sum()) == 0
    assert int(plan.fiscal.sum()) <= terms.fiscal
    for column in (plan.left, plan.gap, plan.advance, plan.deferral, plan.fiscal, received, plan.given, plan.repaid):
        assert int(column.min()) >= 0
    assert np.all(plan.advance <= firms.advance_limit)
    assert np.all(plan.deferral <= firms.insured)
    for part, most in ((plan.advance, terms.all_advances), (plan.deferral, terms.all_deferrals)):
        assert most is None or int(part.sum()) <= most
    assert np.all(plan.given <= plan.gift)
    assert not plan.given[firms.held].any()
    assert np.all((plan.gap == 0) | (plan.left == 0)), "nobody keeps money while its own workers lack some"


@settings(max_examples=200, deadline=None)
@given(cities(), st.integers(0, WHOLE))
def test_a_better_price_never_leaves_the_city_worse(city: tuple[Firms, Terms], more: int) -> None:
    firms, terms = city
    better = Terms(**{name: getattr(terms, name) for name in (*SHARES, *TOTALS, "fiscal", "advance_first")}
                   | {"sale_share": terms.sale_share + more})  # fmt: skip
    before, after = plan_funding(firms, terms), plan_funding(firms, better)
    assert int(after.lack.sum()) <= int(before.lack.sum())
    assert np.all(after.own >= before.own)


def test_what_cannot_be_is_refused() -> None:
    firms = firms_of([0], [1], [1], [[0] * 9])
    for terms in (
        Terms(deferral_share=WHOLE + 1),
        Terms(cost_share=WHOLE),
        Terms(keeps=-1),
        Terms(fiscal=-1),
        Terms(all_advances=-1),
    ):
        with pytest.raises(InputError):
            plan_funding(firms, terms)
    with pytest.raises(InputError):
        plan_funding(firms_of([0], [1], [1], [[-1] + [0] * 8]), Terms())
