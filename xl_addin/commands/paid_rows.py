"""Which rows of 发放表 were paid: one answer for the bank's list, 按时足额核对 and 已付清人数 of the city.

Paid is a row with a day that is past, or a signature. A row with 实发 but neither is open: what the ledger paid for
severance decides where the sum fits; else nobody knows, and it is said so (未写日期). A row of a later day, one
with the note 未发 and one without 实发 are not paid yet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xl_addin.checks.fund.payments import pays_severance
from xl_addin.policy.fund_items import accounts_of
from xl_addin.policy.fund_tiers import SEVERANCE
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import day_at, enterprise_key, texts
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.ledger import ledger_rows
from xl_addin.sheets.outlays import Outlay, outlays
from xl_addin.sheets.payments import deduction_roles, payment_rows
from xl_addin.sheets.persons import enterprises
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import day_number

PAID, UNPAID, OPEN = "paid", "unpaid", "open"
_NOT_YET: Final = re.compile("未发|未付|未领|待发|待付|未支付")


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a 发放表: what the person gets with it, what is taken off, and whether it was paid."""

    firm: str
    person: str
    place: tuple[str, int]
    """Sheet and record."""
    cell: str
    net: int | None
    gross: int | None
    right: int | None
    """What 实发 must be: 应发 less deductions."""
    off: int
    off_cells: tuple[str, ...]
    sound: bool
    """Whether every deduction can be read."""
    state: str
    severance: bool


def listed_rows(book: SheetBook) -> list[Listed]:
    """The rows of every 发放表, each as its own cells tell it."""
    return [row for table in book.of_kind("payments") for row in book.derive(_rows, table)]


def _rows(table: SheetTable, book: SheetBook) -> list[Listed]:
    wanted, money, keys = pays_severance(table), book.derive(payment_rows, table), book.derive(sound_ids, table)
    firms = book.derive(enterprises, table)
    parts = {role: table.column(role) for role in deduction_roles(table)}
    return [
        Listed(
            firm=enterprise_key(firms[i]),
            person=keys[i],
            place=(table.sheet, i),
            cell=f"{table.sheet}!{table.cell('paid', i)}",
            net=money.paid[i],
            gross=money.gross[i],
            right=money.right[i],
            off=money.deducted[i],
            off_cells=tuple(
                f"{table.sheet}!{table.cell(role, i)}" for role, values in parts.items() if not is_empty(values[i])
            ),
            sound=money.sound[i],
            state=state,
            severance=wanted[i],
        )
        for i, state in enumerate(_states(table, book))
    ]


def _states(table: SheetTable, book: SheetBook) -> list[str]:
    """Paid, not paid or open, by the cells of each row alone."""
    notes, signed, today = texts(table, "note"), texts(table, "signed"), day_number(book.today)
    empty = [is_empty(value) for value in table.column("paid")]
    found = []
    for i in range(len(table)):
        day = day_at(table, "paid_date", i)
        future = day is not None and day.span.first > today
        if (day is not None or signed[i]) and not future:
            found.append(PAID)
        else:
            found.append(UNPAID if future or empty[i] or _NOT_YET.search(notes[i]) else OPEN)
    return found


def ledger_firms(book: SheetBook) -> set[str]:
    """The enterprises (keys) of which the ledgers have entries."""
    tables = [table for table in book.of_kind("ledger") if len(table)]
    return {firm for table in tables for firm in book.derive(ledger_rows, table).enterprise}


def own_keys(book: SheetBook, key: str, alone: bool) -> set[str]:
    """The names by which sheets know an enterprise; lists that name none speak of the ledger's only one."""
    named = book.gather(ledger_firms) - {""}
    return {key, *([""] if alone else []), *(named if alone and not key and len(named) == 1 else [])}


def severance_entries(book: SheetBook) -> list[Outlay]:
    """What the ledgers paid for severance, and payments of an unknown use to a person."""
    accounts = accounts_of(SEVERANCE)
    return [one for one in book.gather(outlays) if one.account in accounts or (not one.account and one.person)]


@dataclass(frozen=True, slots=True)
class FirmRows:
    """The rows of severance and the entries of one enterprise."""

    keys: frozenset[str]
    rows: list[Listed]
    entries: list[Outlay]

    @property
    def paid_by_ledger(self) -> int:
        """What the ledger paid for severance, in fen."""
        return sum(one.fen for one in self.entries)


def firm_rows(book: SheetBook, key: str, persons: Collection[str], alone: bool) -> FirmRows:
    """What is about an enterprise (its key); ``alone`` where there is no other, ``persons`` are its ID keys."""
    keys = own_keys(book, key, alone)

    def ours(one: Listed | Outlay) -> bool:
        return bool(one.firm) or alone or one.person in persons or not one.person

    listed, paid = book.gather(_rows_by_firm), book.gather(_entries_by_firm)
    firms = sorted({*keys, ""})
    rows = [one for firm in firms for one in listed.get(firm, ()) if ours(one)]
    return FirmRows(frozenset(keys), rows, [one for firm in firms for one in paid.get(firm, ()) if ours(one)])


def _rows_by_firm(book: SheetBook) -> dict[str, list[Listed]]:
    found: dict[str, list[Listed]] = {}
    for one in book.gather(listed_rows):
        if one.severance:
            found.setdefault(one.firm, []).append(one)
    return found


def _entries_by_firm(book: SheetBook) -> dict[str, list[Outlay]]:
    found: dict[str, list[Outlay]] = {}
    for one in book.gather(severance_entries):
        found.setdefault(one.firm, []).append(one)
    return found


def decided(book: SheetBook, own: FirmRows) -> list[Listed] | None:
    """The rows with open ones decided by what the ledger paid in all; None where its sum fits neither way."""
    if own.keys.isdisjoint(book.gather(ledger_firms)) and not own.entries:
        return own.rows
    certain = [row for row in own.rows if row.state == PAID]
    either = [row for row in own.rows if row.state != UNPAID]
    for taken, state in ((certain, UNPAID), (either, PAID)):
        if own.paid_by_ledger in _sums(taken):
            return [replace(row, state=state) if row.state == OPEN else row for row in own.rows]
    return None


def _sums(rows: Sequence[Listed]) -> tuple[int, int]:
    """What rows come to without and with deductions: a ledger shows the one or the other."""
    return sum(row.net or 0 for row in rows), sum(row.gross or 0 for row in rows)


def payment_states(book: SheetBook) -> dict[tuple[str, int], str]:
    """Whether each row of a 发放表 (sheet, record) was paid; OPEN where neither row nor ledger says so."""
    found = {row.place: row.state for row in book.gather(listed_rows)}
    firms = book.gather(_rows_by_firm)
    alone = len(firms.keys() - {""}) <= 1
    for firm in {""} if firms.keys() == {""} else firms.keys() - {""}:
        nameless = firms.get("", []) if alone else []
        if any(row.state == OPEN for row in (*firms[firm], *nameless)):
            rows = decided(book, firm_rows(book, firm, {row.person for row in firms[firm]} - {""}, alone))
            found |= {row.place: row.state for row in rows or ()}
    return found
