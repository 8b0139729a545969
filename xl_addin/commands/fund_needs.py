"""应付未付: what the approved sums leave unpaid, how far the money reaches, and who is paid first.

Approved sums come from the workbook's severance sheets (checks.approved); payments and balances from the ledger. The
order of payment is the fund's tiers as policy has them: settling workers first, then debts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xl_addin.commands.fund_ledger_sheet import ACCOUNT, DAY, FIRM, PAID, LedgerCopy
from xl_addin.commands.fund_sheet import CITY, DATE_REF, FIRM_SHEET, SheetDraft, total_fen
from xl_addin.functions import call
from xl_addin.policy.fund import IN_ORDER
from xl_addin.tables.building import NewCell, NewSheet
from xl_addin.tables.building_charts import BAR, ChartSeries, SeriesChart

TITLE: Final = "应付未付"
SETTLED_BY: Final = ("经济补偿", "安置费")
"""Accounts that pay the approved sums of a severance sheet."""
_WIDTHS: Final = (26.0, 17.0, 17.0, 17.0, 17.0, 12.0)
_HEADS: Final = ("企业名称", "批准应付(元)", "已付(元)", "未付(元)", "专户余额(元)", "覆盖率")
_PAID_OFF: Final = "已付清"
_TIERS: Final = (("未付经济补偿和安置费", 1), ("归还社保暂挂", 3), ("归还土地储备垫付", 3))
_NOTES: Final = (
    "注：1.批准应付取自本簿的经济补偿金测算表（有“合计”的取合计）；已付取自台账科目“经济补偿”“安置费”。",
    "　　2.覆盖率＝专户余额÷未付；清偿顺序按层级：先安置职工，后归还暂挂和垫付，同层按表内先后。",
)


def needs_sheet(ledger: LedgerCopy, approved: Sequence[tuple[str, int]]) -> NewSheet:
    """Build the sheet; ``approved`` are names with sums in fen, none where the workbook approves nothing."""
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.wide("应付未付和清偿测算表", "title", 30)
    draft.date_line(ledger)
    draft.wide("一、各企业应付未付", "section", 20)
    draft.add([NewCell(text, "head") for text in _HEADS])
    first, unpaid = draft.next_row, 0
    for name, fen in approved:
        unpaid += _firm_line(draft, ledger, name, fen)
    if not approved:
        draft.wide("本簿没有经济补偿金测算表，不列批准应付", "wrap", 20)
    last = len(draft.rows)
    _total(draft, approved, first, last, unpaid)
    draft.add([])
    _waterfall(draft, ledger, unpaid, last + 1)
    for note in _NOTES:
        draft.wide(note, "note", 16)
    return draft.sheet(landscape=False)


def _firm_line(draft: SheetDraft, ledger: LedgerCopy, name: str, fen: int) -> int:
    """Write one enterprise; give what it still owes in fen."""
    row = draft.next_row
    mine = [entry for entry in ledger.entries if entry.firm == name]
    paid = sum(entry.expense for entry in mine if entry.account in SETTLED_BY)
    balance = sum(entry.opening + entry.income - entry.expense for entry in mine) / 100
    left = max(fen - paid, 0)
    cover: Any = call("SOE_COVERAGE", max(balance, 0), left / 100) if left else _PAID_OFF
    place = f"MATCH(A{row},{FIRM_SHEET}!$A:$A,0)"
    draft.add(
        [
            NewCell(name, "wrap"),
            NewCell(fen / 100, "entry_money"),
            NewCell(paid / 100, "money", _paid(ledger, row)),
            NewCell(left / 100, "money", f"MAX(ROUND(B{row}-C{row},2),0)"),
            NewCell(balance, "money", f"IFERROR(INDEX({FIRM_SHEET}!$D:$D,{place}),0)"),
            NewCell(cover, "percent", f'IF(D{row}=0,"{_PAID_OFF}",SOE_COVERAGE(MAX(E{row},0),D{row}))'),
        ]
    )
    return left


def _paid(ledger: LedgerCopy, row: int) -> str:
    sums = [
        f'SUMIFS({ledger.column(PAID)},{ledger.column(FIRM)},A{row},{ledger.column(ACCOUNT)},"{account}",'
        f'{ledger.column(DAY)},"<="&{DATE_REF})'
        for account in SETTLED_BY
    ]
    return f"ROUND({'+'.join(sums)},2)"


def _total(draft: SheetDraft, approved: Sequence[tuple[str, int]], first: int, last: int, unpaid: int) -> None:
    cells = [NewCell("合　计", "sum")]
    for col in "BCD":
        values = [line["ABCD".index(col)].value for line in draft.rows[first - 1 : last]] if approved else []
        amount = round(sum(float(value) for value in values if isinstance(value, (int, float))), 2)
        cells.append(NewCell(amount, "sum_money", f"SUM({col}{first}:{col}{last})" if approved else None))
    draft.add([*cells, NewCell(None, "sum"), NewCell(None, "sum")])


def _waterfall(draft: SheetDraft, ledger: LedgerCopy, unpaid: int, total_row: int) -> None:
    """Share the city's balance over what is owed, tier by tier, and chart what is paid and what is not."""
    draft.wide("二、全市资金按层级清偿测算", "section", 20)
    balance = sum(entry.opening + entry.income - entry.expense for entry in ledger.entries) / 100
    row = draft.next_row
    draft.add([NewCell("可用资金（专户余额）", "label"), NewCell(max(balance, 0), "money", f"MAX({CITY}!$D$5,0)")])
    owed = (unpaid, total_fen(ledger.entries, "deferral"), total_fen(ledger.entries, "advance"))
    formulas = (f"D{total_row}", f"MAX({CITY}!$F$5,0)", f"MAX({CITY}!$E$5,0)")
    draft.add([NewCell(text, "head") for text in ("项目", "应付(元)", "层级")])
    first = draft.next_row
    needs = []
    for (name, tier), fen, formula in zip(_TIERS, owed, formulas, strict=True):
        needs.append([name, max(fen, 0) / 100, tier])
        draft.add([NewCell(name, "wrap"), NewCell(max(fen, 0) / 100, "money", formula), NewCell(tier, "count")])
    last = len(draft.rows)
    draft.add([])
    table: Any = call("SOE_WATERFALL", max(balance, 0), needs, IN_ORDER)
    formula = f'SOE_WATERFALL($B${row},$A${first}:$C${last},"{IN_ORDER}")'
    top, bottom = draft.array(formula, table, ("wrap", "money", "money", "money"))
    quoted = f"'{TITLE}'!"
    series = (
        ChartSeries("能付（元）", f"{quoted}$C${top}:$C${bottom}"),
        ChartSeries("不足（元）", f"{quoted}$D${top}:$D${bottom}", pale=True),
    )
    names = f"{quoted}$A${top}:$A${bottom}"
    anchor = f"A{draft.next_row + len(_NOTES) + 3}"
    draft.charts.append(SeriesChart("各层级资金覆盖", BAR, names, series, anchor, stacked=True, width=820, height=260))
