"""Many calls of one function at once, as a filled-down column makes them; each result is what the single call gives.

Rows without a question (true dates, true numbers, known grounds) are computed as columns by the same rules; every
other row, and every function that has no columns, is a single call. What is asked twice is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final

from xl_addin.functions import CATALOG, call
from xl_addin.functions.kinds import DeferredModule
from xl_addin.functions.spec import Result

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
    known: dict[Any, Result] = {}
    for i, row in enumerate(rows):
        if found[i] is None:
            key = _key(row)
            if key not in known:
                known[key] = call(name, *row)
            found[i] = known[key]
    return found


def _key(row: Sequence[Any]) -> tuple[Any, ...]:
    """What tells one call from another: a range that many share is the same object to all of them."""
    return tuple((type(value), id(value) if _is_range(value) else value) for value in row)


def _is_range(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or not isinstance(value, Hashable)


def _in_cells(row: Sequence[Any]) -> list[Any]:
    """The row with ranges of one cell as their cell, which is what the single call takes them for (G-10).

    Excel 365 hands a single cell over as a range wherever a range may stand, as with segments of service.
    """
    return [value[0][0] if _is_one_cell(value) else value for value in row]


def _is_one_cell(value: Any) -> bool:
    return type(value) is list and len(value) == 1 and type(value[0]) is list and len(value[0]) == 1
