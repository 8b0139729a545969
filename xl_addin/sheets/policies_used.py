"""By which policies the rows of the sheets of amounts are computed: the book's own, and any other that a formula names.

One book may hold several 政策 sheets. Whoever shows amounts names each policy with its rows, so that two hashes in one
book are never a riddle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.policy.profiles import Policy
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.package_policies import package_policies
from xl_addin.sheets.severance import amounts_under, going_by, severance_rows
from xl_addin.sheets.severance_calls import RowPolicy, book_policy_of, rules_of
from xl_addin.tables.sheet_table import SheetTable

_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class OtherPolicy:
    """A policy that is not the book's own, and the records of a sheet that go by it."""

    policy: Policy
    records: tuple[int, ...]
    rows: str
    text: str
    """The policy with its sheet and version."""
    usual: str
    """The book's own, said in the same way."""


def policy_text(one: RowPolicy) -> str:
    """Name a policy by its sheet and its version."""
    where = f"工作表“{one.sheet}”的口径" if one.sheet else "本插件自带口径"
    return f"{where} {one.policy.version}"


def rows_text(rows: Sequence[int]) -> str:
    """Name rows of a sheet, the first ones of many.

    >>> rows_text([6, 7])
    '第6、7行'
    """
    shown = "、".join(map(str, rows[:_SHOWN]))
    return f"第{shown}行" if len(rows) <= _SHOWN else f"第{shown}等{len(rows)}行"


def other_policies(table: SheetTable, book: SheetBook) -> list[OtherPolicy]:
    """The policies of a sheet of amounts that are not the book's own; of one that changes nothing, nothing is said."""
    usual = book_policy_of(book)
    is_severance = table.kind == "severance"
    policies = _of_severance(table, book, usual) if is_severance else book.derive(package_policies, table)
    found: dict[tuple[str, str], tuple[RowPolicy, list[int]]] = {}
    for i, one in policies.items():
        found.setdefault((one.sheet, one.policy.version), (one, []))[1].append(i)
    told = [(one, _moved(table, book, one, usual, rows) if is_severance else rows) for one, rows in found.values()]
    return [
        OtherPolicy(one.policy, tuple(records), _rows(table, records), policy_text(one), _own(usual))
        for one, records in told
        if records
    ]


def _of_severance(table: SheetTable, book: SheetBook, usual: RowPolicy) -> dict[int, RowPolicy]:
    """The policies of the computed rows that go by other rules, or by another sheet, than the usual one."""
    policies, computed = book.derive(going_by, table), book.derive(severance_rows, table)
    return {
        i: policies[i]
        for i in sorted(computed.records.tolist() if computed else ())
        if policies[i].policy is not usual.policy
        and (policies[i].sheet != usual.sheet or rules_of(policies[i].policy) != rules_of(usual.policy))
    }


def _moved(table: SheetTable, book: SheetBook, one: RowPolicy, usual: RowPolicy, records: list[int]) -> list[int]:
    """The records to be told of: of a profile of ours only those that the book's own policy would pay otherwise."""
    rows = book.derive(severance_rows, table)
    if one.sheet or rows is None:
        return records
    own = dict(zip(rows.records.tolist(), rows.amount_fen.tolist(), strict=True))
    other = amounts_under(table, book, usual.policy, records)
    return [i for i in records if own.get(i) != other.get(i)]


def _rows(table: SheetTable, records: Sequence[int]) -> str:
    return rows_text([table.row_numbers[i] for i in records])


def _own(usual: RowPolicy) -> str:
    return policy_text(usual) if usual.sheet else f"默认口径 {usual.policy.version}"


def versions(book: SheetBook) -> str:
    """The policy of a book with its version, and every other one with the rows that are computed by it."""
    return "；".join([book_policy_of(book).policy.version, *rows_by_others(book)])


def rows_by_others(book: SheetBook) -> list[str]:
    """Every policy that is not the book's own, with the rows that are computed by it."""
    return [
        f"{table.sheet}{one.rows}按{one.text}计算"
        for table in book.of_kind("severance", "arrears")
        for one in book.derive(other_policies, table)
    ]
