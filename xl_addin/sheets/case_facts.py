"""What procedure sheets and registers say of one enterprise: documents, days, votes, prices, with their places (L-08).

改制程序核查表 has no column for the base date of the appraisal: it is what its row says in words, else 开始日期 where
that is the last day of a month, as base dates are. A vote may be typed by the day on which it began or
ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, amount_text, day_at, day_text, enterprise_key, fen_of, texts
from xl_addin.sheets.periods import both_days
from xl_addin.sheets.sales import base_date, price_unit, prices
from xl_addin.sheets.steps import StepRow, enterprise_names, step_rows, vote_at
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.document_numbers import DocumentNumber, document_numbers, same_document
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import last_day_of_month
from xl_addin.values.persons import mask_text

CASES: Final = ("procedure", "progress", "publicity")
_COUNTS: Final = {"delegates": "应到", "attended": "实到", "in_favour": "同意"}
_DATES: Final = {"approval_date": "D16", "vote_date": "D12", "deal_date": "D18"}
"""Column of 改制工作进度表 and its step; what was paid when is booked on another day than it is registered."""
_NAMES: Final = {
    "approval_date": "批复时间",
    "vote_date": "职代会时间",
    "deal_date": "成交时间",
    "appraisal_date": "评估基准日",
}
_LISTING: Final = (("listing_from", "公告开始"), ("listing_to", "公告截止"))
_POSTED: Final = (("posted_from", "公示开始"), ("posted_to", "公示结束"))
_PRICE: Final = re.compile(r"成交(?:价格?|金额|额|价款|总价)[:为是]?(?:人民币)?¥?(\d[\d.,]*[亿万]?元)")
_PLANS: Final = ("方案", "结果", "安置")
_APPROVAL: Final = "批复文号"


@dataclass(frozen=True, slots=True)
class CaseFact:
    """What one cell says of one enterprise."""

    item: str
    name: str
    firm: str
    table: SheetTable
    cell: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()
    """What it can mean, of a day or a number."""
    numbers: tuple[DocumentNumber, ...] = ()

    def differs(self, other: CaseFact) -> bool:
        """Tell whether the two cells cannot mean the same."""
        if self.item == "approval_no":
            return not same_document(self.numbers, other.numbers)
        return not any(a[0] <= b[1] and b[0] <= a[1] for a in self.spans for b in other.spans)

    @property
    def place(self) -> str:
        """Where it stands, with its value."""
        return f"“{self.table.sheet}”{self.cell}是{self.text}"


def case_facts(table: SheetTable, book: SheetBook) -> list[CaseFact]:
    """The facts of every enterprise on a procedure sheet or register."""
    readers = {"procedure": _of_steps, "progress": _of_progress, "publicity": _of_publicity}
    return list(readers[table.kind](table, book))


def _day_fact(table: SheetTable, item: str, name: str, firm: str, *days: Day | None) -> Iterator[CaseFact]:
    known = [day for day in days if day is not None]
    if known:
        spans = tuple((day.span.first, day.span.last) for day in known)
        yield CaseFact(item, name, firm, table, known[0].cell, day_text(known[0]), spans)


def _of_progress(table: SheetTable, book: SheetBook) -> Iterator[CaseFact]:
    firms = list(map(enterprise_key, enterprise_names(table)))
    for i, firm in enumerate(firms):
        for role, name in _NAMES.items():
            yield from _day_fact(table, role, name, firm, day_at(table, role, i))
        for (role, name), day in zip(_LISTING, both_days(table, i), strict=True):
            yield from _day_fact(table, role, name, firm, day)
        yield from _votes(table, firm, i)
        if table.has("approval_no"):
            yield from _documents(table, "approval_no", firm, i)
    if table.has("price"):
        unit = price_unit(table, "price")
        for price in book.derive(prices, table):
            if price.deal:
                shown = f"{amount_text(price.deal, unit)}{unit}"
                cell = table.cell("price", price.record)
                yield CaseFact("price", "成交价", firms[price.record], table, cell, shown, ((price.deal, price.deal),))


def _votes(table: SheetTable, firm: str, record: int) -> Iterator[CaseFact]:
    vote = vote_at(table, record)
    if vote.counts is None:
        return
    first = table.cell("delegates", record) if table.has("delegates") else vote.attended_cell
    cells = (first, vote.attended_cell, vote.in_favour_cell)
    for (item, name), count, cell in zip(_COUNTS.items(), vote.counts, cells, strict=True):
        yield CaseFact(item, name, firm, table, cell, str(count), ((count, count),))


def _documents(table: SheetTable, role: str, firm: str, record: int) -> Iterator[CaseFact]:
    text = clean_text(table.column(role)[record])
    if numbers := tuple(document_numbers(text)):
        yield CaseFact(
            "approval_no", _APPROVAL, firm, table, table.cell(role, record), mask_text(text), numbers=numbers
        )


def _of_steps(table: SheetTable, book: SheetBook) -> Iterator[CaseFact]:
    for row in book.derive(step_rows, table):
        firm = enterprise_key(row.enterprise)
        for item, step in _DATES.items():
            if step == row.step:
                yield from _day_fact(table, item, _NAMES[item], firm, row.done, row.begun)
        if row.step == "D18":
            yield from _price_in_words(table, firm, row.record)
        elif row.step == "D09":
            yield from _day_fact(table, "appraisal_date", _NAMES["appraisal_date"], firm, _base_of(table, row))
        elif row.step == "D12":
            yield from _votes(table, firm, row.record)
        elif row.step == "D16" and table.has("document"):
            yield from _documents(table, "document", firm, row.record)
        elif row.step in ("D13", "D17") and row.begun and row.done and row.done != row.begun:
            for (item, name), day in zip(
                _POSTED if row.step == "D13" else _LISTING, (row.begun, row.done), strict=True
            ):
                yield from _day_fact(table, item, name, firm, day)


def _price_in_words(table: SheetTable, firm: str, record: int) -> Iterator[CaseFact]:
    """The price that a row of the deal names: 成交价100万元."""
    for role in ("note", "document", "step"):
        found = _PRICE.search(plain(clean_text(table.column(role)[record])))
        fen = fen_of(found[1], "元") if found else None
        if found and fen:
            yield CaseFact("price", "成交价", firm, table, table.cell(role, record), found[1], ((fen, fen),))
            return


def _base_of(table: SheetTable, row: StepRow) -> Day | None:
    """The base date that an appraisal row names, else the month's last day on which it says that it began."""
    said = base_date(table, row.record)
    if said is not None or row.begun is None:
        return said
    day = row.begun.span
    return row.begun if day.first == day.last == last_day_of_month(day.first) else None


def _of_publicity(table: SheetTable, book: SheetBook) -> Iterator[CaseFact]:
    """The posting of the plan and of the vote; other postings are no step of their own."""
    firms = [enterprise_key(name) for name in enterprise_names(table)]
    for i, content in enumerate(texts(table, "content")):
        if not any(word in content for word in _PLANS):
            continue
        for (item, name), day in zip(_POSTED, both_days(table, i), strict=True):
            yield from _day_fact(table, item, name, firms[i], day)
