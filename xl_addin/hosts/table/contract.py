"""Which column of a streamed roster is what: told from its headings and first rows, as for a range of a function.

A stream is read once, so that nothing may hang on what stands further down: the headings are in the first row, and
what cannot be told from there is refused with what to change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.functions.severance.roster import roster_tables
from xl_addin.policy.profiles import Policy
from xl_addin.sheets.status import INJURY, ROLE
from xl_addin.tables.column_rows import ColumnRows
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import heading
from xl_addin.tables.layouts import layout
from xl_addin.tables.other_roles import spare_columns
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

HEAD_ROWS: Final = 1000
"""Rows that tell what the columns hold."""
_BESIDE: Final = ("identity", "employment", "post", "note")


@dataclass(frozen=True, slots=True)
class Contract:
    """Places of the columns, from 0."""

    roles: dict[str, int]
    birth: int | None
    left: list[int]
    """Columns before the name: a label of a sum may stand there."""
    beside: list[int]
    """Columns of other things, or of unknown ones, where a word may settle a person."""
    policy: Policy


def read_contract(headings: list[str], columns: Sequence[list[CellValue]], policy: Policy) -> Contract:
    """Tell what the columns are from the headings and the first rows of each; InputError with what to change."""
    size = max(map(len, columns), default=0)
    whole = [[head, *cells] for head, cells in zip(headings, columns, strict=True)]
    tables = roster_tables(ColumnRows(whole, range(size + 1)))
    table = tables[0]
    if (table.header.first_row, table.header.last_row) != (1, 1):
        raise InputError("表头要在第 1 行，上面不能有标题行，也不能分成几行，请整理后再试")
    if len(tables) > 1:
        raise InputError(f"第 {tables[1].header.first_row} 行起是另一张表，请一个文件只放一张名册")
    refuse_said(table)
    _refuse_vague(table)
    roles = {role: col - 1 for role, col in table.header.columns.items()}
    read = set(roles.values())
    beside = [roles[role] for role in _BESIDE if role in roles]
    birth = table.as_kind(layout("roster")).header.columns.get("birth")
    return Contract(
        roles=roles,
        birth=None if birth is None else birth - 1,
        left=list(range(roles["name"])),
        beside=beside + [place for place in range(len(headings)) if place not in read],
        policy=policy,
    )


def refuse_said(table: SheetTable) -> None:
    """Refuse what a line states for all rows: rows above it are computed before it is read."""
    for said in (*table.stated.values(), *table.doubted.values()):
        raise InputError(f"“{said.label}”写在一行里，对全表都算；这里要逐行计算，请改成一栏，每行都填")


def _refuse_vague(table: SheetTable) -> None:
    """Refuse a column that is one of 在岗状态 only if some word of it says so: that word may be the last one."""
    if not table.has(ROLE):
        return
    for label in (table.label(ROLE), *(label for label, _ in spare_columns(table, ROLE))):
        if heading(label).key in layout("severance").general:
            raise InputError(f"表头“{label}”不能确定是不是在岗状态：是，请改为“在岗状态”；不是，请在表头后加“（不用）”")


def tells_settled(roles: dict[str, int]) -> list[int]:
    """The columns of 在岗状态 and 伤残等级."""
    return [roles[role] for role in (ROLE, INJURY) if role in roles]
