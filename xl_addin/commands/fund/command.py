"""资金平衡表: statements of the special fund from a workbook's ledger, as a new workbook of live formulas with charts.

The ledger is copied as values beside the statements; each statement is one array call that reads it once. One cell,
截止日期 on 全市汇总, dates them all. Results are stored, so that a host without our functions shows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xl_addin.commands.book import CommandBook
from xl_addin.commands.fund.debts import debt_sheet, deferral_sheet
from xl_addin.commands.fund.draft import CITY, DATE_CELL, DATE_REF, FIRM_SHEET, SheetDraft, total_fen
from xl_addin.commands.fund.dues import home_systems, read_dues
from xl_addin.commands.fund.ledger_copy import (
    ACCOUNT,
    DAY,
    FIRM,
    INCOME,
    OPENED,
    PAID,
    SYSTEM,
    Entry,
    LedgerCopy,
    copy_ledger,
)  # fmt: skip
from xl_addin.commands.fund.lines import need_lines
from xl_addin.commands.fund.needs import needs_sheet
from xl_addin.commands.fund.person_dues import person_lines
from xl_addin.commands.fund.plan import plan_sheet
from xl_addin.commands.fund.plan_data import plan_data
from xl_addin.commands.fund.punctuality import punctuality_sheet
from xl_addin.commands.fund.trend import trend_sheet
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandContext
from xl_addin.files.building.charts import BAR, COLUMN, ChartSeries, SeriesChart
from xl_addin.files.building.workbook import NewBook, NewCell, NewSheet
from xl_addin.functions.fund.functions import UNNAMED
from xl_addin.policy.fund import ADVANCE
from xl_addin.policy.fund_tiers import FundTiers, fund_tiers
from xl_addin.values.errors import InputError

TITLE: Final = "资金平衡表"
SYSTEM_SHEET: Final = "系统汇总"
_WIDTHS: Final = (24.0, 16.0, 16.0, 16.0, 16.0, 16.0)
_STYLES: Final = ("shrunk", "money", "money", "money", "money", "money")
_MOST_BARS: Final = 40
_NOTES: Final = (
    "注：1.各表用函数 SOE_FUND_STATEMENT 从“资金收支台账”算出，改“全市汇总”的截止日期，各表随之重算。",
    "　　2.社保暂挂不动用资金，只列负债；垫付是收到的资金，同时列负债。期初（上年结转）在余额内，不在收入内。",
    "　　3.没有安装本插件时，Excel、WPS 显示存放的结果；LibreOffice 总要重算数组公式，装扩展前显示 #NAME?。",
)


def plan_fund_statements(book: CommandBook, context: CommandContext) -> BookPlan:
    """资金平衡表 of the ledger in front (or the only one) to its last day, as a new workbook.

    A 政策 sheet that cannot be read is refused: its order of payment is not known.
    """
    policy = book.usable_policy()
    tiers = _workers_first(fund_tiers(policy.policy.facts), policy.sheet)
    ledger = copy_ledger(book, context.sheet)
    dues = read_dues(book, ledger)
    lines = need_lines(ledger, dues, tiers)
    sheets = [city_sheet(ledger)]
    if ledger.firms:
        sheets.append(group_sheet(ledger, FIRM_SHEET, "企业"))
    if ledger.table.has("system"):
        sheets.append(group_sheet(ledger, SYSTEM_SHEET, "系统"))
    sheets += [debt_sheet(ledger, ADVANCE), deferral_sheet(ledger)]
    if lines or dues.left_out:
        needs = needs_sheet(ledger, lines, dues.left_out)
        sheets.append(needs.sheet)
        if ledger.firms and lines:
            sheets.append(plan_sheet(ledger, plan_data(ledger, lines, needs.rows, home_systems(book, ledger), tiers)))
        people, source = person_lines(book, ledger)
        sheets.append(punctuality_sheet(ledger, lines, needs.rows, people, source))
    sheets += [trend_sheet(ledger), ledger.sheet]
    balance = sum(entry.opening + entry.income - entry.expense for entry in ledger.entries) / 100
    summary = (
        f"已写出截至 {ledger.last_day.isoformat()} 的资金平衡表：{len(ledger.entries)} 笔，{len(ledger.firms)} 户企业，"
        f"专户余额 {balance:,.2f} 元；改“{CITY}”的截止日期即可重算"
    )
    return BookPlan(NewBook(TITLE, sheets), summary, f"-{TITLE}")


def _workers_first(tiers: FundTiers, sheet: str) -> FundTiers:
    """Refuse an order that gives money to other enterprises before one's own workers are paid."""
    if tiers.balancing <= tiers.severance:
        raise InputError(
            f"{sheet}：清偿顺序把“系统调出”排在第{tiers.balancing}层，经济补偿在第{tiers.severance}层；"
            "安置职工的费用必须优先支付，请把“系统调出”排到经济补偿之后的层级"
        )
    return tiers


def group_sheet(ledger: LedgerCopy, title: str, by: str) -> NewSheet:
    """One statement by enterprise or system: the array call, a native total, and a chart of balances."""
    draft = SheetDraft(title, _WIDTHS)
    draft.wide(title if by == "企业" else "系统资金汇总表", "title", 30)
    draft.date_line(ledger)
    table = ledger.compute("SOE_FUND_STATEMENT", ledger.last_day, by)
    first, last = draft.array(f'SOE_FUND_STATEMENT({ledger.range},{DATE_REF},"{by}")', table, _STYLES)
    _total(draft, table[1:], first, last)
    _prove_total(draft, ledger, by, last + 1, {row[0] for row in table[1:]})
    for note in _NOTES:
        draft.wide(note, "note", 16)
    if 1 < len(table) <= _MOST_BARS + 1:
        quoted = f"'{title}'!"
        series = tuple(
            ChartSeries(name, f"{quoted}${col}${first}:${col}${last}")
            for name, col in (("余额", "D"), ("垫付余额", "E"), ("暂挂余额", "F"))
        )
        kind = COLUMN if len(table) <= 8 else BAR
        height = 320 if kind == COLUMN else 120 + 46 * (len(table) - 1)
        names = f"{quoted}$A${first}:$A${last}"
        chart = f"各{by}余额和负债（元）"
        draft.charts.append(SeriesChart(chart, kind, names, series, f"A{draft.next_row + 2}", height=height, width=860))
    return draft.sheet(repeat=first - 1)


def _prove_total(draft: SheetDraft, ledger: LedgerCopy, by: str, total: int, listed: set[str]) -> None:
    """Compare the total with the city's balance; an opening balance may belong to nobody and stand in no row (F-52)."""
    row, column = draft.next_row, FIRM if by == "企业" else SYSTEM
    nobody = UNNAMED[by]
    alone = 0 if nobody in listed else sum(entry.opening for entry in ledger.entries if not _group(entry, by))
    parts = f'{ledger.column(OPENED)},{ledger.column(column)},"{nobody}",{ledger.column(DAY)},"<="&{DATE_REF}'
    formula = None if nobody in listed else f"SUMIFS({parts})"
    blank = [NewCell(None, "centre")] * 2
    draft.add([NewCell(f"{nobody}的期初结转", "label"), *blank, NewCell(alone / 100, "money", formula)])
    verdict = f'IF(ROUND(D{total}+D{row}-{CITY}!D5,2)=0,"一致","不一致")'
    draft.check("与全市汇总的余额核对", verdict, "一致")


def _group(entry: Entry, by: str) -> str:
    return entry.firm if by == "企业" else entry.system


def _total(draft: SheetDraft, rows: Sequence[Sequence[Any]], first: int, last: int) -> None:
    cells = [NewCell("合　计", "sum")]
    for col, letters in enumerate("BCDEF", start=1):
        amount = round(sum(float(row[col]) for row in rows), 2)
        cells.append(NewCell(amount, "sum_money", f"SUM({letters}{first}:{letters}{last})"))
    draft.add(cells)


def city_sheet(ledger: LedgerCopy) -> NewSheet:
    """全市汇总: the city's statement, where money came from and went to, and a chart of each."""
    draft = SheetDraft(CITY, _WIDTHS)
    draft.wide("全市资金平衡表", "title", 30)
    draft.date_entry(ledger.last_day)
    draft.add([])
    table = ledger.compute("SOE_FUND_STATEMENT", ledger.last_day, "全市")
    draft.array(f'SOE_FUND_STATEMENT({ledger.range},{DATE_REF},"全市")', table, _STYLES)
    draft.add([])
    sides = [
        _side(draft, ledger, "一、资金来源（收入）", "income", INCOME),
        _side(draft, ledger, "二、资金用途（支出）", "expense", PAID),
    ]
    _proof(draft, ledger, [last for _, last in sides])
    for note in _NOTES:
        draft.wide(note, "note", 16)
    anchor, quoted = draft.next_row + 2, f"'{CITY}'!"
    for (first, last), (name, col) in zip(sides, (("资金来源（元）", "A"), ("资金用途（元）", "D")), strict=True):
        if last >= first:
            series = (ChartSeries(name, f"{quoted}$B${first}:$B${last}"),)
            names = f"{quoted}$A${first}:$A${last}"
            height = 130 + 26 * max(bottom - top + 1 for top, bottom in sides)
            draft.charts.append(SeriesChart(name, BAR, names, series, f"{col}{anchor}", width=420, height=height))
    return draft.sheet(landscape=False)


def _side(draft: SheetDraft, ledger: LedgerCopy, name: str, field: str, place: int) -> tuple[int, int]:
    """Write the accounts of one side with their sums to the day; give the first and last row."""
    amounts: dict[str, int] = {}
    for entry in ledger.entries:
        if fen := getattr(entry, field):
            amounts[entry.account] = amounts.get(entry.account, 0) + fen
    draft.add([NewCell(name, "section")])
    draft.add([NewCell("科目", "head"), NewCell("金额(元)", "head"), NewCell("占比", "head")])
    first = draft.next_row
    last = first + len(amounts) - 1
    total = sum(amounts.values())
    for account, fen in amounts.items():
        row = draft.next_row
        formula = (
            f'SUMIFS({ledger.column(place)},{ledger.column(ACCOUNT)},A{row},{ledger.column(DAY)},"<="&{DATE_CELL})'
        )
        share = NewCell(
            round(fen / total, 6) if total else 0, "percent", f"IF(B${last + 1}=0,0,ROUND(B{row}/B${last + 1},6))"
        )
        draft.add([NewCell(account, "shrunk"), NewCell(fen / 100, "money", formula), share])
    sums = f"SUM(B{first}:B{last})" if amounts else None
    draft.add([NewCell("合　计", "sum"), NewCell(total / 100, "sum_money", sums), NewCell(None, "sum")])
    draft.add([])
    return first, last


def _proof(draft: SheetDraft, ledger: LedgerCopy, lasts: Sequence[int]) -> None:
    """Write opening + sources - uses = balance, computed from the columns and compared with the function."""
    opening = total_fen(ledger.entries, "opening") / 100
    row = draft.next_row
    formula = f'SUMIFS({ledger.column(OPENED)},{ledger.column(DAY)},"<="&{DATE_CELL})'
    draft.add([NewCell("期初结转", "label"), NewCell(opening, "money", formula)])
    net = opening + (total_fen(ledger.entries, "income") - total_fen(ledger.entries, "expense")) / 100
    sources, uses = (f"B{last + 1}" for last in lasts)
    draft.add(
        [NewCell("期初＋收入－支出", "label"), NewCell(round(net, 2), "money", f"ROUND(B{row}+{sources}-{uses},2)")]
    )
    told = draft.rows[4][3].value
    agrees = isinstance(told, (int, float)) and round(net - told, 2) == 0
    verdict = f'IF(ROUND(B{row + 1}-D5,2)=0,"一致","不一致")'
    draft.check("与函数算出的余额核对", verdict, "一致" if agrees else "不一致")
