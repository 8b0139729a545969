"""Calls of worksheet functions from Calc: rows of arguments in, plain values out, in this process or from the worker.

Calc's add-in interface gives a blank cell as the number zero. Where zero cannot be meant, it is taken as the blank;
where a blank and a zero would give different amounts, the answer says so and the caller asks again in the exact way.

A document may count its days from 1904 or 1900: its numbers are marked as such on the way in, days are counted from
there on the way out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from xl_addin.functions import CATALOG
from xl_addin.functions.many import call_rows
from xl_addin.functions.spec import FunctionSpec
from xl_addin.hosts.openbook.json_values import written
from xl_addin.values.errors import CODES, VALUE, CellError
from xl_addin.values.serials import LATER, LaterSerial, is_serial, serial_of

_NEVER_ZERO: Final = frozenset(
    {"policy", "ground", "text", "word", "one_of", "time_unit", "severity", "insurance", "parameter", "day_first"}
    | {"day_last", "stated_average", "positive", "service", "period", "typed_date"}
)
"""Kinds of optional arguments whose cell cannot mean a zero, so that a zero is a blank cell."""
_CELLS: Final = frozenset({float, int, str, type(None)})
_FOREIGN: Final = {"error": VALUE, "message": "工作簿的日期起点不是 1899-12-30、1900-01-01 或 1904-01-01，不能计算"}
UNCLEAR: Final[dict[str, Any]] = {"error": VALUE, "unclear": True}


def answers(name: str, rows: Sequence[Sequence[Any]], exact: bool = False, behind: int = 0) -> list[Any]:
    """Answer calls of one function; a value is a number, a text, None, rows, or ``{"error": code, …}``.

    ``exact`` says that blanks come as None and a zero is a zero; ``behind`` how many days the serials of the document
    lack to the usual ones.

    >>> answers("SOE_SEVERANCE", [[31229.0, 40814.0, 1600.0, 0.0, 2300.0], [31229.0, 40814.0, 0.0]])
    [43200.0, {'error': '#VALUE!', 'unclear': True}]
    """
    later = LATER.get(behind)
    if behind and later is None:
        return [_FOREIGN] * len(rows)
    given = [[_read(value, later) for value in row] for row in rows]
    if exact:
        return [_told(value, behind) for value in call_rows(name, given)]
    spec = CATALOG[name]
    blank = [[_blank(spec, place, value) for place, value in enumerate(row)] for row in given]
    found: list[Any] = list(call_rows(name, blank))
    unsure = [place for place, row in enumerate(blank) if 0.0 in [v for v in row if type(v) is float]]
    if unsure:
        as_blanks = call_rows(name, [[None if _is_zero(value) else value for value in blank[i]] for i in unsure])
        for place, other in zip(unsure, as_blanks, strict=True):
            found[place] = _settled(found[place], other)
    return [value if value is UNCLEAR else _told(value, behind) for value in found]


def _told(value: Any, behind: int) -> Any:
    """A result as plain data, its days in the serials of the document."""
    return written(_counted(value, behind) if behind else value)


def _counted(value: Any, behind: int) -> Any:
    if isinstance(value, list):
        return [[_counted(cell, behind) for cell in row] for row in value]
    if isinstance(value, dt.date):
        return serial_of(value, False) - behind
    return float(value) if isinstance(value, LaterSerial) else value


def _is_zero(value: Any) -> bool:
    return type(value) is float and value == 0.0


def _blank(spec: FunctionSpec, place: int, value: Any) -> Any:
    """A zero that can only be a blank cell."""
    if not _is_zero(value) or place >= len(spec.arguments):
        return value
    argument = spec.arguments[place]
    if spec.name == "SOE_EXPLAIN":  # its arguments are read later, as those of SOE_SEVERANCE
        argument = CATALOG["SOE_SEVERANCE"].arguments[place]
    return None if (argument.optional or argument.blank_allowed) and argument.kind in _NEVER_ZERO else value


def _settled(as_zero: Any, as_blank: Any) -> Any:
    """The answer where both ways agree, or fail alike; otherwise nobody can tell."""
    if isinstance(as_zero, CellError) and isinstance(as_blank, CellError):
        return as_blank
    return as_zero if type(as_zero) is type(as_blank) and as_zero == as_blank else UNCLEAR


def _is_plain(row: Sequence[Any], later: type[LaterSerial] | None) -> bool:
    """Whether a row holds neither an error value nor a number of another date system."""
    return later is None and _CELLS.issuperset(map(type, row)) and CODES.isdisjoint(row)


def _read(value: Any, later: type[LaterSerial] | None) -> Any:
    if isinstance(value, list | tuple):
        return [list(row) if _is_plain(row, later) else [_read(cell, later) for cell in row] for row in value]
    if type(value) is float or type(value) is int:  # Basic gives whole numbers as such
        return later(value) if later and is_serial(value) else value
    if value is None:
        return value
    return CellError(str(value), "") if isinstance(value, str) and value in CODES else value
