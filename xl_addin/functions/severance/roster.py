"""SOE_SEVERANCE_TABLE: a roster range with its heading row in, one computed row a person out.

Headings and rows are found as on a sheet (T-01, T-02, T-04). A bad person spoils only that row (T-05). All good
rows are computed in one call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.functions.spec import Scalar, Spilled
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable, Status
from xl_addin.rules.severance.notes import notes_of, short_notes
from xl_addin.rules.severance.service import PER_MONTH
from xl_addin.rules.severance.worker import Worker
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.person_cells import Cells, joined, refuse_other_units
from xl_addin.sheets.retirement import passed
from xl_addin.sheets.service_pieces import one_record_a_worker
from xl_addin.sheets.severance_cells import status_error
from xl_addin.sheets.severance_inputs import (
    INPUTS,
    WAGES,
    SeveranceInputs,
    input_cells,
    lacking_columns,
    read_inputs,
)
from xl_addin.sheets.status import ROLE, settled_reason, status_cells, status_of, tells_status
from xl_addin.tables.cleaning import clean_texts
from xl_addin.tables.column_rows import kinds_of
from xl_addin.tables.grid import CellValue
from xl_addin.tables.layouts import layout
from xl_addin.tables.recognition import read_range
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import refuse_questions
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import FEN_PER_YUAN, quotients

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
NUMBERS: Final = HEADINGS[1:7]
_HALVES: Final = np.array([*(i // 2 if i % 2 == 0 else i / 2 for i in range(2_000)), None], dtype=object)
"""Months as they are shown, by how many halves they have; at the end what stands where there are none."""
_AGE: Final = "passed_age"
"""Beside the cells: what must be said of who had reached the age of retirement (L-07)."""


def severance_cells(rows: Sequence[list[Any]], policy: Policy) -> Cells:
    """Find the persons of a roster and their cells, as :func:`roster_tables` and :func:`cells_of` say."""
    return cells_of(roster_tables(rows), policy)


def roster_tables(rows: Sequence[list[Any]]) -> list[SheetTable]:
    """The rosters of a range; a missing required column is one error naming it (T-06).

    Tables that only show results, such as a list of amounts to sign, are no rosters where another table is one.
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
    return complete


def cells_of(tables: Sequence[SheetTable], policy: Policy) -> Cells:
    """The cells of the persons of some rosters. 在岗状态 is as the sheet says it in any of its columns."""
    book = SheetBook.of_range(tables, policy)
    return joined([_cells(table, book) for table in tables])


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
    where: list[int | InputError] = [0] * (len(inputs.records) + len(inputs.faults))
    for row, record in enumerate(inputs.records.tolist()):
        where[record] = row
    for i, fault in _faults(inputs, table).items():
        where[i] = fault
    return table, where


def _faults(inputs: SeveranceInputs, table: SeveranceTable) -> dict[int, InputError]:
    """Why persons have no amount: what could not be read, then what the rules cannot compute."""
    return {**inputs.faults, **{int(inputs.records[k]): error for k, error in _refused(table)}}


def _refused(table: SeveranceTable) -> list[tuple[int, InputError]]:
    """The rows that the rules cannot compute."""
    return [(k, status_error(table.status[k])) for k in np.flatnonzero(table.status != Status.OK).tolist()]


@dataclass(frozen=True, slots=True)
class SeveranceColumns:
    """The columns of the result, one entry a person; numbers are NaN where there is none."""

    names: list[str]
    numbers: tuple[NDArray[np.float64], ...]
    """Under :data:`NUMBERS`."""
    notes: list[str]
    errors: dict[int, CellError]
    """What stands in place of the amount of a person who could not be computed."""

    def spilled(self) -> Spilled:
        """The table of the result under its headings."""
        months, yuan = self.numbers[:3], self.numbers[3:]
        columns = [*map(_month_cells, months), *map(_yuan_cells, yuan)]
        for i, error in self.errors.items():
            columns[-1][i] = error
        rows = map(list, zip(self.names, *columns, self.notes, strict=True))
        beyond = np.flatnonzero(np.isinf(np.array(yuan)).any(axis=0)).tolist()
        return Spilled([list(HEADINGS), *rows], {place + 1 for place in (*self.errors, *beyond)})


def _month_cells(months: NDArray[np.float64]) -> list[Scalar]:
    """Months as a cell shows them: whole where they are whole."""
    halves = np.where(np.isnan(months), -1.0, months * 2)
    if ((halves == np.floor(halves)) & (halves < _HALVES.size - 1)).all():
        found: list[Scalar] = _HALVES[halves.astype(np.int64)].tolist()
        return found
    values = months.tolist()
    shown = {value: int(value) if value.is_integer() else value for value in set(values) if value == value}
    return list(map(shown.get, values))


def _yuan_cells(yuan: NDArray[np.float64]) -> list[Scalar]:
    return _emptied(yuan.tolist(), yuan)


def _emptied(values: list[Scalar], numbers: NDArray[np.float64]) -> list[Scalar]:
    """The values with an empty cell where there is no number."""
    for i in np.flatnonzero(np.isnan(numbers)).tolist():
        values[i] = None
    return values


def severance_columns(cells: Cells, policy: Policy) -> SeveranceColumns:
    """Compute everybody who is to be paid, whole columns at a time; who is settled gets nothing, with the reason."""
    names = _names(cells["name"])
    numbers = np.full((len(NUMBERS), len(names)), np.nan)
    notes = np.full(len(names), "", dtype=object)
    settled, faults = _by_status(cells)
    left = np.delete(np.arange(len(names)), [*settled, *faults])
    known = notes_of(policy)
    inputs = read_inputs(cells if len(left) == len(names) else _of(cells, left.tolist()), policy)
    faults.update({int(left[i]): fault for i, fault in inputs.faults.items()})
    for block in inputs.blocks():
        table = block.compute(policy)
        records = left[block.records]
        faults.update({int(records[k]): error for k, error in _refused(table)})
        paid = np.flatnonzero(table.status == Status.OK)
        for column, values in zip(numbers, result_numbers(table, paid), strict=True):
            column[records[paid]] = values
        notes[records[paid]] = short_notes(table, paid, known)
    for i, age in enumerate(cells.get(_AGE, ())):
        if age and i not in faults and i not in settled:
            notes[i] = f"{age}；{notes[i]}"
    for i, status in settled.items():
        numbers[-1, i], notes[i] = 0.0, settled_reason(status)
    for i, fault in faults.items():
        notes[i] = fault.message
    return SeveranceColumns(names, tuple(numbers), notes.tolist(), {i: each.cell_error() for i, each in faults.items()})


def _names(written: Sequence[CellValue]) -> list[str]:
    if CellError in kinds_of(written):
        written = ["" if isinstance(cell, CellError) else cell for cell in written]
    return clean_texts(written)


def _of(cells: Cells, records: list[int]) -> Cells:
    return {role: [column[i] for i in records] for role, column in cells.items()}


def _by_status(cells: Cells) -> tuple[dict[int, str], dict[int, InputError]]:
    """Who is settled, by what; and who must be asked about first."""
    words = cells.get(ROLE, ())
    said = {word: status_of(word) for word in set(words)}
    settled = {i: said[word].settled for i, word in enumerate(words) if said[word].settled}
    asked = {i: said[word] for i, word in enumerate(words) if said[word].question and i not in settled}
    return settled, {i: InputError(status.question, status.code) for i, status in asked.items()}


def result_numbers(table: SeveranceTable, rows: NDArray[np.int64]) -> list[NDArray[np.float64]]:
    """Give the columns under :data:`NUMBERS` of some rows; a side without months has no base."""
    old, new = table.old_months[rows], table.new_months[rows]
    bases = [
        np.where(months > 0, quotients(base[rows], table.base_unit), np.nan)
        for months, base in ((old, table.old_base), (new, table.new_base))
    ]
    months = [quotients(each, PER_MONTH) for each in (old, new, old + new)]
    return [*months, *bases, quotients(table.amount_fen[rows], FEN_PER_YUAN)]


def severance_table(roster: Sequence[list[Any]], policy: Policy) -> list[list[Scalar]]:
    """One row a person under Chinese headings (T-03)."""
    return severance_columns(severance_cells(roster, policy), policy).spilled()
