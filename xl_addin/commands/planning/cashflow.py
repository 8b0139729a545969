"""收支计划: the money of 资金方案 by month and year, the first month below zero, and what moves it; native formulas.

Months of each enterprise are blue; amounts follow 资金方案. Money between enterprises of a system cancels out in the
city's balance and is not shown. Leaves out money that belongs to no enterprise. Plan against actual:
:mod:`xl_addin.commands.planning.actual`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from xl_addin.commands.planning.actual import write_actual
from xl_addin.commands.planning.inputs import PlanningInputs
from xl_addin.commands.planning.places import TITLE as PLAN
from xl_addin.commands.planning.places import Places
from xl_addin.commands.planning.scenario import Scenario
from xl_addin.commands.planning.schedule import (
    DEFERRAL_YEARS,
    FLOWS,
    Dates,
    balances,
    first_dates,
    flows,
    periods,
)
from xl_addin.files.building.draft import Column, Content, SheetDraft, columns
from xl_addin.files.building.model import LINE, Chart, ChartSeries, NewCell, NewSheet
from xl_addin.values.money import fen_to_yuan

TITLE: Final = "收支计划"
_WIDTHS: Final = (18.0, *[12.7] * 10)
_HERE: Final = f"{PLAN}!"
_DATES: Final = columns(
    "企业名称:wrap 变现款到账:entry_date 土地款到账:entry_date 付职工:entry_date 归还垫付:entry_date "
    "待收变现(元):money 待收土地(元):money 付职工款(元):money 垫付(元):money 暂挂(元):money 暂挂年还(元):money"
)
_FLOW: Final = columns(
    "期间起:date 变现款(元):money 土地款(元):money 垫付借入(元):money 财政(元):money "
    "付职工(元):money 归还旧债(元):money 还垫付本息(元):money 还暂挂本息(元):money 期末余额(元):money 提示:centre"
)
BELOW, NEVER = "透支", "没有"
MOVES: Final = ("本方案", "变现款晚到", "土地款晚到", "职工款推迟", "变现款少收", "财政提前到首期")
_NOTES: Final = (
    "注：1.到账、支付月份（蓝字，填当月1日）取自进度表和测算表的日期；没有写或已过的按下月列，请改成实际计划。",
    "　　2.前 24 行按月，以后按年；垫付到期还本付息（按天），暂挂每年等额还本、按欠数付息。",
    "　　3.首个透支期间：期末余额第一次小于 0 的期间；把支付推迟、收入提前或增加，使最低余额不小于 0，方案才付得出去。",
)


class _Sheet:
    """Rows of the sheet: every part refers to others."""

    def __init__(self, firms: int, starts: Sequence[dt.date]) -> None:
        self.firms, self.rows = firms, len(starts) - 1
        self.answers = 4
        self.dates = self.answers + len(MOVES) + 1 + 2
        self.flow = self.dates + firms + 1 + 1 + 2
        self.moves = self.flow + self.rows + 1 + 2 + 2

    def firm(self, letters: str) -> str:
        return f"${letters}${self.dates}:${letters}${self.dates + self.firms - 1}"

    def period(self, letters: str) -> str:
        return f"${letters}${self.flow}:${letters}${self.flow + self.rows - 1}"

    def moved(self, letters: str) -> str:
        return f"${letters}${self.moves}:${letters}${self.moves + self.rows - 1}"


def cashflow_sheet(inputs: PlanningInputs, city: Scenario, at: Places) -> NewSheet:
    """Build the sheet."""
    starts = periods(inputs.day)
    dates = [first_dates(firm, inputs.day) for firm in city.firms]
    here = _Sheet(len(city.firms), starts)
    found = flows(city, dates, starts)
    opening = int(city.columns.cash.sum())
    closing = balances(opening, found)
    moved = [closing, *_moved(city, dates, starts, found, closing)]
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.headline("收支计划：哪个月钱不够，什么能改变它")
    draft.section("一、结论（晚到、推迟的月数和少收的比例为蓝字，可改）")
    _answers(draft, here, starts, moved)
    draft.add()
    draft.section("二、各企业收支月份（蓝字可改）")
    draft.table(_DATES, _date_lines(here, at, city, dates), "FGHIJK", head_height=30)
    draft.add()
    draft.section("三、按月、按年收支")
    draft.table(_FLOW, _flow_lines(here, at, starts, found, closing), head_height=30)
    draft.add([NewCell(starts[-1], "date"), NewCell("以后", "centre")])
    _proof(draft, here, at)
    draft.add()
    draft.section("四、条件变动后的期末余额")
    heads = [Column("期间起", "date"), *(Column(f"{name}(元)", "money") for name in MOVES)]
    draft.table(heads, _move_lines(here, at, starts, moved), head_height=30)
    draft.add()
    write_actual(draft, inputs)
    draft.notes(_NOTES)
    anchor, letters = f"A{draft.next_row + 2}", "BCDEFG"
    series = tuple(
        ChartSeries(name, here.moved(col).replace("$", "")) for name, col in zip(MOVES[:4], letters, strict=False)
    )
    area = here.moved("A").replace("$", "")
    draft.charts.append(Chart("期末余额（元）", LINE, area, series, anchor, width=860, height=340))
    return draft.signed()


def _answers(draft: SheetDraft, here: _Sheet, starts: Sequence[dt.date], moved: Sequence[Sequence[int]]) -> None:
    """The first period below zero and the lowest balance, as planned and after each change."""
    heads = columns("情形:label 变动:entry 首个透支期间:date 最低余额(元):money 比本方案(元):signed 说明:small")
    heads = (*heads[:-1], Column("说明", "small", 6))
    spans: tuple[Content, ...] = (
        NewCell(None, "centre"), NewCell(3, "entry"), NewCell(3, "entry"), NewCell(3, "entry"),
        NewCell(0.1, "entry_percent"), NewCell(None, "centre"),
    )  # fmt: skip
    texts = (
        "按第二部分的月份；期初为各企业专户余额合计",
        "所有变现款晚到这么多个月",
        "所有土地款晚到这么多个月",
        "所有职工款（连同垫付、财政和旧债）推迟这么多个月付",
        "所有待收变现款少收这个比例",
        "财政资金在第一个期间全部拨入专户",
    )
    lines: list[Sequence[Content]] = []
    for n, (name, span, text, line) in enumerate(zip(MOVES, spans, texts, moved, strict=True)):
        letters, row = "BCDEFG"[n], here.answers + n
        below = next((start for start, fen in zip(starts, line, strict=False) if fen < 0), None)
        area, names = here.moved(letters), here.moved("A")
        count = f'COUNTIF({area},"<0")'
        # The first place below zero: rows are counted whose running lowest is not below it.
        first = f"INDEX({names},MATCH(1,INDEX(--({area}<0),0),0))"
        lines.append(
            (
                name,
                span,
                (below or NEVER, f'IF({count}=0,"{NEVER}",{first})'),
                (fen_to_yuan(min(line)), f"MIN({area})"),
                (fen_to_yuan(min(line) - min(moved[0])), f"ROUND(D{row}-D${here.answers},2)"),
                text,
            )
        )
    draft.table(heads, lines)


def _date_lines(here: _Sheet, at: Places, city: Scenario, dates: Sequence[Dates]) -> Iterator[Sequence[Content]]:
    plan = city.funding
    for i, (firm, own) in enumerate(zip(city.firms, dates, strict=True)):
        row, data, means, step = here.dates + i, at.data + i, at.means + i, at.steps + i
        need = f"ROUND({_HERE}J{data}*{at.condition('need', _HERE)},2)"
        paid, deferral = int(plan.paid[i]), int(plan.deferral[i])
        months = f"EDATE(D{row},{at.condition('advance_months', _HERE)})"
        yield (
            (firm.name, f"{_HERE}A{data}"),
            own.sale,
            own.land,
            own.pay,
            (own.repay, months),
            (fen_to_yuan(int(plan.sale_due[i])), f"{_HERE}C{step}"),
            (fen_to_yuan(int(plan.land_due[i])), f"{_HERE}D{step}"),
            (fen_to_yuan(paid - deferral), f"ROUND({need}-{_HERE}K{means}-{_HERE}I{means},2)"),
            (fen_to_yuan(int(plan.advance[i])), f"{_HERE}H{means}"),
            (fen_to_yuan(deferral), f"{_HERE}I{means}"),
            (
                fen_to_yuan(-(-deferral // DEFERRAL_YEARS)),
                f"ROUNDUP(ROUND(J{row}/{at.condition('deferral_years', _HERE)},6),2)",
            ),
        )


def _between(here: _Sheet, letters: str, start: str, end: str) -> str:
    return f'{here.firm(letters)},">="&{start},{here.firm(letters)},"<"&{end}'


def _months(cell: str) -> str:
    return f"(YEAR({cell})*12+MONTH({cell}))"


def _repaid_deferral(here: _Sheet, at: Places, start: str, end: str) -> str:
    """Instalments whose anniversary lies in the period, with interest on what was owed before them."""
    paid, owed, each = here.firm("D"), here.firm("J"), here.firm("K")
    rate, years = at.condition("deferral_rate", _HERE), at.condition("deferral_years", _HERE)
    place = f"INT(({_months(end)}-{_months(paid)}-1)/12)"
    inside = f"({place}>=1)*({place}<={years})*(12*{place}>={_months(start)}-{_months(paid)})"
    before = f"{owed}-{each}*({place}-1)"
    left = f"(({before})>0)*({before})"
    part = f"(({left}<{each})*{left}+({left}>={each})*{each})"
    return f"ROUND(SUMPRODUCT({inside}*({part}+ROUND({left}*{rate},2))),2)"


def _flow_lines(
    here: _Sheet,
    at: Places,
    starts: Sequence[dt.date],
    found: Sequence[dict[str, int]],
    closing: Sequence[int],
) -> Iterator[Sequence[Content]]:
    rate = at.condition("advance_rate", _HERE)
    fiscal = at.column("means", "J", _HERE)
    for n, (flow, end) in enumerate(zip(found, closing, strict=True)):
        row = here.flow + n
        own, after = f"$A{row}", f"$A{row + 1}"
        due = f"({here.firm('E')}>={own})*({here.firm('E')}<{after})*{here.firm('I')}"
        days = f"({here.firm('E')}-{here.firm('D')})"
        interest = f"ROUND({here.firm('I')}*{rate}*{days}/365,2)"
        formulas = {
            "sale": f"SUMIFS({here.firm('F')},{_between(here, 'B', own, after)})",
            "land": f"SUMIFS({here.firm('G')},{_between(here, 'C', own, after)})",
            "advance": f"SUMIFS({here.firm('I')},{_between(here, 'D', own, after)})",
            "fiscal": f"SUMIFS({fiscal},{_between(here, 'D', own, after)})",
            "pay": f"SUMIFS({here.firm('H')},{_between(here, 'D', own, after)})",
            "debt": f"SUMIFS({at.column('steps', 'E', _HERE)},{_between(here, 'D', own, after)})",
            "repay_advance": f"ROUND(SUMPRODUCT({due}+({due}>0)*{interest}),2)",
            "repay_deferral": _repaid_deferral(here, at, own, after),
        }
        cash = f"SUM({at.column('data', 'E', _HERE)})" if n == 0 else f"J{row - 1}"
        yield (
            starts[n],
            *((fen_to_yuan(flow[name]), formulas[name]) for name in FLOWS),
            (fen_to_yuan(end), f"ROUND({cash}+SUM(B{row}:E{row})-SUM(F{row}:I{row}),2)"),
            (BELOW if end < 0 else None, f'IF(J{row}<0,"{BELOW}","")'),
        )


def _proof(draft: SheetDraft, here: _Sheet, at: Places) -> None:
    """Whether every amount of the enterprises stands in some period; an empty or early month would be lost."""
    pairs = (("B", "F"), ("C", "G"), ("F", "H"), ("D", "I"))
    differs = "+".join(f"ABS(SUM({here.period(flow)})-SUM({here.firm(own)}))" for flow, own in pairs)
    differs += f"+ABS(SUM({here.period('G')})-SUM({at.column('steps', 'E', _HERE)}))"
    formula = f'IF(ROUND({differs},2)=0,"全部列入","有月份没有填或早于方案日期")'
    draft.add([NewCell("各企业收支", "label"), NewCell("全部列入", "centre", formula)], 28)


def _moved(
    city: Scenario,
    dates: Sequence[Dates],
    starts: Sequence[dt.date],
    found: Sequence[dict[str, int]],
    closing: Sequence[int],
) -> Iterator[list[int]]:
    """Closing balances after each change of the first answer."""
    plan = city.funding
    count = len(closing)

    def upto(n: int, days: Sequence[dt.date], amounts: Sequence[int], later: int) -> int:
        return sum(fen for day, fen in zip(days, amounts, strict=True) if _later(day, later) < starts[n + 1])

    sale, land = [own.sale for own in dates], [own.land for own in dates]
    pay = [own.pay for own in dates]
    sales, lands = plan.sale_due.tolist(), plan.land_due.tolist()
    net = (plan.paid - plan.deferral + plan.repaid - plan.advance - plan.fiscal).tolist()
    fiscal = plan.fiscal.tolist()
    yield [closing[n] - upto(n, sale, sales, 0) + upto(n, sale, sales, 3) for n in range(count)]
    yield [closing[n] - upto(n, land, lands, 0) + upto(n, land, lands, 3) for n in range(count)]
    yield [closing[n] + upto(n, pay, net, 0) - upto(n, pay, net, 3) for n in range(count)]
    yield [closing[n] - (upto(n, sale, sales, 0) + 5) // 10 for n in range(count)]
    yield [closing[n] - upto(n, pay, fiscal, 0) + sum(fiscal) for n in range(count)]


def _later(day: dt.date, months: int) -> dt.date:
    place = day.year * 12 + day.month - 1 + months
    return dt.date(place // 12, place % 12 + 1, 1)


def _move_lines(
    here: _Sheet, at: Places, starts: Sequence[dt.date], moved: Sequence[Sequence[int]]
) -> Iterator[Sequence[Content]]:
    fiscal = at.column("means", "J", _HERE)
    net = f"({here.firm('H')}+{at.column('steps', 'E', _HERE)}-{here.firm('I')}-{fiscal})"
    for n in range(here.rows):
        flow = here.flow + n
        after = f"$A{flow + 1}"

        def late(letters: str, amounts: str, lever: int, after: str = after) -> str:
            month = f"{_months(here.firm(letters))}+$B${here.answers + lever}"
            return f"SUMPRODUCT(({month}<{_months(after)})*{amounts})"

        def sofar(letters: str, amounts: str, after: str = after) -> str:
            return f"SUMPRODUCT(({here.firm(letters)}<{after})*{amounts})"

        sale, land, less = here.firm("F"), here.firm("G"), f"$B${here.answers + 4}"
        formulas = (
            f"J{flow}",
            f"ROUND(J{flow}-{sofar('B', sale)}+{late('B', sale, 1)},2)",
            f"ROUND(J{flow}-{sofar('C', land)}+{late('C', land, 2)},2)",
            f"ROUND(J{flow}+{sofar('D', net)}-{late('D', net, 3)},2)",
            f"ROUND(J{flow}-ROUND({sofar('B', sale)}*{less},2),2)",
            f"ROUND(J{flow}-{sofar('D', fiscal)}+SUM({fiscal}),2)",
        )
        yield (starts[n], f"A{flow}"), *((fen_to_yuan(line[n]), f) for line, f in zip(moved, formulas, strict=True))
