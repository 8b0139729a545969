"""What a ledger begins with by the ledger of the year before in the same workbook: whose money, and which debts.

An opening (上年结转) says the balance of the whole account only; the sheet that it was carried over from says whose it
is. That sheet ends before this one begins, with the very balance that this one begins with. Judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.ledger import debt_change, ledger_rows, ledgers
from xl_addin.tables.sheet_table import SheetTable


@dataclass(frozen=True, slots=True)
class Standing:
    """Money and debts of the enterprises at some day, in fen, by enterprise key ('' for the city itself)."""

    balance: Mapping[str, int] = field(default_factory=dict)
    debts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """What is open of each liability (垫付, 暂挂), by liability and enterprise."""

    def open_of(self, liability: str) -> dict[str, int]:
        """What each enterprise has open of a liability."""
        return {firm: fen for (kind, firm), fen in self.debts.items() if kind == liability}


def brought_forward(table: SheetTable, book: SheetBook) -> Standing:
    """How the enterprises stand when a ledger begins; nothing where no ledger of the workbook leads up to it."""
    before = _before(table, book)
    if before is None:
        return Standing()
    standing, rows = book.derive(_closing, before), book.derive(ledger_rows, table)
    named = any(firm for firm, opened in zip(rows.enterprise, rows.opening, strict=True) if opened)
    return Standing(debts=standing.debts) if named else standing  # named openings say whose the money is


def _opening(table: SheetTable, book: SheetBook) -> int | None:
    """The balance in fen that a ledger begins with; None if it states none that can be read."""
    rows = book.derive(ledger_rows, table)
    first = next((i for i in range(len(table)) if not rows.opening[i]), len(table))
    return None if first == 0 or any(rows.doubtful[:first]) else sum(rows.moved[:first])


def _before(table: SheetTable, book: SheetBook) -> SheetTable | None:
    """The ledger that goes on in this one; None where none does, or more than one may."""
    opening, days = book.derive(_opening, table), book.derive(_days, table)
    if opening is None or days is None:
        return None
    others = [one for one in ledgers(book) if one is not table and one.enterprise == table.enterprise]
    spans = [(span, one) for one in others if (span := book.derive(_days, one)) is not None]
    earlier = [(span[1], one) for span, one in spans if span[1] <= days[0] and span[0] < days[0]]
    fitting = [(last, one) for last, one in earlier if book.derive(_end, one) == opening]
    latest = [one for last, one in fitting if last == max(last for last, _ in fitting)]
    return latest[0] if len(latest) == 1 else None


def _days(table: SheetTable, book: SheetBook) -> tuple[int, int] | None:
    """First and last day of the entries, as day numbers."""
    rows = book.derive(ledger_rows, table)
    spans = [day.span for i, day in enumerate(rows.day) if day is not None and not rows.opening[i]]
    return (min(first for first, _ in spans), max(last for _, last in spans)) if spans else None


def _end(table: SheetTable, book: SheetBook) -> int | None:
    """The balance in fen after the last row; None where a row cannot be counted."""
    rows = book.derive(ledger_rows, table)
    return None if any(rows.doubtful) else sum(rows.moved)


def _closing(table: SheetTable, book: SheetBook) -> Standing:
    """How the enterprises stand at the end of a ledger, with all that led up to it."""
    rows, begun = book.derive(ledger_rows, table), book.derive(brought_forward, table)
    balance = dict(begun.balance)
    for i, firm in enumerate(rows.enterprise):
        if not (rows.opening[i] and not firm and begun.balance):
            balance[firm] = balance.get(firm, 0) + rows.moved[i]
    debts = dict(begun.debts)
    for i, firm in enumerate(rows.enterprise):
        account = rows.account[i]
        if account is not None and account.liability:
            key = (account.liability, firm)
            debts[key] = max(debts.get(key, 0) + debt_change(rows, i), 0)
    return Standing(balance, debts)
