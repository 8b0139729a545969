"""余额走势: balance and debts of the fund at every month end, with a line chart."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from xl_addin.commands.fund.ledger_copy import ADVANCED, DAY, DEFERRED, INCOME, OPENED, PAID, Entry, LedgerCopy
from xl_addin.files.building.draft import Column, Content, SheetDraft
from xl_addin.files.building.model import LINE, Chart, ChartSeries, NewCell, NewSheet, PrintSetup
from xl_addin.values.money import fen_to_yuan

TITLE: Final = "余额走势"
_MOST_MONTHS: Final = 180
"""Beyond this the sheet has year ends."""
_SIGNS: Final = {
    "专户余额": ((OPENED, "+"), (INCOME, "+"), (PAID, "-")),
    "垫付余额": ((ADVANCED, "+"),),
    "暂挂余额": ((DEFERRED, "+"),),
}
"""Columns of the ledger that each amount adds up."""


def month_ends(first: dt.date, last: dt.date) -> list[dt.date]:
    """Give the ends of all months from one day to another; of years where there are too many months.

    >>> [day.isoformat() for day in month_ends(dt.date(2011, 12, 5), dt.date(2012, 2, 1))]
    ['2011-12-31', '2012-01-31', '2012-02-29']
    """
    ends = list(_ends(first, last))
    return ends if len(ends) <= _MOST_MONTHS else [day for day in ends if day.month == 12 or day == ends[-1]]


def _ends(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        yield dt.date(year, month, calendar.monthrange(year, month)[1])
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def trend_sheet(ledger: LedgerCopy) -> NewSheet:
    """Build the sheet: native sums over the columns beside the ledger, a row a month."""
    draft = SheetDraft(TITLE, (12.0, 15.0, 15.0, 15.0))
    draft.headline("专户余额和负债走势")
    draft.add([NewCell("单位：元；各数为当日余额")])
    heads = [Column("日期", "date"), *(Column(head, "money") for head in _SIGNS)]
    days = month_ends(min(entry.day for entry in ledger.entries), ledger.last_day)
    first, last = draft.table(heads, _lines(draft, ledger, days))
    letters = zip(_SIGNS, "BCD", strict=True)
    series = tuple(ChartSeries(name, f"{letter}{first}:{letter}{last}") for name, letter in letters)
    draft.charts.append(Chart("专户余额和负债（元）", LINE, f"A{first}:A{last}", series, "F3", width=600, height=360))
    return draft.signed(PrintSetup(landscape=True, repeat=(first - 1, first - 1)))


def _lines(draft: SheetDraft, ledger: LedgerCopy, days: Sequence[dt.date]) -> Iterator[list[Content]]:
    for day, amounts in zip(days, running_sums(ledger.entries, days), strict=True):
        formulas = [_formula(ledger, name, draft.next_row) for name in _SIGNS]
        yield [day, *zip(map(fen_to_yuan, amounts), formulas, strict=True)]


def running_sums(entries: Sequence[Entry], days: Sequence[dt.date]) -> Iterator[tuple[int, int, int]]:
    """Give balance, advances and deferrals in fen at each of some rising days."""
    ordered = sorted(entries, key=lambda entry: entry.day)
    place = balance = advance = deferral = 0
    for day in days:
        while place < len(ordered) and ordered[place].day <= day:
            entry = ordered[place]
            balance += entry.opening + entry.income - entry.expense
            advance += entry.advance
            deferral += entry.deferral
            place += 1
        yield balance, advance, deferral


def _formula(ledger: LedgerCopy, name: str, row: int) -> str:
    days = ledger.column(DAY)
    terms = [f'{sign}SUMIFS({ledger.column(place)},{days},"<="&$A{row})' for place, sign in _SIGNS[name]]
    return f"ROUND({''.join(terms).removeprefix('+')},2)"
