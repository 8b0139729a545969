"""What one person's severance is computed from, read from the cells of a severance sheet or of a function's range.

The same reading for functions, checks and commands; they differ only in the numbers that they take (``number``): a
cell function refuses 1.2万, which a sheet may say (G-08). A row that cannot be read keeps its first fault, in the order
in which a function reports it: error values from left to right, the two days, their order, wages, ground.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.grounds import find_ground
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.blocks import BLOCK
from xl_addin.rules.severance.compensation import SeveranceTable, Status, severance
from xl_addin.rules.severance.service import Piece, count_service
from xl_addin.rules.severance.wages import Wages
from xl_addin.rules.severance.worker import Worker, service_in_pieces
from xl_addin.sheets.person_cells import Cells, error_values
from xl_addin.sheets.service_text import is_service_text, read_service_text, service_text
from xl_addin.sheets.severance_cells import FIRST_SERVICE_DAY, average_wage, own_wage, service_day, status_error
from xl_addin.tables.amounts import Number, cell_amount, true_numbers
from xl_addin.tables.cleaning import MonthDay, clean_text, remembering
from xl_addin.tables.column_rows import kinds_of
from xl_addin.tables.day_columns import true_days
from xl_addin.tables.grid import CellValue
from xl_addin.tables.layouts import layout
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import Days, to_date
from xl_addin.values.errors import NA, CellError, InputError
from xl_addin.values.money import Int64

T = TypeVar("T")
AVERAGES: Final = ("enterprise_wage", "local_wage")
WAGES: Final = ("wage", *AVERAGES)
INPUTS: Final = ("start", "end", *WAGES, "ground")
"""Roles of the cells that an amount is computed from."""
_PLAIN: Final = frozenset({str, int, float, dt.date})
REQUIRED: Final = ("start", "end", "wage")


def lacking_columns(table: SheetTable, *others: str) -> list[str]:
    """Names of the columns (and ``others``) that are not there although nothing can be computed without them."""
    lacking = [role for role in (*others, *REQUIRED) if not table.has(role)]
    return [table.layout.columns[role].name for role in lacking if role != "start" or not table.has("entry")]


def typed_cells(table: SheetTable, *others: str) -> dict[str, list[CellValue]]:
    """The columns of a table that hold inputs (and ``others``), from left to right; 进厂时间 alone is the start (T-02).

    A formula that was never calculated is an error value.
    """
    columns = {role: table.place(role) for role in (*INPUTS, "entry", *others) if table.has(role)}
    roles = sorted(columns, key=columns.__getitem__)
    cells = {"start" if role == "entry" and "start" not in roles else role: table.known_column(role) for role in roles}
    if table.further and "start" in cells:
        cells["start"] = [_pieces(table, i) if i in table.further else cell for i, cell in enumerate(cells["start"])]
    return cells


def _pieces(table: SheetTable, record: int) -> CellValue:
    """The start of a worker in several rows: the pieces of service in one cell, or why they cannot be told."""
    if record in table.row_doubts:
        return CellError(NA, table.row_doubts[record])
    starts, entries, ends, counts, paid = (
        table.cells_of(role, record) for role in ("start", "entry", "end", "counts", "paid_before")
    )
    spans: list[tuple[CellValue, CellValue]] = []
    for first, last, counted, settled in zip(map(start_of, starts, entries), ends, counts, paid, strict=True):
        if is_left_out(counted, settled):
            continue
        error = next((cell for cell in (first, last) if isinstance(cell, CellError)), None)
        if error is not None:
            return error
        if (first, last) not in spans and not (is_empty(first) and is_empty(last)):
            spans.append((first, last))
    return service_text(spans) if len(spans) > 1 else spans[0][0] if spans else None


def is_left_out(counts: CellValue, paid_before: CellValue) -> bool:
    """Tell a piece of service that does not count, or was paid for before (S-30); any other word counts it.

    >>> is_left_out(None, None), is_left_out("否", None), is_left_out("是", "是")
    (False, True, True)
    """
    return clean_text(counts) == "否" or clean_text(paid_before) == "是"


def start_of(start: CellValue, entry: CellValue) -> CellValue:
    """进厂时间 stands in where 参加工作时间 is empty (T-02)."""
    return entry if is_empty(start) else start


def input_cells(table: SheetTable, *others: str) -> dict[str, list[CellValue]]:
    """The cells of :func:`typed_cells` that each row is computed from."""
    cells = typed_cells(table, *others)
    entries = cells.pop("entry", None)
    if entries is not None:
        cells["start"] = list(map(start_of, cells["start"], entries))
    return cells


@dataclass(frozen=True, slots=True)
class SeveranceInputs:
    """Inputs of the ``records`` that could be read (wages in micro yuan, OMITTED where empty); faults of the others."""

    records: NDArray[np.int64]
    start: Days
    end: Days
    wages: Wages
    ground: NDArray[np.int8]
    faults: Mapping[int, InputError]
    pieces: Mapping[int, Worker] = field(default_factory=dict)
    """Service of the records that have it in pieces (S-30) or as approved months; their two days do not count."""

    def compute(self, policy: Policy) -> SeveranceTable:
        """Compute all of them in one call of the rules; a row of the table for each of ``records``."""
        service = count_service(self.start, self.end, policy.options)
        if not self.pieces:
            return severance(service, self.wages, self.ground, policy)
        mine = {k: self.pieces[i] for k, i in enumerate(self.records.tolist()) if i in self.pieces}
        service, credited = service_in_pieces(service, mine, self.ground, policy)
        return severance(service, self.wages, self.ground, policy, credited)

    def of_records(self, records: NDArray[np.int64]) -> SeveranceInputs:
        """The same under the numbers that the rows which were read have on their sheet."""
        names = records.tolist()
        faults = {names[i]: fault for i, fault in self.faults.items()}
        pieces = {names[i]: worker for i, worker in self.pieces.items()}
        return replace(self, records=records[self.records], faults=faults, pieces=pieces)

    def blocks(self) -> Iterator[SeveranceInputs]:
        """The readable rows in blocks of a size that the processor's cache holds."""
        for first in range(0, len(self.records), BLOCK):
            yield self.select(slice(first, first + BLOCK))

    def select(self, rows: NDArray[np.int64] | NDArray[np.bool_] | slice) -> SeveranceInputs:
        """Some of the readable rows, in this order."""
        wages = Wages(self.wages.own[rows], self.wages.enterprise[rows], self.wages.local[rows])
        days = self.start[rows], self.end[rows]
        return SeveranceInputs(self.records[rows], *days, wages, self.ground[rows], self.faults, self.pieces)


def read_inputs(
    cells: Cells, policy: Policy, number: Number = cell_amount, given: Mapping[int, Worker] | None = None
) -> SeveranceInputs:
    """Read every row of some columns; columns that are no inputs are only looked at for error values.

    ``given`` is service that was read already: what stands in the cells of the two days does not count then.
    """
    size = len(next(iter(cells.values()), ()))
    faults = error_values(cells, layout("severance"))
    cells, pieces = _take_pieces(_without_days(cells, given or {}), policy, faults)
    pieces |= given or {}
    columns: dict[str, Int64] = {}
    for role, read in cell_readers(policy, number).items():
        column = cells.get(role) or [None] * size
        found = _at_once(role, column)
        columns[role] = found if found is not None else _one_by_one(column, read, faults)
        if role == "end":
            for i in np.flatnonzero(columns["end"] < columns["start"]).tolist():
                faults.setdefault(i, status_error(Status.END_BEFORE_START))
    records = np.delete(np.arange(size), list(faults)) if faults else np.arange(size)
    start, end, own, enterprise, local, ground = (
        columns[role][records] if faults else columns[role] for role in INPUTS
    )
    days = start.astype(np.int32), end.astype(np.int32)
    return SeveranceInputs(records, *days, Wages(own, enterprise, local), ground.astype(np.int8), faults, pieces)


def _without_days(cells: Cells, given: Mapping[int, Worker]) -> Cells:
    """The cells with any sound day where service is given otherwise."""
    if not given:
        return cells
    any_day = to_date(0)
    days = {role: [any_day if i in given else cell for i, cell in enumerate(cells[role])] for role in ("start", "end")}
    return {**cells, **days}


def _take_pieces(cells: Cells, policy: Policy, faults: dict[int, InputError]) -> tuple[Cells, dict[int, Worker]]:
    """Read the starts that say several periods; the cells then hold the first and the last day."""
    starts = cells.get("start", ())
    texts = [i for i, cell in enumerate(starts) if is_service_text(cell)] if str in kinds_of(starts) else []
    if not texts:
        return cells, {}
    starts = list(starts)
    ends = list(cells.get("end", [None] * len(starts)))
    pieces: dict[int, Worker] = {}
    for i in texts:
        try:
            days = read_service_text(str(starts[i]), ends[i], policy)
        except InputError as error:
            faults.setdefault(i, error)
            continue
        pieces[i] = Worker(0, pieces=tuple(Piece(*pair) for pair in days))
        starts[i], ends[i] = to_date(min(days)[0]), to_date(max(last for _, last in days))
    return {**cells, "start": starts, "end": ends}, pieces


def _at_once(role: str, column: Sequence[CellValue]) -> Int64 | None:
    """A column of sound days or wages that are all true dates or numbers; None for any other."""
    if role in WAGES:
        micro, least = true_numbers(column), 0 if role == "wage" else 1
        return micro if micro is not None and (micro >= least).all() else None
    days = true_days(column) if role in ("start", "end") else None
    return days.astype(np.int64) if days is not None and (days >= FIRST_SERVICE_DAY).all() else None


def _one_by_one(column: Sequence[CellValue], read: Callable[[CellValue], int], faults: dict[int, InputError]) -> Int64:
    """A column read cell by cell, equal cells once; notes the faults."""

    def caught(cell: CellValue) -> int | InputError:
        try:
            return read(cell)
        except InputError as error:
            return error

    values = _of_distinct(column, caught)
    if not {int}.issuperset(map(type, values)):
        for i, value in enumerate(values):
            if isinstance(value, InputError):
                faults.setdefault(i, value)
                values[i] = 0
    return np.array(values, dtype=np.int64)


def _of_distinct(column: Sequence[CellValue], read: Callable[[CellValue], T]) -> list[T]:
    """A column read, equal cells once. Among cells of one type those that are equal look alike: TRUE is not 1."""
    kinds = kinds_of(column) - {type(None)}
    if len(kinds) > 1 or not kinds <= _PLAIN:
        return list(map(remembering(read), column))
    known = {cell: read(cell) for cell in set(column)}
    return list(map(known.__getitem__, column))


def cell_readers(policy: Policy, number: Number) -> dict[str, Callable[[CellValue], int]]:
    """Give how each input is read, in the order in which faults are reported."""
    return {
        "start": lambda cell: service_day(cell, "参加工作时间", MonthDay.FIRST, policy),
        "end": lambda cell: service_day(cell, "解除时间", MonthDay.LAST, policy),
        "wage": lambda cell: own_wage(cell, "前12个月月平均工资", number),
        "enterprise_wage": lambda cell: average_wage(cell, "企业月平均工资", number),
        "local_wage": lambda cell: average_wage(cell, "当地月平均工资", number),
        "ground": lambda cell: find_ground(clean_text(cell)),
    }
