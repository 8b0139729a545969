"""The order that 资金方案 shows settles as many workers as the best of all orders, and no fen is lost on the way."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace

import numpy as np
import pytest

from tests.commands.generated_books import grid
from tests.commands.planning.invented_city import small_city
from tests.commands.pressing import TODAY, pressed
from xl_addin.commands.planning.inputs import read_inputs
from xl_addin.commands.planning.scenario import Scenario, first_scenario
from xl_addin.policy.fund_tiers import fund_tiers
from xl_addin.rules.fund.funding import plan_funding

_CITIES = 12


def planned(chance: random.Random, *, limits: bool = False) -> Scenario:
    book = pressed(grid(**small_city(chance, limits=limits)))
    return first_scenario(read_inputs(book, "", fund_tiers(book.usable_policy().policy.facts), TODAY))


def best_of_all(city: Scenario) -> int:
    """Most workers that any order settles."""
    orders = itertools.permutations(range(1, len(city.firms) + 1))
    ranked = (replace(city.columns, rank=np.array(order, dtype=np.int64)) for order in orders)
    return max(int(city.columns.workers[plan_funding(one, city.terms).settled].sum()) for one in ranked)


@pytest.mark.parametrize("seed", range(10))
def test_no_other_order_settles_more_workers_and_every_fen_is_somewhere(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(_CITIES):
        city = planned(chance)
        plan = city.funding
        came = plan.own.sum() + plan.advance.sum() + plan.deferral.sum() + plan.fiscal.sum()
        went = (plan.need - plan.gap).sum() + plan.repaid.sum() + plan.left.sum()
        assert came == went and (plan.first + plan.second).sum() == plan.given.sum()
        assert (plan.gap >= 0).all() and (plan.left >= 0).all() and plan.fiscal.sum() <= city.terms.fiscal
        assert city.answer.choice.proven and city.settled_workers == best_of_all(city)


@pytest.mark.parametrize("seed", range(4))
def test_where_the_city_limits_what_is_borrowed_the_bound_holds_and_the_order_is_as_good_as_any(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(_CITIES):
        city = planned(chance, limits=True)
        best, choice = best_of_all(city), city.answer.choice
        assert city.settled_workers == choice.workers == best <= choice.bound
        assert not choice.proven or choice.workers == choice.bound
