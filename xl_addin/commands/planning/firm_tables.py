"""The tables of 资金方案 with a row an enterprise: what is known, who pays, the steps between; native formulas.

They say what :mod:`xl_addin.rules.fund.funding` says, so that a change of a blue cell is computed by every host,
without the add-in. Ranks need not be different: equal ones count by row. What is borrowed:
:mod:`xl_addin.commands.planning.loan_table`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from xl_addin.commands.fund.plan_data import NO_SYSTEM
from xl_addin.commands.planning.loan_table import advances_first, write_loans
from xl_addin.commands.planning.local_options import changed_need
from xl_addin.commands.planning.places import Places
from xl_addin.commands.planning.scenario import Scenario
from xl_addin.files.building.draft import Content, SheetDraft, columns
from xl_addin.rules.fund.funding import NOT_AGREED, share_of
from xl_addin.rules.fund.plan import break_even_price
from xl_addin.values.money import fen_to_yuan

_DATA: Final = columns(
    "企业名称:wrap 所属系统:centre 先后:entry 职工人数:entry 专户余额(元):money 预计成交价(元):entry_money "
    "已收变现款(元):money 预计土地收入(元):entry_money 已收土地款(元):money 应付职工(元):entry_money "
    "其中保险费(元):entry_money 原有垫付暂挂(元):money"
)
_MEANS: Final = columns(
    "企业名称:wrap 自有资金(元):money 不足(元):money 垫付限额(元):entry_money 暂挂限额(元):entry_money "
    "须外部补足(元):money 系统内调剂(元):signed 垫付(元):money 暂挂(元):money 财政(元):money 缺口(元):money "
    "付清人数:count"
)
_STEPS: Final = columns(
    "企业名称:wrap 实际次序:count 待收变现净额(元):money 待收土地净额(元):money 归还原有债务(元):money "
    "可调出(元):money 调入补缺(元):money 调入代借款(元):money 调出(元):money 余款(元):money 保本成交价(元):money "
    "收支核对:centre"
)
EVEN, UNEVEN = "平", "不平"


def write_tables(draft: SheetDraft, at: Places, city: Scenario, options: int) -> None:
    """Write them one below the other, each with its sums; ``options`` is how many 口径影响 has."""
    draft.section("三、各企业情况（蓝字可改；先后：数小的先补，可以对换）")
    draft.table(_DATA, _data(at, city, options), "DEFGHIJKL", head_height=30)
    draft.put("D", replace(draft.rows[-1][3], style="sum_count"))
    draft.add()
    draft.section("四、资金来源和缺口")
    draft.table(_MEANS, _means(at, city), "BCDEFGHIJKL", head_height=30)
    draft.add()
    draft.section("五、计算过程")
    draft.table(_STEPS, _steps(at, city), "CDEFGHIJ", head_height=30)
    draft.add()
    write_loans(draft, at, city)


def _data(at: Places, city: Scenario, options: int) -> Iterator[Sequence[Content]]:
    for i, firm in enumerate(city.firms):
        money = map(fen_to_yuan, (firm.cash, firm.price, firm.sold, firm.land, firm.landed))
        need = changed_need(firm.need, i, options, at.condition("option")) if options else None
        last = fen_to_yuan(firm.insured), fen_to_yuan(firm.debt)
        first = firm.name, firm.system or NO_SYSTEM, int(city.columns.rank[i]), firm.workers
        yield *first, *money, (fen_to_yuan(firm.need), need), *last


def _means(at: Places, city: Scenario) -> Iterator[Sequence[Content]]:
    plan, terms, first = city.funding, city.terms, advances_first(at)
    for i, firm in enumerate(city.firms):
        row, data, step = at.means + i, at.data + i, at.steps + i
        need = _need(at, data)
        share = f"ROUND(ROUND(K{data}*{at.condition('need')},2)*{at.condition('share')},2)"
        limit, loan = city.columns.agreed[i], at.loans + i
        agreed = limit != NOT_AGREED
        total = at.condition("all_advances") if firm.advance_limit is None and terms.all_advances is not None else None
        wanted = [at.column(*of) for of in (("means", "C"), ("steps", "G"), ("steps", "H"), ("loans", "I"))]
        lacks, *met = (f"SUMIFS({amounts},{at.before(f'B{step}')})" for amounts in wanted)
        spent = f"{at.condition('fiscal')}-{lacks}+{'+'.join(met)}"
        moved = int(plan.first[i] + plan.second[i] - plan.given[i])
        settled = firm.workers if plan.settled[i] else 0
        deferrable = int(limit) if agreed else int(share_of(city.columns.insured, terms.deferral_share)[i])
        yield (
            (firm.name, f"A{data}"),
            (_yuan(plan.own[i]), f"ROUND(E{data}+C{step}+D{step},2)"),
            (_yuan(plan.lack[i]), f"MAX(ROUND({need}-B{row},2),0)"),
            (_yuan(city.columns.advance_limit[i]), total),
            (fen_to_yuan(deferrable), None if agreed else share),
            (_yuan(plan.outside[i]), f"ROUND(C{row}-E{loan},2)"),
            (fen_to_yuan(moved), f"ROUND(G{step}+H{step}-I{step},2)"),
            (_yuan(plan.advance[i]), f"ROUND(IF({first},L{loan},I{loan}-L{loan}),2)"),
            (_yuan(plan.deferral[i]), f"ROUND(IF({first},I{loan}-L{loan},L{loan}),2)"),
            (_yuan(plan.fiscal[i]), f"ROUND(MAX(MIN(C{row}-G{step}-H{step}-I{loan},{spent}),0),2)"),
            (_yuan(plan.gap[i]), f"ROUND(C{row}-G{step}-H{step}-H{row}-I{row}-J{row},2)"),
            (settled, f"IF(K{row}=0,D{data},0)"),
        )


def _steps(at: Places, city: Scenario) -> Iterator[Sequence[Content]]:
    plan = city.funding
    for i, firm in enumerate(city.firms):
        row, data, means = at.steps + i, at.data + i, at.means + i
        need, own = _need(at, data), f"B{means}"
        mine, earlier = at.of_system(data), at.before(f"B{row}")
        gifts, out, lacks = at.column("steps", "F"), at.column("means", "F"), at.column("means", "C")
        first, second = at.column("steps", "G"), at.column("steps", "H")
        alone = f'$B{data}="{NO_SYSTEM}"'
        pool = f"SUMIFS({gifts},{mine})"
        one = f"MIN(F{means},{pool}-SUMIFS({out},{mine},{earlier}))"
        waiting = f"(SUMIFS({lacks},{mine},{earlier})-SUMIFS({out},{mine},{earlier}))"
        two = f"MIN(C{means}-F{means},{pool}-SUMIFS({first},{mine})-{waiting})"
        given = f"MIN(F{row},SUMIFS({first},{mine})+SUMIFS({second},{mine})-SUMIFS({gifts},{mine},{earlier}))"
        surplus = f"ROUND(MAX({own}-{need}-L{data},0)*(1-{at.condition('keeps')}),6)"
        ranks = at.column("data", "C")
        same = f"COUNTIF($C${at.data}:$C{data},$C{data})"
        come = f"{own}+G{means}+H{means}+I{means}+J{means}"
        yield (
            (firm.name, f"A{data}"),
            (
                int(city.columns.rank[i]),
                f'IF(ISNUMBER($C{data}),COUNTIF({ranks},"<"&$C{data})+{same},COUNT({ranks})+{i + 1})',
            ),
            (_yuan(plan.sale_due[i]), _to_come(f"F{data}", f"G{data}", at.condition("sale"), at)),
            (_yuan(plan.land_due[i]), _to_come(f"H{data}", f"I{data}", at.condition("land"), at)),
            (_yuan(plan.repaid[i]), f"MIN(MAX(ROUND({own}-{need},2),0),L{data})"),
            (_yuan(plan.gift[i]), "0" if firm.held else f"IF({alone},0,ROUNDDOWN({surplus},2))"),
            (_yuan(plan.first[i]), f"IF({alone},0,ROUND(MAX({one},0),2))"),
            (_yuan(plan.second[i]), f"IF({alone},0,ROUND(MAX({two},0),2))"),
            (_yuan(plan.given[i]), f"ROUND(MAX({given},0),2)"),
            (_yuan(plan.left[i]), f"ROUND({own}-I{row}-({need}-C{means})-E{row},2)"),
            (fen_to_yuan(break_even(city, i)), _break_even(at, data, row)),
            (EVEN, f'IF(ROUND({come}-({need}-K{means})-E{row}-J{row},2)=0,"{EVEN}","{UNEVEN}")'),
        )


def break_even(city: Scenario, i: int) -> int:
    """The price at which an enterprise needs nobody, in fen: what it has still to bring in, and what came."""
    plan, firm = city.funding, city.firms[i]
    other = firm.cash + int(plan.land_due[i])
    gross = break_even_price(int(plan.need[i]) + firm.debt, other)
    return gross + firm.sold if gross else 0


def _break_even(at: Places, data: int, row: int) -> str:
    """The smallest price whose net proceeds cover what other money does not; costs are rounded to the fen."""
    lacking = f"ROUND({_need(at, data)}+L{data}-E{data}-D{row},2)"
    cost, reached = at.condition("cost"), at.condition("sale")
    least = f"ROUNDDOWN(ROUND(({lacking}-0.005)/(1-{cost}),6),2)"
    gross = f"({least}+IF(ROUND({least}-ROUND({least}*{cost},2),2)<{lacking},0.01,0))"
    return f"IF({lacking}<=0,0,ROUNDUP(ROUND(({gross}+G{data})/{reached},6),2))"


def _need(at: Places, data: int) -> str:
    return f"ROUND(J{data}*{at.condition('need')},2)"


def _to_come(price: str, received: str, reached: str, at: Places) -> str:
    gross = f"MAX(ROUND({price}*{reached},2)-{received},0)"
    return f"ROUND({gross}-ROUND({gross}*{at.condition('cost')},2),2)"


def _yuan(fen: int) -> float:
    return fen_to_yuan(int(fen))
