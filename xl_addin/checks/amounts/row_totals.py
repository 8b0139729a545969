"""The total of each row: the parts of a person's severance, of its arrears, or of several insurances (C2 17).

Judged over the typed figures, never over recomputed ones. Where columns repeat for each insurance, each 小计 adds up
its own group, and the 合计 of the row adds up the groups, each by its 小计 or, where it has none, by its parts.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.checks.amounts.package import shortfalls, unsure_rows
from xl_addin.checks.amounts.rounded import rounding_slack
from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.arrears import arrears_roles, insurance_parts
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import NumberColumn, agrees, in_unit, plain_fen, read_money, to_fen
from xl_addin.sheets.package_sheet import severance_view
from xl_addin.sheets.severance import severance_rows
from xl_addin.sheets.severance_mismatch import mismatches
from xl_addin.sheets.units import PAID, scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import column_letters
from xl_addin.tables.labels import plain
from xl_addin.tables.repeated_groups import ADDED, base_role
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.money import Int64

_SEVERANCE: Final = ("amount", "settlement", "other")
"""What a row's 合计 adds up on a sheet of severance."""
_PACKAGE: Final = ("compensation",)
_DEDUCTED: Final = re.compile(
    r"^(?:应|代|已|需)?(?:扣|减)|^(?:已?预(?:付|领|支)|已(?:付|领|发|支)|欠款|借款)|扣款|扣除|扣减|扣回"
)
"""Headings of what is taken off."""
_USUAL: Final = 0.5
"""Above this share of the rows a way to add up is the sheet's own."""
_SHARES: Final = ("unit_arrears", "person_arrears")


@dataclass(frozen=True, slots=True)
class _Sum:
    """Sums of typed figures by row in micro yuan, where every figure can be read and one is there."""

    micro: Int64
    usable: NDArray[np.bool_]
    known: NDArray[np.bool_]
    label: str
    parts: int = 1
    """Number of columns that are added."""


def row_totals(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every row whose 合计 is not the sum of its typed parts (or of the right amount, where that is the fault)."""
    parts, known = book.derive(insurance_parts, table), set(table.header.columns.values())
    if parts != [table]:
        for part in parts:
            yield from _judge(part, book, "total", [[_columns(part, book, arrears_roles(part))]], known, table)
    if table.has("principal") and any(map(table.has, _SHARES)):
        shares = _columns(table, book, list(filter(table.has, _SHARES)))
        yield from _judge(table, book, "principal", [[shares]], known, table)
    own = _own_roles(table)
    if parts == [table] or not parts:
        yield from _judge(table, book, "total", [[_columns(table, book, own)]] if own else [], known, table)
    else:
        groups = _groups_before_total(table, parts)
        own = [role for role in own if role in _PACKAGE or not _is_behind_total(table, role)]
        alone = [_columns(table, book, own)] if own else []
        ways = [[_group(part, book) for part in groups], [_apart(part, book) for part in groups]]
        if groups or alone:
            yield from _judge(table, book, "total", [[*alone, *way] for way in ways], known, table)


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


def _is_behind_total(table: SheetTable, role: str) -> bool:
    """Tell a share behind the sum of all groups (其中：单位承担): it says who bears the sum, and is in it already."""
    return table.has("total") and table.header.columns[role] > table.header.columns["total"]


def _places(part: SheetTable) -> list[int]:
    return [col for role, col in part.header.columns.items() if role in ADDED] or [10**6]


def _columns(table: SheetTable, book: SheetBook, roles: Sequence[str]) -> _Sum:
    columns = {role: book.derive(numbers, table, role) for role in roles}
    micro = np.zeros(len(table), dtype=np.int64)
    usable, known = np.ones(len(table), dtype=np.bool_), np.zeros(len(table), dtype=np.bool_)
    for role, column in columns.items():
        micro = micro + column.micro * scale(table, book, role).actual
        usable, known = usable & (column.known | column.blank), known | column.known
    return _Sum(micro, usable, known, "+".join(map(table.label, roles)), len(roles))


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
    table: SheetTable,
    book: SheetBook,
    role: str,
    ways: Sequence[Sequence[_Sum]],
    known: Container[int],
    whole: SheetTable,
) -> Iterator[Fault]:
    """Every total that is none of several ways to add up its parts; the first one says what it should be.

    A total may also hold what stands between its parts in columns that are not ``known``: where such columns are
    filled, and most rows do not show whether they count, no right figure is stated.
    """
    if not table.has(role) or not ways:
        return
    total, factor = book.derive(numbers, table, role), scale(table, book, role).actual
    added = list(map(_added, ways))
    right = to_fen(added[0].micro)
    strange = _strangers(table, book, known) if role == "total" else []
    with_all = to_fen(added[0].micro + sum(column.micro for column in strange))
    typed_fen, known_rows = to_fen(total.micro, factor), max(int(total.known.sum()), 1)
    shares = [int(((typed_fen == way) & total.known).sum()) / known_rows for way in (right, with_all)]
    suspects = total.known & added[0].usable & added[0].known & (to_fen(total.micro, factor) != right)
    lacking = _with_right_amounts(table, book, whole) if suspects.any() else {}
    unsure = book.derive(unsure_rows, whole) if suspects.any() else set()
    for i in np.flatnonzero(suspects).tolist():
        typed, expected = int(total.micro[i]), int(right[i])
        others = [int(to_fen(one.micro[i : i + 1])[0]) for one in added[1:] if one.usable[i]]
        if any(agrees(typed, fen, factor) for fen in (expected, *others, expected + lacking.get(i, 0))):
            continue
        exact = lacking.get(i) and i not in unsure
        slack = rounding_slack([typed], added[0].parts) if factor > 1 and not exact else 0
        if slack and abs(typed * factor - int(added[0].micro[i])) <= slack * factor:
            continue
        filled = [column for column in strange if column.micro[i]]
        if filled and agrees(typed, int(with_all[i]), factor):
            continue
        usual = (right, with_all)[int(np.argmax(shares))] if max(shares) > _USUAL else None
        if filled and usual is None:
            labels = "、".join(f"“{column.label}”" for column in filled)
            also = f"没有读的{labels}计入后为{plain_fen(int(with_all[i]))}元"
            text, shown = f"与各项不符：{added[0].label}为{plain_fen(expected)}元，{also}", ""
        else:
            counted = filled if usual is with_all else []
            fen = int(with_all[i]) if counted else expected
            parts = "+".join([added[0].label, *(column.label for column in counted)])
            text, shown = f"应为{plain_fen(fen)}元（{parts}）", in_unit(fen, factor)
        detail = {"name": table.label(role), "text": text}
        yield Fault(table.cell(role, i), clean_text(table.column(role)[i]), shown, detail)


def _added(sums: Sequence[_Sum]) -> _Sum:
    micro = np.sum([one.micro for one in sums], axis=0)
    usable, known = np.all([one.usable for one in sums], axis=0), np.any([one.known for one in sums], axis=0)
    label, parts = "+".join(one.label for one in sums if one.label), sum(one.parts for one in sums)
    return _Sum(micro, usable, known, label, parts)


def _with_right_amounts(table: SheetTable, book: SheetBook, whole: SheetTable) -> dict[int, int]:
    """What the wrong amounts of each row lack: a total that holds the right ones is not the fault."""
    lacking = dict(book.derive(shortfalls, whole) if table is whole else shortfalls(whole, book, table))
    view = table if table.kind == "severance" else book.derive(severance_view, table) if table is whole else None
    rows = book.derive(severance_rows, view) if view is not None and view.has("amount") else None
    if view is None or rows is None:
        return lacking
    typed = book.derive(numbers, view, "amount")
    typed_fen = to_fen(typed.micro, scale(view, book, "amount").actual)
    contradicted = book.derive(mismatches, view)
    for k in np.flatnonzero(rows.ok & typed.known[rows.records]).tolist():
        i = int(rows.records[k])
        by_columns = contradicted[i].right_fen if i in contradicted else None
        right = int(rows.amount_fen[k]) if by_columns is None else by_columns
        lacking[i] = lacking.get(i, 0) + right - int(typed_fen[i])
    return lacking


@dataclass(frozen=True, slots=True)
class _Stranger:
    """A column of unknown heading between the first part and the total, in micro yuan; what is deducted is negative."""

    label: str
    micro: Int64


def _strangers(table: SheetTable, book: SheetBook, known: Container[int]) -> list[_Stranger]:
    columns = table.header.columns
    roles = [role for role in columns if base_role(role) in ADDED - {"total"} or role in (*_SEVERANCE, *_PACKAGE)]
    left = min(roles, key=columns.__getitem__, default="total")
    first, last = columns[left], columns["total"]
    if last <= first:
        return []
    found, factor = [], scale(table, book, left).actual
    for col, values in zip(range(first + 1, last), table.between(left, "total"), strict=True):
        if col not in known:
            label = "".join((table.header.unknown.get(col) or table.heading_over(col)).split())
            sign = -1 if _DEDUCTED.search(plain(label)) else 1
            found.append(_Stranger(label or f"{column_letters(col)}列", read_money(values).micro * factor * sign))
    return found


ROW_TOTAL_CHECKS: Final = (
    Check(
        code="ROW_TOTAL_WRONG",
        title="本行合计不符",
        severity=Severity.ERROR,
        kinds=PAID,
        message="本行“{name}”{text}",
        remedy="核对本行各项金额，改正合计",
        citation="合计等于各项之和",
        run=row_totals,
    ),
)
