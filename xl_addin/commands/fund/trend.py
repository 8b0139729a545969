"""余额走势: balance and debts of the fund at every month end, with a line chart."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from xl_addin.commands.fund.draft import SheetDraft
from xl_addin.commands.fund.ledger_copy import ADVANCED, DAY, DEFERRED, INCOME, OPENED, PAID, Entry, LedgerCopy
from xl_addin.files.building.charts import LINE, ChartSeries, SeriesChart
from xl_addin.files.building.workbook import NewCell, NewSheet

TITLE: Final = "余额走势"
_MOST_MONTHS: Final = 180
"""Beyond this the sheet has year ends."""
_SIGNS: Final = {"B": ((OPENED, "+"), (INCOME, "+"), (PAID, "-")), "C": ((ADVANCED, "+"),), "D": ((DEFERRED, "+"),)}


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
    draft = SheetDraft(TITLE, (14.0, 18.0, 18.0, 18.0))
    draft.wide("专户余额和负债走势", "title", 30)
    draft.add([NewCell("单位：元；各数为当日余额")])
    draft.add([NewCell(text, "head") for text in ("日期", "专户余额", "垫付余额", "暂挂余额")])
    first = draft.next_row
    days = month_ends(min(entry.day for entry in ledger.entries), ledger.last_day)
    for day, amounts in zip(days, running_sums(ledger.entries, days), strict=True):
        row = draft.next_row
        cells = [
            NewCell(fen / 100, "money", _formula(ledger, col, row)) for col, fen in zip(_SIGNS, amounts, strict=True)
        ]
        draft.add([NewCell(day, "date"), *cells])
    last, quoted = len(draft.rows), f"'{TITLE}'!"
    series = tuple(
        ChartSeries(name, f"{quoted}${col}${first}:${col}${last}")
        for name, col in (("专户余额", "B"), ("垫付余额", "C"), ("暂挂余额", "D"))
    )
    names = f"{quoted}$A${first}:$A${last}"
    draft.charts.append(SeriesChart("专户余额和负债（元）", LINE, names, series, "F3", width=640, height=360))
    return draft.sheet(repeat=first - 1)


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


def _formula(ledger: LedgerCopy, col: str, row: int) -> str:
    days = ledger.column(DAY)
    terms = [f'{sign}SUMIFS({ledger.column(place)},{days},"<="&$A{row})' for place, sign in _SIGNS[col]]
    return f"ROUND({''.join(terms).removeprefix('+')},2)"
