"""资金收支台账 as checks and statements ask of it: its entries with their cells, balances, enterprises, approvals.

What an entry is and how it is read: :mod:`xl_addin.sheets.ledger_entries`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from xl_addin.policy.fund import INCOME, SIDES
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, enterprise_key, texts
from xl_addin.sheets.ledger_entries import Entries, read_balances, read_entries, red_ink
from xl_addin.sheets.numbers import sheet_amount
from xl_addin.tables.amounts import cell_amount, read_fen
from xl_addin.tables.grid import CellValue
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

_BESIDE: Final = frozenset({"seq", "balance", "note"})
"""Columns that differ between two copies of a ledger that are sorted otherwise."""


@dataclass(frozen=True, slots=True)
class LedgerRows(Entries):
    """Entries with all that checks ask of them; an opening has no account here, it is judged as a balance only."""

    day: list[Day | None]
    balance: list[int | None]
    enterprise: list[str]
    """Key of the enterprise, '' for the city itself."""
    system: list[str]
    approved: list[bool]
    """Whether 审批文号 is filled in."""


def ledger_rows(table: SheetTable, book: SheetBook) -> LedgerRows:
    """Read a ledger for checks."""
    entries = read_entries(table, sheet_amount)
    core = {field.name: getattr(entries, field.name) for field in fields(entries)}
    # An opening is judged as a balance only.
    core["account"] = [None if opened else one for one, opened in zip(entries.account, entries.opening, strict=True)]
    return LedgerRows(
        **core,
        day=[Day(span, table.cell("date", i)) if span is not None else None for i, span in enumerate(entries.span)],
        balance=read_balances(table, sheet_amount),
        enterprise=ledger_enterprises(table),
        system=texts(table, "system"),
        approved=[bool(text) for text in texts(table, "approval_no")],
    )


def debt_change(rows: LedgerRows, record: int) -> int:
    """What a record of an account with a liability adds to the debt in fen; a deferral stands in either column."""
    account = rows.account[record]
    if account is not None and account.side == INCOME:
        return rows.income[record] + rows.expense[record]
    return rows.net(record)


def ledger_enterprises(table: SheetTable) -> list[str]:
    """Key of each row's enterprise; an empty cell is the city's own row, not the block above."""
    if table.has("enterprise"):
        return [enterprise_key(text) for text in texts(table, "enterprise")]
    if table.has("enterprise_code"):
        return texts(table, "enterprise_code")
    return [enterprise_key(table.enterprise)] * len(table)


def typed_sides(table: SheetTable) -> list[str]:
    """Side that 收支方向 says, '' where it is empty or says neither."""
    return [SIDES.get(text, "") for text in texts(table, "direction")]


@dataclass(frozen=True, slots=True)
class Running:
    """The balance after each record by the rows above it; several where a typed one differs from the right one."""

    right: list[list[int]]
    """What a record's 余额 may be; none where an amount above cannot be read."""
    left: list[list[int]]
    """What the balance may be from there on: as typed, and as it should have been."""


def running(table: SheetTable, book: SheetBook) -> Running:
    """Follow the balance of a ledger from row to row (C4 54)."""
    rows = book.derive(ledger_rows, table)
    found = Running([], [])
    before = [0]
    for i, balance in enumerate(rows.balance):
        right = [] if rows.doubtful[i] else [value + rows.moved[i] for value in before]
        found.right.append(right)
        if balance is None:
            before = right
        elif balance in right or not right:
            before = [balance]
        else:
            before = [balance, right[0]]
        found.left.append(before)
    return found


def amount_at(value: CellValue, unit: str) -> int | None:
    """Read an amount of a ledger in fen as its entries are read; None if it is empty or no number.

    >>> amount_at("(5,597.10)", "元"), amount_at("30万", "元"), amount_at("待定", "元")
    (-559710, 30000000, None)
    """
    try:
        return read_fen(value, unit, "金额", red_ink(sheet_amount))
    except InputError:
        return None


def is_plain_amount(value: CellValue) -> bool:
    """Tell an amount that a cell function reads as well; 30万 is read on sheets only (G-08).

    >>> is_plain_amount("1,200元"), is_plain_amount("30万")
    (True, False)
    """
    try:
        red_ink(cell_amount)(value, "金额")
    except InputError:
        return False
    return True


def distinct_ledgers(tables: Sequence[SheetTable]) -> list[SheetTable]:
    """The tables without those that hold the same rows as one before, in whatever order; the first one stands."""
    if len(tables) < 2:
        return list(tables)
    kept: dict[tuple[Any, ...], SheetTable] = {}
    for table in tables:
        roles = sorted(set(table.header.columns) - _BESIDE)
        rows = Counter(zip(*(map(str, table.column(role)) for role in roles), strict=True))
        kept.setdefault((table.enterprise, *roles, frozenset(rows.items())), table)
    return list(kept.values())


def ledgers(book: SheetBook) -> list[SheetTable]:
    """The ledgers of a workbook, each once, where sums are built over all of them."""
    return distinct_ledgers(book.of_kind("ledger"))
