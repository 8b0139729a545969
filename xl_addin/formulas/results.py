"""What a formula's value becomes in the cells that the formula fills.

A formula entered normally shows one value: of a table the upper left one, as Excel shows it for a formula that does
not spill. An array formula fills its range: a scalar or an error everywhere, a table from the upper left with ``#N/A``
in surplus cells (C5 80). A table larger than the range is an error in every cell of it, never a silent cut; that also
holds for a spilling formula whose range was saved by a host that could not spill it, because the range in the file is
never changed and half a table looks like a whole one. The error code is ``#VALUE!``: files hold no plain ``#SPILL!``.
"""

from __future__ import annotations

from typing import Final

from xl_addin.formulas.values import Serial, Value, stable
from xl_addin.tables.grid import Bounds, FormulaCell, address, corners
from xl_addin.values.errors import NA, VALUE, CellError

Table = list[list[Value]]
_MOST_CELLS: Final = 2_000_000


def bounds(formula: FormulaCell) -> Bounds:
    """First row, first column, last row, last column of the cells that a formula fills; ValueError if senseless.

    >>> bounds(FormulaCell(2, 2, "经济补偿金表(A:D)", "array", "B2:D9", None, False))
    (2, 2, 9, 4)
    """
    if formula.kind == "normal" or not formula.ref:
        return formula.row, formula.col, formula.row, formula.col
    row, col, last_row, last_col = corners(formula.ref)
    if (row, col) != (formula.row, formula.col) or (last_row - row + 1) * (last_col - col + 1) > _MOST_CELLS:
        raise ValueError(formula.ref)
    return row, col, last_row, last_col


def fill(formula: FormulaCell, result: Value | Table) -> dict[tuple[int, int], Value]:
    """Values by (row, column) of every cell that the formula fills."""
    row, col, last_row, last_col = bounds(formula)
    height, width = last_row - row + 1, last_col - col + 1
    if formula.kind == "normal" and isinstance(result, list):
        result = result[0][0]
    if isinstance(result, list) and (len(result) > height or len(result[0]) > width):
        result = _too_large(formula, len(result), len(result[0]))
    if not isinstance(result, list):
        return {(r, c): result for r in range(row, last_row + 1) for c in range(col, last_col + 1)}
    surplus = CellError(NA, "")
    return {
        (row + r, col + c): result[r][c] if r < len(result) and c < len(result[0]) else surplus
        for r in range(height)
        for c in range(width)
    }


def _too_large(formula: FormulaCell, height: int, width: int) -> CellError:
    place = f"{address(formula.row, formula.col)}:{address(formula.row + height - 1, formula.col + width - 1)}"
    how = "按 Ctrl+Shift+Enter 重新输入" if formula.kind == "array" else "并在能自动展开的表格程序中重算"
    return CellError(VALUE, f"结果有 {height} 行 {width} 列，公式所占区域 {formula.ref} 放不下；请选定 {place} {how}")


def written(value: Value, *, native: bool) -> bool | int | float | str | CellError:
    """The value as it is stored: a number keeps 15 digits if native arithmetic made it; a blank result is 0.

    >>> written(0.1 + 0.2, native=True), written(43200.0, native=False), written(None, native=True)
    (0.3, 43200, 0)
    """
    if value is None:
        return 0
    if isinstance(value, float):
        shown = stable(value) if native else float(value)
        if isinstance(value, Serial):
            return Serial(shown)  # still known to be a date when the checks read it
        return int(shown) if shown.is_integer() and abs(shown) < 1e15 else shown
    return value
