"""The plan across the city: own money first, then the system, exact to the fen, with a reason on each line."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xl_addin.rules.fund.plan import CityPlan, Enterprise, Need, break_even_price, plan_city
from xl_addin.values.errors import NUM, InputError
from xl_addin.values.money import round_half_up

FEN = st.one_of(st.integers(0, 9), st.integers(0, 10**10))
FIRMS = st.lists(st.tuples(st.sampled_from(["商贸", "粮食", "供销", ""]), FEN, FEN), min_size=1, max_size=6)
KEEPS = st.fractions(0, 1, max_denominator=100)


@st.composite
def cities(draw: st.DrawFn) -> tuple[list[Enterprise], list[Need]]:
    firms = [Enterprise(f"企业{i}", *values) for i, values in enumerate(draw(FIRMS))]
    need = st.tuples(st.integers(0, len(firms) - 1), st.sampled_from([0, 1, 1, 2, 3, 5]), FEN)
    rows = draw(st.lists(need, max_size=12))
    return firms, [Need(firm, f"项{i}", tier, fen) for i, (firm, tier, fen) in enumerate(rows)]


@settings(max_examples=300, deadline=None)
@given(cities(), KEEPS, st.sampled_from(["", "丰改办〔2011〕5号"]))
def test_money_is_neither_made_nor_lost(
    city: tuple[list[Enterprise], list[Need]], keeps: Fraction, approval: str
) -> None:
    firms, needs = city
    plan = plan_city(firms, needs, keeps, approval)
    paid = sum(line.paid_fen for line in plan.payments)
    assert paid + sum(line.left_fen for line in plan.enterprises) == sum(firm.money_fen for firm in firms)
    assert all(line.left_fen >= 0 for line in plan.enterprises)
    assert all(0 <= line.paid_fen <= line.need.amount_fen for line in plan.payments)
    assert plan.gap_fen == sum(line.unpaid_fen for line in plan.payments if line.need.tier < 4)


@settings(max_examples=300, deadline=None)
@given(cities(), KEEPS)
def test_transfers_net_to_nothing_in_each_system_and_never_leave_it(
    city: tuple[list[Enterprise], list[Need]], keeps: Fraction
) -> None:
    firms, needs = city
    plan = plan_city(firms, needs, keeps)
    for line in plan.transfers:
        assert firms[line.giver].system == firms[line.receiver].system != ""
        assert not line.approval
    for system in {firm.system for firm in firms}:
        assert sum(line.transfer_fen for line in plan.enterprises if line.enterprise.system == system) == 0
    for i, line in enumerate(plan.enterprises):
        got = sum(t.amount_fen for t in plan.transfers if t.receiver == i)
        gave = sum(t.amount_fen for t in plan.transfers if t.giver == i)
        assert line.transfer_fen == got - gave
        assert not (got and gave)
        if line.position_fen >= 0:
            assert line.position_fen + line.transfer_fen >= keeps * line.position_fen
            assert line.gap_fen == 0


@settings(max_examples=300, deadline=None)
@given(cities())
def test_no_lower_tier_is_paid_by_the_system_while_a_higher_one_lacks(
    city: tuple[list[Enterprise], list[Need]],
) -> None:
    """Inside an enterprise nothing skips a tier; where a receiver still lacks, its system has nothing left."""
    firms, needs = city
    plan = plan_city(firms, needs)
    for i in range(len(firms)):
        own = [line for line in plan.payments if line.need.enterprise == i]
        lacking = min((line.need.tier for line in own if line.unpaid_fen), default=99)
        assert all(line.paid_fen == 0 for line in own if line.need.tier > lacking)
    for system in {firm.system for firm in firms if firm.system}:
        members = [line for line in plan.enterprises if line.enterprise.system == system]
        if any(line.gap_fen for line in members):
            assert all(line.position_fen + line.transfer_fen <= 0 for line in members)


@settings(max_examples=200, deadline=None)
@given(cities())
def test_at_its_break_even_price_an_enterprise_needs_nobody_and_a_fen_less_it_does(
    city: tuple[list[Enterprise], list[Need]],
) -> None:
    firms, needs = city
    plan = plan_city(firms, needs)
    for i, line in enumerate(plan.enterprises):
        own = [Need(0, need.item, need.tier, need.amount_fen) for need in needs if need.enterprise == i]
        at = Enterprise("试算", "", line.break_even_fen, line.enterprise.other_fen)
        assert plan_city([at], own).gap_fen == 0
        if line.break_even_fen:
            below = Enterprise("试算", "", line.break_even_fen - 1, line.enterprise.other_fen)
            assert plan_city([below], own).gap_fen == 1


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**9), st.fractions(0, Fraction(19, 20), max_denominator=1000))
def test_break_even_counts_the_costs_of_the_sale(need: int, other: int, rate: Fraction) -> None:
    def left(price: int) -> int:
        return other + price - round_half_up(price * rate) - need

    price = break_even_price(need, other, rate)
    assert left(price) >= 0
    assert price == 0 or left(price - 1) < 0


def example(keeps: Fraction = Fraction(0), approval: str = "") -> CityPlan:
    """Three enterprises of one system and one of another, in fen."""
    firms = [
        Enterprise("甲厂", "商贸", 1_000, 200),
        Enterprise("乙厂", "商贸", 0, 300),
        Enterprise("丙厂", "商贸", 100, 0),
        Enterprise("丁社", "供销", 900, 0),
    ]
    needs = [
        Need(0, "经济补偿", 1, 500),
        Need(1, "经济补偿", 1, 700),
        Need(1, "税费", 2, 100),
        Need(2, "经济补偿", 1, 300),
        Need(2, "养老", 1, 300),
        Need(0, "其他债权", 5, 600),
    ]
    return plan_city(firms, needs, keeps, approval)


def test_higher_tiers_of_all_receivers_come_first_and_share_in_proportion() -> None:
    """甲 has 700 to give; tier 1 lacks 400 and 500: 311.11 and 388.89; tier 2 gets nothing."""
    plan = example()
    assert [line.transfer_fen for line in plan.enterprises] == [-700, 311, 389, 0]
    assert [line.paid_fen for line in plan.payments] == [500, 611, 0, 245, 244, 0]
    assert plan.gap_fen == 89 + 100 + 111


def test_a_donor_keeps_its_share_and_pays_its_other_creditors_from_it() -> None:
    plan = example(keeps=Fraction(1, 2))
    assert plan.enterprises[0].transfer_fen == -350
    assert plan.payments[5].paid_fen == 350
    assert plan.enterprises[0].left_fen == 0


def test_between_systems_money_moves_only_with_an_approval_number() -> None:
    assert all(line.giver != 3 for line in example().transfers)
    approved = example(approval="丰改办〔2011〕5号")
    crossing = [line for line in approved.transfers if line.giver == 3]
    assert sum(line.amount_fen for line in crossing) == 300
    assert {line.approval for line in crossing} == {"丰改办〔2011〕5号"}
    assert all("跨系统" in line.reason and "丰改办〔2011〕5号" in line.reason for line in crossing)
    assert approved.gap_fen == 0


def test_every_line_says_why() -> None:
    plan = example()
    assert plan.enterprises[0].reason == "自有资金结余 7.00 元，调出 7.00 元；成交价达到 3.00 元时不需调剂"
    assert plan.payments[0].reason == "本企业资金足额支付"
    assert plan.payments[1].reason == "本企业资金加调入资金不足以付清第1层，本项付 6.11 元，缺 0.89 元"
    assert plan.payments[2].reason == "前面各层尚未付清，第2层不支付，缺 1.00 元"
    assert plan.transfers[0].reason == "甲厂付清本企业应付项目后结余 7.00 元，在本系统内调给乙厂 3.11 元"


def test_enterprises_without_a_system_have_nobody_to_balance_with() -> None:
    firms = [Enterprise("甲厂", "", 1000, 0), Enterprise("乙厂", "", 0, 0)]
    assert plan_city(firms, [Need(1, "经济补偿", 1, 10)]).transfers == ()


@pytest.mark.parametrize(
    ("firms", "needs", "keeps"),
    [
        ([Enterprise("甲厂", "商贸", -1, 0)], [], Fraction(0)),
        ([Enterprise("甲厂", "商贸", 0, 0)], [Need(0, "养老", 1, -1)], Fraction(0)),
        ([Enterprise("甲厂", "商贸", 0, 0)], [], Fraction(3, 2)),
    ],
)
def test_impossible_money_is_refused(firms: list[Enterprise], needs: list[Need], keeps: Fraction) -> None:
    with pytest.raises(InputError) as caught:
        plan_city(firms, needs, keeps)
    assert caught.value.code == NUM
