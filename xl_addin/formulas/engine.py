"""Evaluation of single native function calls, behind a small interface of ours; the engine is formualizer.

The engine never sees the user's file (one cell with a link to another book stops it and spoils others) nor a formula
as a whole: it gets the columns that a call reads and the call with its scalar arguments as constants. What it may be
asked at all is decided in :mod:`natives`. Cells are addressed by sheet number; dates are plain serials.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

from xl_addin.formulas.places import Area
from xl_addin.formulas.values import Untrusted, Value
from xl_addin.tables.grid import MAX_ROW, column_letters
from xl_addin.values.errors import CellError


class Engine(Protocol):
    """What recalculation needs of an engine."""

    def load(self, sheet: int, col: int, cells: Sequence[tuple[int, Value]]) -> None:
        """Give the values of a column: rising row numbers and what stands there; all others are empty."""

    def put(self, sheet: int, row: int, col: int, value: Value) -> None:
        """Replace one value."""

    def evaluate(self, call: str) -> Value:
        """Evaluate a call; raise :class:`Untrusted` if there is no single trustworthy value."""


_CODES: Final = {
    "Na": "#N/A",
    "Div": "#DIV/0!",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Num": "#NUM!",
    "Null": "#NULL!",
}
_KINDS: Final = {code: kind for kind, code in _CODES.items()}
_SCRATCH: Final = "scratch"


def area_text(area: Area) -> str:
    """How the engine writes a rectangle.

    >>> area_text(Area(2, 1, 1, 20, 2)), area_text(Area(0, 1, 1, 1048576, 3))
    ('s2!$A$1:$B$20', 's0!$A:$C')
    """
    first, last = column_letters(area.first_col), column_letters(area.last_col)
    if area.first_row == 1 and area.last_row == MAX_ROW:
        return f"s{area.sheet}!${first}:${last}"
    return f"s{area.sheet}!${first}${area.first_row}:${last}${area.last_row}"


def argument_text(argument: Value | Area) -> str:
    """How the engine writes an argument; :class:`Untrusted` for nothing and for a logical.

    >>> argument_text('a"b'), argument_text(-1.5)
    ('"a""b"', '(-1.5)')
    """
    if isinstance(argument, Area):
        return area_text(argument)
    if isinstance(argument, str):
        return '"' + argument.replace('"', '""') + '"'
    if isinstance(argument, float):
        return f"({float(argument)!r})"
    raise Untrusted("参数为空或是逻辑值")


class FormualizerEngine:
    """:class:`Engine` by formualizer."""

    def __init__(self) -> None:
        import formualizer

        self._formualizer = formualizer
        self._book = formualizer.Workbook()
        self._book.set_temporal_egress("serial")
        self._book.set_changelog_enabled(False)  # else it keeps every call and result that it was ever given
        self._book.add_sheet(_SCRATCH)

    def load(self, sheet: int, col: int, cells: Sequence[tuple[int, Value]]) -> None:
        """Give the values of a column: rising row numbers and what stands there; all others are empty."""
        self._book.add_sheet(f"s{sheet}")
        start = 0
        for end in range(1, len(cells) + 1):
            if end == len(cells) or cells[end][0] != cells[end - 1][0] + 1:
                block = [[self._foreign(value)] for _, value in cells[start:end]]
                self._book.set_values_batch(f"s{sheet}", cells[start][0], col, block)
                start = end

    def put(self, sheet: int, row: int, col: int, value: Value) -> None:
        """Replace one value."""
        self._book.set_value(f"s{sheet}", row, col, self._foreign(value))

    def evaluate(self, call: str) -> Value:
        """Evaluate a call; raise :class:`Untrusted` if there is no single trustworthy value."""
        try:
            self._book.set_formula(_SCRATCH, 1, 1, "=" + call)
            result = self._book.evaluate_cell(_SCRATCH, 1, 1)
        except (KeyboardInterrupt, SystemExit, MemoryError):
            raise
        except BaseException as error:  # a Rust panic is no Exception
            raise Untrusted("计算引擎不支持这个公式") from error
        return _value(result)

    def _foreign(self, value: Value) -> Any:
        if isinstance(value, CellError):
            return self._formualizer.LiteralValue.error(_KINDS.get(value.code, "Value"), None)
        return float(value) if isinstance(value, float) else value


def _value(result: object) -> Value:
    if isinstance(result, dict):
        code = _CODES.get(str(result.get("kind")))
        if code is None:
            raise Untrusted("计算引擎不支持这个公式")
        return CellError(code, "")
    if isinstance(result, bool | str) or result is None:
        return result
    if isinstance(result, int | float):
        return float(result)
    raise Untrusted("公式给出一组数，而不是一个数")
