"""先后次序: which enterprises first so that most workers are settled, and the proof that no choice settles more.

Values of the day on which the button was pressed: an optimum is no formula. A proof compares them with 资金方案.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xl_addin.commands.fund.plan_data import NO_SYSTEM
from xl_addin.commands.planning.places import TITLE as PLAN
from xl_addin.commands.planning.places import Places
from xl_addin.commands.planning.scenario import Scenario
from xl_addin.files.building.draft import Content, SheetDraft, columns
from xl_addin.files.building.model import NewCell, NewSheet, PrintSetup
from xl_addin.values.money import fen_to_yuan, round_half_up

TITLE: Final = "先后次序"
_WIDTHS: Final = (9.0, 26.0, 15.0, 11.0, 17.0, 15.0, 13.0, 13.0)
_COLUMNS: Final = columns(
    "次序:count 企业名称:wrap 所属系统:centre 职工人数:count 须外部补足(元):money 人均(元):money 最多人数方案:centre "
    "逐户择廉方案:centre"
)
GET_SOLVER: Final = (
    "没有安装求解组件，只列逐户择廉方案和上限。要求出人数最多的方案：在装本插件的电脑上执行 "
    "pip install highspy（约 3 MB，开源），再按一次“资金方案”"
)
_NOTES: Final = (
    "注：1.须外部补足＝自有资金和限额内可借的垫付、暂挂（全市限额按先后分）之外仍缺的数；由本系统可调出的资金和财政资金补。",
    "　　2.逐户择廉：按人均所需从少到多逐户补足，补不足的跳过。最多人数：用求解组件比较所有组合，结果按分复核。",
    "　　3.上限：任何组合都不能超过的付清人数；与方案人数相等，即证明没有更好的组合。次序只是测算，由市里决定。",
)


def order_sheet(city: Scenario, at: Places) -> NewSheet:
    """Build the sheet."""
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.headline("先补哪些企业，付清的职工最多")
    best, greedy, name = city.answer.choice, city.greedy, city.answer.solver
    draft.add()
    draft.section("一、结论")
    for label, value, text in _conclusions(city):
        cells = NewCell(label, "label"), NewCell(None, "label"), NewCell(value, "count"), NewCell(text, "small")
        draft.add(cells, 22)
        draft.merge(1, 2)
        draft.merge(4, len(_WIDTHS))
    if not name and not best.proven:
        draft.wide(GET_SOLVER, "caution", 32)
    live = at.result("settled", f"{PLAN}!")
    formula = f'IF({live}={best.workers},"一致","条件或次序已改")'
    verdict = "一致" if city.settled_workers == best.workers else "条件或次序已改"
    compared = NewCell("与资金方案的付清人数核对", "label"), NewCell(None, "label"), NewCell(verdict, "centre", formula)
    draft.add([*compared, NewCell("改过条件的，重新按“资金方案”求次序", "small")], 22)
    draft.merge(1, 2)
    draft.merge(4, len(_WIDTHS))
    draft.add()
    draft.section("二、各企业次序（按生成时的数据求出的数值）")
    draft.table(_COLUMNS, _lines(city, best.chosen.tolist(), greedy.chosen.tolist()), "DE", head_height=30)
    draft.notes(_NOTES)
    return draft.signed(PrintSetup(landscape=True))


def _conclusions(city: Scenario) -> Iterator[tuple[str, int, str]]:
    best, greedy = city.answer.choice, city.greedy
    every = int(city.columns.workers.sum())
    how = f"由 {city.answer.solver} 求出" if city.answer.solver and not greedy.proven else "逐户择廉已达上限"
    if not best.proven:
        how = "逐户择廉方案" if not city.answer.solver else "在限定时间内求出的最好方案"
    yield "最多付清(人)", best.workers, f"{how}；全部职工 {every} 人，先补“先办”的企业"
    yield "逐户择廉(人)", greedy.workers, "按人均所需从少到多"
    yield "上限(人)", best.bound, "任何组合都不能超过"
    gap = best.bound - best.workers
    text = f"还不能排除有多付清 {gap} 人以内的组合" if gap else "已证明没有付清人数更多的组合"
    yield "与上限相差(人)", gap, text


def _lines(city: Scenario, best: Sequence[bool], greedy: Sequence[bool]) -> Iterator[Sequence[Content]]:
    order = sorted(range(len(city.firms)), key=lambda i: int(city.columns.rank[i]))
    for turn, i in enumerate(order, 1):
        firm, need = city.firms[i], int(city.funding.outside[i])
        each = fen_to_yuan(round_half_up(need // firm.workers)) if firm.workers else None
        words = ["先办" if chosen[i] else "后办" for chosen in (best, greedy)]
        yield turn, firm.name, firm.system or NO_SYSTEM, firm.workers, fen_to_yuan(need), each, *words
