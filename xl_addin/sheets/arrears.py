"""The insurances of a sheet whose columns repeat for each of them: one table an insurance, the persons listed once.

A workbook's tables hold such a sheet once, with roles such as ``unit_arrears@养老``; who judges or adds up arrears asks
for the parts here. Columns that say who somebody is, and a period, base or rate that stands once, are of every part.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from xl_addin.policy.package import insurances
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.labels import plain
from xl_addin.tables.layouts import layout
from xl_addin.tables.repeated_groups import ADDED, base_role, group_of, insurance_of
from xl_addin.tables.sheet_table import SheetTable

_SHARES: Final = ("unit_arrears", "person_arrears")
_MONEY: Final = (*_SHARES, "principal", "interest", "late_fee", "amount")


def insurance_parts(table: SheetTable, book: SheetBook) -> list[SheetTable]:
    """One table for each group of columns; a sheet of arrears without groups is its own only part."""
    groups = repeated_groups(table)
    if not groups:
        return [table] if table.kind == "arrears" else []
    return [table.with_header(_header_of(table, group)) for group in groups]


def repeated_groups(table: SheetTable) -> tuple[str, ...]:
    """The groups whose columns stand beside one another; none where the sheet is about one."""
    return tuple(dict.fromkeys(filter(None, map(group_of, table.header.columns))))


def part_of(table: SheetTable, book: SheetBook, group: str) -> SheetTable:
    """The part of one group."""
    return book.derive(insurance_parts, table)[repeated_groups(table).index(group)]


def _header_of(table: SheetTable, group: str) -> HeaderMatch:
    own, contract = table.header, layout("arrears")
    columns = {
        base_role(role): col
        for role, col in own.columns.items()
        if group_of(role) == group or (not group_of(role) and role in contract.columns and role not in ADDED)
    }
    typed = {base: f"{base}@{group}" if f"{base}@{group}" in own.columns else base for base in columns}
    return replace(
        own,
        layout=contract,
        columns={base: own.columns[role] for base, role in typed.items()},
        units={base: own.units[role] for base, role in typed.items()},
        labels={base: own.labels[role] for base, role in typed.items()},
        spare={},
        groups=(group,),
    )


def arrears_roles(table: SheetTable) -> tuple[str, ...]:
    """The columns of money that the total of a sheet of arrears, or of a part of it, adds up.

    A sum of the shares stands for them where it has a column of its own beside interest or late fees.
    """
    roles = tuple(filter(table.has, _MONEY))
    return tuple(role for role in roles if role not in _SHARES) if "principal" in roles else roles


def owed_roles(table: SheetTable) -> tuple[str, ...]:
    """The columns that say what is owed: the typed total, else what it would add up."""
    return ("total",) if table.has("total") else arrears_roles(table)


def insurance_named(table: SheetTable) -> str:
    """The one insurance that a sheet of arrears, or a part of it, is about: by its columns, name or title; else ''.

    >>> from xl_addin.tables.grid import SheetGrid
    >>> from xl_addin.tables.recognition import read_sheet
    >>> rows = [["姓名", "欠费起", "欠费止", "单位欠缴"], ["王三", "2006.01", "2008.12", 8640]]
    >>> insurance_named(read_sheet(SheetGrid("养老欠费", "", rows))[0])
    '养老'
    """
    groups = table.header.groups
    if len(groups) == 1:
        return insurance_of(groups[0])
    if groups:
        return ""
    for text in (table.sheet, table.title):
        named = [name for name in insurances() if name in plain(text)]
        if named:
            return named[0] if len(named) == 1 else ""
    return ""
