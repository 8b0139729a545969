"""全市调剂方案: own money first, then balancing within each system, what is still missing, and why; live formulas.

The figures are those of :mod:`xl_addin.rules.fund.plan`. Higher tiers of all receivers come first (SOE_WATERFALL
shares what the givers can give), then SOE_TRANSFER settles who gives how much. Leaves out money between systems: that
takes an approval. The sections below the main table are :mod:`xl_addin.commands.fund.plan_steps`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xl_addin.commands.fund.draft import SheetDraft
from xl_addin.commands.fund.ledger_copy import ACCOUNT, INCOME, LedgerCopy
from xl_addin.commands.fund.lines import NOBODY, balance_fen, balance_formula, sum_to_date
from xl_addin.commands.fund.plan_data import FIRST_TIER, NO_SYSTEM, SALE, PlanData, PlanLayout
from xl_addin.commands.fund.plan_steps import KEEPS, write_items, write_layers, write_orders
from xl_addin.commands.fund.plan_words import firm_reason
from xl_addin.files.building.charts import BAR, COLUMN, ChartSeries, SeriesChart
from xl_addin.files.building.workbook import NewCell, NewSheet
from xl_addin.functions import call
from xl_addin.tables.grid import column_letters

TITLE: Final = "全市调剂方案"
_SYSTEM_HEADS: Final = (
    "所属系统", "资金余额(元)", "企业户数", "未付(元)", "覆盖率", "调剂前不足(元)", "系统内调入(元)", "缺口(元)",
    "核对",
)  # fmt: skip
_HEADS: Final = (
    "盈余或不足(元)", "可调出(元)", "调剂额(元)", "调剂后(元)", "缺口(元)", "已收变现款(元)", "保本成交价(元)", "说明",
)  # fmt: skip
_MOST_BARS: Final = 40
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
    draft.wide("全市资金调剂方案", "title", 30)
    draft.date_line(ledger)
    draft.rows.pop()
    share = "盈余企业自己留下的比例（蓝字可改）"
    draft.add([NewCell("留存比例", "label"), NewCell(0, "entry_percent"), NewCell(share)])
    draft.add([])
    _systems(draft, at)
    _firms(draft, at)
    write_layers(draft, at)
    write_items(draft, at)
    write_orders(draft, at)
    for note in _NOTES:
        draft.wide(note, "note", 16)
    _chart(draft, at)
    return draft.sheet()


def _systems(draft: SheetDraft, at: PlanLayout) -> None:
    """Section of the systems: money, needs, coverage, lacking before and after."""
    data = at.data
    position, _, transfer, _, gap = (data.letters(place) for place in range(5))
    draft.wide("一、各系统情况", "section", 20)
    draft.add([NewCell(text, "head") for text in _SYSTEM_HEADS])
    top = draft.next_row
    by = at.main("C")
    for system in at.systems:
        row = draft.next_row
        lines = [one for one in data.plan.enterprises if (one.enterprise.system or NO_SYSTEM) == system]
        money = sum(one.enterprise.money_fen for one in lines)
        need = sum(one.need_fen for one in lines)
        own = f"{by},$A{row}"
        values = (
            (money, f"SUMIFS({at.main('D')},{own})"),
            (need, f"ROUND(B{row}-SUMIFS({at.main(position)},{own}),2)"),
            (
                -sum(min(one.position_fen, 0) for one in lines),
                f'-SUMIFS({at.main(position)},{own},{at.main(position)},"<0")',
            ),
            (
                sum(max(one.transfer_fen, 0) for one in lines),
                f'SUMIFS({at.main(transfer)},{own},{at.main(transfer)},">0")',
            ),
            (sum(one.gap_fen for one in lines), f"SUMIFS({at.main(gap)},{own})"),
        )
        cells = [NewCell(fen / 100, "money", formula) for fen, formula in values]
        cover: Any = call("SOE_COVERAGE", money / 100, need / 100) if need else _NO_NEED
        share = NewCell(cover, "percent", f'IF(D{row}=0,"{_NO_NEED}",SOE_COVERAGE(B{row},D{row}))')
        count = NewCell(len(lines), "count", f"COUNTIF({by},$A{row})")
        even = "一致" if sum(one.transfer_fen for one in lines) == 0 else "不一致"
        proof = NewCell(even, "centre", f'IF(ROUND(SUMIFS({at.main(transfer)},{own}),2)=0,"一致","不一致")')
        draft.add([NewCell(system, "shrunk"), cells[0], count, cells[1], share, *cells[2:], proof])
    _system_total(draft, at, top, len(draft.rows))


def _system_total(draft: SheetDraft, at: PlanLayout, top: int, last: int) -> None:
    """Sums of the systems, and the money that belongs to no enterprise."""
    cells = [NewCell("合　计", "sum")]
    for letters in "BCDEFGHI":
        values = [draft.rows[row - 1]["ABCDEFGHI".index(letters)].value for row in range(top, last + 1)]
        if letters in "EI":
            cells.append(NewCell(None, "sum"))
            continue
        total: Any = round(sum(value for value in values if isinstance(value, (int, float))), 2)
        style = "sum_count" if letters == "C" else "sum_money"
        cells.append(NewCell(total, style, f"SUM({letters}{top}:{letters}{last})"))
    draft.add(cells)
    city = balance_fen(at.ledger.entries)
    own = sum(balance_fen(at.ledger.of(name)) for name in at.ledger.firms)
    alone = (city - own) / 100
    terms = balance_formula(at.ledger, f'"{NOBODY}"')
    draft.add([NewCell("未分企业的资金", "label"), NewCell(alone, "money", terms), NewCell("不参加调剂")])
    draft.add([])


def _firms(draft: SheetDraft, at: PlanLayout) -> None:
    """The main table: a row an enterprise."""
    data = at.data
    draft.wide("二、系统内调剂", "section", 20)
    tiers = [f"第{tier}层未付(元)" for tier in data.tiers]
    heads = ("企业名称", "参加调剂数(元)", "所属系统", "资金余额(元)", *tiers, *_HEADS)
    draft.heights[draft.next_row] = 28
    draft.add([NewCell(text, "head") for text in heads])
    home = {i: members for members in data.members() for i in members}
    for i in range(len(data.firms)):
        draft.heights[draft.next_row] = 28
        draft.add(_firm(at, i, home.get(i)))
    sums = [NewCell("合　计", "sum")]
    for col in range(2, data.last_column + 1):
        letters = column_letters(col)
        if col in (2, 3, data.last_column):
            sums.append(NewCell(None, "sum"))
            continue
        values = [draft.rows[row - 1][col - 1].value for row in range(at.first, at.last + 1)]
        total = round(sum(value for value in values if isinstance(value, (int, float))), 2) + 0.0
        sums.append(NewCell(total, "sum_money", f"SUM({letters}{at.first}:{letters}{at.last})"))
    draft.add(sums)
    first, last = column_letters(FIRST_TIER), column_letters(FIRST_TIER + len(data.tiers) - 1)
    listed = f'SUMIFS({at.listed("C")},{at.listed("D")},"<{data.balancing}")'
    draft.check(
        "各层合计与未付核对",
        f'IF(ROUND(SUM({first}{at.last + 1}:{last}{at.last + 1})-{listed},2)=0,"一致",'
        '"次序有本表没有的层级，请改“政策”表后重新生成")',
        "一致",
    )
    draft.add([])


def _firm(at: PlanLayout, i: int, members: Sequence[int] | None) -> list[NewCell]:
    data, row, line = at.data, at.first + i, at.data.plan.enterprises[i]
    position, _, transfer, after, gap, sale, price, _ = (data.letters(place) for place in range(8))
    items = [at.listed(letters) for letters in "ACD"]
    needs = []
    for tier in data.tiers:
        fen = sum(need.left for place, need, _ in data.lines if place == i and need.tier == tier)
        formula = f'SUMIFS({items[1]},{items[0]},$A{row},{items[2]},">={tier}",{items[2]},"<{tier + 1}")'
        needs.append(NewCell(fen / 100, "money", formula))
    last_tier = column_letters(FIRST_TIER + len(data.tiers) - 1)
    joined = line.position_fen if line.position_fen > 0 else -line.transfer_fen
    received = at.received(members, row) if members else "0"
    moved, gift = None, f"MAX({position}{row},0)"
    if members:
        gift = f"0-$F${at.gift_rows(members)[0] + members.index(i)}"
        block = f"$A${at.first + members[0]}:$B${at.first + members[-1]}"
        moved = f"INDEX(SOE_TRANSFER({block},{KEEPS}),{members.index(i) + 2},3)"
    money = f"MAX({balance_formula(at.ledger, f'$A{row}')},0)"
    sold = sum_to_date(at.ledger, INCOME, f"$A{row}", at.ledger.column(ACCOUNT), f'"{SALE}"')
    return [
        NewCell(line.enterprise.name, "wrap"),
        NewCell(joined / 100, "money", f"IF({position}{row}>0,{position}{row},-{received})"),
        NewCell(line.enterprise.system or NO_SYSTEM, "shrunk"),
        NewCell(line.enterprise.money_fen / 100, "money", money),
        *needs,
        NewCell(line.position_fen / 100, "money", f"ROUND(D{row}-SUM(E{row}:{last_tier}{row}),2)"),
        NewCell(max(line.position_fen, 0) / 100, "money", gift),
        NewCell(line.transfer_fen / 100, "signed", moved),
        NewCell((line.position_fen + line.transfer_fen) / 100, "money", f"ROUND({position}{row}+{transfer}{row},2)"),
        NewCell(line.gap_fen / 100, "money", f"MAX(-{after}{row},0)"),
        NewCell(line.enterprise.sale_fen / 100, "money", sold),
        NewCell(line.break_even_fen / 100, "money", f"MAX(ROUND({sale}{row}-{position}{row},2),0)"),
        NewCell(line.reason, "small", firm_reason(position, transfer, gap, price, row)),
    ]


def _chart(draft: SheetDraft, at: PlanLayout) -> None:
    if len(at.data.firms) > _MOST_BARS:
        return
    quoted = f"'{TITLE}'!"
    series = tuple(
        ChartSeries(name, quoted + at.main(at.data.letters(place)))
        for name, place in (("调剂前盈余或不足", 0), ("调剂后", 3))
    )
    count = len(at.data.firms)
    kind = COLUMN if count <= 8 else BAR
    height = 320 if kind == COLUMN else 120 + 46 * count
    names = quoted + at.main("A")
    anchor = f"A{draft.next_row + 2}"
    draft.charts.append(
        SeriesChart("各企业调剂前后盈余和不足（元）", kind, names, series, anchor, height=height, width=1000)
    )
