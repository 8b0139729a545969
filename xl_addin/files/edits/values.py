"""Put values into cells of a worksheet part and touch nothing else.

A cell that is absent, as part of a spilled result can be, is added to its row. Sheets of the form that programs write
are gone through in blocks of rows (:mod:`xl_addin.files.edits.value_blocks`), any other cell by cell, with the same
outcome.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_addin.files import markup, sheet_xml
from xl_addin.files.container import SAVE_AS
from xl_addin.files.edits.cell_edits import CellEditor, Splice, Values, spliced
from xl_addin.files.edits.value_blocks import block_splices
from xl_addin.files.scan.block_cells import Unusual
from xl_addin.files.scan.rows import COLUMNS
from xl_addin.tables.grid import CellValue, Remove, address, parse_address
from xl_addin.values.errors import InputError
from xl_addin.values.stages import FILLING, counted


def with_values(data: bytes, values: Values, *, date1904: bool) -> bytes:
    """Put values into a worksheet part given as UTF-8; ``values`` maps 1-based (row, column).

    >>> cell = b'<c r="A1" s="2" t="e"><f>X()</f><v>#N/A</v></c>'
    >>> sheet = b'<worksheet><sheetData><row r="1">%s</row></sheetData></worksheet>' % cell
    >>> with_values(sheet, {(1, 1): 2.5}, date1904=False)[33:-30]
    b'<c r="A1" s="2"><f>X()</f><v>2.5</v></c>'
    """
    try:
        splices = block_splices(data, values, date1904=date1904)
    except Unusual:
        splices = value_splices(data, values, date1904=date1904)
    return b"".join(spliced(data, splices))


def value_splices(data: bytes, values: Values, *, date1904: bool) -> list[Splice]:
    """What to change in a worksheet part given as UTF-8 that is well-formed, whatever its form."""
    by_row: dict[int, dict[int, CellValue | Remove]] = {}
    for (row, col), value in values.items():
        by_row.setdefault(row, {})[col] = value
    masked = markup.masked(data)
    editor = _RowEditor(data, masked, sheet_xml.frame(masked), date1904)
    rows = list(editor.rows())
    found: dict[int, list[_Row]] = {}
    for piece in rows:
        if piece.number in by_row:
            found.setdefault(piece.number, []).append(piece)
    absent = sorted(by_row.keys() - found.keys(), reverse=True)
    for piece in rows:
        while absent and absent[-1] < piece.number:
            editor.insert_row(piece.start.start(), absent[-1], by_row[absent.pop()])
    for row in reversed(absent):
        editor.insert_row(editor.frame.rows_end, row, by_row[row])
    for row, pieces in counted(FILLING, found.items(), len(found)):
        editor.edit_row(row, pieces, by_row[row])
    return editor.splices


@dataclass(frozen=True, slots=True)
class _Row:
    """A ``<row>``: a file may give one row in several; cells may stand up to ``end``."""

    number: int
    start: re.Match[bytes]
    end: int


class _RowEditor(CellEditor):
    """Goes through the cells of rows, in whatever order they stand; ``masked`` is the part without noise."""

    def __init__(self, data: bytes, masked: bytes, frame: sheet_xml.Frame, date1904: bool) -> None:
        super().__init__(data, frame, date1904)
        self.masked = masked

    def rows(self) -> Iterator[_Row]:
        """Every ``<row>`` as it stands; one without ``r`` follows the one before it."""
        starts = list(self.patterns.row.finditer(self.masked, self.frame.rows_start, self.frame.rows_end))
        row = 0
        for index, match in enumerate(starts):
            row = markup.whole_number(sheet_xml.attributes(match[1]).get(b"r"), row + 1)
            yield _Row(row, match, starts[index + 1].start() if index + 1 < len(starts) else self.frame.rows_end)

    def edit_row(self, row: int, pieces: Sequence[_Row], cells: Mapping[int, CellValue | Remove]) -> None:
        """Change cells where they stand; one that the row lacks comes after the last that is to the left of it."""
        found = [(col, match, piece) for piece in pieces for col, match in self._cells(piece)]
        written: set[int] = set()
        for col, match, _ in found:
            if col in cells:
                if col in written:
                    raise InputError(f"工作表中单元格 {address(row, col)} 写了两次，无法写入结果，{SAVE_AS}")
                written.add(col)
                self.edit_cell(match, cells[col])
        absent: dict[int, dict[int, CellValue | Remove]] = {}
        for col in sorted(cells.keys() - written):
            before = max((i for i, (other, _, _) in enumerate(found) if other < col), default=-1)
            absent.setdefault(before, {})[col] = cells[col]
        for before, new in absent.items():
            self._insert_cells(found, before, pieces, self.new_cells(row, new))

    def _cells(self, piece: _Row) -> Iterator[tuple[int, re.Match[bytes]]]:
        col, own = 0, b"%d" % piece.number
        if not piece.start[2]:
            for match in self.patterns.cell.finditer(self.masked, piece.start.end(), piece.end):
                if match[1] in COLUMNS and match[2] == own:
                    col = COLUMNS[match[1]]
                else:
                    reference = (match[1] + match[2]) if match[1] else sheet_xml.attributes(match[5]).get(b"r")
                    col = self._column(reference) if reference else col + 1
                yield col, match

    def _insert_cells(
        self, found: Sequence[tuple[int, re.Match[bytes], _Row]], before: int, pieces: Sequence[_Row], new: bytes
    ) -> None:
        """Put new cells behind the cell of an index, before the first for -1, or into a row that has none."""
        if not new:
            return
        piece = found[max(before, 0)][2] if found else next((one for one in pieces if not one.start[2]), pieces[0])
        if piece.start[2]:
            tag = self.data[piece.start.start() : piece.start.end() - 2].rstrip()
            whole = tag + b">" + new + b"</%srow>" % self.prefix
            self.splice(piece.start.start(), piece.start.end(), whole)
            return
        after = before + 1
        if after < len(found) and found[after][2] is piece:
            place = found[after][1].start()
        else:
            place = self.masked.rfind(b"</" + self.prefix + b"row", piece.start.end(), piece.end)
        self.splice(place, place, new)

    @staticmethod
    def _column(reference: bytes) -> int:
        try:
            return parse_address(reference.decode("utf-8"))[1]
        except ValueError:
            raise InputError(f"工作表含有无法识别的单元格地址，无法写入结果，{SAVE_AS}") from None
