"""The city of 资金方案 as columns: the first what-if, who comes first in it, and what the rules make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from xl_addin.commands.planning.inputs import FirmInput, PlanningInputs
from xl_addin.rules.fund.funding import NOT_AGREED, WHOLE, Firms, Funding, Terms, plan_funding
from xl_addin.rules.fund.optimum import Answer
from xl_addin.rules.fund.order import best_order
from xl_addin.rules.fund.priority import Choice
from xl_addin.rules.fund.turns import NO_SYSTEM

LADDER: Final = (50, 60, 70, 80, 90, 100, 110, 120, 130)
"""Prices reached, in percent of those expected."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """The first what-if; ``firms`` are in the order of the sheet, systems one after another."""

    firms: tuple[FirmInput, ...]
    columns: Firms
    terms: Terms
    funding: Funding
    greedy: Choice
    answer: Answer

    @property
    def systems(self) -> list[str]:
        """Systems in order; '' for enterprises of none."""
        return list(dict.fromkeys(firm.system for firm in self.firms))

    @property
    def settled_workers(self) -> int:
        """Workers of the enterprises that are paid in full."""
        return int(self.columns.workers[self.funding.settled].sum())


def first_scenario(inputs: PlanningInputs) -> Scenario:
    """Suppose that everything comes as expected, and help first those who make most workers settled."""
    systems = list(dict.fromkeys(firm.system for firm in inputs.firms if firm.system))
    places = {system: place for place, system in enumerate(systems)}
    firms = tuple(sorted(inputs.firms, key=lambda firm: places.get(firm.system, len(systems))))
    means = inputs.means
    terms = Terms(
        fiscal=means.fiscal,
        deferral_share=0 if means.all_deferrals is None else WHOLE,
        all_advances=means.all_advances,
        all_deferrals=means.all_deferrals,
    )
    columns = _columns(firms, places, means.all_advances or 0)
    order = best_order(columns, terms)
    rank = np.argsort(np.argsort(order.rank, kind="stable"), kind="stable") + 1
    return Scenario(firms, replace(columns, rank=rank), terms, order.plan, order.greedy, order.answer)


def _columns(firms: tuple[FirmInput, ...], places: dict[str, int], all_advances: int) -> Firms:
    def column(name: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        return np.array([getattr(firm, name) for firm in firms], dtype=np.int64)

    agreed = [NOT_AGREED if firm.deferral_limit is None else firm.deferral_limit for firm in firms]
    advances = [all_advances if firm.advance_limit is None else firm.advance_limit for firm in firms]
    return Firms(
        system=np.array([places.get(firm.system, NO_SYSTEM) for firm in firms], dtype=np.int32),
        rank=np.arange(1, len(firms) + 1, dtype=np.int64),
        workers=column("workers"),
        cash=column("cash"),
        sale=column("price"),
        sold=column("sold"),
        land=column("land"),
        landed=column("landed"),
        need=column("need"),
        insured=column("insured"),
        debt=column("debt"),
        advance_limit=np.array(advances, dtype=np.int64),
        held=np.array([firm.held for firm in firms], dtype=np.bool_),
        agreed=np.array(agreed, dtype=np.int64),
    )


def ladder(scenario: Scenario) -> list[tuple[int, int]]:
    """Workers settled and the gap in fen at each price of :data:`LADDER`, everything else as it is."""
    found = []
    for percent in LADDER:
        plan = plan_funding(scenario.columns, replace(scenario.terms, sale_share=percent * WHOLE // 100))
        found.append((int(scenario.columns.workers[plan.settled].sum()), int(plan.gap.sum())))
    return found


def system_gaps(scenario: Scenario, terms: Terms) -> list[int]:
    """What each system lacks after its own surpluses have been given, in fen: to be borrowed or found elsewhere."""
    plan = plan_funding(scenario.columns, terms)
    found = []
    for system in scenario.systems:
        mine = np.array([firm.system == system for firm in scenario.firms])
        found.append(max(int(plan.lack[mine].sum()) - int(plan.gift[mine].sum()), 0))
    return found
