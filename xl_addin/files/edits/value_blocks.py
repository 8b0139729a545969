"""Find where values go in a worksheet part, and that it is well-formed, block by block with arrays.

The quick way for what office programs write: rows and cells in order, each with its address. Any other sheet is for
:func:`xl_addin.files.edits.values.value_splices`, which gives the same outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from xl_addin.files import sheet_xml
from xl_addin.files.edits.cell_edits import CellEditor, Splice, Values
from xl_addin.files.scan.block_cells import (
    BEYOND,
    Cells,
    Longs,
    Rows,
    Tokens,
    Unusual,
    find_cells,
    find_tokens,
    next_frame,
    read_rows,
)
from xl_addin.files.scan.proof import check_block
from xl_addin.files.scan.texts import check_plain
from xl_addin.tables.grid import CellValue, Remove
from xl_addin.values.stages import FILLING, tell

_BLOCK: Final = 1 << 18
_ROW: Final = b"<row "
_SHIFT: Final = 15
"""A place is one number: the row, then so many bits for the column."""


def block_splices(data: bytes, values: Values, *, date1904: bool) -> list[Splice]:
    """What to change in a worksheet part given as UTF-8, which needs no other check; Unusual for a sheet to go slowly.

    >>> sheet = b'<worksheet><sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData></worksheet>'
    >>> block_splices(sheet, {(1, 1): 2.5, (1, 2): 3}, date1904=False)
    [(46, 47, b'2.5'), (55, 55, b'<c r="B1"><v>3</v></c>')]
    """
    try:
        frame = sheet_xml.frame(data)
    except ValueError:
        raise Unusual from None
    if frame.prefix or frame.root_name != b"worksheet" or frame.rows_start == frame.rows_end:
        raise Unusual
    check_plain(data[: frame.rows_start] + data[frame.rows_end :])
    wanted = _Wanted.of(values)
    editor = CellEditor(data, frame, date1904)
    previous = first = 0
    for start, end in _blocks(data, frame.rows_start, frame.rows_end):
        tokens = find_tokens(data[start:end])
        rows = read_rows(tokens, previous)
        previous = int(rows.numbers[-1])
        cells = find_cells(tokens, rows)
        keys = _keys(tokens, rows, cells)
        check_block(tokens, rows, cells)
        last = wanted.until(previous) if end < frame.rows_end else len(wanted.values)
        if last > first:
            _edit(editor, _Block(start, tokens, rows, cells, keys), wanted.cut(first, last))
        first = last
        tell(FILLING, previous)
    return editor.splices


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Places, in their order, and the value of each."""

    keys: Longs
    values: Sequence[CellValue | Remove]

    @classmethod
    def of(cls, values: Values) -> _Wanted:
        keys = np.fromiter(((row << _SHIFT) + col for row, col in values), np.int64, len(values))
        given = list(values.values())
        if (keys[1:] > keys[:-1]).all():
            return cls(keys, given)
        order = np.argsort(keys)
        return cls(keys[order], [given[i] for i in order.tolist()])

    def until(self, row: int) -> int:
        """How many of them stand in rows up to a number."""
        return int(np.searchsorted(self.keys, (row + 1) << _SHIFT))

    def cut(self, first: int, last: int) -> _Wanted:
        return _Wanted(self.keys[first:last], self.values[first:last])


@dataclass(frozen=True, slots=True)
class _Block:
    """Whole rows of a part, from the offset ``start`` on."""

    start: int
    tokens: Tokens
    rows: Rows
    cells: Cells
    keys: Longs
    """The place of each cell."""


def _blocks(data: bytes, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """Where blocks of whole rows begin and end."""
    while start < stop:
        end = stop
        if stop - start > _BLOCK:
            end = data.rfind(_ROW, start + 1, start + _BLOCK)
            if end < 0:
                end = data.find(_ROW, start + _BLOCK, stop)
            if end < 0:
                end = stop
        yield start, end
        start = end


def _keys(tokens: Tokens, rows: Rows, cells: Cells) -> Longs:
    """The place of each cell; Unusual unless each says its own, after the one before it."""
    keys = (rows.numbers[cells.row] << _SHIFT) + cells.col
    if not cells.placed.all() or (keys[1:] <= keys[:-1]).any():
        raise Unusual
    return keys


def _edit(editor: CellEditor, block: _Block, wanted: _Wanted) -> None:
    """Change the cells that are there, and add the others where they belong."""
    place = np.searchsorted(block.keys, wanted.keys)
    there = np.zeros(len(place), dtype=np.bool_)
    inside = place < len(block.keys)
    there[inside] = block.keys[place[inside]] == wanted.keys[inside]
    index = block.cells.index[place[there]]
    starts = (block.tokens.marks[index] + block.start).tolist()
    limits = (block.tokens.marks[next_frame(block.tokens, index)] + block.start).tolist()
    try:
        for i, start, limit in zip(np.flatnonzero(there).tolist(), starts, limits, strict=True):
            editor.edit_usual_cell(start, limit, wanted.values[i])
    except ValueError:
        raise Unusual from None
    _insert(editor, block, wanted, np.flatnonzero(~there), place)


def _insert(editor: CellEditor, block: _Block, wanted: _Wanted, absent: Longs, place: Longs) -> None:
    """Add cells that the block lacks, those that stand together at once."""
    together: dict[tuple[int, int], dict[int, CellValue | Remove]] = {}
    for i, before in zip(absent.tolist(), place[absent].tolist(), strict=True):
        row, col = divmod(int(wanted.keys[i]), 1 << _SHIFT)
        together.setdefault((row, before), {})[col] = wanted.values[i]
    if not together:
        return
    frame = _RowFrame.of(block)
    rows = np.searchsorted(block.rows.numbers, [row for row, _ in together]).tolist()
    for ((number, before), new), row in zip(together.items(), rows, strict=True):
        if row == len(frame.numbers) or frame.numbers[row] != number:
            editor.insert_row(frame.starts[row], number, new)
        elif made := editor.new_cells(number, new):
            _insert_cells(editor, frame, row, before, made)


@dataclass(frozen=True, slots=True)
class _RowFrame:
    """Offsets of the rows of a block in the part: where each begins, its tag ends, its end tag begins (or 0)."""

    numbers: Sequence[int]
    starts: Sequence[int]
    """One more than there are rows: the end of the block."""
    tags: Sequence[int]
    ends: Sequence[int]
    cells: Sequence[int]
    """Where each cell begins."""
    cell_rows: Sequence[int]

    @classmethod
    def of(cls, block: _Block) -> _RowFrame:
        tokens = block.tokens
        starts = np.flatnonzero(tokens.row)
        after = next_frame(tokens, starts)
        ends = np.append(np.flatnonzero(tokens.row_end), len(tokens.marks) - BEYOND)
        end = ends[np.searchsorted(ends, starts, "right")]
        closed = end > np.append(starts[1:], len(tokens.marks) - BEYOND - 1)  # its own tag is its end
        marks = tokens.marks + block.start
        return cls(
            block.rows.numbers.tolist(),
            np.append(marks[starts], block.start + len(tokens.block)).tolist(),
            marks[after].tolist(),
            np.where(closed, 0, marks[end]).tolist(),
            marks[block.cells.index].tolist(),
            block.cells.row.tolist(),
        )


def _insert_cells(editor: CellEditor, frame: _RowFrame, row: int, before: int, made: bytes) -> None:
    """Put new cells before the cell of an index, or at the end of their row, which is opened if it has none."""
    if before < len(frame.cells) and frame.cell_rows[before] == row:
        editor.splice(frame.cells[before], frame.cells[before], made)
    elif frame.ends[row]:
        editor.splice(frame.ends[row], frame.ends[row], made)
    else:
        start, end = frame.starts[row], frame.tags[row]
        tag = editor.data[start:end].removesuffix(b"/>").rstrip()
        editor.splice(start, end, tag + b">" + made + b"</row>")
