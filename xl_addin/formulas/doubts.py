"""Refusals of a native function for what stands in the cells that it reads: there hosts give different values."""

from __future__ import annotations

from collections.abc import Sequence

from xl_addin.formulas.cells import Cells
from xl_addin.formulas.places import Area
from xl_addin.formulas.trusted import Argument, is_numeric
from xl_addin.formulas.values import Untrusted


def refuse_doubtful_matches(cells: Cells, arguments: Sequence[Argument]) -> None:
    """A criterion with a number, and texts with digits in the range before it: hosts count differently."""
    area, criterion = arguments[-2:]
    if is_numeric(criterion) and isinstance(area, Area) and cells.has_doubtful_texts(area):
        raise Untrusted("条件是数，而区域里有逻辑值或文本数字")


def refuse_unlike_errors(cells: Cells, arguments: Sequence[Argument]) -> None:
    """An error value is unlike any word, so that ``<>`` takes it in: the engine only counts it."""
    unlike = any(isinstance(one, str) and one.startswith("<>") for one in arguments)
    if unlike and any(isinstance(one, Area) and cells.errors(one) for one in arguments):
        raise Untrusted("条件用了“<>”，而区域里有错误值")


def refuse_several_errors(cells: Cells, arguments: Sequence[Argument]) -> None:
    """A rectangle of several rows and columns with several kinds of errors: which one is met first is up to the host.

    In a single row or column every host goes from its beginning.
    """
    areas = [one for one in arguments if isinstance(one, Area)]
    blocks = [one for one in areas if one.first_row != one.last_row and one.first_col != one.last_col]
    if any(len(cells.errors(block)) > 1 for block in blocks):
        raise Untrusted("区域里有几种错误值")
