"""The city plan against an independent exact oracle, under shipped and other tiers."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from tests.oracle import fund_plan_oracle as oracle
from xl_addin.policy.fund_tiers import fund_tiers
from xl_addin.rules.fund.plan import Enterprise, Need, plan_city

TIERS: tuple[dict[str, str], ...] = (
    {},
    {"清偿顺序/系统调出": "3"},
    {"清偿方式/第1层": "按顺序", "清偿方式/第3层": "按比例"},
    {"清偿顺序/系统调出": "6", "清偿方式/第5层": "按顺序"},
)


def differs(rng: random.Random) -> str:
    """Draw one city and say how product and oracle differ; '' if they agree."""
    tiers = fund_tiers(rng.choice(TIERS))
    in_order = frozenset(tier for tier in range(7) if tiers.mode(tier) == "按顺序")
    most = rng.choice((5, 1_000, 10**9))
    firms = [
        oracle.Firm(
            rng.choice(("商贸", "粮食", "")),
            rng.choice((0, rng.randint(0, most), rng.randint(0, 5 * most))),
            [(rng.choice((0, 1, 1, 1, 2, 3, 5)), rng.randint(0, most)) for _ in range(rng.randint(0, 5))],
        )
        for _ in range(rng.randint(1, 7))
    ]
    keeps = Fraction(rng.choice((0, 0, 20, 33, 100)), 100)
    approval = rng.choice(("", "", "示改〔2011〕1号"))
    moved, paid = oracle.city(firms, keeps, tiers.balancing, in_order, bool(approval))
    sales = [rng.randint(0, 2 * firm.money + 1) for firm in firms]
    enterprises = [
        Enterprise(f"企业{i}", firm.system, sale, firm.money - sale)
        for i, (firm, sale) in enumerate(zip(firms, sales, strict=True))
    ]
    needs = [Need(i, f"项{n}", *need) for i, firm in enumerate(firms) for n, need in enumerate(firm.needs)]
    plan = plan_city(enterprises, needs, keeps, approval, tiers=tiers)
    lines = plan.enterprises
    due = [sum(fen for tier, fen in firm.needs if tier < tiers.balancing) for firm in firms]
    expected = (
        moved,
        [fen for own in paid for fen in own],
        [max(d - firm.money - m, 0) for d, firm, m in zip(due, firms, moved, strict=True)],
        [max(d + sale - firm.money, 0) for d, firm, sale in zip(due, firms, sales, strict=True)],
    )
    got = (
        [line.transfer_fen for line in lines],
        [line.paid_fen for line in plan.payments],
        [line.gap_fen for line in lines],
        [line.break_even_fen for line in lines],
    )
    return "" if got == expected else f"{firms} {keeps} {approval}: {got} instead of {expected}"


@pytest.mark.parametrize("seed", range(4))
def test_the_plan_is_that_of_the_oracle_in_every_fen(seed: int) -> None:
    rng = random.Random(f"plan-{seed}")
    assert [text for _ in range(500) if (text := differs(rng))] == []


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 125))
def test_the_plan_is_that_of_the_oracle_in_fifty_thousand_cities(seed: int) -> None:
    rng = random.Random(f"plan-{seed}")
    assert [text for _ in range(2000) if (text := differs(rng))] == []
