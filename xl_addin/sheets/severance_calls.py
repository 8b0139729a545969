"""How each row of a severance sheet is calculated: by the call of ours that it shows, else by its columns (L-10).

The policy of a row is that of its own formula; a typed row goes by the policy that all formulas of its sheet name, else
by the book's. Where a formula takes other inputs than the row's own columns, the two are told apart here and judged by
the checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.worker import Worker
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.own_calls import OwnCall
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.policy_sheet import WIDTH, policy_sheets
from xl_addin.sheets.severance_inputs import INPUTS, input_cells
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

STATING: Final = ("amount", "months")
"""Columns whose formula states the calculation of a row, the first one before the other."""


@dataclass(frozen=True, slots=True)
class RowCall:
    """The calculation that a row states, and in which column."""

    call: OwnCall
    role: str
    taken: Mapping[str, CellValue]
    """Inputs that are not what the row's own column holds, as the formula has them."""


def row_calls(table: SheetTable, book: SheetBook) -> dict[int, RowCall]:
    """The rows that state their calculation, by record."""
    roles = [role for role in STATING if role in table.header.columns]
    columns = input_cells(table)
    found: dict[int, RowCall] = {}
    for i in range(len(table)):
        for role in roles:
            call = book.own.severance(table.sheet, *table.position(role, i))
            if call is not None:
                found[i] = RowCall(call, role, _taken(call, columns, i))
                break
    return found


def _taken(call: OwnCall, columns: Mapping[str, Sequence[CellValue]], i: int) -> dict[str, CellValue]:
    if call.refusal:
        return {}
    found = {}
    for role in INPUTS:
        own, stated = call.cells.get(role), columns[role][i] if role in columns else None
        if (own.__class__ is not stated.__class__ or own != stated) and not (is_empty(own) and is_empty(stated)):
            found[role] = own
    return found


@dataclass(frozen=True, slots=True)
class RowPolicy:
    """What a row goes by, and the sheet that states it; '' for a profile of ours."""

    policy: Policy
    sheet: str
    value: object = None
    """What a function takes for it."""


def typed_policy(table: SheetTable, book: SheetBook) -> RowPolicy:
    """The policy of the rows without a formula."""
    calls = [one.call for one in book.derive(row_calls, table).values()]
    distinct = {id(call.policy): call for call in calls if call.policy is not None and call.policy_sheet}
    named = {one.policy.version: one for one in (_of_call(call, book) for call in distinct.values())}
    if len(named) == 1 and book.judged_by is None:
        return next(iter(named.values()))
    return book_policy_of(book)


def book_policy_of(book: SheetBook) -> RowPolicy:
    """The book's own policy as one of a row."""
    if book.judged_by is not None:
        return RowPolicy(book.judged_by, "")
    return RowPolicy(book.stated.policy, book.stated.sheet, book.stated.rows)


def row_policies(table: SheetTable, book: SheetBook) -> list[RowPolicy]:
    """What each row goes by."""
    usual = book.derive(typed_policy, table)
    calls = book.derive(row_calls, table)
    found = []
    for i in range(len(table)):
        call = calls[i].call if i in calls else None
        found.append(usual if call is None or call.policy is None else _of_call(call, book))
    return found


def _of_call(call: OwnCall, book: SheetBook) -> RowPolicy:
    """The policy of a call; that of the whole 政策 sheet where the range leaves out nothing that matters here."""
    assert call.policy is not None
    whole = book.gather(sheet_policies).get(call.policy_sheet)
    if whole is not None and rules_of(whole.policy) == rules_of(call.policy):
        return whole
    return RowPolicy(call.policy, call.policy_sheet, call.policy_value)


def sheet_policies(book: SheetBook) -> dict[str, RowPolicy]:
    """What each usable 政策 sheet of the book says as a whole; the book's own is the same object everywhere."""
    found: dict[str, RowPolicy] = {}
    for sheet in policy_sheets(book.grid):
        rows = [row[:WIDTH] for row in sheet.rows]
        if sheet.name == book.stated.sheet and book.judged_by is None:
            if not book.stated.fault:
                found[sheet.name] = book_policy_of(book)
            continue
        with suppress(InputError):
            found[sheet.name] = RowPolicy(read_policy(rows), sheet.name, rows)
    return found


def rules_of(policy: Policy) -> tuple[object, ...]:
    """What of a policy can change severance."""
    return policy.profile.id, policy.options


def pieces_sheets(book: SheetBook) -> frozenset[str]:
    """Sheets that hold the pieces of service which formulas of severance sheets take."""
    tables = book.of_kind("severance")
    return frozenset(one.call.pieces_sheet for table in tables for one in book.derive(row_calls, table).values())


def given_service(call: OwnCall) -> Worker | None:
    """Service that a formula states otherwise than by two days."""
    if call.months is not None:
        return Worker(0, months=call.months)
    return Worker(0, pieces=call.pieces) if call.pieces else None


def by_policy(policies: Sequence[Policy], records: Iterable[int]) -> list[tuple[Policy, list[int]]]:
    """Some records by the policy that they go by, in the order in which each policy is met first."""
    found: dict[int, tuple[Policy, list[int]]] = {}
    for i in records:
        found.setdefault(id(policies[i]), (policies[i], []))[1].append(i)
    return list(found.values())
