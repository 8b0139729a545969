"""A recognised sheet as columns: its records, its sums, what was skipped, and where each cell stands.

Values are the raw cell values (cleaning is :mod:`xl_addin.tables.cleaning`); merged cells are filled down inside their
range only. Columns are taken out when asked for and kept, so that a check of three columns does not pay for thirty, nor
one of each row for the whole column. A range of a function is a sheet without name. No law stands here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xl_addin.tables.column_rows import take
from xl_addin.tables.doubts import Doubt
from xl_addin.tables.grid import CellValue, SheetGrid, address
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.headers import read_header
from xl_addin.tables.heading_roles import role_beside, role_of
from xl_addin.tables.labels import is_closing, is_sum
from xl_addin.tables.layouts import ColumnSpec, Layout
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.row_words import is_subtotal
from xl_addin.tables.statements import Said, monthly
from xl_addin.tables.title_lines import Titles
from xl_addin.tables.usual_rows import maybe_labelled
from xl_addin.values.errors import NA, CellError

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
    said: dict[str, Said]
    """What the title lines say under labels of their own, by heading key."""
    blocks: list[tuple[int, Titles]]
    """First row of each page or enterprise of the table, with what stands over it."""
    last_row: int
    row_numbers: list[int]
    """Sheet row of each record."""
    sum_rows: list[int]
    skipped: dict[int, str]
    """Row to the reason why it is neither a record nor a sum."""
    groups: dict[int, str]
    """Row to the heading of the group of rows below it."""
    _records: Sequence[list[CellValue]]
    _anchors: dict[tuple[int, int], tuple[int, int]]
    """Merged cell to the upper left cell of its range, for ranges over several rows."""
    _grid: SheetGrid
    further: dict[int, list[int]] = field(default_factory=dict)
    """Record to the sheet rows below it that go on with it: one worker in several rows."""
    row_doubts: dict[int, str] = field(default_factory=dict)
    """Record over several rows to the reason why it cannot be told what they mean together."""
    _taken: dict[tuple[int, str], int] = field(default_factory=dict)
    """Record and role to the further row whose cell holds it."""
    _plain: SheetTable | None = None
    _columns: dict[str, list[CellValue]] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    """Why the table cannot be read as it stands, by the code of the check that says it."""
    _stated: dict[str, Said] | None = None
    _reach: tuple[int, int] | None = None

    @property
    def kind(self) -> str:
        """The layout's kind, e.g. ``roster``."""
        return self.layout.kind

    def __len__(self) -> int:
        return len(self.row_numbers)

    def has(self, role: str) -> bool:
        """Tell whether the sheet has this column, or says over the header what holds for all rows."""
        return role in self.header.columns or role in self.stated

    @property
    def stated(self) -> dict[str, Said]:
        """What the title lines say for all rows, by role, where the column is absent or empty."""
        if self._stated is None:
            self._stated = {role: said for role, said in self._vacant_said() if not said.doubt}
        return self._stated

    @property
    def doubted(self) -> dict[str, Said]:
        """What is said for all rows where the column is absent, and cannot be used: of a year, or two values."""
        return {role: said for role, said in self._vacant_said() if said.doubt}

    def _vacant_said(self) -> list[tuple[str, Said]]:
        named: dict[str, Said] = {}
        for key, said in (monthly(*one) for one in self.said.items()):
            role = role_of(self.layout, key)
            role = role or role_beside(self.layout, key, frozenset({*self.header.columns, *named}))
            first = named.get(role)
            if first is None or (said.doubt and not first.doubt):
                named[role] = said
            elif role.endswith("_wage") and str(first.value) != str(said.value) and not first.doubt:
                named[role] = first._replace(doubt=f"写了两个不同的值：{first.value}、{said.value}")
        titled = [role for role, spec in self.layout.columns.items() if spec.titled and role in named]
        return [(role, named[role]) for role in titled if self._is_vacant(role)]

    def _is_vacant(self, role: str) -> bool:
        col = self.header.columns.get(role)
        return col is None or all(map(is_empty, take(self._records, col)))

    def place(self, role: str) -> int:
        """Where a column stands from left to right; 0 for what is said over the header."""
        return 0 if role in self.stated else self.header.columns[role]

    def specs(self) -> list[ColumnSpec]:
        """The columns that the sheet has, from left to right; those said over the header first."""
        return [self.layout.columns[role] for role in sorted({*self.header.columns, *self.stated}, key=self.place)]

    def titles(self) -> list[Titles]:
        """What stands over each record: the title lines of its page or block."""
        if len(self.blocks) == 1:
            return [self.blocks[0][1]] * len(self)
        starts = [row for row, _ in self.blocks]
        return [self.blocks[bisect_right(starts, row) - 1][1] for row in self.row_numbers]

    def label(self, role: str) -> str:
        """The heading as users see it, without line breaks; the role's usual name if the column is absent."""
        text = self.stated[role].label if role in self.stated else self.header.labels.get(role)
        return "".join(text.split()) if text else self.layout.columns[role].name

    def money_unit(self, role: str) -> str:
        """Unit of a money column: its heading before the title; 元 if neither says."""
        own = self.header.units.get(role, "").split("/")[0]
        return own if own.endswith("元") else self.unit or "元"

    def raw_column(self, role: str) -> list[CellValue]:
        """The cells of one column as they stand, None for absent ones. Callers must not change the list."""
        key = f"raw {role}"
        if key not in self._columns:
            self._columns[key] = self._as_it_stands(role)
        return self._columns[key]

    def _as_it_stands(self, role: str) -> list[CellValue]:
        col, said = self.header.columns.get(role), self.stated.get(role)
        if said or col is None:
            return [said.value if said else None] * len(self)
        values = list(take(self._records, col)) if self._taken else take(self._records, col)
        for (record, own), row in self._taken.items():
            if own == role:
                values[record] = self._grid.value(row, col)
        return values

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
        return [AWAITING if one is None and self.awaits_calculation(role, i) else one for i, one in enumerate(values)]

    def as_kind(self, layout: Layout) -> SheetTable:
        """The same rows with their columns named by the contract of another kind, whatever that kind needs."""
        old = self.header
        header = read_header(self._grid, (old.first_row, old.last_row), layout, (old.first_col, old.last_col))
        return self.with_header(header)

    def with_header(self, header: HeaderMatch) -> SheetTable:
        """The same rows with other columns."""
        return replace(self, layout=header.layout, header=header, _columns={}, _stated=None)

    def lines(self, rows: Iterable[int]) -> list[tuple[int, list[CellValue]]]:
        """Rows of the sheet by their number, from the first column on."""
        return [(row, self._grid.rows[row - 1]) for row in rows if 0 < row <= len(self._grid.rows)]

    @property
    def has_tall_cells(self) -> bool:
        """Tell whether cells of the sheet are merged over several rows."""
        return bool(self._anchors)

    @property
    def row_by_row(self) -> SheetTable:
        """The same table with a record for each row, as it was before workers in several rows were joined."""
        return self._plain or self

    def first_row_of(self, row: int) -> int:
        """The first row of the record over several rows to which a further row belongs; 0 for any other row."""
        record = self.record_at(row)
        return 0 if record is None or self.row_numbers[record] == row else self.row_numbers[record]

    def record_at(self, row: int) -> int | None:
        """The record that begins in a row of the sheet, or goes on there; None for any other row."""
        record = bisect_right(self.row_numbers, row) - 1
        return record if record >= 0 and row in (self.row_numbers[record], *self.further.get(record, ())) else None

    def cells_of(self, role: str, record: int) -> list[CellValue]:
        """The cells of one column in every row of a record, merged cells filled down inside their range."""
        return [self._cell_value(role, row) for row in (self.row_numbers[record], *self.further.get(record, ()))]

    def _cell_value(self, role: str, row: int) -> CellValue:
        col = self.header.columns.get(role)
        if role in self.stated:
            return self.stated[role].value
        if col is None:
            return None
        anchor = self._anchors.get((row, col), (row, col))
        value = self._grid.value(*anchor) if anchor[1] == col else None
        return AWAITING if value is None and anchor in self._grid.formulas else value

    def labelled(self, means: Callable[[str], bool]) -> list[bool]:
        """Tell the records in which any text, also under an unknown heading, is a label of some meaning."""
        first, last = self.header.first_col, self.header.last_col
        found = [False] * len(self)
        for i in maybe_labelled(self._records, first, last):
            found[i] = any(isinstance(cell, str) and means(cell) for cell in self._records[i][first - 1 : last])
        return found

    def between(self, left: str, right: str) -> list[list[CellValue]]:
        """The columns strictly between two others, known or not, as they stand."""
        first, last = sorted((self.header.columns[left], self.header.columns[right]))
        return [take(self._records, col) for col in range(first + 1, last)]

    def cell(self, role: str, record: int) -> str:
        """Address of a record's cell; of a merged range the upper left cell, which holds the value."""
        return self.header_cell(role) if role in self.stated else address(*self.position(role, record))

    def position(self, role: str, record: int) -> tuple[int, int]:
        """Row and column of a record's cell in a column that the sheet has."""
        place = (self._row(role, record), self.header.columns[role])
        return self._anchors.get(place, place)

    def _row(self, role: str, record: int) -> int:
        return self._taken.get((record, role), self.row_numbers[record])

    def awaits_calculation(self, role: str, record: int) -> bool:
        """Tell whether a cell is a formula whose value was never stored: it is not empty, only not yet known."""
        said = self.stated.get(role)
        place = (said.row, said.col) if said else (self._row(role, record), self.header.columns[role])
        return place in self._grid.formulas and self._grid.value(*place) is None

    def formulas_of(self, record: int) -> list[str]:
        """The formulas in a record's row, from left to right."""
        row = self.row_numbers[record]
        cells = (self._grid.formulas.get((row, col)) for col in range(self.header.first_col, self.header.last_col + 1))
        return [cell.text for cell in cells if cell is not None]

    def holds_formula(self, role: str, record: int) -> bool:
        """Tell a record's cell that a formula gives."""
        return (self._row(role, record), self.header.columns.get(role, 0)) in self._grid.formulas

    def header_cell(self, role: str | None = None) -> str:
        """Address of a heading (its lowest level), of what is said over the header, or of the header's first cell."""
        if role is not None and role in self.stated:
            return address(self.stated[role].row, self.stated[role].col)
        if role is None or role not in self.header.columns:
            return address(self.header.first_row, self.header.first_col)
        return self.heading_cell(self.header.columns[role])

    def cells_in(self, col: int) -> list[CellValue]:
        """The records' cells of any column of the sheet, read or not."""
        return take(self._records, col)

    def heading_over(self, col: int) -> str:
        """What stands in the header rows over any column, '' if nothing does."""
        rows = range(self.header.first_row, self.header.last_row + 1)
        return "".join(value for row in rows if isinstance(value := self._grid.value(row, col), str))

    def heading_cell(self, col: int) -> str:
        """Address of the lowest heading over any column."""
        rows = range(self.header.last_row, self.header.first_row - 1, -1)
        return address(next((r for r in rows if self._grid.value(r, col) is not None), self.header.first_row), col)

    def lowest_heading(self, col: int) -> str:
        """The lowest text over any column, '' if there is none."""
        rows = range(self.header.last_row, self.header.first_row - 1, -1)
        return next((text for row in rows if isinstance(text := self._grid.value(row, col), str)), "")

    @property
    def reach(self) -> tuple[int, int]:
        """First and last column that belong to the table: those under its header, and those just beside them."""
        return self._reach or (self.header.first_col, self.header.last_col)

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
        texts = ["".join(value.split()) for value in line if isinstance(value, str) and value.strip()]
        told = [text for text in texts if is_sum(text) or is_closing(text)]
        if not told and self.kind != "ledger":
            told = [text for text in texts if is_subtotal(text)] or texts
        return next(iter(told), "合计")

    def _filled(self, role: str) -> list[CellValue]:
        values = self.raw_column(role)
        col = self.header.columns.get(role)
        if not self._anchors or col is None or role in self.stated:
            return values
        values = list(values)
        for i in range(len(values)):
            anchor = self._anchors.get((self._row(role, i), col))
            if anchor is not None:
                values[i] = self._grid.value(*anchor) if anchor[1] == col else None
        return values
