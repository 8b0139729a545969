"""应付未付: what every enterprise must pay and has paid by item and tier, and how far the city's money reaches.

What is due is in :mod:`xl_addin.commands.fund.dues`; payments, debts and balances come from the ledger. The order
is the office's (rows 清偿顺序 of its 政策 sheet); a tier that is paid in order has numbers such as 3.01 and 3.02.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from xl_addin.commands.fund.draft import CITY, SheetDraft
from xl_addin.commands.fund.ledger_copy import ACCOUNT, ADVANCED, DEFERRED, PAID, LedgerCopy
from xl_addin.commands.fund.lines import OVERDRAFT, NeedLine, balance_fen, balance_formula, sum_to_date
from xl_addin.files.building.charts import BAR, ChartSeries, SeriesChart
from xl_addin.files.building.workbook import NewCell, NewSheet
from xl_addin.functions import call
from xl_addin.policy.fund import ADVANCE, DEFERRAL, PRO_RATA

TITLE: Final = "应付未付"
_WIDTHS: Final = (24.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 22.0)
_FIRM_HEADS: Final = ("企业名称", "应付(元)", "已付(元)", "已转暂挂(元)", "未付(元)", "专户余额(元)", "覆盖率")
_ITEM_HEADS: Final = ("企业名称", "项目", "未付(元)", "清偿次序", "应付(元)", "已付(元)", "已转暂挂(元)", "取自")
_PAID_OFF: Final = "已付清"
_NOTES: Final = (
    "注：1.经济补偿取自经济补偿金测算表（有“合计”的取合计），养老、医疗等取自一补二险（养老/医疗）测算表；蓝字可改。",
    "　　2.经济补偿的已付含科目“安置费”，医疗的已付含科目“离退休”；已办暂挂的保险费列入“归还暂挂”，不再算未付。",
    "　　3.清偿次序的整数部分是层级，小的先付；次序相同的按比例付，3.01、3.02 先后付（在“政策”表设定）。",
    "　　4.覆盖率＝专户余额÷未付，只比本企业应付职工的各项。",
)


@dataclass(frozen=True, slots=True)
class NeedsSheet:
    """The sheet, and the row of each of its lines."""

    sheet: NewSheet
    rows: tuple[int, ...]


def needs_sheet(ledger: LedgerCopy, lines: Sequence[NeedLine], left_out: Sequence[str]) -> NeedsSheet:
    """Build the sheet; ``left_out`` are sentences about what could not be counted."""
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.wide("应付未付和清偿测算表", "title", 30)
    draft.date_line(ledger)
    for sentence in left_out:
        draft.wide(sentence, "notice", 32)
    dues, owed = [line for line in lines if not line.kind], [line for line in lines if line.kind]
    firms = list(dict.fromkeys(line.firm for line in dues))
    draft.wide("一、各企业应付职工的各项", "section", 20)
    # The items stand below: heading, a row an enterprise (or a sentence), total, empty row, section, heading.
    first = draft.next_row + 1 + max(len(firms), 1) + 1 + 1 + 2
    _firm_table(draft, ledger, firms, dues, first)
    draft.add([])
    draft.wide("二、各企业各项目", "section", 20)
    rows = _item_table(draft, ledger, dues)
    draft.add([])
    if owed:
        draft.wide("三、归还暂挂和垫付、弥补透支", "section", 20)
        rows += _item_table(draft, ledger, owed)
        draft.add([])
    if any(line.kind != OVERDRAFT for line in lines):
        _waterfall(draft, ledger, lines, rows)
    for note in _NOTES:
        draft.wide(note, "note", 16)
    return NeedsSheet(draft.sheet(), tuple(rows))


def _firm_table(draft: SheetDraft, ledger: LedgerCopy, firms: Sequence[str], dues: Sequence[NeedLine], at: int) -> None:
    draft.add([NewCell(text, "head") for text in _FIRM_HEADS])
    names, first = f"$A${at}:$A${at + len(dues) - 1}", draft.next_row
    for firm in firms:
        row = draft.next_row
        mine = [line for line in dues if line.firm == firm]
        sums = [sum(getattr(line, field) for line in mine) for field in ("due", "paid", "deferred", "left")]
        formulas = [f"SUMIFS(${col}${at}:${col}${at + len(dues) - 1},{names},$A{row})" for col in "EFGC"]
        balance = balance_fen(ledger.of(firm))
        cover: Any = call("SOE_COVERAGE", max(balance, 0) / 100, sums[3] / 100) if sums[3] else _PAID_OFF
        draft.add(
            [
                NewCell(firm, "wrap"),
                *(NewCell(fen / 100, "money", formula) for fen, formula in zip(sums, formulas, strict=True)),
                NewCell(balance / 100, "money", balance_formula(ledger, f"$A{row}")),
                NewCell(cover, "percent", f'IF(E{row}=0,"{_PAID_OFF}",SOE_COVERAGE(MAX(F{row},0),E{row}))'),
            ]
        )
    if not firms:
        draft.wide("本簿没有经济补偿金测算表和一补二险测算表，不列应付职工的各项", "wrap", 20)
    last = len(draft.rows)
    cells = [NewCell("合　计", "sum")]
    for col, field in zip("BCDE", ("due", "paid", "deferred", "left"), strict=True):
        fen = sum(getattr(line, field) for line in dues)
        cells.append(NewCell(fen / 100, "sum_money", f"SUM({col}{first}:{col}{last})" if firms else None))
    draft.add([*cells, NewCell(None, "sum"), NewCell(None, "sum")])


def _item_table(draft: SheetDraft, ledger: LedgerCopy, lines: Sequence[NeedLine]) -> list[int]:
    draft.add([NewCell(text, "head") for text in _ITEM_HEADS])
    if not lines:
        draft.wide("没有应付项目", "wrap", 20)
    rows: list[int] = []
    insured: dict[str, int] = {}
    for line in lines:
        row = draft.next_row
        rows.append(row)
        due = (
            NewCell(line.due / 100, "money", _debt(ledger, line, row))
            if line.kind
            else NewCell(line.due / 100, "entry_money")
        )
        paid = _paid(ledger, line, row) if line.accounts else None
        deferred = _deferred(ledger, row, insured.setdefault(line.firm, row)) if line.insured else None
        draft.add(
            [
                NewCell(line.firm, "wrap"),
                NewCell(line.item, "shrunk"),
                NewCell(line.left / 100, "money", f"MAX(ROUND(E{row}-F{row}-G{row},2),0)"),
                NewCell(float(line.rank) if line.rank.denominator > 1 else int(line.rank), "entry"),
                due,
                NewCell(line.paid / 100, "money", paid),
                NewCell(line.deferred / 100, "money", deferred),
                NewCell(line.source, "shrunk"),
            ]
        )
    return rows


def _paid(ledger: LedgerCopy, line: NeedLine, row: int) -> str:
    sums = [sum_to_date(ledger, PAID, f"$A{row}", ledger.column(ACCOUNT), f'"{account}"') for account in line.accounts]
    return f"ROUND({'+'.join(sums)},2)"


def _deferred(ledger: LedgerCopy, row: int, first: int) -> str:
    """What 暂挂 stands for this item after the items of the same enterprise above it."""
    raised = sum_to_date(ledger, DEFERRED, f"$A{row}", ledger.column(DEFERRED), '">0"')
    above = f"-SUMIFS($G${first}:$G{row - 1},$A${first}:$A{row - 1},$A{row})" if row > first else ""
    return f"ROUND(MAX(MIN(E{row}-F{row},{raised}{above}),0),2)"


def _debt(ledger: LedgerCopy, line: NeedLine, row: int) -> str:
    if line.kind == OVERDRAFT:
        return f"MAX(-{balance_formula(ledger, f'$A{row}')},0)"
    place = {ADVANCE: ADVANCED, DEFERRAL: DEFERRED}[line.kind]
    return f"MAX(ROUND({sum_to_date(ledger, place, f'$A{row}')},2),0)"


def _waterfall(draft: SheetDraft, ledger: LedgerCopy, lines: Sequence[NeedLine], rows: Sequence[int]) -> None:
    """Share the city's balance over what is owed by item, and chart what is paid and what is not."""
    draft.wide("四、全市资金按清偿次序测算", "section", 20)
    balance = max(balance_fen(ledger.entries), 0)
    row = draft.next_row
    draft.add([NewCell("可用资金（专户余额）", "label"), NewCell(balance / 100, "money", f"MAX({CITY}!$D$5,0)")])
    draft.add([NewCell(text, "head") for text in ("项目", "未付(元)", "清偿次序")])
    first, needs = draft.next_row, []
    named = dict.fromkeys((line.rank, line.item) for line in lines if line.kind != OVERDRAFT)
    items = sorted(named, key=lambda pair: pair[0])
    top, bottom = min(rows), max(rows)
    for rank, item in items:
        fen = sum(line.left for line in lines if line.item == item)
        number = float(rank) if rank.denominator > 1 else int(rank)
        needs.append([item, fen / 100, number])
        formula = f"SUMIFS($C${top}:$C${bottom},$B${top}:$B${bottom},$A{draft.next_row})"
        draft.add([NewCell(item, "wrap"), NewCell(fen / 100, "money", formula), NewCell(number, "entry")])
    last = len(draft.rows)
    draft.add([])
    table: Any = call("SOE_WATERFALL", balance / 100, needs, PRO_RATA)
    formula = f"SOE_WATERFALL($B${row},$A${first}:$C${last})"
    top, bottom = draft.array(formula, table, ("wrap", "money", "money", "money"))
    quoted = f"'{TITLE}'!"
    series = (
        ChartSeries("能付（元）", f"{quoted}$C${top}:$C${bottom}"),
        ChartSeries("不足（元）", f"{quoted}$D${top}:$D${bottom}", pale=True),
    )
    names = f"{quoted}$A${top}:$A${bottom}"
    anchor = f"A{draft.next_row + len(_NOTES) + 3}"
    height = 150 + 36 * (bottom - top + 1)
    draft.charts.append(
        SeriesChart("各项目资金覆盖", BAR, names, series, anchor, stacked=True, width=860, height=height)
    )
