"""SOE_SEVERANCE_TABLE: a roster range with its heading row in, one computed row a person out.

Headings are found by their aliases wherever they stand (T-01, T-02). A bad person spoils only
that row (T-05); sums and blank rows are no persons (T-04). All good rows are computed in one call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np

from xl_addin.functions.readers import read_money
from xl_addin.functions.severance.functions import months_value
from xl_addin.functions.severance.workers import (
    STATUS_MESSAGES,
    read_ground,
    read_stated_average,
    service_day,
    status_error,
)
from xl_addin.functions.spec import Scalar
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable, Status, severance
from xl_addin.rules.severance.derivation import short_note
from xl_addin.rules.severance.service import count_service
from xl_addin.rules.severance.wages import Wages
from xl_addin.sheets.roster_range import Columns, find_columns, person_rows, remembering
from xl_addin.sheets.units import refuse_other_spans, refuse_other_units
from xl_addin.tables.cleaning import MonthDay, clean_text
from xl_addin.tables.layouts import layout
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
REQUIRED: Final = {
    "name": "姓名",
    "start": "参加工作时间",
    "end": "解除时间",
    "wage": "前12个月月平均工资",
}
_WAGES: Final = ("wage", "enterprise_wage", "local_wage")
_USED: Final = ("name", "start", "end", "wage", "enterprise_wage", "local_wage", "ground")


def severance_columns(rows: Sequence[Sequence[Any]]) -> tuple[list[Sequence[Any]], dict[str, int]]:
    """Find the persons and columns of a roster; a missing required column is one error naming it (T-06)."""
    number, columns = find_columns(rows, layout("severance").aliases)
    if "start" not in columns and "entry" in columns:
        columns["start"] = columns["entry"]
    missing = [name for role, name in REQUIRED.items() if role not in columns]
    if missing:
        raise InputError(f"表中缺少列：{'、'.join(missing)}，请补上标题后重算")
    refuse_other_units(rows[: number + 1], columns, _WAGES)
    refuse_other_spans(rows[: number + 1], columns, _WAGES)
    roles: tuple[str, ...] = ("seq", *_USED)
    used = {role: columns[role] for role in roles if role in columns}
    return person_rows(rows[number + 1 :], used), used


def _readers(policy: Policy) -> dict[str, Callable[[Any], int]]:
    """How each input of a person is read, in the order in which faults are reported."""
    return {
        "start": remembering(lambda cell: service_day(cell, "参加工作时间", MonthDay.FIRST, policy)),
        "end": remembering(lambda cell: service_day(cell, "解除时间", MonthDay.LAST, policy)),
        "wage": remembering(lambda cell: read_money(cell, "前12个月月平均工资")),
        "enterprise_wage": remembering(lambda cell: read_stated_average(cell, "企业月平均工资")),
        "local_wage": remembering(lambda cell: read_stated_average(cell, "当地月平均工资")),
        "ground": remembering(read_ground),
    }


def _refuse_errors(row: Sequence[Any], columns: Columns) -> None:
    """Let the leftmost error value of a row come out (G-03)."""
    if CellError not in map(type, row):
        return
    for role in sorted(columns, key=columns.__getitem__):
        value = row[columns[role]] if columns[role] < len(row) else None
        if isinstance(value, CellError):
            raise InputError(value.message or f"{_title(role)}单元格是错误值 {value.code}", value.code)


def _title(role: str) -> str:
    return layout("severance").columns[role].name


def compute_roster(
    persons: Sequence[Sequence[Any]], columns: Columns, policy: Policy
) -> tuple[SeveranceTable, list[int | InputError]]:
    """Compute all readable persons at once; each person maps to a row of the table or to an error."""
    read: list[list[int]] = []
    where: list[int | InputError] = []
    readers = [(columns.get(role, -1), reader) for role, reader in _readers(policy).items()]
    days, others = readers[:2], readers[2:]
    for row in persons:
        width = len(row)
        try:
            _refuse_errors(row, columns)
            dates = [read_cell(row[column] if 0 <= column < width else None) for column, read_cell in days]
            if dates[1] < dates[0]:
                raise status_error(Status.END_BEFORE_START)
            rest = [read_cell(row[column] if 0 <= column < width else None) for column, read_cell in others]
        except InputError as error:
            where.append(error)
        else:
            where.append(len(read))
            read.append(dates + rest)
    data = np.array(read, dtype=np.int64).reshape(len(read), 6)
    span = data[:, :2].astype(np.int32)
    service = count_service(span[:, 0], span[:, 1], policy.options)
    wages = Wages(data[:, 2].copy(), data[:, 3].copy(), data[:, 4].copy())
    return severance(service, wages, data[:, 5].astype(np.int8), policy), where


def _base(table: SeveranceTable, base: int, months: int) -> float | None:
    return base / table.base_unit if months else None


def severance_table(roster: Sequence[Sequence[Any]], policy: Policy) -> list[list[Scalar]]:
    """One row a person under Chinese headings (T-03)."""
    persons, columns = severance_columns(roster)
    table, where = compute_roster(persons, columns, policy)
    result: list[list[Scalar]] = [list(HEADINGS)]
    for row, place in zip(persons, where, strict=True):
        written = row[columns["name"]] if columns["name"] < len(row) else None
        name = "" if isinstance(written, CellError) else clean_text(written)
        if isinstance(place, int) and table.status[place] != Status.OK:
            code, message = STATUS_MESSAGES[Status(int(table.status[place]))]
            place = InputError(message, code)
        if isinstance(place, InputError):
            result.append([name, None, None, None, None, None, place.cell_error(), place.message])
            continue
        result.append([name, *_numbers(table, place), short_note(table, place)])
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
