"""The persons of the severance sheets with the cells that their amounts are computed from.

Sheets are recognised by their headings. A person who cannot be computed is kept; nobody is left out silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.numbers import agrees
from xl_addin.sheets.person_cells import refuse_other_units
from xl_addin.sheets.persons import enterprises, status
from xl_addin.sheets.retirement import Passed, passed
from xl_addin.sheets.severance_inputs import INPUTS, WAGES, input_cells, lacking_columns
from xl_addin.sheets.units import amount_scale
from xl_addin.tables.cleaning import clean_money, clean_text, is_blank
from xl_addin.tables.grid import CellValue
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import refuse_questions
from xl_addin.values.errors import InputError
from xl_addin.values.persons import clean_id, clean_name


@dataclass(frozen=True, slots=True)
class Person:
    """One row of a severance sheet: who it is, its input cells, and the amount that the sheet itself states."""

    sheet: str
    row: int
    enterprise: str
    name: str
    id: str
    settled: str
    """内退, 退休 or another group without severance where the sheet or the roster says so, else ''."""
    question: str
    """What must be asked about 在岗状态 before anything is paid, else ''."""
    passed: Passed | None
    """The age of retirement that the person had reached by the end: the amount is computed, and this said (L-07)."""
    cells: Mapping[str, CellValue]
    stated: CellValue
    stated_cell: str
    factor: int
    """Yuan to one unit of ``stated``."""

    def differs(self, fen: int) -> bool:
        """Tell whether the sheet states another amount; an empty or unreadable one is no statement."""
        try:
            return not is_blank(self.stated) and not agrees(clean_money(self.stated, ""), fen, self.factor)
        except InputError:
            return False


def read_persons(book: SheetBook, sheet: str) -> list[Person]:
    """Give every person of the severance sheets: of ``sheet`` if it is one of them, else of all.

    Raises InputError where there is no such sheet, or where a wage column is not in yuan.
    """
    tables = [table for table in book.of_kind("severance") if len(table) and not lacking_columns(table)]
    tables = [table for table in tables if table.sheet == sheet] or tables
    if not tables:
        for table in book.of_kind("severance"):
            refuse_questions(table)
        raise InputError(
            "没有找到经济补偿金测算表：表头要有 姓名、参加工作时间、解除时间、前12个月月平均工资，并有职工数据"
        )
    return [person for table in tables for person in _persons(table, book)]


def _persons(table: SheetTable, book: SheetBook) -> list[Person]:
    refuse_questions(table, *INPUTS)
    refuse_other_units(table, WAGES)
    factor = book.derive(amount_scale, table).actual if table.has("amount") else 1
    companies, said, late = book.derive(enterprises, table), book.derive(status, table), book.derive(passed, table)
    absent: list[CellValue] = [None] * len(table)
    columns = {role: input_cells(table).get(role, absent) for role in INPUTS}
    names, ids, stated = table.column("name"), table.column("id"), table.column("amount")
    return [
        Person(
            sheet=table.sheet,
            row=table.row_numbers[i],
            enterprise=companies[i],
            name=clean_name(clean_text(names[i])),
            id=clean_id(clean_text(ids[i])),
            settled=said[i].settled,
            question=said[i].question,
            passed=late.get(i),
            cells={role: columns[role][i] for role in INPUTS},
            stated=stated[i],
            stated_cell=table.cell("amount", i) if table.has("amount") else "",
            factor=factor,
        )
        for i in range(len(table))
    ]
