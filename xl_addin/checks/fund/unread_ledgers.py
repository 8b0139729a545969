"""Sheets that look like an account book of the fund and cannot be read as one: which headings are there and which lack.

A book with such a sheet is never clean. Leaves out lists of costs with one amount and no side, which are no ledgers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.tables.grid import SheetGrid, address
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.headers import nearest_header
from xl_addin.tables.labels import plain
from xl_addin.tables.layouts import layout
from xl_addin.values.findings import Finding, Severity

CODE: Final = "LEDGER_HEADINGS"
TITLE: Final = "台账表头不全"
_BOOKS: Final = ("日记账", "明细账", "专户账", "收支台账", "资金台账", "收支账", "存款账", "对账单", "分类账", "流水账")
_SIDES: Final = ({"income", "expense"}, {"income", "balance"}, {"expense", "balance"}, {"amount", "balance"})
"""Columns of money of which one group makes a book of accounts."""
_ENTRIES: Final = frozenset({"date", "day", "month", "month_day", "voucher", "summary"})
"""Columns that entries have and a list of balances by account has not."""
_MONEY: Final = frozenset({"income", "expense", "amount", "balance"})
_TOP_LINES: Final = 6
_NEEDS: Final = (
    "日期（或 月、日）、科目（资金来源或用途）、收入金额（或 借方）、支出金额（或 贷方）；只有一栏金额时还要 收支方向"
)


def unread_ledgers(book: SheetBook) -> Iterator[Finding]:
    """One finding for each sheet that nobody could read although it is a book of accounts by its title or columns."""
    known = {table.sheet for table in book.tables}
    for sheet in book.grid.sheets:
        if sheet.ours or sheet.name in known:
            continue
        header = nearest_header(sheet, layout("ledger"))
        if _looks_like_one(sheet, header):
            yield _finding(sheet, header)


def _looks_like_one(sheet: SheetGrid, header: HeaderMatch) -> bool:
    roles = set(header.columns)
    booked = any(group <= roles for group in _SIDES) and not roles.isdisjoint(_ENTRIES)
    titled = any(word in title for title in _titles(sheet) for word in _BOOKS)
    return (booked and len(roles) > 2) or (titled and len(roles) > 1 and not roles.isdisjoint(_MONEY))


def _titles(sheet: SheetGrid) -> list[str]:
    cells = [cell for line in sheet.rows[:_TOP_LINES] for cell in line if isinstance(cell, str)]
    return [plain(text) for text in (sheet.name, *cells)]


def _finding(sheet: SheetGrid, header: HeaderMatch) -> Finding:
    read = "、".join("".join(label.split()) for label in header.labels.values())
    lacking = "、".join(_lacking(set(header.columns)))
    return Finding(
        code=CODE,
        severity=Severity.ERROR,
        sheet=sheet.name,
        cell=address(header.first_row, header.first_col),
        observed=f"认出的表头：{read}",
        expected=f"还缺：{lacking}",
        message=f"看来是账簿，但不能作为资金收支台账读取：认出 {read}，缺 {lacking}，整表未校验",
        remedy=f"补上或改写表头；台账要有 {_NEEDS}",
        citation="不能识别的表不当作没有错误",
    )


def _lacking(roles: set[str]) -> Iterator[str]:
    if not roles & {"date", "day", "month_day"}:
        yield "日期（或 月、日）"
    if not roles & {"income", "expense", "amount"}:
        yield "收入金额、支出金额（或 借方、贷方）"
    elif "amount" in roles and not roles & {"income", "expense", "direction"}:
        yield "收支方向"
    if "subject" not in roles:
        yield "科目"
