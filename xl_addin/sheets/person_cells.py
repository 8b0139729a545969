"""The cells of listed persons by role, of one table or several: joined, with their error values, in yuan or refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from xl_addin.tables.column_rows import kinds_of
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import YUAN
from xl_addin.tables.layouts import Layout
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import heading_questions
from xl_addin.values.errors import CellError, InputError

Cells = Mapping[str, Sequence[CellValue]]
"""Columns by role, from left to right."""
_BY_MONTH: Final = (
    "wage", "enterprise_wage", "local_wage", "contribution_wage", "average_wage", "contribution_base",
)  # fmt: skip
_LARGE: Final = tuple(unit for unit, yuan in YUAN.items() if yuan > 1)


def joined(parts: Sequence[Cells]) -> dict[str, Sequence[CellValue]]:
    """The columns of several tables one below the other; what a table lacks is empty.

    >>> joined([{"name": ["甲"], "wage": [900]}, {"name": ["乙"]}])
    {'name': ['甲', '乙'], 'wage': [900, None]}
    """
    if len(parts) == 1:
        return dict(parts[0])
    roles = dict.fromkeys(role for part in parts for role in part)
    sizes = [len(next(iter(part.values()))) for part in parts]
    return {
        role: [cell for part, size in zip(parts, sizes, strict=True) for cell in part.get(role, [None] * size)]
        for role in roles
    }


def error_values(cells: Cells, contract: Layout) -> dict[int, InputError]:
    """The leftmost error value of each row that has one (G-03), with its heading by the contract of the sheet."""
    found: dict[int, InputError] = {}
    for role, column in cells.items():
        if CellError in kinds_of(column):
            for i, value in enumerate(column):
                if isinstance(value, CellError):
                    message = value.message or f"{contract.columns[role].name}单元格是错误值 {value.code}"
                    found.setdefault(i, InputError(message, value.code))
    return found


def refuse_other_units(table: SheetTable, roles: Iterable[str]) -> None:
    """Refuse money that its heading, or else a title line, states in another unit or for another span of time.

    What holds for all rows and is of a year, or may be, is refused as well.

    A range of a cell function has no sheet: there the heading alone is named.
    """
    asked = list(roles)
    doubts = [question for question in heading_questions(table) if question.doubt]
    if doubts:
        raise InputError((f"{table.sheet}：" if table.sheet else "") + doubts[0].text)
    for role in filter(table.has, asked):
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


def yearly_roles(table: SheetTable) -> list[str]:
    """Columns of monthly money whose heading says that it is by the year."""
    return [role for role in _BY_MONTH if table.header.units.get(role, "").endswith("年")]
