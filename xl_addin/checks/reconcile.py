"""Reconciliation of what was read: rows = records + sums + skipped, and sums against stated totals.

Only states figures; a difference is shown to the user, and judged by the checks of amounts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from xl_addin.checks.amounts.sum_labels import Level, is_bare, level_of
from xl_addin.tables.cleaning import clean_number
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError


@dataclass(frozen=True, slots=True)
class ColumnSum:
    """One column's sum over the records beside the total that the sheet states, in the sheet's unit."""

    label: str
    cell: str
    computed: Decimal
    stated: Decimal

    @property
    def difference(self) -> Decimal:
        """Stated minus computed."""
        return self.stated - self.computed


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What became of the rows of one table; blank rows are not read."""

    sheet: str
    title: str
    rows_read: int
    records: int
    sums: int
    skipped: int
    totals: tuple[ColumnSum, ...]


def reconcile(table: SheetTable) -> Reconciliation:
    """Count the rows of a table and compare its stated grand total, if it has exactly one."""
    counts = len(table), len(table.sum_rows), len(table.skipped_rows)
    return Reconciliation(table.sheet, table.layout.title, sum(counts), *counts, tuple(_column_sums(table)))


def _column_sums(table: SheetTable) -> Iterable[ColumnSum]:
    index = _grand_total(table)
    if index is None:
        return
    for spec in table.specs():
        if spec.type != "money":
            continue
        stated = _number(table.sum_column(spec.role)[index])
        numbers = [_number(value) for value in table.row_by_row.raw_column(spec.role) if not is_empty(value)]
        # One unreadable amount makes the sum meaningless; the checks name that cell.
        if stated is not None and numbers and None not in numbers:
            computed = sum((number for number in numbers if number is not None), Decimal(0))
            yield ColumnSum(table.label(spec.role), table.sum_cell(spec.role, index), computed, stated)


def _grand_total(table: SheetTable) -> int | None:
    """Index of the one row of sums that speaks for the whole table: 总计, else a single 合计 that names no group."""
    labels = [table.sum_label(i) for i in range(len(table.sum_rows))]
    for wanted in (Level.GRAND, Level.WHOLE):
        found = [i for i, label in enumerate(labels) if level_of(label) == wanted and is_bare(label)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _number(value: CellValue) -> Decimal | None:
    try:
        return clean_number(value, "")
    except InputError:
        return None
