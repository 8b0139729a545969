"""资金收支台账 as checks and statements ask of it: its entries with their cells, balances, enterprises, approvals.

What an entry is and how it is read: :mod:`xl_addin.sheets.ledger_entries`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from xl_addin.policy.fund import SIDES
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, enterprise_key, fen_column, texts
from xl_addin.sheets.ledger_entries import Entries, read_entries
from xl_addin.sheets.numbers import sheet_amount
from xl_addin.tables.sheet_table import SheetTable


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
    core["account"] = [None if opened else one for one, opened in zip(entries.account, entries.opening, strict=True)]
    return LedgerRows(
        **core,
        day=[Day(span, table.cell("date", i)) if span is not None else None for i, span in enumerate(entries.span)],
        balance=fen_column(table, "balance"),
        enterprise=ledger_enterprises(table),
        system=texts(table, "system"),
        approved=[bool(text) for text in texts(table, "approval_no")],
    )


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
