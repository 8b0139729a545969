"""What the ledgers of a workbook paid, entry by entry, in the order of days; refunds and red ink take off again.

The same entry on two account books (专户台账 and 银行日记账) is one. A payment that came back (退回, 退票), booked as
income under 其他, belongs to the item that it names, or to the payment of the same amount before it. Ledgers whose
year, sides or unit are in doubt are left out: that is said of them as a whole. Judges nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.policy.fund import EXPENSE, INCOME, Account
from xl_addin.policy.fund_items import account_in
from xl_addin.policy.fund_purposes import purposes
from xl_addin.sheets.approved import person_keys
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, texts
from xl_addin.sheets.ledger import LedgerRows, ledger_rows
from xl_addin.tables.sheet_table import SheetTable

_OTHER: Final = "其他"
_LATE: Final = 10**9


@dataclass(frozen=True, slots=True)
class Outlay:
    """One entry that pays for something, or takes a payment back; ``fen`` is what went out."""

    table: SheetTable
    record: int
    firm: str
    account: str
    fen: int
    day: Day | None
    voucher: str
    payee: str
    summary: str
    person: str
    documented: bool

    @property
    def order(self) -> tuple[int, int]:
        """Place in the order of days; of one day the rows count."""
        return (self.day.span.first if self.day else _LATE, self.record)


def outlays(book: SheetBook) -> list[Outlay]:
    """Every payment of every ledger, by day."""
    found: list[Outlay] = []
    seen: Counter[tuple[object, ...]] = Counter()
    for table in book.of_kind("ledger"):
        here: Counter[tuple[object, ...]] = Counter()
        for one in _of_ledger(table, book) if not table.doubts else ():
            key = (one.firm, one.account, one.fen, one.day.span if one.day else None)
            here[key] += 1
            if here[key] > seen[key]:
                found.append(one)
        seen |= here
    return sorted(found, key=lambda one: one.order)


def _of_ledger(table: SheetTable, book: SheetBook) -> Iterator[Outlay]:
    rows = book.derive(ledger_rows, table)
    people = person_keys(table.column("person"), rows.enterprise, book)
    vouchers, payees, summaries = (texts(table, role) for role in ("voucher", "counterparty", "summary"))
    before: dict[tuple[str, int], str] = {}
    for i, account in enumerate(rows.account):
        net = rows.net(i)
        if rows.opening[i] or rows.doubtful[i] or not net:
            continue
        name = _paid_account(rows, i, account, summaries[i], before)
        if name is None:
            continue
        before[rows.enterprise[i], net] = name
        yield Outlay(
            table, i, rows.enterprise[i], name, -net, rows.day[i], vouchers[i], payees[i], summaries[i], people[i],
            rows.approved[i],
        )  # fmt: skip


def _paid_account(
    rows: LedgerRows, i: int, account: Account | None, summary: str, before: dict[tuple[str, int], str]
) -> str | None:
    """The account that an entry pays or takes back; None for money that came in, '' for a use that is not known."""
    if account is not None and account.side == EXPENSE:
        return account.name
    is_income = rows.net(i) > 0
    if not is_income:
        return "" if account is None else None
    if account is not None and (account.side != INCOME or account.name != _OTHER):
        return None
    if not purposes().says("refund", summary):
        return None
    named = account_in(summary)
    return before.get((rows.enterprise[i], -rows.net(i))) or (named.name if named else None)
