"""Two columns under one and the same heading: which one is read, and every row in which they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.readings import UNCHECKED_KINDS
from xl_addin.sheets.restated import made_headings
from xl_addin.tables.cleaning import clean_number, read_date
from xl_addin.tables.grid import CellValue, address, column_letters
from xl_addin.tables.labels import plain
from xl_addin.tables.layouts import layouts
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import declined
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_text

_SEVERAL: Final = frozenset({"ledger", "progress", "procedure"})
"""Kinds in which a heading may well stand twice: 方向 of an entry and of its balance, 时间 of several steps."""
_READ: Final = frozenset({"date", "month", "money", "number", "percent", "id"})
_NAMES: Final = frozenset({"name", "sex", "ground", "enterprise"})


def twin_headings(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every filled column whose heading stands over a column that is read already."""
    for col, role in _twins(table, book):
        detail = {
            "name": table.label(role),
            "used": column_letters(table.header.columns[role]),
            "other": column_letters(col),
        }
        yield Fault(table.heading_cell(col), table.label(role), "", detail)


def twin_values(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every row in which the column that is not read says something else."""
    for col, role in _twins(table, book):
        kind, name = table.layout.columns[role].type, table.label(role)
        for i, (used, other) in enumerate(zip(table.column(role), table.cells_in(col), strict=True)):
            if not is_empty(other) and _meant(other, kind) != _meant(used, kind):
                detail = {"name": name, "cell": table.cell(role, i), "used": _shown(used), "other": _shown(other)}
                yield Fault(address(table.row_numbers[i], col), _shown(other), _shown(used), detail)


def _twins(table: SheetTable, book: SheetBook) -> list[tuple[int, str]]:
    # A result table begins at its last heading that is a formula, and repeats what it was given.
    made = max(made_headings(table, book), default=0)
    return [
        (col, role)
        for col, role in table.header.twins.items()
        if role in table.header.columns
        and not table.header.columns[role] < made <= col
        and (table.layout.columns[role].type in _READ or role in _NAMES)
        and not declined(table.heading_over(col))
        and not all(map(is_empty, table.cells_in(col)))
    ]


def _meant(value: CellValue, kind: str) -> object:
    """What a cell says, however it is written."""
    try:
        if kind in ("date", "month"):
            return read_date(value, "")
        if kind in ("money", "number", "percent"):
            return clean_number(value, "")
    except (InputError, ValueError):
        pass
    return "" if is_empty(value) else plain(str(value)).upper()


def _shown(value: CellValue) -> str:
    return "空" if is_empty(value) else mask_text(str(value))


_KINDS: Final = frozenset(layout.kind for layout in layouts()) - UNCHECKED_KINDS - _SEVERAL
TWIN_CHECKS: Final = (
    Check(
        code="HEADING_TWICE",
        title="表头重复",
        severity=Severity.NOTICE,
        kinds=_KINDS,
        message="“{name}”有两栏：采用{used}列，{other}列没有读",
        remedy="核对后只留一栏；{other}列另有用途的，请改表头，或在表头后加“（不用）”",
        citation="",
        run=twin_headings,
    ),
    Check(
        code="HEADING_TWICE_DIFFERS",
        title="同名两栏不一致",
        severity=Severity.ERROR,
        kinds=_KINDS,
        message="两栏“{name}”不一致：采用的 {cell} 为 {used}，这里为 {other}",
        remedy="按原始档案核对，改正后只留一栏",
        citation="",
        run=twin_values,
    ),
)
