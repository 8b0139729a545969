"""Cells of a table read for checks: days as spans, amounts in fen, names as keys. Judges nothing.

An empty or unreadable cell is None here; that it is empty or unreadable is the matter of other checks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xl_addin.rules.procedure.votes import DaySpan
from xl_addin.sheets.numbers import in_unit, sheet_amount
from xl_addin.tables.amounts import read_fen
from xl_addin.tables.cleaning import clean_text, read_date
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import YUAN, plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import last_day_of_month, to_date
from xl_addin.values.errors import InputError

_FULL_DATE: Final = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}")
_SHORT_DAY: Final = re.compile(r"日?[至到—~～-]{1,2}(\d{1,2})日?")
_SHORT_DATE: Final = re.compile(r"(?<![至到—~～-])[至到—~～-]+(\d{1,2})[月./-](\d{1,2})日?$")


@dataclass(frozen=True, slots=True)
class Day:
    """A date cell: the days that it may mean, and where it stands."""

    span: DaySpan
    cell: str


def day_text(day: Day) -> str:
    """Write a day for people; a month alone stays a month.

    >>> day_text(Day(DaySpan(14730, 14760), "F7")), day_text(Day(DaySpan(14730, 14730), "F7"))
    ('2010年5月', '2010-05-01')
    """
    date = to_date(day.span.first)
    return date.isoformat() if day.span.first == day.span.last else f"{date.year}年{date.month}月"


def span_of(value: CellValue) -> DaySpan | None:
    """Read a date; None if it is empty or cannot be read.

    >>> span_of("2010年5月"), span_of("去年"), span_of(None)
    (DaySpan(first=14730, last=14760), None, None)
    """
    if is_empty(value):
        return None
    try:
        reading = read_date(value, "日期")
    except ValueError:
        return None
    return DaySpan(reading.day, last_day_of_month(reading.day) if reading.month_only else reading.day)


def day_at(table: SheetTable, role: str, record: int) -> Day | None:
    """Read the date cell of one record."""
    span = span_of(table.column(role)[record])
    return Day(span, table.cell(role, record)) if span is not None else None


def day_column(table: SheetTable, role: str) -> list[Day | None]:
    """Read a whole column of dates."""
    return [day_at(table, role, i) for i in range(len(table))]


def days_in_text(text: str) -> list[DaySpan]:
    """Find the full dates in a text; the second one of a period may lack its year, or its year and month.

    >>> [to_date(span.first).isoformat() for span in days_in_text("2010年2月10日至3月15日")]
    ['2010-02-10', '2010-03-15']
    >>> [to_date(span.first).isoformat() for span in days_in_text("2010-02-10至17日")]
    ['2010-02-10', '2010-02-17']
    >>> days_in_text("见公告"), len(days_in_text("2010-02-10")), len(days_in_text("2010.2.10"))
    ([], 1, 1)
    """
    folded = plain(text)
    found = _FULL_DATE.findall(folded)
    behind = folded.partition(found[0])[2] if found else ""  # 2010-11-09 alone is no period that ends on 11-09
    short, rest = _SHORT_DATE.search(behind), _SHORT_DAY.fullmatch(behind)
    if len(found) == 1 and short:
        found.append(f"{found[0][:4]}-{short[1]}-{short[2]}")
    elif len(found) == 1 and rest:
        found.append(re.sub(r"\d{1,2}$", rest[1], found[0]))
    spans = [span_of(re.sub(r"[年月./]", "-", date)) for date in found]
    return [span for span in spans if span is not None]


def texts(table: SheetTable, role: str) -> list[str]:
    """Give a column as texts without any spaces; an empty cell or a dash is ''."""
    return [_text(value) for value in table.column(role)]


def text_at(table: SheetTable, role: str, record: int) -> str:
    """The text of one record, as :func:`texts` gives it."""
    return _text(table.column(role)[record])


def _text(value: CellValue) -> str:
    return "" if is_empty(value) else plain(clean_text(value))


def fen_of(value: CellValue, unit: str) -> int | None:
    """Read an amount in fen, the unit multiplied out; a unit in the cell goes before it. None if empty or no number.

    >>> fen_of("1,234.5", "元"), fen_of(52, "万元"), fen_of("1.2万", "元"), fen_of("约5万", "元")
    (123450, 52000000, 1200000, None)
    >>> fen_of("52万元", "万元"), fen_of("520000元", "万元")
    (52000000, 52000000)
    """
    try:
        return read_fen(value, unit, "金额", sheet_amount)
    except InputError:
        return None


def fen_column(table: SheetTable, role: str) -> list[int | None]:
    """Read a whole column of money in fen."""
    unit = table.money_unit(role)
    return [fen_of(value, unit) for value in table.column(role)]


def amount_text(fen: int, unit: str = "元") -> str:
    """Write an amount in fen as it must stand in a cell of this unit.

    >>> amount_text(52000000, "万元"), amount_text(123456)
    ('52', '1234.56')
    """
    return in_unit(fen, YUAN.get(unit, 1))


_COST_WORDS: Final = ("费用", "支出", "成本", "所需")
_SOURCE_WORDS: Final = ("来源", "收入", "筹集", "落实")


def side_of(text: str) -> str:
    """Read 费用/来源: ``cost``, ``source`` or '' for neither.

    >>> side_of("资金来源"), side_of("费用"), side_of("备注")
    ('source', 'cost', '')
    """
    if any(word in text for word in _SOURCE_WORDS):
        return "source"
    return "cost" if any(word in text for word in _COST_WORDS) else ""


def enterprise_key(name: str) -> str:
    """Give the form in which names of enterprises are compared.

    >>> enterprise_key("甲厂（本部） ") == enterprise_key("甲厂(本部)")
    True
    """
    return plain(name)
