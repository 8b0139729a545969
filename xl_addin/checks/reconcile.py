"""Reconciliation of what was read: rows on the sheet = records + sums + skipped, and sums against stated totals.

Only states figures; a difference is shown to the user, and judged by the checks of amounts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from xl_addin.checks.amounts.sum_labels import Level, is_bare, level_of
from xl_addin.sheets.book import SheetBook
from xl_addin.tables.cleaning import clean_number
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

_SHOWN: Final = 3


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
    kind: str
    header_row: int
    title: str
    rows_read: int
    """Rows below the header that hold anything, counted on the sheet itself."""
    records: int
    joined: int
    """Rows that go on with the record of an earlier row."""
    sums: int
    skipped: int
    unaccounted: tuple[int, ...]
    """Rows that hold something and are none of these."""
    totals: tuple[ColumnSum, ...]

    @property
    def shares(self) -> str:
        """What the rows are, in words."""
        parts = [f"记录 {self.records}"]
        parts += [f"并入 {self.joined}"] if self.joined else []
        parts += [f"合计行 {self.sums}", f"跳过 {self.skipped}"]
        parts += [f"没有归入 {len(self.unaccounted)}（{self._places}，请核对）"] if self.unaccounted else []
        return " + ".join(parts)

    @property
    def _places(self) -> str:
        shown = "、".join(f"第{row}行" for row in self.unaccounted[:_SHOWN])
        return shown + ("等" if len(self.unaccounted) > _SHOWN else "")

    @property
    def line(self) -> str:
        """The reconciliation in one line for people: of the sums all that differ, else how many agree.

        >>> total = ColumnSum("补偿金额", "H6", Decimal("47855.5"), Decimal("47855.6"))
        >>> Reconciliation("表", "severance", 1, "经济补偿金测算表", 4, 2, 0, 1, 1, (), (total,)).line
        '“表”读入 4 行 = 记录 2 + 合计行 1 + 跳过 1；“补偿金额”明细合计 47,855.5，表列合计（H6）47,855.6，相差 0.1'
        """
        wrong = [total for total in self.totals if total.difference]
        parts = [f"“{self.sheet}”读入 {self.rows_read} 行 = {self.shares}"]
        parts += [
            f"“{one.label}”明细合计 {one.computed:,}，表列合计（{one.cell}）{one.stated:,}，相差 {one.difference:,}"
            for one in wrong[:_SHOWN]
        ]
        if self.totals and not wrong:
            parts.append(f"{'、'.join(f'“{one.label}”' for one in self.totals[:_SHOWN])}{self._more}与表列合计相符")
        return "；".join(parts)

    @property
    def _more(self) -> str:
        return f"等 {len(self.totals)} 栏" if len(self.totals) > _SHOWN else ""

    def to_dict(self) -> dict[str, Any]:
        """What a reading of the same table is told in addition for programs: rows, and sums of columns."""
        totals = [
            {"column": one.label, "cell": one.cell, "computed": str(one.computed), "stated": str(one.stated)}
            for one in self.totals
        ]
        return {"read": self.rows_read, "unaccounted": list(self.unaccounted), "totals": totals}


def reconcile(table: SheetTable, book: SheetBook) -> Reconciliation:
    """Count the rows of a table and compare its stated grand total, if it has exactly one."""
    further = [row for rows in table.further.values() for row in rows]
    known = {*table.row_numbers, *table.sum_rows, *further}
    rest = [row for row in range(table.header.last_row + 1, table.last_row + 1) if row not in known]
    filled = [row for row, line in table.lines(rest) if not all(map(is_empty, line))]
    skipped = sum(row in table.skipped for row in filled)
    return Reconciliation(
        table.sheet,
        table.kind,
        table.header.first_row,
        table.layout.title,
        len(known) + len(filled),
        len(table),
        len(further),
        len(table.sum_rows),
        skipped,
        tuple(row for row in filled if row not in table.skipped),
        tuple(_column_sums(table)),
    )


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
