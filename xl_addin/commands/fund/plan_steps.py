"""The steps below the main table of 全市调剂方案: what each tier receives, what each item is paid, who gives to whom.

Who gives to whom (调剂单) stands as values of one day, with a proof against the main table. Reasons are formulas that
say what ``rules.fund.reasons`` says, so that they follow figures that change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from xl_addin.commands.fund.lines import proof
from xl_addin.commands.fund.needs import TITLE as NEEDS
from xl_addin.commands.fund.plan_data import FIRST_TIER, PlanLayout
from xl_addin.files.building.draft import Column, Content, SheetDraft, columns, own_results
from xl_addin.files.building.model import NewCell
from xl_addin.functions import call
from xl_addin.tables.grid import column_letters
from xl_addin.values.money import fen_to_yuan

_RESULT_STYLES: Final = ("centre", "money", "money", "money")
_ITEM_COLUMNS: Final = columns(
    "企业名称:wrap 项目:centre 未付(元):money 清偿次序:centre 计划支付(元):money 仍缺(元):money"
)
_ORDER_COLUMNS: Final = columns("调出企业:wrap 金额(元):money 调入企业:wrap")
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
    draft.section(_LAYERS)
    for members in data.members():
        _gifts(draft, at, members)
        pool_row, (first, last) = draft.next_row, at.layer_rows(members)
        rows = f"0-SUM($F${pool_row - 1 - len(members)}:$F${pool_row - 2})"
        free = (i for i in members if not data.firms[i].held)
        pool = fen_to_yuan(sum(max(data.plan.enterprises[i].position_fen, 0) for i in free))
        draft.add([NewCell("可调出合计", "label"), NewCell(pool, "money", rows)])
        lacks = [(i, tier, fen_to_yuan(at.lack(i, tier))) for tier in data.tiers for i in members]
        shared: Any = call("SOE_WATERFALL", pool, [[data.firms[i].name, yuan, tier] for i, tier, yuan in lacks])
        lines: list[Sequence[Content]] = []
        for (i, tier, yuan), result in zip(lacks, shared[1:], strict=True):
            letters, row = column_letters(FIRST_TIER + data.tiers.index(tier)), at.first + i
            lack = f"ROUND(MAX(MIN({letters}{row},SUM($E{row}:{letters}{row})-$D{row}),0),2)"
            lines.append((data.firms[i].name, (yuan, lack), tier, *result))
        text = f"SOE_WATERFALL($B${pool_row},$A${first}:$C${last})"
        lines = [[*line[:3], *own_results(text, n, line[3:])] for n, line in enumerate(lines, 2)]
        heads = columns("企业名称:wrap 不足(元):money 层级:count")
        draft.table([*heads, *map(Column, shared[0], _RESULT_STYLES)], lines)
        draft.add()


def _gifts(draft: SheetDraft, at: PlanLayout, members: Sequence[int]) -> None:
    """What each enterprise can give, in whole fen: SOE_TRANSFER with a need as large as all surpluses."""
    data, position = at.data, at.data.letters(0)
    first, last = at.gift_rows(members)
    held = {i for i in members if data.firms[i].held}
    fens = [0 if i in held else max(data.plan.enterprises[i].position_fen, 0) for i in members]
    need = f"{data.firms[members[0]].system}最多需要"
    own = ("0" if i in held else f"MAX({position}{at.first + i},0)" for i in members)
    formulas = [*own, f"0-SUM(B{first}:B{last})"]
    positions: list[list[Any]] = [[data.firms[i].name, fen_to_yuan(fen)] for i, fen in zip(members, fens, strict=True)]
    positions.append([need, fen_to_yuan(-sum(fens))])
    moved: Any = call("SOE_TRANSFER", positions)
    text = f"SOE_TRANSFER($A${first}:$B${last + 1},{KEEPS})"
    heads = columns("企业名称:wrap 盈余(元):money :centre")
    draft.table(
        [*heads, *map(Column, moved[0], _RESULT_STYLES)],
        [
            (name, (yuan, formula), None, *own_results(text, row, result))
            for row, ((name, yuan), formula, result) in enumerate(zip(positions, formulas, moved[1:], strict=True), 2)
        ],
    )


def write_items(draft: SheetDraft, at: PlanLayout) -> None:
    """What each item is paid in the plan."""
    draft.section("四、各项目计划支付（本企业资金加减调剂后，按清偿次序）")
    heads = [*_ITEM_COLUMNS, Column("说明", "small", draft.page[1] - len(_ITEM_COLUMNS))]
    draft.table(heads, _item_lines(at), nothing="没有应付未付的项目")
    draft.add()


def _item_lines(at: PlanLayout) -> Iterator[Sequence[Content]]:
    data, transfer = at.data, at.data.letters(2)
    for n, ((i, need, source), line) in enumerate(zip(data.lines, data.plan.payments, strict=True)):
        row, firm = at.items + n, at.first + i
        own = [at.items + place for place, (other, _, _) in enumerate(data.lines) if other == i]
        money = f"MAX(ROUND($D${firm}+${transfer}${firm},2),0)"
        paid = f"INDEX(SOE_WATERFALL({money},$B${own[0]}:$D${own[-1]}),{row - own[0] + 2},3)"
        yield (
            need.firm,
            need.item,
            (fen_to_yuan(need.left), f"{NEEDS}!$C${source}"),
            (need.rank_number, f"{NEEDS}!$D${source}"),
            (fen_to_yuan(line.paid_fen), paid),
            (fen_to_yuan(line.unpaid_fen), f"ROUND(C{row}-E{row},2)"),
            (line.reason, item_reason(f"${transfer}${firm}", row, own[0], own[-1])),
        )


def write_orders(draft: SheetDraft, at: PlanLayout) -> None:
    """Who gives to whom, as values of this day."""
    data = at.data
    day = at.ledger.last_day.isoformat()
    draft.section(f"五、调剂单（按 {day}、留存比例 0 算出的数值；调出、调入各登一笔，用同一对冲单号）")
    heads = [*_ORDER_COLUMNS, Column("理由", "small", draft.page[1] - len(_ORDER_COLUMNS))]
    lines = [
        (data.firms[one.giver].name, fen_to_yuan(one.amount_fen), data.firms[one.receiver].name, one.reason)
        for one in data.plan.transfers
    ]
    nothing = "不需要系统内调剂，或系统内没有可调出的资金"
    first, _ = draft.table(heads, lines, nothing=nothing, height=28)
    last, transfer = len(draft.rows), at.main(data.letters(2))
    moved = f'SUMIFS({transfer},{transfer},">0")'
    formula = f'IF(ROUND(SUM(B{first}:B{last})-{moved},2)=0,"一致","数据已改，请重新生成调剂单")'
    proof(draft, "与系统内调剂表核对", formula, "一致")
    draft.add()


def _yuan(expression: str) -> str:
    return f'TEXT({expression},"#,##0.00")&" 元"'


def firm_reason(position: str, transfer: str, gap: str, price: str, row: int, held: str) -> str:
    """The sentence of ``rules.fund.reasons.enterprise_reason`` as a formula."""
    position, transfer, gap, price = (f"{letters}{row}" for letters in (position, transfer, gap, price))
    return _joined(
        f'"自有资金"&IF({position}<0,"缺 ","结余 ")&{_yuan(f"ABS({position})")}',
        f'IF({transfer}=0,"",IF({transfer}>0,"，调入 ","，调出 ")&{_yuan(f"ABS({transfer})")})',
        f'IF({gap}=0,"","，缺口 "&{_yuan(gap)})',
        f'IF({price}=0,"；没有变现款也","；成交价达到 "&{_yuan(price)}&"时")&"不需调剂"',
        *([f'"；{held}"'] if held else []),
    )


def item_reason(transfer: str, row: int, first: int, last: int) -> str:
    """The sentence of ``rules.fund.reasons.payment_reason`` as a formula."""
    higher = f'SUMIFS($F${first}:$F${last},$D${first}:$D${last},"<"&INT(D{row}))>0'
    means = f'IF({transfer}>0,"本企业资金加调入资金","本企业资金")'
    tier = f'"第"&INT(D{row})&"层"'
    short = _joined(means, '"不足以付清"', tier, '"，本项付 "', _yuan(f"E{row}"), '"，缺 "', _yuan(f"F{row}"))
    none = _joined('"前面各层尚未付清，"', tier, '"不支付，缺 "', _yuan(f"C{row}"))
    return f'IF(C{row}=0,"没有未付",IF(F{row}=0,{means}&"足额支付",IF({higher},{none},{short})))'


def _joined(*parts: str) -> str:
    return "&".join(parts)
