"""全市调剂方案: own money first, then balancing within each system, what is still missing, and why; live formulas.

The figures are those of :mod:`xl_addin.rules.fund.plan`. Higher tiers of all receivers come first (SOE_WATERFALL
shares what the givers can give), then SOE_TRANSFER settles who gives how much. Leaves out money between systems: that
takes an approval. The sections below the main table are :mod:`xl_addin.commands.fund.plan_steps`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from xl_addin.commands.criteria import equal_to
from xl_addin.commands.fund.ledger_copy import ACCOUNT, INCOME, LedgerCopy
from xl_addin.commands.fund.lines import NOBODY, balance_fen, balance_formula, date_line, proof, sum_to_date
from xl_addin.commands.fund.plan_data import FIRST_TIER, NO_SYSTEM, SALE, PlanData, PlanLayout
from xl_addin.commands.fund.plan_steps import KEEPS, firm_reason, write_items, write_layers, write_orders
from xl_addin.files.building.draft import LANDSCAPE, Column, Content, SheetDraft, columns
from xl_addin.files.building.model import BAR, COLUMN, Chart, ChartSeries, NewCell, NewSheet
from xl_addin.files.building.paper import first_page, fitted
from xl_addin.functions import call
from xl_addin.tables.grid import column_letters
from xl_addin.values.money import fen_to_yuan

TITLE: Final = "全市调剂方案"
_SYSTEM_COLUMNS: Final = columns(
    "所属系统:centre 资金余额(元):money 企业户数:count 未付(元):money 覆盖率:percent 调剂前不足(元):money "
    "系统内调入(元):money 缺口(元):money 核对:centre"
)
_FIRM_COLUMNS: Final = columns("企业名称:wrap 参加调剂数(元):money 所属系统:centre 资金余额(元):money")
_RESULT_COLUMNS: Final = columns(
    "盈余或不足(元):money 可调出(元):money 调剂额(元):signed 调剂后(元):money 缺口(元):money 已收变现款(元):money "
    "保本成交价(元):money 说明:small"
)
_FEW_BARS, _MOST_BARS = 8, 40
_NO_NEED: Final = "无未付"
_NOTES: Final = (
    "注：1.盈余或不足＝专户余额－各层未付（应付未付表）。盈余企业按可调数分摊调出，留存比例（蓝字）部分不调出；"
    "不足企业先补高层级，同层按不足的比例调入；参加调剂数：盈余企业为盈余，不足企业为核定的调入数（负数）。",
    "　　2.调剂只在本系统内进行；未分系统的企业不参加，跨系统调剂须另行批准。缺口＝调剂后仍不足的数。",
    "　　3.保本成交价＝不靠调剂也能付清各层未付所需的产权成交价（变现款全部进入专户，不扣处置费用）。",
)


def plan_sheet(ledger: LedgerCopy, data: PlanData) -> NewSheet:
    """Build the sheet."""
    at = PlanLayout(ledger, data)
    draft = SheetDraft(TITLE, (19.0, 13.5, 11.0, 13.5, *[13.5] * len(data.tiers), *[13.5] * 7, 36.0))
    setup = fitted(draft.widths, replace(LANDSCAPE, repeat_columns=1))
    draft.page = first_page(draft.widths, setup)
    draft.headline("全市资金调剂方案")
    date_line(draft, ledger)
    share = "盈余企业自己留下的比例（蓝字可改）"
    draft.add([NewCell("留存比例", "label"), NewCell(0, "entry_percent"), NewCell(share)])
    draft.add()
    _systems(draft, at)
    _firms(draft, at)
    write_layers(draft, at)
    write_items(draft, at)
    write_orders(draft, at)
    draft.notes(_NOTES)
    _chart(draft, at)
    return draft.signed(setup)


def _systems(draft: SheetDraft, at: PlanLayout) -> None:
    """Section of the systems: money, needs, coverage, lacking before and after; money that belongs to no enterprise."""
    draft.section("一、各系统情况")
    draft.table(_SYSTEM_COLUMNS, (_system(at, system, draft.next_row) for system in at.systems), "BCDFGH")
    city = balance_fen(at.ledger.entries)
    own = sum(balance_fen(at.ledger.of(name)) for name in at.ledger.firms)
    terms = balance_formula(at.ledger, f'"{NOBODY}"')
    alone = NewCell(fen_to_yuan(city - own), "money", terms)
    draft.add([NewCell("未分企业的资金", "label"), alone, NewCell("不参加调剂")])
    draft.add()


def _system(at: PlanLayout, system: str, row: int) -> list[Content]:
    lines = [one for one in at.data.plan.enterprises if (one.enterprise.system or NO_SYSTEM) == system]
    position, transfer, gap = (at.main(at.data.letters(place)) for place in (0, 2, 4))
    own = f"{at.main('C')},{equal_to(f'$A{row}')}"
    money = fen_to_yuan(sum(one.enterprise.money_fen for one in lines))
    need = fen_to_yuan(sum(one.need_fen for one in lines))
    lacking = fen_to_yuan(-sum(min(one.position_fen, 0) for one in lines))
    received = fen_to_yuan(sum(max(one.transfer_fen, 0) for one in lines))
    cover: Any = call("SOE_COVERAGE", money, need) if need else _NO_NEED
    even = "一致" if sum(one.transfer_fen for one in lines) == 0 else "不一致"
    return [
        system,
        (money, f"SUMIFS({at.main('D')},{own})"),
        (len(lines), f"COUNTIF({own})"),
        (need, f"ROUND(B{row}-SUMIFS({position},{own}),2)"),
        (cover, f'IF(D{row}=0,"{_NO_NEED}",SOE_COVERAGE(B{row},D{row}))'),
        (lacking, f'-SUMIFS({position},{own},{position},"<0")'),
        (received, f'SUMIFS({transfer},{own},{transfer},">0")'),
        (fen_to_yuan(sum(one.gap_fen for one in lines)), f"SUMIFS({gap},{own})"),
        (even, f'IF(ROUND(SUMIFS({transfer},{own}),2)=0,"一致","不一致")'),
    ]


def _firms(draft: SheetDraft, at: PlanLayout) -> None:
    """The main table: a row an enterprise."""
    data = at.data
    draft.section("二、系统内调剂")
    tiers = (Column(f"第{tier}层未付(元)", "money") for tier in data.tiers)
    heads = [*_FIRM_COLUMNS, *tiers, *_RESULT_COLUMNS]
    home = {i: members for members in data.members() for i in members}
    lines = (_firm(at, i, home.get(i)) for i in range(len(data.firms)))
    sums = [column_letters(col) for col in range(4, data.last_column)]
    draft.table(heads, lines, sums, head_height=28, height=28)
    first, last = column_letters(FIRST_TIER), column_letters(FIRST_TIER + len(data.tiers) - 1)
    listed = f'SUMIFS({at.listed("C")},{at.listed("D")},"<{data.balancing}")'
    proof(
        draft,
        "各层合计与未付核对",
        f'IF(ROUND(SUM({first}{at.last + 1}:{last}{at.last + 1})-{listed},2)=0,"一致",'
        '"次序有本表没有的层级，请改“政策”表后重新生成")',
        "一致",
    )
    draft.add()


def _firm(at: PlanLayout, i: int, members: Sequence[int] | None) -> list[Content]:
    data, row, line = at.data, at.first + i, at.data.plan.enterprises[i]
    position, _, transfer, after, gap, sale, price, _ = (data.letters(place) for place in range(8))
    items = [at.listed(letters) for letters in "ACD"]
    needs: list[Content] = []
    for tier in data.tiers:
        fen = sum(need.left for place, need, _ in data.lines if place == i and need.tier == tier)
        formula = f'SUMIFS({items[1]},{items[0]},{equal_to(f"$A{row}")},{items[2]},">={tier}",{items[2]},"<{tier + 1}")'
        needs.append((fen_to_yuan(fen), formula))
    last_tier = column_letters(FIRST_TIER + len(data.tiers) - 1)
    held = line.enterprise.held
    free = 0 if held else max(line.position_fen, 0)
    joined = free if line.position_fen > 0 else -line.transfer_fen
    received = at.received(members, row) if members else "0"
    moved, gift = None, "0" if held else f"MAX({position}{row},0)"
    if members:
        gift = f"0-$F${at.gift_rows(members)[0] + members.index(i)}"
        block = f"$A${at.first + members[0]}:$B${at.first + members[-1]}"
        moved = f"INDEX(SOE_TRANSFER({block},{KEEPS}),{members.index(i) + 2},3)"
    money = f"MAX({balance_formula(at.ledger, f'$A{row}')},0)"
    sold = sum_to_date(at.ledger, INCOME, f"$A{row}", at.ledger.column(ACCOUNT), f'"{SALE}"')
    return [
        line.enterprise.name,
        (fen_to_yuan(joined), f"IF({position}{row}>0,{'0' if held else f'{position}{row}'},-{received})"),
        line.enterprise.system or NO_SYSTEM,
        (fen_to_yuan(line.enterprise.money_fen), money),
        *needs,
        (fen_to_yuan(line.position_fen), f"ROUND(D{row}-SUM(E{row}:{last_tier}{row}),2)"),
        (fen_to_yuan(free), gift),
        (fen_to_yuan(line.transfer_fen), moved),
        (fen_to_yuan(line.position_fen + line.transfer_fen), f"ROUND({position}{row}+{transfer}{row},2)"),
        (fen_to_yuan(line.gap_fen), f"MAX(-{after}{row},0)"),
        (fen_to_yuan(line.enterprise.sale_fen), sold),
        (fen_to_yuan(line.break_even_fen), f"MAX(ROUND({sale}{row}-{position}{row},2),0)"),
        (line.reason, firm_reason(position, transfer, gap, price, row, held.replace('"', "”"))),
    ]


def _chart(draft: SheetDraft, at: PlanLayout) -> None:
    count = len(at.data.firms)
    if count > _MOST_BARS:
        return
    names = (("调剂前盈余或不足", 0), ("调剂后", 3))
    series = tuple(ChartSeries(name, at.main(at.data.letters(place))) for name, place in names)
    kind, height = (COLUMN, 320) if count <= _FEW_BARS else (BAR, 120 + 46 * count)
    anchor = f"A{draft.next_row + 2}"
    draft.charts.append(
        Chart("各企业调剂前后盈余和不足（元）", kind, at.main("A"), series, anchor, width=860, height=height)
    )
