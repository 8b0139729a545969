"""Whether the document that a 政策 sheet names was in force when the contracts ended.

The calculation goes on as the sheet says (S-11); the cell of the date is named, so that somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_text
from xl_addin.sheets.endings import all_endings, is_year_slip, usual_ending
from xl_addin.sheets.policy_range import FACT_NAMES
from xl_addin.sheets.policy_sheet import policy_sheets
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.grid import address
from xl_addin.values.dates import to_date
from xl_addin.values.findings import Finding, Severity

_REMEDY: Final = "核对文件的施行、失效日期和解除时间；文件已续期或另有新文件的，改填新的文号和日期，再重新测算"
_BASIS: Final = "政策文件须在解除时间有效"


def validity_findings(book: SheetBook) -> Iterator[Finding]:
    """Notices at 失效日期 and 施行日期 where contracts ended outside of them."""
    facts = book.stated.policy.facts
    first, last = facts.get("施行日期", ""), facts.get("失效日期", "")
    if book.stated.fault or not (first or last):
        return
    ends = _ends(book)
    late = [(sheet, day) for sheet, day in ends if last and _iso(day) > last]
    early = [(sheet, day) for sheet, day in ends if first and day.span.first == day.span.last and _iso(day) < first]
    if late:
        yield _finding("POLICY_EXPIRED", "失效日期", book, late, last, f"政策文件{last}失效", "晚于失效日期")
    if early:
        yield _finding("POLICY_NOT_IN_FORCE", "施行日期", book, early, first, f"政策文件{first}起施行", "早于施行日期")


def _ends(book: SheetBook) -> list[tuple[str, Day]]:
    """Every ending but those that are a year off, which are asked about by themselves."""
    found = book.gather(all_endings)
    usual = usual_ending(found)
    return [(one.sheet, one.day) for one in found if not is_year_slip(one.day.span, usual)]


def _iso(day: Day) -> str:
    return to_date(day.span.first).isoformat()


def _finding(
    code: str, fact: str, book: SheetBook, found: list[tuple[str, Day]], limit: str, said: str, how: str
) -> Finding:
    sheet, day = found[0]
    message = f"{said}，有{len(found)}名职工的解除时间{how}（如“{sheet}”{day.cell}：{day_text(day)}）"
    cell = _fact_cell(book, fact)
    return Finding(code, Severity.NOTICE, book.stated.sheet, cell, limit, "", message, _REMEDY, _BASIS)


def _fact_cell(book: SheetBook, fact: str) -> str | None:
    grid = next(sheet for sheet in policy_sheets(book.grid) if sheet.name == book.stated.sheet)
    for row, line in enumerate(grid.rows, start=1):
        named = FACT_NAMES.get(clean_text(line[0])) if line else None
        if named == fact and len(line) > 1 and not is_blank(line[1]):
            return address(row, 2)
    return None
