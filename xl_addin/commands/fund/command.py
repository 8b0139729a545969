"""资金平衡表: statements of the special fund from a workbook's ledger, as a new workbook of live formulas with charts.

The ledger is copied as values beside the statements; those of enterprises and systems are native sums over it, which
every host computes, and agree with the function's figure for the city. One cell, 截止日期 on 全市汇总, dates them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from xl_addin.commands.criteria import equal_to
from xl_addin.commands.fund.debts import debt_sheet, deferral_sheet
from xl_addin.commands.fund.due_items import Dues
from xl_addin.commands.fund.dues import home_systems, read_dues
from xl_addin.commands.fund.ledger_copy import (
    ACCOUNT,
    ADVANCED,
    DAY,
    DEFERRED,
    FIRM,
    INCOME,
    OPENED,
    PAID,
    SYSTEM,
    Entry,
    LedgerCopy,
    copy_ledger,
)  # fmt: skip
from xl_addin.commands.fund.lines import (
    CITY,
    DATE_CELL,
    DATE_REF,
    FIRM_SHEET,
    balance_fen,
    date_line,
    need_lines,
    proof,
)
from xl_addin.commands.fund.needs import needs_sheet
from xl_addin.commands.fund.person_dues import person_lines
from xl_addin.commands.fund.plan import plan_sheet
from xl_addin.commands.fund.plan_data import plan_data
from xl_addin.commands.fund.punctuality import punctuality_sheet
from xl_addin.commands.fund.trend import trend_sheet
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.draft import Column, Content, SheetDraft, columns
from xl_addin.files.building.model import BAR, COLUMN, Chart, ChartSeries, NewBook, NewCell, NewSheet, PrintSetup
from xl_addin.functions.fund.functions import UNNAMED
from xl_addin.policy.fund import ADVANCE
from xl_addin.policy.fund_tiers import FundTiers, fund_tiers
from xl_addin.values.errors import InputError
from xl_addin.values.money import fen_to_yuan

TITLE: Final = "资金平衡表"
SYSTEM_SHEET: Final = "系统汇总"
_WIDTHS: Final = (24.0, 16.0, 16.0, 16.0, 16.0, 16.0)
_STYLES: Final = ("centre", "money", "money", "money", "money", "money")
_MANY_BARS, _MOST_BARS = 8, 40
_TOLD: Final = 3
_NOTES: Final = (
    "注：社保暂挂不动用资金，只列负债；垫付是收到的资金，也列负债。期初（上年结转）在余额内，不在收入内。",
)
_ASIDES: Final = (
    "使用说明（不打印）：各表从“资金收支台账”算出，改“全市汇总”的截止日期，各表随之重算；余额另用本插件的函数核对。",
    "　　没有安装本插件时，函数的各格显示存放的结果；改动数据后要在装有本插件的电脑上重算。",
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
            systems = home_systems(book, ledger)
            sheets.append(plan_sheet(ledger, plan_data(ledger, lines, needs.rows, systems, tiers, dues.held)))
        people, source = person_lines(book, ledger)
        sheets.append(punctuality_sheet(ledger, lines, needs.rows, people, source))
    sheets += [trend_sheet(ledger), ledger.sheet]
    balance = fen_to_yuan(balance_fen(ledger.entries))
    summary = (
        f"已写出截至 {ledger.last_day.isoformat()} 的资金平衡表：{len(ledger.entries)} 笔，{len(ledger.firms)} 户企业，"
        f"专户余额 {balance:,.2f} 元；改“{CITY}”的截止日期即可重算"
    )
    return BookPlan(NewBook(TITLE, sheets), summary + _said_of_dues(dues), f"-{TITLE}")


def _said_of_dues(dues: Dues) -> str:
    """What could not be counted among the dues, and whose money is therefore not offered."""
    told = "；".join(dues.left_out[:_TOLD]) + (f"；等{len(dues.left_out)}处" if len(dues.left_out) > _TOLD else "")
    unread = [name for name in dues.held if name in dues.unread]
    held = f"\n{'、'.join(unread)}有应付款没有读出，结余不列为可调出" if unread else ""
    return (f"\n请核对：{told}" if told else "") + held


def _workers_first(tiers: FundTiers, sheet: str) -> FundTiers:
    """Refuse an order that gives money to other enterprises before one's own workers are paid."""
    if tiers.balancing <= tiers.severance:
        raise InputError(
            f"{sheet}：清偿顺序把“系统调出”排在第{tiers.balancing}层，经济补偿在第{tiers.severance}层；"
            "安置职工的费用必须优先支付，请把“系统调出”排到经济补偿之后的层级"
        )
    return tiers


def group_sheet(ledger: LedgerCopy, title: str, by: str) -> NewSheet:
    """One statement by enterprise or system: native sums with a total, and a chart of balances."""
    draft = SheetDraft(title, _WIDTHS)
    draft.headline(title if by == "企业" else "系统资金汇总表")
    date_line(draft, ledger)
    draft.add()
    table = ledger.compute("SOE_FUND_STATEMENT", ledger.last_day, by)
    heads = [Column(head, style) for head, style in zip(table[0], _STYLES, strict=True)]
    whose = FIRM if by == "企业" else SYSTEM
    lines = (_group_line(ledger, whose, line, draft.next_row) for line in table[1:])
    first, last = draft.table(heads, lines, head_height=24)
    draft.sums(_STYLES, first, last, "BCDEF")
    _prove_total(draft, ledger, by, last + 1, {row[0] for row in table[1:]})
    draft.notes(_NOTES)
    draft.asides = list(_ASIDES)
    count = len(table) - 1
    if 0 < count <= _MOST_BARS:
        names = (("余额", "D"), ("垫付余额", "E"), ("暂挂余额", "F"))
        series = tuple(ChartSeries(name, f"{col}{first}:{col}{last}") for name, col in names)
        kind, height = (COLUMN, 320) if count < _MANY_BARS else (BAR, 120 + 46 * count)
        anchor = f"A{draft.next_row + 2}"
        draft.charts.append(
            Chart(f"各{by}余额和负债（元）", kind, f"A{first}:A{last}", series, anchor, width=860, height=height)
        )
    return draft.signed(PrintSetup(landscape=True, repeat=(first - 1, first - 1)))


def _group_line(ledger: LedgerCopy, whose: int, line: Sequence[Any], row: int) -> list[Content]:
    """Income, payments, balance and debts of the enterprise or system that a row names."""

    def to_date(place: int) -> str:
        own = f"{ledger.column(whose)},{equal_to(f'$A{row}')}"
        return f'SUMIFS({ledger.column(place)},{own},{ledger.column(DAY)},"<="&{DATE_REF})'

    formulas = (
        f"ROUND({to_date(INCOME)},2)",
        f"ROUND({to_date(PAID)},2)",
        f"ROUND({to_date(OPENED)}+B{row}-C{row},2)",
        f"ROUND({to_date(ADVANCED)},2)",
        f"ROUND({to_date(DEFERRED)},2)",
    )
    return [line[0], *zip(line[1:], formulas, strict=True)]


def _prove_total(draft: SheetDraft, ledger: LedgerCopy, by: str, total: int, listed: set[str]) -> None:
    """Compare the total with the city's balance; an opening balance may belong to nobody and stand in no row (F-52)."""
    row, column = draft.next_row, FIRM if by == "企业" else SYSTEM
    nobody = UNNAMED[by]
    alone = 0 if nobody in listed else sum(entry.opening for entry in ledger.entries if not _group(entry, by))
    quoted = f'"{nobody}"'
    whose = f"{ledger.column(column)},{equal_to(quoted)}"
    parts = f'{ledger.column(OPENED)},{whose},{ledger.column(DAY)},"<="&{DATE_REF}'
    formula = None if nobody in listed else f"SUMIFS({parts})"
    blank = [NewCell(None, "centre")] * 2
    draft.add([NewCell(f"{nobody}的期初结转", "label"), *blank, NewCell(fen_to_yuan(alone), "money", formula)])
    verdict = f'IF(ROUND(D{total}+D{row}-{CITY}!D5,2)=0,"一致","不一致")'
    proof(draft, "与全市汇总的余额核对", verdict, "一致")


def _group(entry: Entry, by: str) -> str:
    return entry.firm if by == "企业" else entry.system


def city_sheet(ledger: LedgerCopy) -> NewSheet:
    """全市汇总: the city's statement, where money came from and went to, and a chart of each."""
    draft = SheetDraft(CITY, _WIDTHS)
    draft.headline("全市资金平衡表")
    day = NewCell(ledger.last_day, "entry_date")
    draft.add([NewCell("截止日期", "label"), day, NewCell("（蓝字可改）　单位：元")])
    draft.add()
    table = ledger.compute("SOE_FUND_STATEMENT", ledger.last_day, "全市")
    draft.results(f'SOE_FUND_STATEMENT({ledger.range},{DATE_REF},"全市")', table, _STYLES)
    draft.add()
    sides = [
        _side(draft, ledger, "一、资金来源（收入）", "income", INCOME),
        _side(draft, ledger, "二、资金用途（支出）", "expense", PAID),
    ]
    _proof(draft, ledger, [last for _, last in sides])
    draft.notes(_NOTES)
    draft.asides = list(_ASIDES)
    anchor, height = draft.next_row + 2, 130 + 26 * max(bottom - top + 1 for top, bottom in sides)
    for (first, last), (name, col) in zip(sides, (("资金来源（元）", "A"), ("资金用途（元）", "D")), strict=True):
        if last >= first:
            series = (ChartSeries(name, f"B{first}:B{last}"),)
            draft.charts.append(
                Chart(name, BAR, f"A{first}:A{last}", series, f"{col}{anchor}", width=390, height=height)
            )
    return draft.signed(PrintSetup())


def _side(draft: SheetDraft, ledger: LedgerCopy, name: str, field: str, place: int) -> tuple[int, int]:
    """Write the accounts of one side with their sums to the day; give the first and last row."""
    amounts: dict[str, int] = {}
    for entry in ledger.entries:
        if fen := getattr(entry, field):
            amounts[entry.account] = amounts.get(entry.account, 0) + fen
    draft.add([NewCell(name, "section")])
    found = draft.table(
        columns("科目:centre 金额(元):money 占比:percent"), _side_lines(draft, ledger, amounts, place), "B"
    )
    draft.add()
    return found


def _side_lines(
    draft: SheetDraft, ledger: LedgerCopy, amounts: Mapping[str, int], place: int
) -> Iterator[Sequence[Content]]:
    total, total_row = sum(amounts.values()), draft.next_row + len(amounts)
    for account, fen in amounts.items():
        row, day = draft.next_row, f'{ledger.column(DAY)},"<="&{DATE_CELL}'
        formula = f"SUMIFS({ledger.column(place)},{ledger.column(ACCOUNT)},{equal_to(f'A{row}')},{day})"
        share = round(fen / total, 6) if total else 0
        yield account, (fen_to_yuan(fen), formula), (share, f"IF(B${total_row}=0,0,ROUND(B{row}/B${total_row},6))")


def _proof(draft: SheetDraft, ledger: LedgerCopy, lasts: Sequence[int]) -> None:
    """Write opening + sources - uses = balance, computed from the columns and compared with the function."""
    opening = fen_to_yuan(sum(entry.opening for entry in ledger.entries))
    row = draft.next_row
    formula = f'SUMIFS({ledger.column(OPENED)},{ledger.column(DAY)},"<="&{DATE_CELL})'
    draft.add([NewCell("期初结转", "label"), NewCell(opening, "money", formula)])
    net = fen_to_yuan(balance_fen(ledger.entries))
    sources, uses = (f"B{last + 1}" for last in lasts)
    draft.add([NewCell("期初＋收入－支出", "label"), NewCell(net, "money", f"ROUND(B{row}+{sources}-{uses},2)")])
    told = draft.rows[4][3].value
    agrees = isinstance(told, (int, float)) and round(net - told, 2) == 0
    verdict = f'IF(ROUND(B{row + 1}-D5,2)=0,"一致","不一致")'
    proof(draft, "与函数算出的余额核对", verdict, "一致" if agrees else "不一致")
