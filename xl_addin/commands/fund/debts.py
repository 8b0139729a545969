"""垫付台账 and 暂挂与还款计划: what the fund owes the land reserve and the insurance office, entry by entry.

Running debts are native formulas; each ends in the function's own figure beside it. The repayment plan starts from the
debt at the date of the statements; its yearly amount is for the office to enter (F-20 … F-25).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from xl_addin.commands.fund.ledger_copy import Entry, LedgerCopy
from xl_addin.commands.fund.lines import DATE_REF
from xl_addin.files.building.draft import Column, Content, SheetDraft, columns
from xl_addin.files.building.model import NewCell, NewSheet, Value
from xl_addin.functions import call
from xl_addin.policy.fund import ADVANCE, DEFERRAL
from xl_addin.tables.cleaning import clean_text
from xl_addin.values.errors import CellError
from xl_addin.values.money import fen_to_yuan

TITLES: Final = {ADVANCE: "垫付台账", DEFERRAL: "暂挂与还款计划"}
_NAMES: Final = {ADVANCE: "土地储备垫付台账", DEFERRAL: "社保暂挂台账和还款计划"}
_COLUMNS: Final = columns(
    "序号:count 日期:date 企业名称:centre 科目:centre 摘要:wrap 审批文号:centre 关联人员编号:id "
    "{kind}金额(元):money 归还金额(元):money 未还余额(元):money"
)
_WIDTHS: Final = (6.0, 12.0, 20.0, 12.0, 26.0, 16.0, 14.0, 16.0, 16.0, 16.0)
PLAN_YEARS: Final = 12
"""Rows kept for a plan, so that a smaller yearly amount still fits."""
PRESET_YEARS: Final = 5
"""Years that the preset yearly amount would take; the office enters the approved one."""
_PLAN_STYLES: Final = ("date", "money", "money", "money", "money")
_PLAN_NOTE: Final = (
    "还款计划从截止日期的暂挂余额起算。蓝字“每年归还”是预置数（余额的五分之一），请换成与社保经办机构商定的数额；"
    f"计划最多列 {PLAN_YEARS} 年。暂挂后先办手续的人员见上表“关联人员编号”一栏。"
)


def debt_sheet(ledger: LedgerCopy, kind: str) -> NewSheet:
    """Every entry that raises or repays one kind of debt, with the debt after it."""
    return _draft(ledger, kind).signed()


def deferral_sheet(ledger: LedgerCopy) -> NewSheet:
    """Entries of deferrals, then a repayment plan for every enterprise that owes something."""
    draft = _draft(ledger, DEFERRAL)
    owing = _owing(ledger)
    if owing:
        draft.add()
        draft.wide("还款计划", "section", 22)
        draft.wide(_PLAN_NOTE, "small", 30)
        for firm, fen in owing.items():
            _plan(draft, ledger, firm, fen)
    return draft.signed()


def _draft(ledger: LedgerCopy, kind: str) -> SheetDraft:
    draft = SheetDraft(TITLES[kind], _WIDTHS)
    draft.headline(_NAMES[kind])
    draft.add([NewCell("全部记录；单位：元")])
    heads = [replace(column, head=column.head.format(kind=kind)) for column in _COLUMNS]
    entries = sorted((entry for entry in ledger.entries if _change(entry, kind)), key=lambda entry: entry.day)
    if not entries:
        nothing = f"台账中没有{'土地储备垫付' if kind == ADVANCE else '社保暂挂'}"
        draft.table(heads, [], nothing=nothing, head_height=28)
        return draft
    _, last = draft.table(heads, _lines(draft, ledger, kind, entries), "HI", head_height=28)
    draft.put("A", NewCell("合计", "sum"))
    owed = fen_to_yuan(sum(_change(entry, kind) for entry in entries))
    draft.put("J", NewCell(owed, "sum_money", f"ROUND(H{last + 1}-I{last + 1},2)"))
    stated = ledger.compute("SOE_FUND_LIABILITY", kind, ledger.last_day)
    formula = f'SOE_FUND_LIABILITY({ledger.range},"{kind}",{DATE_REF})'
    draft.add(
        [*[NewCell()] * 7, NewCell("截止日期余额（函数）", "label"), NewCell(), NewCell(stated, "money", formula)]
    )
    draft.merge(8, 9)
    return draft


def _lines(draft: SheetDraft, ledger: LedgerCopy, kind: str, entries: Sequence[Entry]) -> Iterator[Sequence[Content]]:
    """A line an entry, with the debt after it."""
    owed = 0
    for number, entry in enumerate(entries, start=1):
        row, change = draft.next_row, _change(entry, kind)
        owed += change
        texts = [_text(ledger, entry, role) for role in ("summary", "approval_no", "person")]
        raised, repaid = (fen_to_yuan(part) if part > 0 else None for part in (change, -change))
        before = f"J{row - 1}+" if number > 1 else ""
        running = (fen_to_yuan(owed), f"ROUND({before}H{row}-I{row},2)")
        yield number, entry.day, entry.firm or None, entry.account, *texts, raised, repaid, running


def _change(entry: Entry, kind: str) -> int:
    return entry.advance if kind == ADVANCE else entry.deferral


def _text(ledger: LedgerCopy, entry: Entry, role: str) -> Value:
    """A cell of the user's own row; numbers of persons stay as they stand."""
    value = ledger.table.column(role)[entry.record]
    return None if value is None or isinstance(value, CellError) else clean_text(value)


def _owing(ledger: LedgerCopy) -> dict[str, int]:
    """Deferrals still owed by enterprise in fen; '' for entries that name none."""
    owed: dict[str, int] = {}
    for entry in ledger.entries:
        if entry.deferral:
            owed[entry.firm] = owed.get(entry.firm, 0) + entry.deferral
    return {firm: fen for firm, fen in owed.items() if fen > 0}


def preset(fen: int) -> float:
    """A yearly amount that repays a debt in five years, in whole hundreds of yuan.

    >>> preset(123_456_00)
    24700.0
    """
    return -(-fen // (PRESET_YEARS * 10_000)) * 100.0


def _plan(draft: SheetDraft, ledger: LedgerCopy, firm: str, fen: int) -> None:
    """Write what the plan rests on, and a row a year."""
    row = draft.next_row
    arguments = f'{ledger.range},"{DEFERRAL}",{DATE_REF}' + (f",C{row}" if firm else "")
    yearly = preset(fen)
    owing = fen_to_yuan(fen)
    draft.add(
        [
            NewCell(None, "label"),
            NewCell("企业", "label"),
            NewCell(firm or "未分企业", "centre"),
            NewCell("暂挂余额", "label"),
            NewCell(owing, "money", f"SOE_FUND_LIABILITY({arguments})"),
            NewCell("每年归还(元)", "label"),
            NewCell(yearly, "entry_money"),
            NewCell("年利率", "label"),
            NewCell(0, "entry_percent"),
            NewCell(None, "label"),
        ],
        26,
    )
    schedule: Any = call("SOE_DEFERRAL_SCHEDULE", owing, ledger.last_day, yearly, 0)
    formula = f"SOE_DEFERRAL_SCHEDULE($E${row},{DATE_REF},$G${row},$I${row})"
    heads = [Column("年次", "count"), *map(Column, schedule[0], _PLAN_STYLES)]
    years = range(1, PLAN_YEARS + 1)
    draft.table(heads, [[year, *_year(formula, year, schedule[year : year + 1])] for year in years])
    draft.add()


def _year(formula: str, number: int, line: Sequence[Sequence[Any]]) -> list[Content]:
    """One year of a plan: a cell each, because the number of years follows the yearly amount that is entered."""
    values = line[0] if line else [""] * len(_PLAN_STYLES)
    return [(value, f'IFERROR(INDEX({formula},{number + 1},{col}),"")') for col, value in enumerate(values, start=1)]
