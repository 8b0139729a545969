"""Judging a row by the policy that its formulas name, and the severance of a 一补二险测算表 as a severance sheet's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from xl_addin.checks.spec import Check, CheckFunction, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.package_policies import package_policies
from xl_addin.sheets.package_sheet import severance_view
from xl_addin.tables.grid import parse_address
from xl_addin.tables.sheet_table import SheetTable


def by_own_policy(run: CheckFunction) -> CheckFunction:
    """Judge the rows whose formulas name another policy by that one (L-10)."""

    def judge(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
        place = {table.row_numbers[i]: one.policy for i, one in book.derive(package_policies, table).items()}
        for fault in run(table, book):
            if row_of(fault) not in place:
                yield fault
        for policy in {id(one): one for one in place.values()}.values():
            other = book.part(book.tables)
            other.judged_by = policy
            yield from (fault for fault in run(table, other) if place.get(row_of(fault)) is policy)

    return judge


def row_of(fault: Fault) -> int:
    """The sheet row of a fault, 0 for one of the whole sheet."""
    return parse_address(fault.cell)[0] if fault.cell else 0


def on_severance_of_packages(check: Check) -> Check:
    """The same check for the severance of a 一补二险测算表 as well."""

    def judge(table: SheetTable, book: SheetBook) -> Iterable[Fault]:
        if table.kind == "severance":
            return check.run(table, book)
        view = book.derive(severance_view, table)
        return by_own_policy(check.run)(view, book) if view is not None else ()

    return replace(check, kinds=check.kinds | {"arrears"}, run=judge)
