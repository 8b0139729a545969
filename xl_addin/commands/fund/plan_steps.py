"""The steps below the main table of 全市调剂方案: what each tier receives, what each item is paid, who gives to whom.

Who gives to whom (调剂单) stands as values of one day, with a proof against the main table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xl_addin.commands.fund.draft import SheetDraft
from xl_addin.commands.fund.needs import TITLE as NEEDS
from xl_addin.commands.fund.plan_data import FIRST_TIER, PlanLayout
from xl_addin.commands.fund.plan_words import item_reason
from xl_addin.files.building.workbook import NewCell
from xl_addin.functions import call
from xl_addin.tables.grid import column_letters

KEEPS: Final = "$B$3"
"""Cell of the share that givers keep."""
_LAYERS: Final = (
    "三、计算过程：各企业可调出数，再按层级先后调入（右边四栏由函数算出：应付即不足，实付即调入，未付即仍缺）"
)


def write_layers(draft: SheetDraft, at: PlanLayout) -> None:
    """What each tier of each enterprise lacks, and what the givers' money reaches."""
    data = at.data
    if not data.members():
        return
    draft.wide(_LAYERS, "section", 20)
    for members in data.members():
        _gifts(draft, at, members)
        pool_row, (first, last) = draft.next_row, at.layer_rows(members)
        rows = f"0-SUM($F${pool_row - 1 - len(members)}:$F${pool_row - 2})"
        pool = sum(max(data.plan.enterprises[i].position_fen, 0) for i in members)
        draft.add([NewCell("可调出合计", "label"), NewCell(pool / 100, "money", rows)])
        lacks = [(i, tier, at.lack(i, tier)) for tier in data.tiers for i in members]
        needs = [[data.firms[i].name, fen / 100, tier] for i, tier, fen in lacks]
        shared: Any = call("SOE_WATERFALL", pool / 100, needs)
        heads = ["企业名称", "不足(元)", "层级", *shared[0]]
        draft.add([NewCell(text, "head") for text in heads])
        for (i, tier, fen), result in zip(lacks, shared[1:], strict=True):
            letters = column_letters(FIRST_TIER + data.tiers.index(tier))
            row = at.first + i
            lack = f"ROUND(MAX(MIN({letters}{row},SUM($E{row}:{letters}{row})-$D{row}),0),2)"
            cells = [NewCell(data.firms[i].name, "wrap"), NewCell(fen / 100, "money", lack), NewCell(tier, "count")]
            draft.add([*cells, NewCell(result[0], "shrunk"), *(NewCell(value, "money") for value in result[1:])])
        draft.arrays[f"D{first - 1}:G{last}"] = f"SOE_WATERFALL($B${pool_row},$A${first}:$C${last})"
        draft.add([])


def _gifts(draft: SheetDraft, at: PlanLayout, members: Sequence[int]) -> None:
    """What each enterprise can give, in whole fen: SOE_TRANSFER with a need as large as all surpluses."""
    data, position = at.data, at.data.letters(0)
    first, last = at.gift_rows(members)
    fens = [max(data.plan.enterprises[i].position_fen, 0) for i in members]
    need = f"{data.firms[members[0]].system}最多需要"
    positions: list[list[Any]] = [[data.firms[i].name, fen / 100] for i, fen in zip(members, fens, strict=True)]
    positions.append([need, -sum(fens) / 100])
    moved: Any = call("SOE_TRANSFER", positions)
    draft.add([NewCell(text, "head") for text in ("企业名称", "盈余(元)", "", *moved[0])])
    for place, ((name, yuan), result) in enumerate(zip(positions, moved[1:], strict=True)):
        row = at.first + members[place] if place < len(members) else 0
        formula = f"MAX({position}{row},0)" if row else f"0-SUM(B{first}:B{last})"
        cells = [NewCell(name, "wrap"), NewCell(yuan, "money", formula), NewCell(None, "centre")]
        draft.add([*cells, NewCell(result[0], "shrunk"), *(NewCell(value, "money") for value in result[1:])])
    draft.arrays[f"D{first - 1}:G{last + 1}"] = f"SOE_TRANSFER($A${first}:$B${last + 1},{KEEPS})"


def write_items(draft: SheetDraft, at: PlanLayout) -> None:
    """What each item is paid in the plan."""
    data = at.data
    draft.wide("四、各项目计划支付（本企业资金加减调剂后，按清偿次序）", "section", 20)
    heads = ("企业名称", "项目", "未付(元)", "清偿次序", "计划支付(元)", "仍缺(元)", "说明")
    draft.add([NewCell(text, "head") for text in heads])
    _widen(draft, at, len(draft.rows), 7, "head")
    if not data.lines:
        draft.wide("没有应付未付的项目", "wrap", 20)
    transfer = data.letters(2)
    for (i, need, source), line in zip(data.lines, data.plan.payments, strict=True):
        row = draft.next_row
        own = [at.items + n for n, (place, _, _) in enumerate(data.lines) if place == i]
        money = f"MAX(ROUND($D${at.first + i}+${transfer}${at.first + i},2),0)"
        paid = f"INDEX(SOE_WATERFALL({money},$B${own[0]}:$D${own[-1]}),{row - own[0] + 2},3)"
        rank = float(need.rank) if need.rank.denominator > 1 else int(need.rank)
        reason = item_reason(f"${transfer}${at.first + i}", row, own[0], own[-1])
        draft.add(
            [
                NewCell(need.firm, "wrap"),
                NewCell(need.item, "shrunk"),
                NewCell(need.left / 100, "money", f"{NEEDS}!$C${source}"),
                NewCell(rank, "centre", f"{NEEDS}!$D${source}"),
                NewCell(line.paid_fen / 100, "money", paid),
                NewCell(line.unpaid_fen / 100, "money", f"ROUND(C{row}-E{row},2)"),
                NewCell(line.reason, "small", reason),
            ]
        )
        _widen(draft, at, row, 7, "small")
    draft.add([])


def _widen(draft: SheetDraft, at: PlanLayout, row: int, first: int, style: str) -> None:
    """Merge the last cell of a row over the rest of the width."""
    last = at.data.last_column
    draft.merges.append(f"{column_letters(first)}{row}:{column_letters(last)}{row}")
    draft.rows[row - 1] += [NewCell(None, style)] * (last - first)


def write_orders(draft: SheetDraft, at: PlanLayout) -> None:
    """Who gives to whom, as values of this day."""
    data = at.data
    day = at.ledger.last_day.isoformat()
    draft.wide(f"五、调剂单（按 {day}、留存比例 0 算出的数值；调出、调入各登一笔，用同一对冲单号）", "section", 20)
    draft.add([NewCell(text, "head") for text in ("调出企业", "金额(元)", "调入企业", "理由")])
    _widen(draft, at, len(draft.rows), 4, "head")
    first = draft.next_row
    for order in data.plan.transfers:
        names = data.firms[order.giver].name, data.firms[order.receiver].name
        cells = [NewCell(names[0], "wrap"), NewCell(order.amount_fen / 100, "money"), NewCell(names[1], "wrap")]
        draft.heights[draft.next_row] = 28
        draft.add([*cells, NewCell(order.reason, "small")])
        _widen(draft, at, len(draft.rows), 4, "small")
    if not data.plan.transfers:
        draft.wide("不需要系统内调剂，或系统内没有可调出的资金", "wrap", 20)
    last, transfer = len(draft.rows), data.letters(2)
    moved = f'SUMIFS({at.main(transfer)},{at.main(transfer)},">0")'
    formula = f'IF(ROUND(SUM(B{first}:B{last})-{moved},2)=0,"一致","数据已改，请重新生成调剂单")'
    draft.check("与系统内调剂表核对", formula, "一致")
    draft.add([])
