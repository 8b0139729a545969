"""Cell values on their way between Excel's automation interface (COM) and ``xl_addin.functions.call``.

What pywin32 hands over: a number is a ``float``, text ``str``, TRUE/FALSE ``bool``, an empty cell None, a date
an aware ``datetime``, a currency ``Decimal``, a range (read by the add-in's VBA) a tuple of tuples, and an *error
value the integer* of its code (#N/A is -2146826246). The same convention holds on the way back: every number leaves
as a ``float``, so an integer can only be an error. pywin32 has no way to send a true error value (it turns each
``VARIANT(VT_ERROR, …)`` into "missing argument"), so the add-in's VBA gives ``CVErr`` of its lower 16 bits for each
integer that it receives.

Imports neither xlwings nor pywin32: the rules can be tested on any system.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any, Final

from xl_addin.values.errors import NUM, VALUE, CellError

_ERROR_BASE: Final = -0x7FF60000
"""Excel's error numbers as COM sends them: 0x800A0000 as a signed number, plus what CVErr takes."""
_CVERR: Final = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#GETTING_DATA": 2043,
    "#SPILL!": 2045,
    "#BLOCKED!": 2047,
    "#FIELD!": 2049,
    "#CALC!": 2050,
}
_CODES: Final = {number: code for code, number in _CVERR.items()}
_MISSING: Final = -2147352572
"""DISP_E_PARAMNOTFOUND: an argument that was left out."""
_AS_IT_IS: Final = frozenset({float, str, bool, type(None)})


def error_number(code: str) -> int:
    """Give the number by which COM knows an error value; an unknown code is ``#VALUE!``.

    >>> error_number("#N/A")
    -2146826246
    """
    return _ERROR_BASE + _CVERR.get(code, _CVERR[VALUE])


def from_excel(value: Any) -> Any:
    """Turn what COM hands over for one argument into a raw cell value or a list of rows.

    >>> from_excel(((1.0, None), ("工资", -2146826246)))
    [[1.0, None], ['工资', CellError(code='#N/A', message='')]]
    >>> from_excel((1.0, 2.0))  # an array constant such as {1,2}
    [[1.0, 2.0]]
    """
    if not isinstance(value, (tuple, list)):
        return _cell(value)
    rows = value if value and isinstance(value[0], (tuple, list)) else (value,)
    # Most rows need no change; asking that of a whole row at once is the fast way over a million cells.
    return [list(row) if _AS_IT_IS.issuperset(map(type, row)) else [_cell(cell) for cell in row] for row in rows]


def _cell(value: Any) -> Any:
    """Turn one cell as COM gives it into a raw cell value."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _number_or_error(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dt.datetime):
        # pywin32 marks the clock time of the cell as UTC; it is no time zone of the user's.
        return dt.datetime(
            value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond
        )
    return value


def _number_or_error(value: int) -> int | CellError | None:
    if value == _MISSING:
        return None
    number = value - _ERROR_BASE
    return CellError(_CODES.get(number, VALUE), "") if 0 <= number < 0x10000 else value


def to_excel(result: Any) -> list[list[Any]]:
    """Turn a result of ``call`` into rows that COM can carry; never raises.

    Blank becomes empty text, because Excel shows an empty result as 0.

    >>> to_excel(43200), to_excel(CellError("#NUM!", "解除时间早于参加工作时间"))
    ([[43200.0]], [[-2146826252]])
    >>> to_excel([["姓名", "金额"], ["王三", None]])
    [['姓名', '金额'], ['王三', '']]
    """
    if isinstance(result, list):
        return [[cell if type(cell) is str else _result(cell) for cell in row] for row in result]
    return [[_result(result)]]


def _result(value: Any) -> Any:
    """Turn one cell of a result into what COM can carry."""
    if type(value) is float or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return float(value) if math.isfinite(value) else error_number(NUM)
    if value is None:
        return ""
    if isinstance(value, (str, bool)):
        return value
    if isinstance(value, CellError):
        return error_number(value.code)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=dt.UTC)
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day, tzinfo=dt.UTC)
    return error_number(VALUE)
