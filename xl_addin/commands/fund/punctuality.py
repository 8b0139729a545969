"""按时足额核对: what is due by enterprise and item, and by person, against what was paid and when.

Enterprises are live formulas on the ledger and 应付未付, with due days that the office can change; the preset is the
latest 解除时间 of the enterprise. Persons stand as values judged by :mod:`xl_addin.rules.fund.punctuality`.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28) 六; 劳动合同法 art 50 (paid when the handover is done).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from xl_addin.commands.fund.draft import DATE_REF, SheetDraft
from xl_addin.commands.fund.ledger_copy import ACCOUNT, DAY, FIRM, PAID, LedgerCopy
from xl_addin.commands.fund.lines import NeedLine, sum_to_date
from xl_addin.commands.fund.needs import TITLE as NEEDS
from xl_addin.commands.fund.person_dues import PersonLine
from xl_addin.files.building.charts import BAR, ChartSeries, SeriesChart
from xl_addin.files.building.workbook import NewCell, NewSheet
from xl_addin.rules.fund.punctuality import Verdict
from xl_addin.values.dates import day_number, to_date

TITLE: Final = "按时足额核对"
NO_DAY: Final = "未写应付日期"
DEFERRED: Final = "已办暂挂"
OVERPAID: Final = "已付超过应付，请核对"
_WIDTHS: Final = (22.0, 12.0, 15.0, 12.0, 15.0, 15.0, 15.0, 15.0, 12.0, 10.0, 18.0)
_HEADS: Final = (
    "企业名称", "项目", "应付(元)", "应付日期", "按期已付(元)", "迟付(元)", "已转暂挂(元)", "短付(元)", "最后付款日",
    "迟付或逾期天数", "核对",
)  # fmt: skip
_PERSON_HEADS: Final = (
    "企业名称", "姓名", "应付(元)", "应付日期", "按期已付(元)", "迟付(元)", "项目", "短付(元)", "付清日期",
    "迟付或逾期天数", "核对",
)  # fmt: skip
_MOST_BARS: Final = 40
_NOTES: Final = (
    "注：1.应付日期预置为各企业测算表上最晚的解除时间（劳动合同法第五十条：办结工作交接时支付）；单位另有约定的，改蓝字。",
    "　　2.按期已付、迟付按台账付款日期算到截止日期；已办暂挂的部分不算短付，在“暂挂与还款计划”中跟踪。",
)


def punctuality_sheet(
    ledger: LedgerCopy, lines: Sequence[NeedLine], rows: Sequence[int], people: Sequence[PersonLine], source: str
) -> NewSheet:
    """Build the sheet; ``rows`` are those of the lines on 应付未付, ``source`` says where people are from."""
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.wide("一补二险按时足额支付核对表", "title", 30)
    draft.date_line(ledger)
    draft.wide("一、按企业和项目", "section", 20)
    draft.heights[draft.next_row] = 28
    draft.add([NewCell(text, "head") for text in _HEADS])
    first = draft.next_row
    for line, row in zip(lines, rows, strict=True):
        if not line.kind:
            draft.add(_firm_cells(ledger, line, row, draft.next_row))
    last = len(draft.rows)
    if last < first:
        draft.wide("本簿没有应付职工的各项", "wrap", 20)
    draft.add([])
    _people(draft, ledger, people, source)
    for note in _NOTES:
        draft.wide(note, "note", 16)
    if 0 < last - first + 1 <= _MOST_BARS:
        _chart(draft, first, last)
    return draft.sheet()


def paid_by(ledger: LedgerCopy, line: NeedLine, day: int) -> int:
    """What the ledger has paid on a line up to a day, in fen."""
    return sum(
        entry.expense
        for entry in ledger.of(line.firm)
        if entry.account in line.accounts and day_number(entry.day) <= day
    )


def verdict(line: NeedLine, late: int, short: int, as_of: int) -> str:
    """Say how a line stands on a day; the formula of the sheet says the same."""
    if line.day is None:
        return NO_DAY
    if line.due - line.deferred <= 0:
        return DEFERRED
    if line.paid > line.due - line.deferred:
        return OVERPAID
    if short:
        return (Verdict.SHORT if as_of > line.day else Verdict.NOT_YET).value
    return (Verdict.LATE if late else Verdict.IN_TIME).value


def _firm_cells(ledger: LedgerCopy, line: NeedLine, source: int, row: int) -> list[NewCell]:
    as_of = day_number(ledger.last_day)
    net = line.due - line.deferred
    total = min(net, line.paid)
    in_time = min(net, paid_by(ledger, line, line.day)) if line.day is not None else total
    late, short = total - in_time, max(net - line.paid, 0)
    days = [day_number(e.day) for e in ledger.of(line.firm) if e.account in line.accounts and e.expense > 0]
    last = max(days, default=None)
    until = as_of if short else last
    behind: Any = max(until - line.day, 0) if until is not None and line.day is not None else ""
    net_cell = f"(C{row}-G{row})"
    upto = [
        sum_to_date(
            ledger, PAID, f"$A{row}", ledger.column(ACCOUNT), f'"{account}"', ledger.column(DAY), f'"<="&$D{row}'
        )
        for account in line.accounts
    ]
    paid = f"{NEEDS}!$F${source}"
    return [
        NewCell(line.firm, "wrap"),
        NewCell(line.item, "shrunk"),
        NewCell(line.due / 100, "money", f"{NEEDS}!$E${source}"),
        NewCell(to_date(line.day) if line.day is not None else None, "entry_date"),
        NewCell(
            in_time / 100, "money",
            f'IF(D{row}="",MIN({net_cell},{paid}),ROUND(MIN({net_cell},{"+".join(upto)}),2))',
        ),
        NewCell(late / 100, "money", f"ROUND(MIN({net_cell},{paid})-E{row},2)"),
        NewCell(line.deferred / 100, "money", f"{NEEDS}!$G${source}"),
        NewCell(short / 100, "money", f"MAX(ROUND({net_cell}-{paid},2),0)"),
        NewCell(to_date(last) if last is not None else "", "date", _last_day(ledger, line, row, paid)),
        NewCell(
            behind, "count",
            f'IF(OR(D{row}="",AND(H{row}=0,I{row}="")),"",MAX(IF(H{row}>0,{DATE_REF},I{row})-D{row},0))',
        ),
        NewCell(verdict(line, late, short, as_of), "centre", _verdict(row, paid)),
    ]  # fmt: skip


def _last_day(ledger: LedgerCopy, line: NeedLine, row: int, paid: str) -> str:
    """Day of the last payment: MAXIFS does not exist before Excel 2019."""
    days = ledger.column(DAY)
    accounts = "+".join(f'({ledger.column(ACCOUNT)}="{account}")' for account in line.accounts)
    chosen = f"({ledger.column(FIRM)}=$A{row})*({accounts})*({days}<={DATE_REF})*({ledger.column(PAID)}>0)*{days}"
    return f'IF({paid}=0,"",SUMPRODUCT(MAX({chosen})))'


def _verdict(row: int, paid: str) -> str:
    net = f"ROUND(C{row}-G{row},2)"
    open_due = f'IF({DATE_REF}>D{row},"{Verdict.SHORT.value}","{Verdict.NOT_YET.value}")'
    settled = f'IF(F{row}>0,"{Verdict.LATE.value}","{Verdict.IN_TIME.value}")'
    return (
        f'IF(D{row}="","{NO_DAY}",IF({net}<=0,"{DEFERRED}",'
        f'IF({paid}>{net},"{OVERPAID}",IF(H{row}>0,{open_due},{settled}))))'
    )


def _people(draft: SheetDraft, ledger: LedgerCopy, people: Sequence[PersonLine], source: str) -> None:
    where = f"（取自“{source}”，按 {ledger.last_day.isoformat()} 核对的数值）" if source else ""
    draft.wide(f"二、按职工{where}", "section", 20)
    if not people:
        draft.wide("本簿没有发放表，台账也没有写明领款职工（关联人员编号），不列每名职工的支付", "wrap", 20)
        draft.add([])
        return
    draft.heights[draft.next_row] = 28
    draft.add([NewCell(text, "head") for text in _PERSON_HEADS])
    as_of = day_number(ledger.last_day)
    for person in people:
        line = person.line
        settled = line.settled_day
        word = NO_DAY if person.day is None and not line.short_fen else line.verdict.value
        if person.day is None and line.short_fen:
            word = f"未付足（{NO_DAY}）"
        draft.add(
            [
                NewCell(person.firm or None, "wrap"),
                NewCell(person.name, "shrunk"),
                NewCell(line.due.amount_fen / 100, "money"),
                NewCell(to_date(person.day) if person.day is not None else None, "date"),
                NewCell(line.in_time_fen / 100, "money"),
                NewCell(line.late_fen / 100, "money"),
                NewCell(person.item, "shrunk"),
                NewCell(line.short_fen / 100, "money"),
                NewCell(to_date(settled) if settled is not None else None, "date"),
                NewCell(_days_behind(person, as_of), "count"),
                NewCell(word, "centre"),
            ]
        )
    draft.add([])


def _days_behind(person: PersonLine, as_of: int) -> int:
    """Days from the due day to the day it was paid off, or to the day of the statement while it is not."""
    if person.line.short_fen and person.day is not None:
        return max(as_of - person.day, 0)
    return person.line.days_late


def _chart(draft: SheetDraft, first: int, last: int) -> None:
    quoted = f"'{TITLE}'!"
    series = tuple(
        ChartSeries(name, f"{quoted}${col}${first}:${col}${last}", pale=col == "H")
        for name, col in (("按期已付", "E"), ("迟付", "F"), ("短付", "H"))
    )
    names = f"{quoted}$A${first}:$B${last}"
    height = 150 + 44 * (last - first + 1)
    anchor = f"A{draft.next_row + 2}"
    draft.charts.append(
        SeriesChart("各企业各项目支付情况（元）", BAR, names, series, anchor, stacked=True, height=height, width=1000)
    )
