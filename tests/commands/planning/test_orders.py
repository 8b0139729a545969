"""The order that 资金方案 shows settles as many workers as the best of all orders, and no fen is lost on the way."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.commands.generated_books import grid
from tests.commands.pressing import TODAY, pressed
from xl_addin.commands.planning.inputs import read_inputs
from xl_addin.commands.planning.scenario import Scenario, first_scenario
from xl_addin.policy.fund_tiers import fund_tiers
from xl_addin.rules.fund.funding import plan_funding

_CITIES = 12


def small_city(chance: random.Random) -> Scenario:
    """Two to five enterprises, some without a system, with every source of money now and then, as sheets say it."""

    def yuan(most: int) -> float:
        return chance.randint(1, most * 100) / 100

    progress: list[list[Any]] = [["企业名称", "主管系统", "职工人数", "职代会时间", "批复文号", "成交价(元)"]]
    funds: list[list[Any]] = [["企业名称", "费用/来源", "项目", "金额(元)"], ["全市", "来源", "财政拨款", yuan(15_000)]]
    ledger: list[list[Any]] = [["日期", "企业名称", "所属系统", "科目", "收入金额", "支出金额", "审批文号"]]
    for name in (f"虚构{word}厂" for word in "甲乙丙丁戊"[: chance.randint(2, 5)]):
        system, price = chance.choice(["工业", "商业", ""]), chance.choice([None, yuan(20_000)])
        progress.append([name, system, chance.randint(1, 50), "2011-08-01", "改1号", price])
        funds += [[name, "费用", "经济补偿", yuan(20_000)], [name, "费用", "养老", yuan(9_000)]]
        for source in ("土地储备垫付", "社保暂挂", "土地出让"):
            funds += [[name, "来源", source, yuan(5_000)]] if chance.random() < 0.5 else []
        ledger.append(["2011-10-01", name, system, "产权变现", yuan(20_000), None, None])
        ledger.append(["2011-10-02", name, system, "土地储备垫付", yuan(1_000), None, None])
    book = pressed(grid(改制工作进度表=progress, 费用和资金来源表=funds, 资金收支台账=ledger))
    return first_scenario(read_inputs(book, "", fund_tiers(book.usable_policy().policy.facts), TODAY))


@pytest.mark.parametrize("seed", range(10))
def test_no_other_order_settles_more_workers_and_every_fen_is_somewhere(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(_CITIES):
        city = small_city(chance)
        plan, columns = city.funding, city.columns
        came = plan.own.sum() + plan.advance.sum() + plan.deferral.sum() + plan.fiscal.sum()
        went = (plan.need - plan.gap).sum() + plan.repaid.sum() + plan.left.sum()
        assert came == went and (plan.first + plan.second).sum() == plan.given.sum()
        assert (plan.gap >= 0).all() and (plan.left >= 0).all() and plan.fiscal.sum() <= city.terms.fiscal
        orders = itertools.permutations(range(1, len(city.firms) + 1))
        ranked = (replace(columns, rank=np.array(order, dtype=np.int64)) for order in orders)
        best = max(int(columns.workers[plan_funding(one, city.terms).settled].sum()) for one in ranked)
        assert city.answer.choice.proven and city.settled_workers == best
