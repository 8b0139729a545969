"""What a function gives back when it cannot give a value.

A :class:`CellError` is data, not an exception: it travels in the same arrays as
numbers and becomes the host's true error value, so that ``SUM`` cannot skip a
worker silently. :class:`InputError` and :class:`PolicyGap` are the exceptions
that the floors above turn into one, each carrying its code and a Chinese reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

VALUE: Final = "#VALUE!"
"""Wrong type, unknown word or option, required cell blank, column missing."""
NUM: Final = "#NUM!"
"""Understood but impossible: end before start, negative money, contradiction."""
NA: Final = "#N/A"
"""A policy gap, or a question that only the user can answer."""
DIV0: Final = "#DIV/0!"
"""Only a coverage ratio over a need of zero."""
NAME: Final = "#NAME?"
"""No function of that name."""
REF: Final = "#REF!"
NULL: Final = "#NULL!"
SPILL: Final = "#SPILL!"
CALC: Final = "#CALC!"

CODES: Final = frozenset({VALUE, NUM, NA, DIV0, NAME, REF, NULL, SPILL, CALC, "#GETTING_DATA", "#BLOCKED!", "#FIELD!"})
"""Every error value that a cell of a workbook can hold."""


@dataclass(frozen=True, slots=True)
class CellError:
    """An error value for a cell: Excel's code and a Chinese reason.

    >>> CellError("#N/A", "1985.1 是 1 月还是 10 月？")
    CellError(code='#N/A', message='1985.1 是 1 月还是 10 月？')
    """

    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.code} {self.message}".rstrip()


class InputError(ValueError):
    """A cell value, option or table that cannot be used; becomes a :class:`CellError`.

    >>> InputError("月平均工资不能为空").cell_error()
    CellError(code='#VALUE!', message='月平均工资不能为空')
    """

    def __init__(self, message: str, code: str = VALUE) -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def cell_error(self) -> CellError:
        """Give the error value that a cell shows."""
        return CellError(self.code, self.message)


class OpenDate(InputError):
    """A date that can be read in more than one way, or not for certain, with all that it may mean."""

    def __init__(self, message: str, code: str, spans: Sequence[tuple[int, int]]) -> None:
        super().__init__(message, code)
        self.spans = tuple(sorted(spans))
        """First and last day of each reading."""


class PolicyGap(LookupError):
    """No value of a parameter covers a date and place: never the nearest year, never zero.

    >>> gap = PolicyGap("职工月平均工资", "2010-06-01", "宜春市")
    >>> gap.cell_error().code
    '#N/A'
    """

    def __init__(self, parameter: str, date: str, place: str = "", nearest: str = "") -> None:
        where = place or "全国"
        hint = f"（已有数据：{nearest}）" if nearest else ""
        self.parameter, self.date, self.place = parameter, date, place
        self.message = f"政策缺口：{where} {date} 没有“{parameter}”的数值{hint}，请在政策表中补充后重算"
        super().__init__(self.message)

    def cell_error(self) -> CellError:
        """Give the error value that a cell shows."""
        return CellError(NA, self.message)
