"""The total of each row: the parts of a person's severance, of its arrears, or of several insurances (C2 17).

Judged over the typed figures, never over recomputed ones. Where columns repeat for each insurance, each 小计 adds up
its own group, and the 合计 of the row adds up the groups, each by its 小计 or, where it has none, by its parts.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.arrears import arrears_roles, insurance_parts
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import NumberColumn, agrees, in_unit, plain_fen, read_money, to_fen
from xl_addin.sheets.severance import severance_rows
from xl_addin.sheets.units import PAID, scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.repeated_groups import ADDED, base_role
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.money import Int64

_SEVERANCE: Final = ("amount", "settlement", "other")
"""What a row's 合计 adds up on a sheet of severance."""
_PACKAGE: Final = ("compensation",)
_SHARES: Final = ("unit_arrears", "person_arrears")


@dataclass(frozen=True, slots=True)
class _Sum:
    """Sums of typed figures by row in micro yuan, where every figure can be read and one is there."""

    micro: Int64
    usable: NDArray[np.bool_]
    known: NDArray[np.bool_]
    label: str


def row_totals(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every row whose 合计 is not the sum of its typed parts (or of the right amount, where that is the fault)."""
    parts, known = book.derive(insurance_parts, table), set(table.header.columns.values())
    if parts != [table]:
        for part in parts:
            yield from _judge(part, book, "total", [[_columns(part, book, arrears_roles(part))]], known)
    if table.has("principal") and any(map(table.has, _SHARES)):
        shares = _columns(table, book, list(filter(table.has, _SHARES)))
        yield from _judge(table, book, "principal", [[shares]], known)
    own = _own_roles(table)
    if parts == [table] or not parts:
        yield from _judge(table, book, "total", [[_columns(table, book, own)]] if own else [], known)
    else:
        groups = _groups_before_total(table, parts)
        alone = [_columns(table, book, own)] if own else []
        ways = [[_group(part, book) for part in groups], [_apart(part, book) for part in groups]]
        if groups or alone:
            yield from _judge(table, book, "total", [[*alone, *way] for way in ways], known)


def _own_roles(table: SheetTable) -> Sequence[str]:
    if table.kind == "severance":
        return list(filter(table.has, _SEVERANCE))
    return [*filter(table.has, _PACKAGE), *arrears_roles(table)]


def _groups_before_total(table: SheetTable, parts: Sequence[SheetTable]) -> list[SheetTable]:
    """A sum adds up what stands before it; a sum that stands before everything adds up all."""
    if not table.has("total"):
        return []
    total = table.header.columns["total"]
    before = [part for part in parts if min(_places(part)) < total]
    return before or (list(parts) if table.kind == "arrears" else [])


def _places(part: SheetTable) -> list[int]:
    return [col for role, col in part.header.columns.items() if role in ADDED] or [10**6]


def _columns(table: SheetTable, book: SheetBook, roles: Sequence[str]) -> _Sum:
    columns = {role: book.derive(numbers, table, role) for role in roles}
    micro = np.zeros(len(table), dtype=np.int64)
    usable, known = np.ones(len(table), dtype=np.bool_), np.zeros(len(table), dtype=np.bool_)
    for role, column in columns.items():
        micro = micro + column.micro * scale(table, book, role).actual
        usable, known = usable & (column.known | column.blank), known | column.known
    return _Sum(micro, usable, known, "+".join(map(table.label, roles)))


def _group(part: SheetTable, book: SheetBook) -> _Sum:
    """One group by its 小计; in a row where that is empty, and where there is none, by its parts."""
    apart = _apart(part, book)
    if not part.has("total"):
        return apart
    column: NumberColumn = book.derive(numbers, part, "total")
    micro = np.where(column.known, column.micro * scale(part, book, "total").actual, apart.micro)
    usable = column.known | (column.blank & apart.usable)
    return _Sum(micro, usable, column.known | (column.blank & apart.known), part.label("total"))


def _apart(part: SheetTable, book: SheetBook) -> _Sum:
    roles = arrears_roles(part) or (["total"] if part.has("total") else [])
    return _columns(part, book, roles)


def _judge(
    table: SheetTable, book: SheetBook, role: str, ways: Sequence[Sequence[_Sum]], known: Container[int]
) -> Iterator[Fault]:
    """Every total that is none of several ways to add up its parts; the first one says what it should be.

    A total may also hold what stands between its parts in columns that are not ``known``.
    """
    if not table.has(role) or not ways:
        return
    total, factor = book.derive(numbers, table, role), scale(table, book, role).actual
    added = list(map(_added, ways))
    right = to_fen(added[0].micro)
    suspects = total.known & added[0].usable & added[0].known & (to_fen(total.micro, factor) != right)
    for i in np.flatnonzero(suspects).tolist():
        typed, expected = int(total.micro[i]), int(right[i])
        others = [int(to_fen(one.micro[i : i + 1])[0]) for one in added[1:] if one.usable[i]]
        if any(agrees(typed, fen, factor) for fen in (expected, *others, _with_right_amount(table, book, i, expected))):
            continue
        if role == "total" and typed * factor == _across(table, book, i, int(added[0].micro[i]), known):
            continue
        detail = {"name": table.label(role), "right": plain_fen(expected), "parts": added[0].label}
        yield Fault(table.cell(role, i), clean_text(table.column(role)[i]), in_unit(expected, factor), detail)


def _added(sums: Sequence[_Sum]) -> _Sum:
    micro = np.sum([one.micro for one in sums], axis=0)
    usable, known = np.all([one.usable for one in sums], axis=0), np.any([one.known for one in sums], axis=0)
    return _Sum(micro, usable, known, "+".join(one.label for one in sums if one.label))


def _with_right_amount(table: SheetTable, book: SheetBook, record: int, total_fen: int) -> int:
    """The total if the row's amount were right: a total that says so is not the fault."""
    rows = book.derive(severance_rows, table) if table.kind == "severance" and table.has("amount") else None
    found = np.flatnonzero(rows.records == record) if rows is not None else np.zeros(0, dtype=np.int64)
    if rows is None or not len(found) or not rows.ok[found[0]]:
        return total_fen
    factor = scale(table, book, "amount").actual
    typed = int(to_fen(book.derive(numbers, table, "amount").micro[record : record + 1], factor)[0])
    return total_fen - typed + int(rows.table.amount_fen[found[0]])


def _across(table: SheetTable, book: SheetBook, record: int, micro: int, known: Container[int]) -> int:
    """The parts and every number in columns of unknown heading between the first part and the total, in micro yuan."""
    columns = table.header.columns
    roles = [role for role in columns if base_role(role) in ADDED - {"total"} or role in (*_SEVERANCE, *_PACKAGE)]
    left = min(roles, key=columns.__getitem__, default="total")
    first, last = columns[left], columns["total"]
    if last <= first:
        return micro
    pairs = zip(range(first + 1, last), table.between(left, "total"), strict=True)
    strangers = [values[record] for col, values in pairs if col not in known]
    return micro + int(read_money(strangers).micro.sum()) * scale(table, book, left).actual


ROW_TOTAL_CHECKS: Final = (
    Check(
        code="ROW_TOTAL_WRONG",
        title="本行合计不符",
        severity=Severity.ERROR,
        kinds=PAID,
        message="本行“{name}”应为{right}元（{parts}）",
        remedy="核对本行各项金额，改正合计",
        citation="合计等于各项之和",
        run=row_totals,
    ),
)
