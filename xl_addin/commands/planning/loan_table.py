"""What 资金方案 borrows: limits of the enterprises and of the whole city shared by 先后, as native formulas.

They say what :mod:`xl_addin.rules.fund.borrowing` says: what the first so many enterprises borrow together is the least
of four sums, and each gets what it adds to those before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from xl_addin.commands.planning.places import Places
from xl_addin.commands.planning.scenario import Scenario
from xl_addin.files.building.draft import Content, SheetDraft, columns
from xl_addin.files.building.model import NewCell
from xl_addin.values.money import Int64, fen_to_yuan

_LOANS: Final = columns(
    "企业名称:wrap 不足可垫付(元):money 不足可暂挂(元):money 本企业可借(元):money 分得可借(元):money "
    "调剂后待借(元):money 待借可垫付(元):money 待借可暂挂(元):money 借款合计(元):money 先借的必借(元):money "
    "先借的可多借(元):money 先借的实借(元):money"
)
_TOTALS: Final = (
    ("全市可垫付(元)", "all_advances", "B", "填了垫付全市限额的按限额，没填的为各企业可垫付之和"),
    ("全市可暂挂(元)", "all_deferrals", "C", "填了暂挂全市限额的按限额，没填的为各企业可暂挂之和"),
)


def write_loans(draft: SheetDraft, at: Places, city: Scenario) -> None:
    """Write the section: what all may borrow, then a row an enterprise."""
    draft.section("六、借款的分配（本企业限额之内，全市限额按“先后”先到先得）")
    terms, most = city.terms, _most(city)
    for (label, name, letters, text), limit, each in zip(
        _TOTALS, (terms.all_advances, terms.all_deferrals), most, strict=True
    ):
        cell = at.condition(name)
        formula = f'IF({cell}="",ROUND(SUM({at.column("loans", letters)}),2),ROUND(MAX({cell}+0,0),2))'
        value = fen_to_yuan(int(each.sum()) if limit is None else limit)
        draft.add([NewCell(label, "label"), NewCell(value, "money", formula), NewCell(text, "small")], 17)
        draft.merge(3, len(_LOANS))
    draft.table(_LOANS, _lines(at, city, *most), "BCDEFGHIJKL", head_height=30)
    draft.add()


def advances_first(at: Places, sheet: str = "") -> str:
    """Whether advances are used before deferrals, as a formula: as the clerk says, else where they cost no more."""
    order, rate, months = (at.condition(name, sheet) for name in ("order", "advance_rate", "advance_months"))
    other, years = (at.condition(name, sheet) for name in ("deferral_rate", "deferral_years"))
    cheaper = f"{rate}*{months}/12<={other}*({years}+1)/2"
    return f'OR({order}="先垫付",AND({order}<>"先暂挂",{cheaper}))'


def _most(city: Scenario) -> tuple[Int64, Int64]:
    """What of its lack each may have advanced, and may defer, if nobody else borrowed."""
    plan = city.funding
    return np.minimum(plan.lack, city.columns.advance_limit), np.minimum(plan.lack, plan.deferrable)


def _lines(at: Places, city: Scenario, advances: Int64, deferrals: Int64) -> Iterator[Sequence[Content]]:
    plan, first = city.funding, advances_first(at)
    borrowed = plan.advance + plan.deferral
    rest = np.minimum(plan.lack - plan.first - plan.second, advances + deferrals)
    least = np.maximum(borrowed - np.minimum(rest, deferrals), 0)
    values = [
        advances, deferrals, np.minimum(plan.lack, advances + deferrals), plan.lack - plan.outside, rest,
        np.minimum(rest, advances), np.minimum(rest, deferrals), borrowed, least,
        np.minimum(borrowed, np.minimum(rest, advances)) - least, plan.advance,
    ]  # fmt: skip
    for i, firm in enumerate(city.firms):
        row, data, means, step = (table + i for table in (at.loans, at.data, at.means, at.steps))
        turn = f"B{step}"
        cap = f"MIN(ROUND(E{means},2),ROUND(K{data}*{at.condition('need')},2))"
        total = f"IF({first},{at.all_loans[0]},{at.all_loans[1]})"
        spare = f"{total}-SUM({at.column('loans', 'J')})-SUMIFS({at.column('loans', 'K')},{at.before(turn)})"
        formulas = (
            f"MAX(MIN(C{means},ROUND(D{means},2)),0)",
            f"MAX(MIN(C{means},{cap}),0)",
            f"MIN(C{means},ROUND(B{row}+C{row},2))",
            _added(at, "BCD", turn),
            f"MIN(ROUND(C{means}-G{step}-H{step},2),ROUND(B{row}+C{row},2))",
            f"MIN(F{row},B{row})",
            f"MIN(F{row},C{row})",
            _added(at, "GHF", turn),
            f"MAX(ROUND(I{row}-IF({first},H{row},G{row}),2),0)",
            f"ROUND(MIN(I{row},IF({first},G{row},H{row}))-J{row},2)",
            f"ROUND(J{row}+MAX(MIN(K{row},{spare}),0),2)",
        )
        cells = ((fen_to_yuan(int(column[i])), text) for column, text in zip(values, formulas, strict=True))
        yield ((firm.name, f"A{data}"), *cells)


def _added(at: Places, letters: str, turn: str) -> str:
    """What an enterprise adds to what those before it can borrow; columns of advances, deferrals and both."""
    one, other = at.all_loans

    def reached(which: str) -> str:
        advances, deferrals, both = (f"SUMIFS({at.column('loans', of)},{which})" for of in letters)
        return f"MIN({one}+{other},{one}+{deferrals},{other}+{advances},{both})"

    return f"ROUND({reached(at.upto(turn))}-{reached(at.before(turn))},2)"
