"""Forms for new workbooks: lines of cells that span several columns, turned into rows, merges and heights.

Excel does not fit the height of a merged cell to its text, so heights are estimated here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xl_addin.files.building.workbook import NewCell, row_height
from xl_addin.tables.grid import address


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of a form line, the number of columns that it spans, and the points that its line is high at least."""

    cell: NewCell
    span: int = 1
    least: float = 0.0


FormLine = Sequence[FormCell]


@dataclass(frozen=True, slots=True)
class Form:
    """Lines laid out on the columns of a sheet, from some row on."""

    rows: list[list[NewCell]]
    merges: list[str]
    heights: dict[int, float]

    @property
    def height(self) -> float:
        """Height of all rows together in points."""
        return sum(self.heights.values())


def lay_out(lines: Sequence[FormLine], widths: Sequence[float], first_row: int, least: float = 18.0) -> Form:
    """Lay lines out below each other; every line must span all columns. Rows are at least ``least`` points high.

    >>> line = [FormCell(NewCell("姓名", "label")), FormCell(NewCell("王三", "text"), 2)]
    >>> form = lay_out([line], [10, 10, 10], 4)
    >>> form.merges, form.heights, len(form.rows[0])
    (['B4:C4'], {4: 18.0}, 3)
    """
    form = Form([], [], {})
    for number, line in enumerate(lines, first_row):
        cells: list[NewCell] = []
        rooms = []
        for item in line:
            left = len(cells) + 1
            cells += [item.cell] + [NewCell(None, item.cell.style)] * (item.span - 1)
            rooms.append(sum(widths[left - 1 : len(cells)]))
            if item.span > 1:
                form.merges.append(f"{address(number, left)}:{address(number, len(cells))}")
        if len(cells) != len(widths):
            raise ValueError(f"line {number} spans {len(cells)} columns of {len(widths)}")
        form.rows.append(cells)
        wanted = row_height([item.cell for item in line], rooms)
        form.heights[number] = max(least, wanted, *(item.least for item in line))
    return form
