"""First and last day of a period on a sheet: of two columns, or of one cell that holds both; for checks, facts, papers.

What is read: :func:`xl_addin.tables.day_spans.read_days`, and in a column for periods free text with two full dates.
Days written without a year have that of the title lines, where these name one year.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xl_addin.rules.procedure.votes import DaySpan
from xl_addin.sheets.cells import Day, day_at, days_in_text
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.day_spans import read_days
from xl_addin.tables.sheet_table import SheetTable


@dataclass(frozen=True, slots=True)
class Period:
    """Columns of a period: of its first and last day, and one that may hold both ('' for none)."""

    first: str
    last: str
    whole: str = ""


PERIODS: Final[Mapping[str, Period]] = {
    "publicity": Period("posted_from", "posted_to", "posted_period"),
    "progress": Period("listing_from", "listing_to", "listing_period"),
    "procedure": Period("started", "finished"),
}
"""The period of each kind of sheet that has one."""
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def both_days(table: SheetTable, record: int) -> tuple[Day | None, Day | None]:
    """First and last day of the sheet's period in one row; None for one not known.

    A cell that holds both days counts where no other column contradicts it.
    """
    roles = PERIODS[table.kind]
    start, end = day_at(table, roles.first, record), day_at(table, roles.last, record)
    if start and end:
        return start, end
    for role in (roles.whole, roles.first, roles.last):
        spans = _spans(table, role, record) if role and table.has(role) else None
        if spans:
            cell = table.cell(role, record)
            whole = Day(spans[0], cell), Day(spans[1], cell)
            same = all(own is None or own.span == one.span for own, one in zip((start, end), whole, strict=True))
            return whole if same else (start, end)
    return start, end


def _spans(table: SheetTable, role: str, record: int) -> tuple[DaySpan, DaySpan] | None:
    value = table.column(role)[record]
    if not isinstance(value, str):
        return None
    text = clean_text(value)
    years = set(_YEAR.findall(table.title))
    days = read_days(text, int(years.pop()) if len(years) == 1 else None)
    if days:
        return DaySpan(days[0], days[0]), DaySpan(days[1], days[1])
    spans = days_in_text(text) if role == PERIODS[table.kind].whole else []
    return (spans[0], spans[1]) if len(spans) == 2 else None
