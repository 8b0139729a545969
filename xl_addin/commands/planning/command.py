"""资金方案: a new workbook of live what-ifs about the money of the city, who is settled first, and what moves it."""

from __future__ import annotations

from typing import Final

from xl_addin.commands.plan import BookPlan
from xl_addin.commands.planning.cashflow import cashflow_sheet
from xl_addin.commands.planning.inputs import PlanningInputs, read_inputs
from xl_addin.commands.planning.local_options import option_effects, options_sheet
from xl_addin.commands.planning.moves import moves_sheet
from xl_addin.commands.planning.order_sheet import GET_SOLVER, order_sheet
from xl_addin.commands.planning.places import TITLE
from xl_addin.commands.planning.plan_sheet import plan_sheet
from xl_addin.commands.planning.scenario import Scenario, first_scenario
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.model import NewBook
from xl_addin.policy.fund_tiers import fund_tiers
from xl_addin.values.money import fen_to_yuan

_TOLD: Final = 3


def plan_funding_book(book: CommandBook, context: CommandContext) -> BookPlan:
    """资金方案 of the workbook, as a new workbook; a 政策 sheet that cannot be read is refused."""
    policy = book.usable_policy()
    inputs = read_inputs(book, context.sheet, fund_tiers(policy.policy.facts), book.today)
    city = first_scenario(inputs)
    effects = option_effects(book, context, city)
    main, at = plan_sheet(inputs, city, len(effects))
    sheets = [main, order_sheet(city, at), moves_sheet(city, at), cashflow_sheet(inputs, city, at)]
    if effects:
        sheets.append(options_sheet(city, effects))
    return BookPlan(NewBook(TITLE, sheets), _summary(inputs, city), f"-{TITLE}")


def _summary(inputs: PlanningInputs, city: Scenario) -> str:
    need = fen_to_yuan(int(city.funding.need.sum()))
    best = city.answer.choice
    told = "；".join(inputs.notes[:_TOLD])
    more = "（另有应付款没有读出，不在内）" if any(firm.unread for firm in inputs.firms) else ""
    what = f"已写出资金方案：{len(city.firms)} 户企业应付职工 {need:,.2f} 元{more}，{_reach(city)}"
    said = [f"{what}；蓝字可改，各表随之重算"]
    if told:
        said.append(f"请核对：{told}")
    if not best.proven and not city.answer.solver:
        said.append(GET_SOLVER)
    return "\n".join(said)


def _reach(city: Scenario) -> str:
    """How far the money reaches, in words that can be read aloud: 户 and 人 as 资金方案 counts them."""
    plan, workers, best = city.funding, city.columns.workers, city.answer.choice
    lacks = ~plan.settled
    everybody = _counted(len(city.firms), int(workers.sum()))
    if not lacks.any():
        loans = int((plan.advance + plan.deferral).sum())
        owed = f"（其中 {fen_to_yuan(loans):,.2f} 元是垫付、暂挂，以后要还）" if loans else ""
        return f"所列收入到齐后，{everybody}都能付清{owed}"
    gap = f"还缺 {fen_to_yuan(int(plan.gap.sum())):,.2f} 元"
    unknown = int((workers[lacks] == 0).sum())
    short = _counted(int(lacks.sum()), int(workers[lacks].sum()))
    if unknown:
        short += f"（其中 {unknown} 户没有职工人数）" if unknown < lacks.sum() else "（没有职工人数）"
    if not plan.settled.any():
        return f"{gap}，{short}都付不清"
    told = f"{gap}：{_counted(int(plan.settled.sum()), city.settled_workers)}能付清，{short}付不清"
    if best.proven:
        return told if unknown else f"{told}，换一种先后也不能让更多的人付清"
    return f"{told}，换先后最多 {best.bound} 人能付清"


def _counted(firms: int, workers: int) -> str:
    return f"{firms} 户 {workers} 人" if workers else f"{firms} 户"
