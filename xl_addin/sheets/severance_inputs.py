"""What one person's severance is computed from, read from the cells of a severance sheet or of a function's range.

The same reading for functions, checks and commands; they differ only in the numbers that they take (``number``): a
cell function refuses 1.2万, which a sheet may say (G-08). A row that cannot be read keeps its first fault, in the order
in which a function reports it: error values from left to right, the two days, their order, wages, ground.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.grounds import find_ground
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable, Status, severance
from xl_addin.rules.severance.service import count_service
from xl_addin.rules.severance.wages import OMITTED, Wages
from xl_addin.sheets.numbers import Number, cell_amount
from xl_addin.tables.cleaning import MonthDay, clean_date, clean_text, remembering
from xl_addin.tables.grid import CellValue
from xl_addin.tables.layouts import Layout, layout
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import Days, day_number
from xl_addin.values.errors import NA, NUM, CellError, InputError
from xl_addin.values.money import to_micro

FIRST_SERVICE_DAY: Final = day_number(dt.date(1949, 1, 1))
AVERAGES: Final = ("enterprise_wage", "local_wage")
WAGES: Final = ("wage", *AVERAGES)
INPUTS: Final = ("start", "end", *WAGES, "ground")
"""Roles of the cells that an amount is computed from."""
REQUIRED: Final = ("start", "end", "wage")
STATUS_MESSAGES: Final = {
    Status.END_BEFORE_START: (NUM, "解除时间早于参加工作时间，请核对两个日期"),
    Status.NO_SERVICE_FROM_2008: (NA, "口径 RLCL 只计2008年1月1日起的工龄，此人没有；请改用分段口径 SEG2008"),
    Status.ENTERPRISE_WAGE_MISSING: ("#VALUE!", "改制口径 RGZ 需要企业月平均工资，请填写"),
    Status.LOCAL_WAGE_MISSING: ("#VALUE!", "本口径需要当地月平均工资，请填写"),
}
"""Code and reason for each row that the rules cannot compute."""

Cells = Mapping[str, Sequence[CellValue]]
"""Columns by role, from left to right."""


def status_error(status: int) -> InputError:
    """Give the error of a row that the rules could not compute."""
    code, message = STATUS_MESSAGES[Status(status)]
    return InputError(message, code)


def service_day(value: object, name: str, month_day: MonthDay, policy: Policy) -> int:
    """Read a day of service; before 1949 there was no continuous service to count."""
    day = clean_date(value, name, month_day, policy.options.month_decimal)
    if day < FIRST_SERVICE_DAY:
        raise InputError(f"{name}早于1949年，请核对", NUM)
    return day


def own_wage(value: CellValue, name: str, number: Number = cell_amount) -> int:
    """Read the worker's own average monthly wage: 0 is real, blank and negative are errors (S-23).

    >>> own_wage("1,600", "月平均工资")
    1600000000
    """
    amount = number(value, name)
    if amount is None:
        raise InputError(f"{name}不能为空")
    wage = to_micro(amount)
    if wage < 0:
        raise InputError(f"{name}不能为负数，现为 {value}", NUM)
    return wage


def average_wage(value: CellValue, name: str, number: Number = cell_amount) -> int:
    """Read an enterprise or local average: blank is OMITTED, zero and negative are errors."""
    amount = number(value, name)
    if amount is None:
        return OMITTED
    wage = to_micro(amount)
    if wage <= 0:
        raise InputError(f"{name}必须大于 0，现为 {value}；没有就留空", NUM)
    return wage


def lacking_columns(table: SheetTable, *others: str) -> list[str]:
    """Names of the columns (and ``others``) that are not there although nothing can be computed without them."""
    lacking = [role for role in (*others, *REQUIRED) if not table.has(role)]
    return [table.layout.columns[role].name for role in lacking if role != "start" or not table.has("entry")]


def typed_cells(table: SheetTable, *others: str) -> dict[str, list[CellValue]]:
    """The columns of a table that hold inputs (and ``others``), from left to right; 进厂时间 alone is the start (T-02).

    A formula that was never calculated is an error value.
    """
    columns = {role: table.header.columns[role] for role in (*INPUTS, "entry", *others) if table.has(role)}
    roles = sorted(columns, key=columns.__getitem__)
    return {"start" if role == "entry" and "start" not in roles else role: table.known_column(role) for role in roles}


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


def joined(parts: Sequence[Cells]) -> dict[str, list[CellValue]]:
    """The columns of several tables one below the other; what a table lacks is empty.

    >>> joined([{"name": ["甲"], "wage": [900]}, {"name": ["乙"]}])
    {'name': ['甲', '乙'], 'wage': [900, None]}
    """
    roles = dict.fromkeys(role for part in parts for role in part)
    sizes = [len(next(iter(part.values()))) for part in parts]
    return {
        role: [cell for part, size in zip(parts, sizes, strict=True) for cell in part.get(role, [None] * size)]
        for role in roles
    }


@dataclass(frozen=True, slots=True)
class SeveranceInputs:
    """Inputs of the ``records`` that could be read (wages in micro yuan, OMITTED where empty); faults of the others."""

    records: NDArray[np.int64]
    start: Days
    end: Days
    wages: Wages
    ground: NDArray[np.int8]
    faults: Mapping[int, InputError]

    def compute(self, policy: Policy) -> SeveranceTable:
        """Compute all of them in one call of the rules; a row of the table for each of ``records``."""
        return severance(count_service(self.start, self.end, policy.options), self.wages, self.ground, policy)

    def select(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> SeveranceInputs:
        """Some of the readable rows, in this order."""
        wages = Wages(self.wages.own[rows], self.wages.enterprise[rows], self.wages.local[rows])
        return SeveranceInputs(
            self.records[rows], self.start[rows], self.end[rows], wages, self.ground[rows], self.faults
        )


def read_inputs(cells: Cells, policy: Policy, number: Number = cell_amount) -> SeveranceInputs:
    """Read every row of some columns; columns that are no inputs are only looked at for error values."""
    size = len(next(iter(cells.values()), ()))
    faults = error_values(cells, layout("severance"))
    columns: dict[str, list[int]] = {}
    for role, read in _readers(policy, number).items():
        known = remembering(_caught(read))
        columns[role] = values = []
        for i, value in enumerate(map(known, cells.get(role) or [None] * size)):
            if isinstance(value, InputError):
                faults.setdefault(i, value)
                value = 0
            values.append(value)
        if role == "end":
            for i, (first, last) in enumerate(zip(columns["start"], values, strict=True)):
                if last < first:
                    faults.setdefault(i, status_error(Status.END_BEFORE_START))
    records = np.array([i for i in range(size) if i not in faults], dtype=np.int64)
    start, end, own, enterprise, local, ground = (np.array(columns[role], dtype=np.int64)[records] for role in INPUTS)
    days = start.astype(np.int32), end.astype(np.int32)
    return SeveranceInputs(records, *days, Wages(own, enterprise, local), ground.astype(np.int8), faults)


def _readers(policy: Policy, number: Number) -> dict[str, Callable[[CellValue], int]]:
    """How each input is read, in the order in which faults are reported."""
    return {
        "start": lambda cell: service_day(cell, "参加工作时间", MonthDay.FIRST, policy),
        "end": lambda cell: service_day(cell, "解除时间", MonthDay.LAST, policy),
        "wage": lambda cell: own_wage(cell, "前12个月月平均工资", number),
        "enterprise_wage": lambda cell: average_wage(cell, "企业月平均工资", number),
        "local_wage": lambda cell: average_wage(cell, "当地月平均工资", number),
        "ground": lambda cell: find_ground(clean_text(cell)),
    }


def _caught(read: Callable[[CellValue], int]) -> Callable[[CellValue], int | InputError]:
    def caught(cell: CellValue) -> int | InputError:
        try:
            return read(cell)
        except InputError as error:
            return error

    return caught


def error_values(cells: Cells, contract: Layout) -> dict[int, InputError]:
    """The leftmost error value of each row that has one (G-03), with its heading by the contract of the sheet."""
    found: dict[int, InputError] = {}
    for role, column in cells.items():
        if CellError in map(type, column):
            for i, value in enumerate(column):
                if isinstance(value, CellError):
                    message = value.message or f"{contract.columns[role].name}单元格是错误值 {value.code}"
                    found.setdefault(i, InputError(message, value.code))
    return found
