"""Severance of many cells at once: rows of arguments that hold nothing to ask about, computed by one call of the rules.

Which rows those are is told by the types alone: true dates or the serials that hosts give for them, true numbers, a
ground in words. All other rows, and those that the rules refuse, have no value here: the single call says what is wrong
with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from xl_addin.functions.severance.functions import months_value
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable, Status
from xl_addin.rules.severance.service import count_service
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.severance_inputs import INPUTS, SeveranceInputs, read_inputs
from xl_addin.tables.ranges import plain
from xl_addin.values.dates import to_date
from xl_addin.values.errors import InputError, PolicyGap
from xl_addin.values.money import fen_to_yuan
from xl_addin.values.serials import LATER, from_serial, is_serial, usual_serial

Rows = Sequence[Sequence[Any]]
_NUMBERS: Final = frozenset({int, float, *LATER.values()})
_GIVEN_OR_NOT: Final = _NUMBERS | {type(None)}
_WORDS: Final = frozenset({str, type(None)})
_TYPES: Final = (*[frozenset({dt.date})] * 2, _NUMBERS, _GIVEN_OR_NOT, _GIVEN_OR_NOT, _WORDS)
"""What the arguments of a worker may be, in the order of :data:`INPUTS`."""


def severance_amounts(rows: Rows) -> list[Any]:
    """``SOE_SEVERANCE`` of each row in yuan, None where it must be asked."""
    return _computed(rows, lambda table: [fen_to_yuan(int(fen)) for fen in table.amount_fen.tolist()])


def severance_months(rows: Rows) -> list[Any]:
    """``SOE_SEVERANCE_MONTHS`` of each row, None where it must be asked."""
    return _computed(rows, lambda table: list(map(months_value, table.months.tolist())))


def service_months(rows: Rows) -> list[Any]:
    """``SOE_SERVICE_MONTHS`` of each row, None where it must be asked or where months are deducted."""
    found: list[Any] = [None] * len(rows)
    padded = [_with_days([*row, *[None] * (4 - len(row))]) for row in rows]
    sound = [
        i
        for i, row in enumerate(padded)
        if len(row) == 4 and type(row[0]) is type(row[1]) is dt.date and _is_nothing(row[2])
    ]
    for policy, some in by_policy(padded, sound, 3):
        cells = {"start": [padded[i][0] for i in some], "end": [padded[i][1] for i in some], "wage": [0] * len(some)}
        inputs = read_inputs(cells, policy)
        months = count_service(inputs.start, inputs.end, policy.options).whole.months.tolist()
        for record, value in zip(inputs.records.tolist(), months, strict=True):
            found[some[record]] = value
    return found


def _with_days(row: list[Any]) -> list[Any]:
    """The row with its first two values, where they are serials, as the dates that they are read as."""
    for place in (0, 1):
        value = row[place]
        if type(value) in _NUMBERS and is_serial(value) and value == int(value):
            row[place] = to_date(from_serial(int(usual_serial(value))))
    return row


def _is_nothing(value: Any) -> bool:
    return value is None or (type(value) in _NUMBERS and value == 0)


def _computed(rows: Rows, shown: Callable[[SeveranceTable], list[Any]]) -> list[Any]:
    found: list[Any] = [None] * len(rows)
    width = len(INPUTS) + 1
    padded = [_with_days([*row, *[None] * (width - len(row))]) for row in rows]
    sound = [
        i
        for i, row in enumerate(padded)
        if len(row) == width and all(type(v) in kinds for v, kinds in zip(row, _TYPES, strict=False))
    ]
    for policy, some in by_policy(padded, sound, width - 1):
        inputs = read_inputs({role: [plain(padded[i][k]) for i in some] for k, role in enumerate(INPUTS)}, policy)
        _put(found, some, inputs, inputs.compute(policy), shown)
    return found


def _put(
    found: list[Any],
    some: Sequence[int],
    inputs: SeveranceInputs,
    table: SeveranceTable,
    shown: Callable[[SeveranceTable], list[Any]],
) -> None:
    """Put what the rules could compute in its place."""
    values = zip(inputs.records.tolist(), table.status.tolist(), shown(table), strict=True)
    for record, status, value in values:
        if status == Status.OK:
            found[some[record]] = value


def by_policy(rows: Rows, sound: Sequence[int], place: int) -> Iterator[tuple[Policy, list[int]]]:
    """The rows that name the same policy; those whose policy cannot be read are left to single calls."""
    groups: dict[Any, list[int]] = {}
    for i in sound:
        given = rows[i][place]
        groups.setdefault(id(given) if isinstance(given, list) else (type(given), given), []).append(i)
    for some in groups.values():
        try:
            yield read_policy(plain(rows[some[0]][place])), some
        except (InputError, PolicyGap):
            continue
