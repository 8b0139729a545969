"""The unit of any money column of a sheet: amounts under one title share the one that the comparable ones show."""

from __future__ import annotations

from typing import Final

import numpy as np

from xl_addin.sheets.arrears import part_of, repeated_groups
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import agrees
from xl_addin.sheets.scales import (
    MONTHLY,
    Scale,
    amount_by_ratio,
    amount_by_size,
    arrears_scale,
    declared,
    monthly_scale,
)
from xl_addin.sheets.severance import severance_rows
from xl_addin.tables.repeated_groups import base_role, group_of
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.money import MICRO

PAID: Final = frozenset({"severance", "arrears"})


def scale(table: SheetTable, book: SheetBook, role: str) -> Scale:
    """The unit of any money column. Amounts under one title share the unit that the comparable ones show."""
    if group := group_of(role):
        return scale(part_of(table, book, group), book, base_role(role))
    if role in MONTHLY:
        return book.derive(monthly_scale, table, role)
    if table.kind == "arrears" and (groups := repeated_groups(table)):
        return _like(table, book, role, scale(part_of(table, book, groups[0]), book, "total"))
    anchor = book.derive(amount_scale if table.kind == "severance" and table.has("amount") else arrears_scale, table)
    return _like(table, book, role, anchor)


def _like(table: SheetTable, book: SheetBook, role: str, anchor: Scale) -> Scale:
    """The unit of a column as another one shows it, where the same words state both; else by its own size."""
    stated = declared(table, role)
    if stated == Scale(anchor.declared, anchor.declared, anchor.from_title):
        return anchor
    return book.derive(amount_by_size, table, role)


def amount_scale(table: SheetTable, book: SheetBook) -> Scale:
    """The unit of the column of amounts, by comparing it with what the rows come to."""
    stated = declared(table, "amount")
    rows = book.derive(severance_rows, table)
    if rows is None or not table.has("amount"):
        return book.derive(amount_by_size, table, "amount")
    typed = book.derive(numbers, table, "amount")
    right = rows.amount_fen
    judged = rows.ok & typed.known[rows.records] & (right > 0) & (typed.micro[rows.records] > 0)
    # A cell that says its own unit tells nothing of the column's.
    own = np.array([isinstance(value, str) and "元" in value for value in table.column("amount")], dtype=np.bool_)
    judged &= ~own[rows.records]
    ratios = typed.micro[rows.records][judged] / MICRO / (right[judged] / 100)
    return amount_by_ratio(stated, ratios.tolist())


def exact_amounts(table: SheetTable, book: SheetBook) -> dict[int, int]:
    """The exact severance in fen of each record whose typed amount is that, maybe rounded to 万元."""
    rows = book.derive(severance_rows, table) if table.has("amount") else None
    if rows is None:
        return {}
    typed, factor = book.derive(numbers, table, "amount"), scale(table, book, "amount").actual
    places = [k for k in np.flatnonzero(rows.ok).tolist() if typed.known[rows.records[k]]]
    found = {int(rows.records[k]): int(rows.amount_fen[k]) for k in places}
    return {i: fen for i, fen in found.items() if agrees(int(typed.micro[i]), fen, factor)}
