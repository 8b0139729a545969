"""Sheets and columns that speak of debts to workers and that nobody reads: what hangs on them must be named.

A sheet of no known kind counts by its name, title or headings; a column by its heading. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.persons import enterprises
from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable

_DEBT: Final = re.compile(r"欠(?!条$)|应付|未付|集资|拖欠|未发|未退|应退|抚恤|遗属|医药费|内退生活费")
_NO_DEBT: Final = re.compile(r"欠费(?:起|止|时间|月数)|人均|标准$|说明|原因|编号|文号|日期|时间|签")
_LISTS: Final = frozenset({"roster", "severance", "arrears", "payments", "sources", "progress"})
_LINES: Final = 8
_LONGEST: Final = 24
"""A longer text is a remark, no title and no heading."""


@dataclass(frozen=True, slots=True)
class UnreadDebt:
    """What was not read, and to which enterprises (keys) it may belong; none for any."""

    sheet: str
    what: str
    firms: frozenset[str]


def unread_debts(book: SheetBook) -> list[UnreadDebt]:
    """Every sheet and column that speaks of debts and is not read, in the order of the sheets."""
    known = {table.sheet for table in book.tables}
    found = [one for sheet in book.grid.sheets if not sheet.ours and sheet.name not in known for one in _sheet(sheet)]
    return found + [one for table in book.of_kind(*_LISTS) for one in _columns(table, book)]


def _sheet(sheet: SheetGrid) -> Iterator[UnreadDebt]:
    heads = list(takewhile(lambda line: not any(map(_is_money, line)), sheet.rows[:_LINES]))
    texts = [cell for line in heads for cell in line if isinstance(cell, str)]
    words = [plain(text) for text in (sheet.name, *texts) if len(text) <= _LONGEST]
    word = next((text for text in words if _DEBT.search(text)), "")
    if word and any(_is_money(cell) for line in sheet.rows for cell in line):
        yield UnreadDebt(sheet.name, f"写有“{word}”，表头未识别，整表没有读", frozenset())


def _columns(table: SheetTable, book: SheetBook) -> Iterator[UnreadDebt]:
    for col, text in table.header.unknown.items():
        head = plain(text)
        if not _DEBT.search(head) or _NO_DEBT.search(head):
            continue
        cells = table.cells_in(col)
        firms = book.derive(enterprises, table)
        owing = {enterprise_key(firm) for firm, cell in zip(firms, cells, strict=True) if _is_money(cell)}
        if owing:
            yield UnreadDebt(table.sheet, f"“{text}”一栏填有金额，没有读", frozenset(owing - {""}))


def _is_money(cell: object) -> bool:
    return isinstance(cell, (int, float)) and not isinstance(cell, bool) and not is_empty(cell) and cell > 0
