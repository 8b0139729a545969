"""Money that a calculation takes in yuan, by the month or the year: any other unit that is stated is refused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xl_addin.tables.labels import YUAN
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

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
