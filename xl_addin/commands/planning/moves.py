"""变动分析: what the city lacks at each price, and which condition moves it most (a table and a tornado chart).

Every figure is a native formula over 资金方案 but those of the whole plan at each price, which are values of the day
and say so. Leaves out two conditions that change at once: the clerk changes both on 资金方案.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from xl_addin.commands.fund.plan_data import NO_SYSTEM
from xl_addin.commands.planning.places import TITLE as PLAN
from xl_addin.commands.planning.places import Places
from xl_addin.commands.planning.scenario import LADDER, Scenario, ladder, system_gaps
from xl_addin.files.building.draft import Column, Content, SheetDraft, columns
from xl_addin.files.building.model import BAR, Chart, ChartSeries, NewCell, NewSheet
from xl_addin.rules.fund.funding import WHOLE, Terms, plan_funding
from xl_addin.tables.grid import column_letters
from xl_addin.values.money import fen_to_yuan

TITLE: Final = "变动分析"
_WIDTHS: Final = (20.0, *[12.7] * 11)
_HERE: Final = f"{PLAN}!"
_LADDER: Final = columns(
    "成交率:percent 自有资金(元):money 自有付清(户):count 自有付清(人):count 自有不足(元):money "
    "统筹后付清(人):count 统筹后缺口(元):money"
)
_TORNADO: Final = columns(
    "条件:label 幅度:entry_percent 减少时还缺(元):money 增加时还缺(元):money 减少时变动(元):signed "
    "增加时变动(元):signed 最大影响(元):money"
)


@dataclass(frozen=True, slots=True)
class Factor:
    """A condition that is changed by a share of itself, or by points of percent."""

    condition: str
    field: str
    label: str
    span: float
    points: bool = False


FACTORS: Final = (
    Factor("sale", "sale_share", "成交价（±幅度）", 0.1),
    Factor("land", "land_share", "土地收入（±幅度）", 0.1),
    Factor("need", "need_share", "应付职工（±幅度）", 0.1),
    Factor("cost", "cost_share", "处置费用比例（±百分点）", 0.05, points=True),
    Factor("keeps", "keeps", "留存比例（±百分点）", 0.2, points=True),
)
_MOST_POINTS: Final = 0.99
_NOTES: Final = (
    "注：1.还缺＝各企业不足之和减本系统可调出的数，按系统相加；即要靠垫付、暂挂、财政解决的数（资金方案中三者和缺口的合计）。",
    "　　2.自有付清：不靠调剂、借款和财政，变现后自己就能付清职工的企业。统筹后两栏是生成时的数值，改条件后重新生成。",
    "　　3.旋风图：条在右边表示缺得更多，在左边表示缺得更少；条越长，这个条件越要紧。幅度（蓝字）可改。",
)


def changed(terms: Terms, factor: Factor, sign: int) -> Terms:
    """The terms with one condition less (-1) or more (1), as the sheet computes it."""
    old, span = getattr(terms, factor.field), round(factor.span * WHOLE)
    if factor.points:
        new = min(max(old + sign * span, 0), round(_MOST_POINTS * WHOLE))
    else:
        new = old * (WHOLE + sign * span) // WHOLE
    return replace(terms, **{factor.field: new})


def moves_sheet(city: Scenario, at: Places) -> NewSheet:
    """Build the sheet."""
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.headline("变动分析：哪个条件最要紧")
    draft.add()
    draft.section("一、卖多少价，能付清多少人")
    draft.table(_LADDER, _ladder(draft, at, city), head_height=30)
    draft.add()
    draft.section("二、一个条件变动，还缺多少")
    gaps = {(factor.field, sign): sum(system_gaps(city, changed(city.terms, factor, sign)))
            for factor in FACTORS for sign in (-1, 1)}  # fmt: skip
    base = sum(system_gaps(city, city.terms))
    order = sorted(FACTORS, key=lambda one: -max(abs(gaps[one.field, sign] - base) for sign in (-1, 1)))
    steps = draft.next_row + 1 + len(FACTORS) + 1 + 2
    total = steps + len(FACTORS) + len(city.systems)
    lines = _tornado(draft, order, gaps, base, total)
    first, last = draft.table(_TORNADO, lines, head_height=30)
    draft.add()
    draft.section("三、计算过程（每一列是一种情形）")
    _steps(draft, at, city, order, steps, first)
    draft.notes(_NOTES)
    series = ChartSeries("条件减少", f"E{first}:E{last}"), ChartSeries("条件增加", f"F{first}:F{last}")
    title = "还缺的钱增减多少（元）：旋风图"
    draft.charts.append(Chart(title, BAR, f"A{first}:A{last}", series, "H4", stacked=True, width=525, height=360))
    return draft.signed()


def _net(at: Places, price: str, received: str, reached: str, cost: str) -> str:
    """What is still to come of a price, of every enterprise at once."""
    gross = f"ROUND({at.column('data', price, _HERE)}*{reached},2)"
    came = at.column("data", received, _HERE)
    due = f"(({gross}>{came})*({gross}-{came}))"
    return f"({due}-ROUND({due}*{cost},2))"


def _own(at: Places, sale: str, land: str, cost: str) -> str:
    cash = at.column("data", "E", _HERE)
    return f"({cash}+{_net(at, 'F', 'G', sale, cost)}+{_net(at, 'H', 'I', land, cost)})"


def _ladder(draft: SheetDraft, at: Places, city: Scenario) -> Iterator[Sequence[Content]]:
    conditions = {name: at.condition(name, _HERE) for name in ("land", "cost", "need")}
    need = f"ROUND({at.column('data', 'J', _HERE)}*{conditions['need']},2)"
    for percent, (settled, gap) in zip(LADDER, ladder(city), strict=True):
        plan = plan_funding(city.columns, replace(city.terms, sale_share=percent * WHOLE // 100))
        own = _own(at, f"$A{draft.next_row}", conditions["land"], conditions["cost"])
        short = f"ROUND({need}-{own},2)"
        alone = plan.lack == 0
        yield (
            percent / 100,
            (fen_to_yuan(int(plan.own.sum())), f"ROUND(SUMPRODUCT({own}),2)"),
            (int(alone.sum()), f"SUMPRODUCT(--({short}<=0))"),
            (int(city.columns.workers[alone].sum()), f"SUMPRODUCT(({short}<=0)*{at.column('data', 'D', _HERE)})"),
            (fen_to_yuan(int(plan.lack.sum())), f"ROUND(SUMPRODUCT(({short}>0)*{short}),2)"),
            settled,
            fen_to_yuan(gap),
        )


def _tornado(
    draft: SheetDraft, order: Sequence[Factor], gaps: dict[tuple[str, int], int], base: int, total: int
) -> Iterator[Sequence[Content]]:
    for n, factor in enumerate(order):
        row = draft.next_row
        less, more = (column_letters(3 + 2 * n + k) for k in (0, 1))
        down, up = gaps[factor.field, -1], gaps[factor.field, 1]
        yield (
            factor.label,
            factor.span,
            (fen_to_yuan(down), f"{less}${total}"),
            (fen_to_yuan(up), f"{more}${total}"),
            (fen_to_yuan(down - base), f"ROUND(C{row}-$B${total},2)"),
            (fen_to_yuan(up - base), f"ROUND(D{row}-$B${total},2)"),
            (fen_to_yuan(max(abs(down - base), abs(up - base))), f"MAX(ABS(E{row}),ABS(F{row}))"),
        )


def _steps(draft: SheetDraft, at: Places, city: Scenario, order: Sequence[Factor], first: int, spans: int) -> None:
    """A column a case: five conditions, what each system lacks, and the sum."""
    cases: list[tuple[Factor | None, int]] = [(None, 0), *((factor, sign) for factor in order for sign in (-1, 1))]
    names = [
        "本方案",
        *(f"{f.label[:4].rstrip('（±')}{'减' if s < 0 else '增'}" for f, s in cases[1:] if f is not None),
    ]
    heads = [Column("项目", "label"), *(Column(name, "money") for name in names)]
    terms = [city.terms if one is None else changed(city.terms, one, sign) for one, sign in cases]
    lines: list[Sequence[Content]] = []
    for factor in FACTORS:
        line: list[Content] = []
        for (one, sign), held in zip(cases, terms, strict=True):
            formula = at.condition(factor.condition, _HERE)
            if one is factor:
                formula = _shifted(formula, factor, sign, f"$B${spans + list(order).index(factor)}")
            line.append(NewCell(getattr(held, factor.field) / WHOLE, "percent", formula))
        lines.append((factor.label.partition("（")[0], *line))
    found = np.array([system_gaps(city, held) for held in terms])
    offered = ";".join("0" if firm.held else "1" for firm in city.firms)
    free = f"*{{{offered}}}" if "0" in offered else ""
    for k, system in enumerate(city.systems):
        row = first + len(FACTORS) + k
        formulas = (_gap(at, system or NO_SYSTEM, row, column_letters(2 + n), first, free) for n in range(len(cases)))
        lines.append((system or NO_SYSTEM, *zip(map(fen_to_yuan, found[:, k].tolist()), formulas, strict=True)))
    draft.table(heads, lines)
    start, end = first + len(FACTORS), first + len(FACTORS) + len(city.systems) - 1
    sums = found.sum(axis=1).tolist()
    letters = [column_letters(2 + n) for n in range(len(cases))]
    cells = [
        NewCell(fen_to_yuan(fen), "sum_money", f"SUM({c}{start}:{c}{end})")
        for fen, c in zip(sums, letters, strict=True)
    ]
    draft.add([NewCell("还缺合计", "sum"), *cells])
    draft.add()


def _shifted(formula: str, factor: Factor, sign: int, span: str) -> str:
    mark = "+" if sign > 0 else "-"
    if factor.points:
        return f"ROUND(MIN(MAX({formula}{mark}{span},0),{_MOST_POINTS}),6)"
    return f"ROUNDDOWN(ROUND({formula}*(1{mark}{span}),9),6)"


def _gap(at: Places, system: str, row: int, letters: str, first: int, free: str) -> str:
    """What a system lacks; ``free`` takes out the surpluses that may not be offered."""
    sale, land, need, cost, keeps = (f"{letters}${first + n}" for n in range(len(FACTORS)))
    own = _own(at, sale, land, cost)
    due = f"ROUND({at.column('data', 'J', _HERE)}*{need},2)"
    short, over = f"ROUND({due}-{own},2)", f"ROUND({own}-{due}-{at.column('data', 'L', _HERE)},2)"
    gift = "" if system == NO_SYSTEM else f"-ROUNDDOWN(ROUND(({over}>0)*{over}*(1-{keeps}),6),2){free}"
    mine = f"({at.column('data', 'B', _HERE)}=$A{row})"
    return f"MAX(ROUND(SUMPRODUCT({mine}*(({short}>0)*{short}{gift})),2),0)"
