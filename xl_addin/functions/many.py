"""Many calls of one function at once, as a filled-down column makes them; each result is what the single call gives.

Rows without a question (true dates, true numbers, known grounds) are computed as columns by the same rules; every
other row, and every function that has no columns, is a single call. What is asked twice is computed once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, Final

from xl_addin.functions import CATALOG, call
from xl_addin.functions.kinds import DeferredModule
from xl_addin.functions.spec import Result
from xl_addin.tables.ranges import SharedRange, is_range, plain

_severance = DeferredModule("xl_addin.functions.severance.columns")
_insurance = DeferredModule("xl_addin.functions.insurance.columns")
_COLUMNS: Final[dict[str, Callable[[Sequence[Sequence[Any]]], list[Any]]]] = {
    "SOE_SERVICE_MONTHS": _severance.service_months,
    "SOE_SEVERANCE": _severance.severance_amounts,
    "SOE_SEVERANCE_MONTHS": _severance.severance_months,
    "SOE_PACKAGE": _insurance.package_amounts,
}
"""Functions by ASCII name that take rows of arguments and give a value for each row, None where they give none."""
COLUMNS: Final = frozenset(
    name for name in _COLUMNS if all(argument.shape != "range" for argument in CATALOG[name].arguments)
)
"""The names of those whose arguments may all be single cells: Calc gathers their calls itself."""
_FEW: Final = 3
"""Rows below which columns cost more than they save."""


def call_rows(name: str, rows: Sequence[Sequence[Any]]) -> list[Result]:
    """Compute a function for each row of arguments; never raises.

    >>> days = ["1985-07-01", "2011-09-28"]
    >>> call_rows("SOE_SERVICE_MONTHS", [days, days[::-1]])[0]
    314
    """
    columns = _COLUMNS.get(name)
    found: list[Any] = [None] * len(rows)
    if columns is not None and len(rows) >= _FEW:
        try:
            found = columns([_in_cells(row) for row in rows])
        except Exception:  # one by one, each tells its own fault
            found = [None] * len(rows)
    left = [i for i, value in enumerate(found) if value is None]
    known: dict[Any, Result] = {}
    for i, row in zip(left, _sharing([rows[i] for i in left]), strict=True):
        key = _key(row)
        if key not in known:
            known[key] = call(name, *row)
        found[i] = known[key]
    return found


def _sharing(rows: list[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """The rows, with each list that several of them hold as one range that is looked through once.

    The lists live as long as the rows do, so that none takes the identity of another.
    """
    holders = Counter(id(value) for row in rows for value in row if type(value) is list)
    shared: dict[int, Any] = {}
    for row in rows:
        given = list(row)
        for place, value in enumerate(row):
            if holders.get(id(value), 0) > 1:
                if id(value) not in shared:
                    found = plain(value)
                    shared[id(value)] = SharedRange(found) if is_range(found) else found
                given[place] = shared[id(value)]
        yield given


def _key(row: Sequence[Any]) -> tuple[Any, ...]:
    """What tells one call from another: a range that many share is the same object to all of them."""
    return tuple((type(value), id(value) if _is_compared_as_such(value) else value) for value in row)


def _is_compared_as_such(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or not isinstance(value, Hashable)


def _in_cells(row: Sequence[Any]) -> list[Any]:
    """The row with ranges of one cell as their cell, which is what the single call takes them for (G-10).

    Excel 365 hands a single cell over as a range wherever a range may stand, as with segments of service.
    """
    return [value[0][0] if _is_one_cell(value) else value for value in row]


def _is_one_cell(value: Any) -> bool:
    return type(value) is list and len(value) == 1 and type(value[0]) is list and len(value[0]) == 1
