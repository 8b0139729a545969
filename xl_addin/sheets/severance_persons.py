"""The persons of the severance sheets with the cells that their amounts are computed from.

Sheets are recognised by their headings. A person who cannot be computed is kept; nobody is left out silently.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_addin.rules.severance.worker import Worker
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.numbers import agrees
from xl_addin.sheets.package_sheet import severance_lists
from xl_addin.sheets.person_cells import refuse_other_units
from xl_addin.sheets.persons import enterprises, status
from xl_addin.sheets.restated import claims
from xl_addin.sheets.retirement import Passed, passed
from xl_addin.sheets.service_text import service_text
from xl_addin.sheets.severance import going_by
from xl_addin.sheets.severance_calls import RowCall, RowPolicy, given_service, row_calls
from xl_addin.sheets.severance_inputs import INPUTS, WAGES, input_cells, lacking_columns
from xl_addin.sheets.severance_mismatch import mismatches
from xl_addin.sheets.units import amount_scale
from xl_addin.tables.cleaning import clean_money, clean_text, is_blank
from xl_addin.tables.grid import CellValue
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import refuse_questions
from xl_addin.values.dates import to_date
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
    policy: RowPolicy
    """What the person's amount goes by: the policy of its own formula, else the sheet's."""
    service: Worker | None = None
    """Service that the formula of the row states otherwise than by two days: in pieces, or as approved months."""
    refusal: str = ""
    """Why the row's own calculation cannot be taken over, else ''."""

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
    filled = [table for table in severance_lists(book) if len(table)]
    tables = [table for table in filled if not lacking_columns(table)]
    # A sheet that only shows results may be the result of another one that is there, too.
    tables = tables or [table for table in filled if _states_amounts(table, book)]
    tables = [table for table in tables if table.sheet == sheet] or tables
    if not tables:
        for table in book.of_kind("severance"):
            refuse_questions(table)
        raise InputError(
            "没有找到经济补偿金测算表：表头要有 姓名、参加工作时间、解除时间、前12个月月平均工资，并有职工数据"
        )
    return [person for table in tables for person in _persons(table, book)]


def told_again(persons: Sequence[Person], book: SheetBook) -> dict[tuple[str, int], tuple[str, int]]:
    """Rows (sheet, row) whose severance another of these rows tells as well, each with that row."""
    found, here = book.gather(claims), {(person.sheet, person.row) for person in persons}
    tables = {id(table): table for table in book.of_kind("severance")}
    rows = {}
    for (table, record), one in found.again.items():
        first = one.claim.table.sheet, one.claim.table.row_numbers[one.claim.record]
        row = tables[table].sheet, tables[table].row_numbers[record]
        if row in here and first in here:
            rows[row] = first
    return rows


def _states_amounts(table: SheetTable, book: SheetBook) -> bool:
    """Tell a sheet without inputs of its own whose formulas state them."""
    return any(not one.call.refusal for one in book.derive(row_calls, table).values())


def _persons(table: SheetTable, book: SheetBook) -> list[Person]:
    refuse_questions(table, *INPUTS)
    refuse_other_units(table, WAGES)
    factor = book.derive(amount_scale, table).actual if table.has("amount") else 1
    companies, said, late = book.derive(enterprises, table), book.derive(status, table), book.derive(passed, table)
    names, ids, stated = table.column("name"), table.column("id"), table.column("amount")
    absent: list[CellValue] = [None] * len(table)
    columns = {role: input_cells(table).get(role, absent) for role in INPUTS}
    calls, policies = book.derive(row_calls, table), book.derive(going_by, table)
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
            cells={role: columns[role][i] for role in INPUTS} | own_inputs(calls.get(i)),
            stated=stated[i],
            stated_cell=table.cell("amount", i) if table.has("amount") else "",
            factor=factor,
            policy=policies[i],
            service=given_service(calls[i].call) if i in calls else None,
            refusal=refusal_of(table, book, i),
        )
        for i in range(len(table))
    ]


def own_inputs(one: RowCall | None) -> dict[str, CellValue]:
    """The cells that a row's formula takes instead of its columns; the pieces that count as a sheet may say them."""
    if one is None:
        return {}
    cells = dict(one.taken)
    if one.call.pieces:
        counted = [piece for piece in one.call.pieces if piece.counts and not piece.paid_before]
        spans: list[tuple[CellValue, CellValue]] = [(to_date(piece.start), to_date(piece.end)) for piece in counted]
        cells["start"], cells["end"] = service_text(spans) if spans else None, None
    return cells


def refusal_of(table: SheetTable, book: SheetBook, record: int) -> str:
    """Why the calculation that a row states cannot be taken over, '' if it can."""
    calls = book.derive(row_calls, table)
    if record not in calls:
        return ""
    cell = table.cell(calls[record].role, record)
    if calls[record].call.refusal:
        return f"{cell}的{calls[record].call.refusal}"
    if record in book.derive(mismatches, table):
        return f"{cell}的公式没有按本行的数据计算，先核对以哪一个为准"
    return ""
