"""SOE_SEVERANCE_TABLE: a roster range with its heading row in, one computed row a person out.

Headings and rows are found as on a sheet (T-01, T-02, T-04). A bad person spoils only that row (T-05). All good
rows are computed in one call.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from xl_addin.functions.severance.functions import months_value
from xl_addin.functions.spec import Scalar
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable, Status
from xl_addin.rules.severance.derivation import short_note
from xl_addin.rules.severance.worker import Worker
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.person_cells import Cells, joined, refuse_other_units
from xl_addin.sheets.retirement import passed
from xl_addin.sheets.service_pieces import one_record_a_worker
from xl_addin.sheets.severance_cells import status_error
from xl_addin.sheets.severance_inputs import INPUTS, WAGES, input_cells, lacking_columns, read_inputs
from xl_addin.sheets.status import ROLE, settled_reason, status_cells, status_of, tells_status
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.layouts import layout
from xl_addin.tables.recognition import read_range
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import refuse_questions
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import fen_to_yuan

HEADINGS: Final = (
    "姓名",
    "2008年前月数",
    "2008年后月数",
    "补偿月数",
    "2008年前基数",
    "2008年后基数",
    "补偿金额",
    "说明",
)


_AGE: Final = "passed_age"
"""Beside the cells: what must be said of who had reached the age of retirement (L-07)."""


def severance_cells(rows: list[list[Any]], policy: Policy) -> Cells:
    """Find the persons of a roster and their cells; a missing required column is one error naming it (T-06).

    在岗状态 is as the sheet says it in any of its columns. Tables that only show results, such as a list of amounts to
    sign, are no rosters where another table is one.
    """
    tables = [one_record_a_worker(table) for table in read_range(rows, layout("severance"))]
    complete = [table for table in tables if not lacking_columns(table, "name")]
    if not complete:
        nearest = min(tables, key=lambda table: len(lacking_columns(table, "name")))
        refuse_questions(nearest)
        raise InputError(f"表中缺少列：{'、'.join(lacking_columns(nearest, 'name'))}，请补上标题后重算")
    for table in complete:
        refuse_questions(table, *INPUTS)
        refuse_other_units(table, WAGES)
    book = SheetBook.of_range(complete, policy)
    return joined([_cells(table, book) for table in complete])


def _cells(table: SheetTable, book: SheetBook) -> Cells:
    cells = input_cells(table, "name", "seq")
    late = book.derive(passed, table) if table.has("end") else {}
    if late:
        cells[_AGE] = [late[i].note if i in late else None for i in range(len(table))]
    return {**cells, ROLE: status_cells(table)} if tells_status(table) else cells


def compute_roster(
    cells: Cells, policy: Policy, given: Mapping[int, Worker] | None = None
) -> tuple[SeveranceTable, list[int | InputError]]:
    """Compute all readable persons at once; each maps to a row of the table that has an amount, or to an error.

    ``given`` is the service of persons whose two days do not say it.
    """
    inputs = read_inputs(cells, policy, given=given)
    table = inputs.compute(policy)
    size = len(inputs.records) + len(inputs.faults)
    where: list[int | InputError] = [inputs.faults.get(i, 0) for i in range(size)]
    for row, (record, status) in enumerate(zip(inputs.records.tolist(), table.status.tolist(), strict=True)):
        where[record] = row if status == Status.OK else status_error(status)
    return table, where


def _base(table: SeveranceTable, base: int, months: int) -> float | None:
    return base / table.base_unit if months else None


def severance_table(roster: list[list[Any]], policy: Policy) -> list[list[Scalar]]:
    """One row a person under Chinese headings (T-03)."""
    cells = severance_cells(roster, policy)
    ages = cells.get(_AGE) or [None] * len(cells["name"])
    said = list(map(status_of, cells.get(ROLE) or [None] * len(cells["name"])))
    due = [i for i, status in enumerate(said) if not (status.settled or status.question)]
    table, computed = compute_roster({role: [column[i] for i in due] for role, column in cells.items()}, policy)
    places = dict(zip(due, computed, strict=True))
    result: list[list[Scalar]] = [list(HEADINGS)]
    for i, (written, status) in enumerate(zip(cells["name"], said, strict=True)):
        name = "" if isinstance(written, CellError) else clean_text(written)
        if status.settled:
            result.append([name, *[None] * 5, 0.0, settled_reason(status.settled)])
            continue
        place = InputError(status.question, status.code) if status.question else places[i]
        if isinstance(place, InputError):
            result.append([name, None, None, None, None, None, place.cell_error(), place.message])
            continue
        remark = f"{ages[i]}；" if ages[i] else ""
        result.append([name, *_numbers(table, place), remark + short_note(table, place)])
    return result


def _numbers(table: SeveranceTable, i: int) -> list[float | None]:
    old, new = int(table.old_months[i]), int(table.new_months[i])
    return [
        months_value(old),
        months_value(new),
        months_value(old + new),
        _base(table, int(table.old_base[i]), old),
        _base(table, int(table.new_base[i]), new),
        fen_to_yuan(int(table.amount_fen[i])),
    ]
