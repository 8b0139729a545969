"""When the contracts of each enterprise ended, by the severance sheets, else by the step that ends them.

Judges nothing. Whoever stays on, 内退 or 退休, has no ending. A step row may end contracts, hand papers over, or both.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from xl_addin.rules.procedure.votes import DaySpan
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, enterprise_key
from xl_addin.sheets.columns import UNKNOWN, days, sound_ids
from xl_addin.sheets.persons import enterprises, names, post_status
from xl_addin.sheets.steps import StepRow, step_rows
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date

_PAPERS: Final = re.compile(r"证明|档案|移交|转移|接续|手续")
_ENDS: Final = re.compile(r"(?:解除|终止)[^,。;、]{0,6}(?:劳动|合同|关系)|解除$")


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of one person's contract: whose, when, and where it is written."""

    enterprise: str
    person: tuple[str, str]
    """ID key and name, so that a person on two sheets is one."""
    day: Day
    sheet: str
    record: int


def endings(table: SheetTable, book: SheetBook) -> list[Ending]:
    """Every ending on one severance sheet."""
    if not table.has("end"):
        return []
    column, settled = book.derive(days, table, "end"), book.derive(post_status, table)
    people = zip(book.derive(sound_ids, table), book.derive(names, table), strict=True)
    found = []
    for i, (firm, person) in enumerate(zip(book.derive(enterprises, table), people, strict=True)):
        first, last = int(column.first[i]), int(column.last[i])
        if first != UNKNOWN and not settled[i]:
            day = Day(DaySpan(first, last), table.cell("end", i))
            found.append(Ending(enterprise_key(firm), person, day, table.sheet, i))
    return found


def all_endings(book: SheetBook) -> list[Ending]:
    """Every ending of the workbook, each person once for each day."""
    seen: dict[tuple[str, tuple[str, str], DaySpan], Ending] = {}
    for table in book.of_kind("severance"):
        for one in book.derive(endings, table):
            seen.setdefault((one.enterprise, one.person, one.day.span), one)
    return list(seen.values())


def endings_of(firm: str, book: SheetBook) -> list[Ending]:
    """The endings of an enterprise; sheets that name no enterprise speak for the only one of the workbook."""
    everyone = book.gather(all_endings)
    own = [one for one in everyone if one.enterprise == firm]
    alone = {one.enterprise for one in everyone} == {""}
    return everyone if alone and not own else own


def usual_ending(found: list[Ending]) -> DaySpan | None:
    """The day on which most of them ended; None where none is borne by more than half."""
    counted = Counter(one.day.span for one in found)
    span, count = max(counted.items(), key=lambda pair: pair[1], default=(None, 0))
    return span if count * 2 > len(found) else None


def is_year_slip(span: DaySpan, usual: DaySpan | None) -> bool:
    """Tell a day that is the usual one but for its year: a slip of the pen, which is asked about by itself."""
    if usual is None or span == usual:
        return False
    one, other = to_date(span.first), to_date(usual.first)
    return (one.month, one.day) == (other.month, other.day)


def step_words(table: SheetTable, row: StepRow) -> str:
    """All that a row of steps says of itself."""
    return plain("".join(clean_text(table.column(role)[row.record]) for role in ("step", "document", "note")))


def hands_over_papers(table: SheetTable, row: StepRow) -> bool:
    """Tell whether a row is about certificates and files, as the whole step is where it says nothing else."""
    words = step_words(table, row)
    return bool(_PAPERS.search(words)) or (not _ENDS.search(words) and "优惠证" not in words and "再就业" not in words)


def step_ending(firm: str, book: SheetBook) -> Day | None:
    """The last day on which rows of steps that do nothing but end contracts were done."""
    found = []
    for table in book.of_kind("procedure"):
        for row in book.derive(step_rows, table):
            only_ends = row.step == "D24" and not hands_over_papers(table, row) and _ENDS.search(step_words(table, row))
            if only_ends and row.done and enterprise_key(row.enterprise) == firm:
                found.append(row.done)
    return max(found, key=lambda day: day.span[::-1], default=None)


def last_ending(firm: str, book: SheetBook) -> Day | None:
    """The last day on which contracts of an enterprise ended; by the severance sheets before the steps."""
    days_of = [one.day for one in endings_of(firm, book)]
    return max(days_of, key=lambda day: day.span[::-1], default=None) or step_ending(firm, book)
