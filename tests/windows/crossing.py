"""Cell values as text between the two systems: JSON with a mark on what JSON does not know."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from xl_addin.values.errors import CellError

ERRORS = {
    "#NULL!": -2146826288,
    "#DIV/0!": -2146826281,
    "#VALUE!": -2146826273,
    "#REF!": -2146826265,
    "#NAME?": -2146826259,
    "#NUM!": -2146826252,
    "#N/A": -2146826246,
}
"""The numbers by which Excel's automation interface knows error values, written down from its documentation."""
_CODES = {number: code for code, number in ERRORS.items()}
_EPOCH = dt.datetime(1899, 12, 30)


def argument(value: Any) -> Any:
    """Give an argument as the add-in's VBA would send it: dates of one cell as dates, of a range as serial numbers."""
    if isinstance(value, list):
        return {"rows": [[_in_range(cell) for cell in row] for row in value]}
    return _scalar(value)


def _in_range(value: Any) -> Any:
    if isinstance(value, dt.date):
        return (_moment(value) - _EPOCH) / dt.timedelta(days=1)
    return _scalar(value)


def _scalar(value: Any) -> Any:
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, CellError):
        return {"error": ERRORS[value.code]}
    if isinstance(value, dt.date):
        return {"date": _moment(value).isoformat()}
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    raise TypeError(f"no cell holds {type(value)}")


def _moment(value: dt.date) -> dt.datetime:
    return value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)


def expected(result: Any) -> Any:
    """Give what a cell, or the cells of a range, must hold after a call that returned ``result`` here."""
    rows = result if isinstance(result, list) else [[result]]
    return [[_shown(cell) for cell in row] for row in rows]


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, CellError):
        return {"error": value.code}
    if isinstance(value, dt.date):
        return {"date": _moment(value).isoformat()}
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def received(answer: Any) -> Any:
    """Give what came back from Windows in the same form; a lone value is a table of one cell."""
    rows = answer["rows"] if isinstance(answer, dict) and "rows" in answer else [[answer]]
    return [[_named(cell) for cell in row] for row in rows]


def _named(value: Any) -> Any:
    if isinstance(value, dict) and "number" in value:
        return {"error": _CODES.get(value["number"], value["number"])}
    return value
