"""A recognised sheet as columns: its records, its sums, what was skipped, and where each cell stands.

Values are the raw cell values (cleaning is :mod:`xl_addin.tables.cleaning`); merged cells are
filled down inside their range only. Columns are taken out when asked for, so that a check
of three columns does not pay for thirty. A range of a cell function becomes the same table: a sheet
without name, formats or merged cells. No law and no judgement stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from operator import itemgetter
from typing import Any, Final

from xl_addin.tables.doubts import Doubt
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid, address
from xl_addin.tables.headers import HeaderMatch, find_headers, nearest_header, read_header
from xl_addin.tables.labels import is_closing, is_sum
from xl_addin.tables.layouts import ColumnSpec, Layout
from xl_addin.tables.record_rows import is_unlabelled, split_rows, take
from xl_addin.tables.title_lines import Titles, page_starts, read_titles, title_start
from xl_addin.values.errors import NA, CellError

_LARGE_RANGE: Final = 200_000
AWAITING: Final = CellError(NA, "公式还没有计算结果，请用表格软件打开、重算并保存后再试")
"""What stands for a formula whose value was never stored, where empty would mean something else."""


@dataclass(slots=True, eq=False)
class SheetTable:
    """One table of a sheet. Row and column numbers begin at 1; records are numbered from 0."""

    sheet: str
    layout: Layout
    header: HeaderMatch
    title: str
    enterprise: str
    """Enterprise that a title line names, '' if none."""
    unit: str
    """Money unit that a title line states, '' if none; a unit in a heading goes before it."""
    last_row: int
    row_numbers: list[int]
    """Sheet row of each record."""
    sum_rows: list[int]
    skipped_rows: list[int]
    _records: list[list[CellValue]]
    _anchors: dict[tuple[int, int], tuple[int, int]]
    """Merged cell to the upper left cell of its range, for ranges over several rows."""
    _grid: SheetGrid
    _columns: dict[str, list[CellValue]] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    """Why the table cannot be read as it stands, by the code of the check that says it."""

    @property
    def kind(self) -> str:
        """The layout's kind, e.g. ``roster``."""
        return self.layout.kind

    def __len__(self) -> int:
        return len(self.row_numbers)

    def has(self, role: str) -> bool:
        """Tell whether the sheet has this column."""
        return role in self.header.columns

    def specs(self) -> list[ColumnSpec]:
        """The columns that the sheet has, from left to right."""
        found = sorted(self.header.columns.items(), key=itemgetter(1))
        return [self.layout.columns[role] for role, _ in found]

    def label(self, role: str) -> str:
        """The heading as users see it, without line breaks; the role's usual name if the column is absent."""
        text = self.header.labels.get(role)
        return "".join(text.split()) if text else self.layout.columns[role].name

    def money_unit(self, role: str) -> str:
        """Unit of a money column: its heading before the title; 元 if neither says."""
        own = self.header.units.get(role, "").split("/")[0]
        return own if own.endswith("元") else self.unit or "元"

    def raw_column(self, role: str) -> list[CellValue]:
        """The cells of one column as they stand, None where the column or cell is absent."""
        col = self.header.columns.get(role)
        return take(self._records, col) if col is not None else [None] * len(self)

    def column(self, role: str) -> list[CellValue]:
        """One column, merged cells filled down inside their range. Callers must not change the list."""
        if role not in self._columns:
            self._columns[role] = self._filled(role)
        return self._columns[role]

    def known_column(self, role: str) -> list[CellValue]:
        """One column as :meth:`column`, with AWAITING for each formula whose value was never stored."""
        values = self.column(role)
        if not self._grid.formulas or not self.has(role):
            return values
        awaited = [value is None and self.awaits_calculation(role, i) for i, value in enumerate(values)]
        return [AWAITING if waits else value for value, waits in zip(values, awaited, strict=True)]

    def as_kind(self, layout: Layout) -> SheetTable:
        """The same rows with their columns named by the contract of another kind, whatever that kind needs."""
        old = self.header
        header = read_header(self._grid, (old.first_row, old.last_row), layout, (old.first_col, old.last_col))
        return replace(self, layout=layout, header=header, _columns={})

    def with_roles(self, columns: Mapping[str, int], computed: Mapping[str, list[CellValue]]) -> SheetTable:
        """The same rows with columns under other roles; ``computed`` holds what was worked out from several columns.

        Cells of a computed column are those of the column that ``columns`` gives it.
        """
        old = self.header
        labels = {col: (old.labels[role], old.units[role]) for role, col in old.columns.items()}
        named = {role: labels.get(col) or (self._heading(col), "") for role, col in columns.items()}
        header = replace(
            old,
            columns=dict(columns),
            labels={role: label for role, (label, _) in named.items()},
            units={role: unit for role, (_, unit) in named.items()},
        )
        return replace(self, header=header, _columns=dict(computed))

    def _heading(self, col: int) -> str:
        rows = range(self.header.last_row, self.header.first_row - 1, -1)
        return next((text for row in rows if isinstance(text := self._grid.value(row, col), str)), "")

    def values_at(self, col: int) -> list[CellValue]:
        """The records' cells in any column of the sheet, known or not, as they stand."""
        return take(self._records, col)

    def lines(self, rows: Iterable[int]) -> list[tuple[int, list[CellValue]]]:
        """Rows of the sheet by their number, from the first column on."""
        return [(row, self._grid.rows[row - 1]) for row in rows if 0 < row <= len(self._grid.rows)]

    def continue_with(self, lower: SheetTable) -> None:
        """Take the rows of the next page of the same table; what stands between the two is skipped."""
        _append(self, lower, self.last_row + 1)

    def labelled(self, means: Callable[[str], bool]) -> list[bool]:
        """Tell the records in which any text, also under an unknown heading, is a label of some meaning."""
        inside = slice(self.header.first_col - 1, self.header.last_col)
        lines = (line[inside] for line in self._records)
        return [
            not is_unlabelled(line) and any(isinstance(cell, str) and means(cell) for cell in line) for line in lines
        ]

    def between(self, left: str, right: str) -> list[list[CellValue]]:
        """The columns strictly between two others, known or not, as they stand."""
        first, last = sorted((self.header.columns[left], self.header.columns[right]))
        return [take(self._records, col) for col in range(first + 1, last)]

    def cell(self, role: str, record: int) -> str:
        """Address of a record's cell; of a merged range the upper left cell, which holds the value."""
        place = (self.row_numbers[record], self.header.columns[role])
        return address(*self._anchors.get(place, place))

    def awaits_calculation(self, role: str, record: int) -> bool:
        """Tell whether a cell is a formula whose value was never stored: it is not empty, only not yet known."""
        place = (self.row_numbers[record], self.header.columns[role])
        return place in self._grid.formulas and self._grid.value(*place) is None

    def header_cell(self, role: str | None = None) -> str:
        """Address of a heading (its lowest level), or of the header's first cell."""
        if role is None or role not in self.header.columns:
            return address(self.header.first_row, self.header.first_col)
        col = self.header.columns[role]
        rows = range(self.header.last_row, self.header.first_row - 1, -1)
        row = next((r for r in rows if self._grid.value(r, col) is not None), self.header.first_row)
        return address(row, col)

    def sum_column(self, role: str) -> list[CellValue]:
        """The cells of one column in the rows of sums."""
        col = self.header.columns.get(role)
        return [self._grid.value(row, col) if col else None for row in self.sum_rows]

    def sum_cell(self, role: str, index: int) -> str:
        """Address of a cell in a row of sums."""
        return address(self.sum_rows[index], self.header.columns[role])

    def sum_label(self, index: int) -> str:
        """The label of a row of sums, e.g. 合计."""
        line = self._grid.rows[self.sum_rows[index] - 1]
        return next(
            (
                "".join(value.split())
                for value in line
                if isinstance(value, str) and (is_sum(value) or is_closing(value))
            ),
            "合计",
        )

    def _filled(self, role: str) -> list[CellValue]:
        values = self.raw_column(role)
        col = self.header.columns.get(role)
        if not self._anchors or col is None:
            return values
        for i, row in enumerate(self.row_numbers):
            anchor = self._anchors.get((row, col))
            if anchor is not None:
                values[i] = self._grid.value(*anchor) if anchor[1] == col else None
        return values


def read_tables(book: BookGrid) -> list[SheetTable]:
    """Recognise every table of every sheet that users wrote; our own report sheets are left out."""
    return [table for sheet in book.sheets if not sheet.ours for table in read_sheet(sheet)]


def read_sheet(sheet: SheetGrid, wanted: Layout | None = None) -> list[SheetTable]:
    """Recognise the tables of one sheet, from top to bottom; what can be of the ``wanted`` kind is.

    >>> grid = SheetGrid("表一", "", [["姓名", "身份证号", "性别"], ["王三", None, "男"], ["合　计"], ["注：略"]])
    >>> table = read_sheet(grid)[0]
    >>> table.row_numbers, table.sum_rows, table.skipped_rows, table.cell("id", 0)
    ([2], [3], [4], 'B2')
    """
    headers = find_headers(sheet, wanted)
    pages = page_starts(sheet, headers)
    starts = [title_start(sheet, row) for row in pages]
    anchors = _anchors(sheet)
    tables: list[SheetTable] = []
    for i, header in enumerate(headers):
        below = [row for row in starts[i + 1 :] if row > header.last_row]
        last_row = min(below, default=len(sheet.rows) + 1) - 1
        above = max((h.last_row for h in headers[:i] if h.last_row < header.first_row), default=0)
        if above:
            used = tables[-1].row_numbers[-1:] + tables[-1].sum_rows[-1:]
            above = max([above, *(row for row in used if row < header.first_row)])
        table = _read_table(sheet, header, read_titles(sheet, above, header.first_row), last_row, anchors)
        if tables and _continues(tables[-1], table, read_titles(sheet, above, pages[i])):
            _append(tables[-1], table, starts[i])
        else:
            tables.append(table)
    return tables


def read_range(rows: Sequence[list[Any]], wanted: Layout) -> list[SheetTable]:
    """The tables of one kind in a range of a cell function; without any, what stands under the nearest header.

    >>> from xl_addin.tables.layouts import layout
    >>> [table] = read_range([["姓名", "工龄", "补偿金额"], ["王三", "5年", 8000]], layout("severance"))
    >>> table.column("name"), read_range([["姓名"]], layout("severance"))[0].header.columns
    (['王三'], {'name': 1})
    """
    grid = SheetGrid("", "", list(rows))
    tables = [table for table in read_sheet(grid, wanted) if table.layout is wanted]
    if tables:
        return tables
    header = nearest_header(grid, wanted)
    return [_read_table(grid, header, Titles(), len(grid.rows), {})]


def read_excerpt(headings: list[Any], row: list[Any], wanted: Layout) -> SheetTable:
    """One row of a user's sheet under its heading row: a record, whatever stands in it."""
    grid = SheetGrid("", "", [headings, row])
    table = _read_table(grid, read_header(grid, (1, 1), wanted), Titles(), 1, {})
    table.row_numbers, table._records = [2], [row]
    return table


def _anchors(sheet: SheetGrid) -> dict[tuple[int, int], tuple[int, int]]:
    """Map each cell of the merged ranges that go over several rows to the range's upper left cell."""
    anchors: dict[tuple[int, int], tuple[int, int]] = {}
    for r1, c1, r2, c2 in sheet.merged:
        last = min(r2, len(sheet.rows))
        if r2 > r1 and r1 <= last:
            right = c2 if (last - r1) * (c2 - c1) < _LARGE_RANGE else c1
            anchors.update(dict.fromkeys(product(range(r1, last + 1), range(c1, right + 1)), (r1, c1)))
    return anchors


def _read_table(
    sheet: SheetGrid,
    header: HeaderMatch,
    titles: Titles,
    last_row: int,
    anchors: dict[tuple[int, int], tuple[int, int]],
) -> SheetTable:
    table = SheetTable(
        sheet=sheet.name,
        layout=header.layout,
        header=header,
        title=titles.title,
        enterprise=titles.enterprise,
        unit=titles.unit,
        last_row=last_row,
        row_numbers=[],
        sum_rows=[],
        skipped_rows=[],
        _records=[],
        _anchors=anchors,
        _grid=sheet,
    )
    split = split_rows(sheet, header, last_row, anchors)
    table.row_numbers, table.sum_rows, table.skipped_rows = split.records, split.sums, split.skipped
    table._records = split.lines
    return table


def _continues(upper: SheetTable, lower: SheetTable, new: Titles) -> bool:
    """Tell a header that was repeated on the next printed page from a new table; ``new`` is what no page repeats."""
    same_header = upper.kind == lower.kind and upper.header.columns == lower.header.columns
    if new.unit not in ("", upper.unit) or upper.header.units != lower.header.units:
        return False  # money in another unit is another table
    return same_header and new.title in ("", upper.title) and new.enterprise in ("", upper.enterprise)


def _append(upper: SheetTable, lower: SheetTable, first_row: int) -> None:
    upper.row_numbers += lower.row_numbers
    upper.sum_rows += lower.sum_rows
    upper.skipped_rows += [*range(first_row, lower.header.last_row + 1), *lower.skipped_rows]
    upper._records += lower._records
    upper.last_row = lower.last_row
