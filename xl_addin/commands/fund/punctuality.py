"""按时足额核对: what is due by enterprise and item, and by person, against what was paid and when.

Enterprises are live formulas on the ledger and 应付未付, with due days that the office can change; the preset is the
latest 解除时间 of the enterprise. Persons stand as values judged by :mod:`xl_addin.rules.fund.punctuality`.
Source: 丰城市企业改革信访维稳工作的做法与体会 (2011-09-28) 六; 劳动合同法 art 50 (paid when the handover is done).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from xl_addin.commands.fund.ledger_copy import ACCOUNT, DAY, FIRM, PAID, LedgerCopy
from xl_addin.commands.fund.lines import DATE_REF, NeedLine, date_line, sum_to_date
from xl_addin.commands.fund.needs import TITLE as NEEDS
from xl_addin.commands.fund.person_dues import PersonLine
from xl_addin.files.building.draft import Content, SheetDraft, columns
from xl_addin.files.building.model import BAR, Chart, ChartSeries, NewCell, NewSheet
from xl_addin.rules.fund.punctuality import Verdict
from xl_addin.values.dates import day_number, to_date
from xl_addin.values.money import fen_to_yuan

TITLE: Final = "按时足额核对"
UNDATED: Final = "实发未写日期"
"""Neither a day nor a signature, and the ledger does not fit: nobody knows whether it was paid."""
NO_DAY: Final = "未写应付日期"
DEFERRED: Final = "已办暂挂"
OVERPAID: Final = "已付超过应付，请核对"
_WIDTHS: Final = (18.0, 10.0, 13.0, 11.0, 13.0, 13.0, 13.0, 13.0, 11.0, 8.0, 14.0)
_COLUMNS: Final = columns(
    "企业名称:wrap 项目:centre 应付(元):money 应付日期:date 按期已付(元):money 迟付(元):money 已转暂挂(元):money "
    "短付(元):money 最后付款日:date 迟付或逾期天数:count 核对:centre"
)
_PERSON_COLUMNS: Final = columns(
    "企业名称:wrap 姓名:centre 应付(元):money 应付日期:date 按期已付(元):money 迟付(元):money 项目:centre "
    "短付(元):money 付清日期:date 迟付或逾期天数:count 核对:centre"
)
_MOST_BARS: Final = 40
_NOTES: Final = (
    "注：1.应付日期预置为各企业测算表上最晚的解除时间（劳动合同法第五十条：办结工作交接时支付）；单位另有约定的，改蓝字。",
    "　　2.按期已付、迟付按台账付款日期算到截止日期；已办暂挂的部分不算短付，在“暂挂与还款计划”中跟踪。",
    f"　　3.发放表写了实发而没有发放日期、签字的，台账合计对得上才算已付；对不上的写“{UNDATED}”，不算已付。",
)


def punctuality_sheet(
    ledger: LedgerCopy, lines: Sequence[NeedLine], rows: Sequence[int], people: Sequence[PersonLine], source: str
) -> NewSheet:
    """Build the sheet; ``rows`` are those of the lines on 应付未付, ``source`` says where people are from."""
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.headline("一补二险按时足额支付核对表")
    date_line(draft, ledger)
    draft.add()
    draft.section("一、按企业和项目")
    dues = ((line, row) for line, row in zip(lines, rows, strict=True) if not line.kind)
    cells = (_firm_line(ledger, line, row, draft.next_row) for line, row in dues)
    first, last = draft.table(_COLUMNS, cells, nothing="本簿没有应付职工的各项", head_height=28)
    draft.add()
    _people(draft, ledger, people, source)
    draft.notes(_NOTES)
    if 0 < last - first + 1 <= _MOST_BARS:
        _chart(draft, first, last)
    return draft.signed()


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


def _firm_line(ledger: LedgerCopy, line: NeedLine, source: int, row: int) -> list[Content]:
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
    in_time_formula = f'IF(D{row}="",MIN({net_cell},{paid}),ROUND(MIN({net_cell},{"+".join(upto)}),2))'
    behind_formula = f'IF(OR(D{row}="",AND(H{row}=0,I{row}="")),"",MAX(IF(H{row}>0,{DATE_REF},I{row})-D{row},0))'
    return [
        line.firm,
        line.item,
        (fen_to_yuan(line.due), f"{NEEDS}!$E${source}"),
        NewCell(_date(line.day), "entry_date"),
        (fen_to_yuan(in_time), in_time_formula),
        (fen_to_yuan(late), f"ROUND(MIN({net_cell},{paid})-E{row},2)"),
        (fen_to_yuan(line.deferred), f"{NEEDS}!$G${source}"),
        (fen_to_yuan(short), f"MAX(ROUND({net_cell}-{paid},2),0)"),
        (_date(last) or "", _last_day(ledger, line, row, paid)),
        (behind, behind_formula),
        (verdict(line, late, short, as_of), _verdict(row, paid)),
    ]


def _date(day: int | None) -> dt.date | None:
    return None if day is None else to_date(day)


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
    draft.section(f"二、按职工{where}")
    if people:
        as_of = day_number(ledger.last_day)
        draft.table(_PERSON_COLUMNS, [_person_line(person, as_of) for person in people], head_height=28)
    else:
        draft.wide("本簿没有发放表，台账也没有写明领款职工（关联人员编号），不列每名职工的支付", "wrap", 20)
    draft.add()


def _person_line(person: PersonLine, as_of: int) -> Sequence[Content]:
    line, word = person.line, person.line.verdict.value
    if person.day is None:
        word = f"未付足（{NO_DAY}）" if line.short_fen else NO_DAY
    word = UNDATED if person.undated else word
    return (
        person.firm or None,
        person.name,
        fen_to_yuan(line.due.amount_fen),
        _date(person.day),
        fen_to_yuan(line.in_time_fen),
        fen_to_yuan(line.late_fen),
        person.item,
        None if person.undated else fen_to_yuan(line.short_fen),
        _date(line.settled_day),
        None if person.undated else _days_behind(person, as_of),
        word,
    )


def _days_behind(person: PersonLine, as_of: int) -> int:
    """Days from the due day to the day it was paid off, or to the day of the statement while it is not."""
    if person.line.short_fen and person.day is not None:
        return max(as_of - person.day, 0)
    return person.line.days_late


def _chart(draft: SheetDraft, first: int, last: int) -> None:
    series = tuple(
        ChartSeries(name, f"{col}{first}:{col}{last}", pale=col == "H")
        for name, col in (("按期已付", "E"), ("迟付", "F"), ("短付", "H"))
    )
    names, height = f"A{first}:B{last}", 150 + 44 * (last - first + 1)
    anchor = f"A{draft.next_row + 2}"
    draft.charts.append(
        Chart("各企业各项目支付情况（元）", BAR, names, series, anchor, stacked=True, width=1000, height=height)
    )
