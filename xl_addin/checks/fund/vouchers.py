"""Checks of the numbers of vouchers in a ledger: one number on entries that cannot be of one voucher.

A voucher may have several lines of one day, and numbers may begin anew every month, every year and for every kind of
voucher. So a number is asked about where it stands at two days of one month; at one day, where the next number is
missing and the series has no other gap; in two months, where the series runs on through the months.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from xl_addin.checks.fund.repeats import told_twice
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import day_text, texts
from xl_addin.sheets.ledger import LedgerRows, ledger_rows
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.findings import Severity

_NUMBERED: Final = re.compile(r"(\D*?)(\d{1,8})(\D*)")
_FEWEST: Final = 4
"""Entries that make a series."""
_DISTINCT: Final = 0.7
_TURNS: Final = 2
"""So many months must go on with the numbers of the month before."""


@dataclass(frozen=True, slots=True)
class _Line:
    record: int
    first: int
    last: int
    month: tuple[int, int]
    kind: str
    number: int | None
    """Place in the series; None where the text is no single number."""
    text: str
    firm: str


def repeated_vouchers(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Entries whose voucher number stands on an earlier entry that cannot be of the same voucher."""
    if not table.has("voucher") or table.doubts:
        return
    rows = book.derive(ledger_rows, table)
    lines = list(_lines(table, rows))
    if len({(line.month, line.text) for line in lines}) < _DISTINCT * len(lines):
        return  # a number that most entries share is no number of a voucher
    told = book.gather(told_twice)
    earlier: dict[str, list[_Line]] = {}
    for place, line in enumerate(lines):
        twins = [one for one in earlier.get(line.text, []) if one.month[0] == line.month[0]]
        earlier.setdefault(line.text, []).append(line)
        twin = next((one for one in twins if _contradicts(lines, place, one)), None)
        if twin is not None and (id(table), line.record) not in told:
            day = rows.day[twin.record]
            detail = {
                "number": line.text,
                "cell": table.cell("voucher", twin.record),
                "day": day_text(day) if day else "",
            }
            yield Fault(table.cell("voucher", line.record), line.text, "", detail)


def _lines(table: SheetTable, rows: LedgerRows) -> Iterator[_Line]:
    words, numbers = texts(table, "voucher_word"), texts(table, "voucher")
    for i, (word, number) in enumerate(zip(words, numbers, strict=True)):
        day = rows.day[i]
        if day is None or rows.opening[i] or rows.net(i) == 0 or not any(map(str.isdigit, number)):
            continue
        if rows.income[i] < 0 or rows.expense[i] < 0:
            continue  # red ink may bear the number of what it takes back
        found = _NUMBERED.fullmatch(word + number)
        date = to_date(day.span.first)
        yield _Line(
            i, day.span.first, day.span.last, (date.year, date.month), f"{found[1]}*{found[3]}" if found else "",
            int(found[2]) if found else None, word + number, rows.enterprise[i],
        )  # fmt: skip


def _contradicts(lines: list[_Line], place: int, twin: _Line) -> bool:
    line = lines[place]
    one_day = line.first <= twin.last and twin.first <= line.last
    if line.month == twin.month and not one_day and line.firm == twin.firm:
        return True
    if line.number is None:
        return False
    rest = [one for k, one in enumerate(lines) if k != place and one.kind == line.kind and one.number is not None]
    if len(rest) < _FEWEST:
        return False
    return _leaves_gap(rest, line) if one_day else _runs_on(rest)


def _leaves_gap(rest: list[_Line], line: _Line) -> bool:
    """Tell a series of one entry a number whose only gap is the number after the repeated one."""
    numbers = [one.number or 0 for one in rest]
    steps = [(before, after) for before, after in pairwise(numbers) if after != before + 1]
    return line.number is not None and steps == [(line.number, line.number + 2)]


def _runs_on(rest: list[_Line]) -> bool:
    """Tell a series whose numbers never fall and go on from month to month."""
    numbers = [one.number or 0 for one in rest]
    rising = all(before <= after for before, after in pairwise(numbers))
    turns = sum(before.month != after.month for before, after in pairwise(rest))
    return rising and turns >= _TURNS


VOUCHER_CHECKS: Final = (
    Check(
        code="VOUCHER_REPEATED",
        title="凭证号重复使用",
        severity=Severity.NOTICE,
        kinds=frozenset({"ledger"}),
        message="凭证号“{number}”已用于 {cell}（{day}），两笔不像同一张凭证",
        remedy="按原始凭证核对编号；编号写错的改正，确为一张凭证的核对日期，并查对是否一笔款登记了两次",
        citation="专项调剂基金专户台账登记要求（专款专用）",
        run=repeated_vouchers,
    ),
)
