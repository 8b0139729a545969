"""The ledger of a workbook copied as values, for formulas of a new workbook to stand on.

The copy keeps every row and column of the table as it was typed. Beside it stand columns of ours in one spelling and
in yuan (核算列), so that native formulas can add up by account, enterprise and day; what they hold is what the fund's
functions read from the same rows (F-50 … F-58). Leaves out every statement.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, Protocol

from xl_addin.files.building.draft import SheetDraft
from xl_addin.files.building.model import NewCell, NewSheet, PrintSetup
from xl_addin.files.building.paper import first_page, fitted
from xl_addin.functions import call
from xl_addin.functions.fund.functions import UNNAMED
from xl_addin.policy.fund import ADVANCE, DEFERRAL, EXPENSE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key, texts
from xl_addin.sheets.ledger import amount_at, distinct_ledgers, is_plain_amount
from xl_addin.sheets.ledger_dates import stated_years
from xl_addin.sheets.ledger_entries import Entries, counted_entries
from xl_addin.sheets.numbers import sheet_amount
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue, SheetGrid, column_letters
from xl_addin.tables.labels import YUAN
from xl_addin.tables.ranges import first_error
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import fen_to_yuan

TITLE: Final = "资金收支台账"
OPENING: Final = "上年结转"
HEADINGS: Final = (
    "核算日期", "归并企业", "归并系统", "归并科目", "期初(元)", "计入收入(元)", "计入支出(元)",
    "垫付增减(元)", "暂挂增减(元)",
)  # fmt: skip
DAY, FIRM, SYSTEM, ACCOUNT, OPENED, INCOME, PAID, ADVANCED, DEFERRED = range(9)
"""Places of the columns of ours."""
_WIDTHS: Final = (11.0, 16.0, 11.0, 11.0, 13.0, 13.0, 13.0, 13.0, 13.0)
_FIRST_ROW: Final = 3
"""Row of the headings: a title and a line about the source stand above."""
_SOURCE_WIDTH: Final = {"date": 11.0, "enterprise": 18.0, "summary": 26.0, "approval_no": 16.0, "subject": 12.0}
_MONEY: Final = frozenset({"income", "expense", "amount", "balance"})
_MONEY_WIDTH, _OTHER_WIDTH, _GAP = 14.0, 10.0, 2.0


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the ledger that counts; money in fen, ``row`` is its row on the copy."""

    row: int
    day: dt.date
    firm: str
    """'' where the row names none."""
    system: str
    account: str
    opening: int
    income: int
    expense: int
    advance: int
    deferral: int
    record: int
    """Number of the record on the user's sheet, from 0."""


class FundEntries(Protocol):
    """What dues and needs ask of a ledger; a workbook that has none yet can answer as well."""

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries."""

    @property
    def firms(self) -> list[str]:
        """Enterprises as they are written, in order."""

    def of(self, firm: str) -> Sequence[Entry]:
        """The entries of an enterprise; none where it has no row."""


@dataclass(frozen=True, slots=True)
class LedgerCopy:
    """The copied ledger: its sheet, its entries, and where things stand on it."""

    table: SheetTable
    sheet: NewSheet
    block: list[list[CellValue]]
    entries: list[Entry]
    columns: int
    """Columns of the user's own table."""
    by_firm: dict[str, list[Entry]] = field(default_factory=dict)
    """The entries of each enterprise; '' for those that name none."""

    def __post_init__(self) -> None:
        for entry in self.entries:
            self.by_firm.setdefault(entry.firm, []).append(entry)

    def of(self, firm: str) -> list[Entry]:
        """The entries of an enterprise; none where the ledger does not name it."""
        return self.by_firm.get(firm, [])

    @property
    def range(self) -> str:
        """The user's part as an absolute reference, headings included."""
        last = _FIRST_ROW + len(self.block) - 1
        return f"{TITLE}!$A${_FIRST_ROW}:${column_letters(self.columns)}${last}"

    def column(self, place: int) -> str:
        """One of our columns over all rows below the headings, as an absolute reference.

        A product over a column (the last day of payment) fails on the text of a second level of headings.
        """
        letters = column_letters(self.columns + 2 + place)
        first = _FIRST_ROW + self.table.header.last_row - self.table.header.first_row + 1
        return f"{TITLE}!${letters}${first}:${letters}${_FIRST_ROW + len(self.block) - 1}"

    @property
    def last_day(self) -> dt.date:
        """Day of the last entry."""
        return max(entry.day for entry in self.entries)

    @property
    def firms(self) -> list[str]:
        """Enterprises in order of first appearance."""
        return list(dict.fromkeys(entry.firm for entry in self.entries if entry.firm))

    def compute(self, name: str, *arguments: Any) -> Any:
        """Call a function of the fund on the copied range."""
        found = call(name, self.block, *arguments)
        if isinstance(found, CellError):
            raise InputError(found.message, found.code)
        return found


def copy_ledger(book: SheetBook, sheet: str) -> LedgerCopy:
    """Copy the ledger of the sheet in front, or the only one; InputError where there is none, several, or an empty one.

    A second sheet with the same entries, such as one for printing, is the same ledger. Whatever the fund's functions
    would refuse is refused here, with the row of the user's sheet.
    """
    tables = [table for table in book.of_kind("ledger") if len(table)]
    tables = [table for table in tables if table.sheet == sheet] or tables
    if not tables:
        raise InputError("没有找到资金收支台账：表头要有 日期、企业名称、科目、收入金额、支出金额，并有收支记录")
    tables = distinct_ledgers(tables)
    if len(tables) > 1:
        names = "、".join(dict.fromkeys(table.sheet for table in tables))
        raise InputError(f"有 {len(tables)} 张资金收支台账（{names}），请指明用哪一张（--sheet）")
    (table,) = tables
    counted = counted_entries(table, sheet_amount)
    entries = list(_entries(table, counted)) if any(counted.span) else []
    if not entries:
        raise InputError(f"{table.sheet}：台账没有一笔有金额的记录")
    grid, header = book.grid.sheet(table.sheet), table.header
    block = _block(table, grid)
    error = first_error([block])
    if error is not None:
        raise InputError(error.message or f"引用的单元格是错误值 {error.code}", error.code)
    columns = header.last_col - header.first_col + 1
    return LedgerCopy(table, _sheet(table, grid, block, entries), block, entries, columns)


def _block(table: SheetTable, grid: SheetGrid) -> list[list[CellValue]]:
    """The cells of the table as typed; merged cells but amounts are filled down, and a title's unit is written in."""
    header = table.header
    block = [
        [grid.value(row, col) for col in range(header.first_col, header.last_col + 1)]
        for row in range(header.first_row, max([*table.row_numbers, *table.sum_rows]) + 1)
    ]
    worked_out = {"date"} if table.has("month") else set[str]()
    for role in set(header.columns) - _MONEY - worked_out:
        for row, value in zip(table.row_numbers, table.column(role), strict=True):
            block[row - header.first_row][header.columns[role] - header.first_col] = value
    _write_numbers(block, table)
    _write_year(block, table)
    return _in_stated_unit(block, table) if table.unit not in ("", "元") else block


def _write_numbers(block: list[list[CellValue]], table: SheetTable) -> None:
    """Write amounts that only sheets understand (30万, a dash for nothing) as the numbers that they are."""
    first = table.header.first_row
    for role in filter(table.has, _MONEY):
        col, unit = table.header.columns[role] - table.header.first_col, table.money_unit(role)
        for row in table.row_numbers:
            value = block[row - first][col]
            if isinstance(value, str) and not is_plain_amount(value):
                fen = amount_at(value, unit)
                block[row - first][col] = None if fen is None and is_empty(value) else value
                if fen is not None:
                    block[row - first][col] = float(Decimal(fen) / 100 / YUAN.get(unit, 1))


def _write_year(block: list[list[CellValue]], table: SheetTable) -> None:
    """Write the year that stands over the table into the heading 月: what stands there is not copied."""
    header, dates = table.header, table.column("date")
    first = next((day.year for day in dates if isinstance(day, dt.date)), 0)
    inside = any(header.first_row <= row <= header.last_row for row, _, _ in stated_years(table))
    if not table.has("month") or table.has("year") or inside or not first:
        return
    row, col = header.last_row - header.first_row, header.columns["month"] - header.first_col
    while row > 0 and not isinstance(block[row][col], str):
        row -= 1
    block[row][col] = f"{block[row][col]}（{first}年）"


def _in_stated_unit(block: list[list[CellValue]], table: SheetTable) -> list[list[CellValue]]:
    """Write the unit of the title into the headings of money: the title itself is not copied."""
    header = table.header
    for role in ("income", "expense", "amount", "balance"):
        if table.has(role) and not header.units.get(role):
            col = header.columns[role] - header.first_col
            for row in range(header.last_row - header.first_row, -1, -1):
                text = block[row][col]
                if isinstance(text, str) and text.strip():
                    block[row][col] = f"{text}({table.unit})"
                    break
    return block


def _entries(table: SheetTable, counted: Entries) -> Iterable[Entry]:
    days = [span.first for span in counted.span if span is not None]
    names: dict[str, str] = {}
    firms = table.column("enterprise") if table.has("enterprise") else table.column("enterprise_code")
    systems = texts(table, "system")
    for i in range(len(table)):
        if not (counted.income[i] or counted.expense[i]):
            continue
        span = counted.span[i]
        label = clean_text(firms[i]) or ("" if table.has("enterprise") else table.enterprise)
        firm = names.setdefault(enterprise_key(label), label)
        day = to_date(span.first if span is not None else min(days))
        row = table.row_numbers[i] - table.header.first_row + _FIRST_ROW
        yield _entry(counted, i, Entry(row, day, firm, systems[i], "", 0, 0, 0, 0, 0, i))


def _entry(counted: Entries, i: int, blank: Entry) -> Entry:
    """Say what a row does to cash and debts (F-50, F-52, F-58); an opening may be a debt that stays one."""
    account, income, expense = counted.account[i], counted.income[i], counted.expense[i]
    cash = account is None or account.cash
    liability = account.liability if account else ""
    change = -expense if account and account.side == EXPENSE else income
    opening = counted.opening[i]
    return replace(
        blank,
        account=OPENING if opening else account.name if account else "",
        opening=income - expense if opening and cash else 0,
        income=income if cash and not opening else 0,
        expense=expense if cash and not opening else 0,
        advance=change if liability == ADVANCE else 0,
        deferral=change if liability == DEFERRAL else 0,
    )


def _sheet(
    table: SheetTable, grid: SheetGrid, block: Sequence[Sequence[CellValue]], entries: Sequence[Entry]
) -> NewSheet:
    header = table.header
    width = header.last_col - header.first_col + 1
    roles = {col - header.first_col: role for role, col in header.columns.items()}
    title = f"{TITLE}（照录自“{table.sheet}”）"
    note = "左边照录原台账；右边灰色各列由插件按同一规则归并，供各表的汇总公式引用。"
    draft = SheetDraft(TITLE, [*(_width(roles.get(col, "")) for col in range(width)), _GAP, *_WIDTHS])
    last_head = _FIRST_ROW + header.last_row - header.first_row
    setup = PrintSetup(landscape=True, repeat=(_FIRST_ROW, last_head), repeat_columns=min(2, width - 1))
    setup = fitted(draft.widths, setup, (width + 2,))
    draft.page = first_page(draft.widths, setup)
    draft.wide(title, "title", 28)
    draft.wide("原台账有变动时请重新生成", "")
    draft.asides = [f"使用说明（不打印）：{note}"]
    ours = {entry.row: entry for entry in entries}
    sums = {row - header.first_row + _FIRST_ROW for row in table.sum_rows}
    for row, line in enumerate(block, start=_FIRST_ROW):
        if row <= last_head:
            heads = [NewCell(text, "section") for text in HEADINGS] if row == last_head else []
            draft.add([*(_cell(value, "head") for value in line), NewCell(), *heads], 30)
        else:
            styles = [_style(value, roles.get(col, ""), row in sums) for col, value in enumerate(line)]
            draft.add([*map(_cell, line, styles), NewCell(), *_own_cells(ours.get(row))])
    return draft.sheet(setup, (width + 2,))


def _width(role: str) -> float:
    return _MONEY_WIDTH if role in _MONEY else _SOURCE_WIDTH.get(role, _OTHER_WIDTH)


def _cell(value: CellValue, style: str) -> NewCell:
    if isinstance(value, CellError):
        return NewCell(value.code, "centre", value.code)
    return NewCell(value, style)


def _style(value: CellValue, role: str, is_sum: bool) -> str:
    if isinstance(value, dt.date):
        return "date"
    if role in _MONEY and isinstance(value, (int, float)):
        return "sum_money" if is_sum else "money"
    return "sum" if is_sum else "centre"


def _own_cells(entry: Entry | None) -> list[NewCell]:
    if entry is None:
        return []
    money = (entry.opening, entry.income, entry.expense, entry.advance, entry.deferral)
    texts = (entry.firm or UNNAMED["企业"], entry.system or UNNAMED["系统"], entry.account)
    first = [NewCell(entry.day, "date"), *(NewCell(text, "centre") for text in texts)]
    return [*first, *(NewCell(fen_to_yuan(fen), "money") for fen in money)]
