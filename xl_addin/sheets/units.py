"""In which unit the money of a column stands: what a calculation takes is in yuan, by the month or the year.

Amounts under one title share the unit that the comparable ones show; any other unit of an input is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
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
from xl_addin.tables.labels import YUAN
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError
from xl_addin.values.money import MICRO

_LARGE: Final = tuple(unit for unit, yuan in YUAN.items() if yuan > 1)


def refuse_other_units(table: SheetTable, roles: Iterable[str]) -> None:
    """Refuse money that its heading, or else a title line, states in another unit or for another span of time.

    A range of a cell function has no sheet: there the heading alone is named.
    """
    for role in filter(table.has, roles):
        stated, label = table.header.units.get(role, ""), table.label(role)
        where = f"{table.sheet}!{table.header_cell(role)}" if table.sheet else ""
        unit = stated or table.unit
        if unit.startswith(_LARGE):
            if where:
                raise InputError(f"{where}“{label}”的单位是{unit}，请换算成元，并在标题里写明（元）")
            raise InputError(f"“{label}”一列的单位不是元（写的是{unit}），请改成元后重算")
        wanted, other = ("年", "月") if role == "annual_standard" else ("月", "年")
        if stated.endswith(other):
            raise InputError(f"{where}“{label}”要的是每{wanted}的金额，标题写的是{stated}，请换算成元/{wanted}后重算")


PAID: Final = frozenset({"severance", "arrears"})


def scale(table: SheetTable, book: SheetBook, role: str) -> Scale:
    """The unit of any money column. Amounts under one title share the unit that the comparable ones show."""
    if role in MONTHLY:
        return book.derive(monthly_scale, table, role)
    anchor = book.derive(amount_scale if table.kind == "severance" and table.has("amount") else arrears_scale, table)
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
    right = rows.table.amount_fen
    judged = rows.ok & typed.known[rows.records] & (right > 0) & (typed.micro[rows.records] > 0)
    ratios = typed.micro[rows.records][judged] / MICRO / (right[judged] / 100)
    return amount_by_ratio(stated, ratios.tolist())
