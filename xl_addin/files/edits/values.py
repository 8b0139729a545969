"""Put values into cells of a worksheet part and touch nothing else.

Of an existing cell only ``<v>`` and the attribute ``t`` change (and ``vm``, which would tie the old rich value to the
new number); formulas, styles and every other byte stay. A cell that is absent, as part of a spilled result can
be, is added to its row.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.files import markup, sheet_xml
from xl_addin.files.container import SAVE_AS
from xl_addin.tables.grid import CellValue, Remove, address, parse_address, shortened
from xl_addin.values.errors import DIV0, NA, NAME, NULL, NUM, REF, VALUE, CellError, InputError
from xl_addin.values.serials import serial_of

Values = Mapping[tuple[int, int], CellValue | Remove]

_STORED_ERRORS: Final = frozenset({VALUE, NUM, NA, DIV0, NAME, REF, NULL, "#GETTING_DATA"})
_TYPE: Final = re.compile(rb"""(?<!\s)\s+(?:t|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")


def with_values(data: bytes, values: Values, *, date1904: bool) -> bytes:
    """Put values into a worksheet part given as UTF-8; ``values`` maps 1-based (row, column).

    >>> cell = b'<c r="A1" s="2" t="e"><f>X()</f><v>#N/A</v></c>'
    >>> sheet = b'<worksheet><sheetData><row r="1">%s</row></sheetData></worksheet>' % cell
    >>> with_values(sheet, {(1, 1): 2.5}, date1904=False)[33:-30]
    b'<c r="A1" s="2"><f>X()</f><v>2.5</v></c>'
    """
    by_row: dict[int, dict[int, CellValue | Remove]] = {}
    for (row, col), value in values.items():
        by_row.setdefault(row, {})[col] = value
    masked = markup.masked(data)
    editor = _Editor(data, masked, sheet_xml.frame(masked), date1904)
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
    for row, pieces in found.items():
        editor.edit_row(row, pieces, by_row[row])
    return editor.result()


@dataclass(frozen=True, slots=True)
class _Row:
    """A ``<row>``: a file may give one row in several; cells may stand up to ``end``."""

    number: int
    start: re.Match[bytes]
    end: int


class _Editor:
    """Collects replacements of byte ranges that do not overlap."""

    def __init__(self, data: bytes, masked: bytes, frame: sheet_xml.Frame, date1904: bool) -> None:
        self.data, self.masked, self.date1904 = data, masked, date1904
        self.patterns = sheet_xml.patterns(frame.prefix)
        self.prefix = frame.prefix
        self.frame = frame
        self.splices: list[tuple[int, int, bytes]] = []

    def splice(self, start: int, end: int, new: bytes) -> None:
        self.splices.append((start, end, new))

    def result(self) -> bytes:
        pieces: list[bytes] = []
        position = 0
        # an insertion before a cell comes before the change of the cell; the order of insertions in one place stays
        for start, end, new in sorted(self.splices, key=lambda splice: splice[:2]):
            pieces += (self.data[position:start], new)
            position = end
        return b"".join([*pieces, self.data[position:]])

    def rows(self) -> Iterator[_Row]:
        """Every ``<row>`` as it stands; one without ``r`` follows the one before it."""
        starts = list(self.patterns.row.finditer(self.masked, self.frame.rows_start, self.frame.rows_end))
        row = 0
        for index, match in enumerate(starts):
            row = markup.whole_number(sheet_xml.attributes(match[1]).get(b"r"), row + 1)
            yield _Row(row, match, starts[index + 1].start() if index + 1 < len(starts) else self.frame.rows_end)

    def insert_row(self, where: int, row: int, cells: Mapping[int, CellValue | Remove]) -> None:
        """Add a row that the sheet does not have; nothing to remove makes no row."""
        made = self._new_cells(row, cells)
        if not made:
            return
        if self.frame.rows_start == self.frame.after_rows:
            raise InputError("工作表没有数据区，无法写入计算结果，" + SAVE_AS)
        self.splice(where, where, b'<%srow r="%d">%s</%srow>' % (self.prefix, row, made, self.prefix))

    def edit_row(self, row: int, pieces: Sequence[_Row], cells: Mapping[int, CellValue | Remove]) -> None:
        """Change cells where they stand; one that the row lacks comes after the last that is to the left of it."""
        found = [(col, match, piece) for piece in pieces for col, match in self._cells(piece)]
        written: set[int] = set()
        for col, match, _ in found:
            if col in cells:
                if col in written:
                    raise InputError(f"工作表中单元格 {address(row, col)} 写了两次，无法写入结果，{SAVE_AS}")
                written.add(col)
                self._edit_cell(match, cells[col])
        absent: dict[int, dict[int, CellValue | Remove]] = {}
        for col in sorted(cells.keys() - written):
            before = max((i for i, (other, _, _) in enumerate(found) if other < col), default=-1)
            absent.setdefault(before, {})[col] = cells[col]
        for before, new in absent.items():
            self._insert_cells(found, before, pieces, self._new_cells(row, new))

    def _cells(self, piece: _Row) -> Iterator[tuple[int, re.Match[bytes]]]:
        col = 0
        if not piece.start[2]:
            for match in self.patterns.cell.finditer(self.masked, piece.start.end(), piece.end):
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

    def _new_cells(self, row: int, cells: Mapping[int, CellValue | Remove]) -> bytes:
        made = []
        for col in sorted(cells):
            kind, text = stored(cells[col], date1904=self.date1904)
            if text is not None:
                mark = b' t="%s"' % kind if kind else b""
                made.append(
                    b'<%sc r="%s"%s><%sv>%s</%sv></%sc>'
                    % (self.prefix, address(row, col).encode(), mark, self.prefix, text, self.prefix, self.prefix)
                )
        return b"".join(made)

    def _edit_cell(self, match: re.Match[bytes], value: CellValue | Remove) -> None:
        """Change type and stored value of one cell."""
        whole, masked = self.data[match.start() : match.end()], match[0]
        tag_end = sheet_xml.start_tag_length(masked)
        empty = masked[tag_end - 2 : tag_end] == b"/>"
        tag = whole[: tag_end - 2].rstrip() if empty else whole[: tag_end - 1].rstrip()
        body = b"" if empty else whole[tag_end : masked.rindex(b"</")]
        masked_body = b"" if empty else masked[tag_end : masked.rindex(b"</")]
        formula = self.patterns.formula.search(masked_body)
        kind, text = stored(value, date1904=self.date1904)
        if value is None and formula:
            kind, text = b"str", b""  # a formula that gives nothing shows nothing
        tag = _TYPE.sub(b"", tag) + (b' t="%s"' % kind if kind else b"")
        new = b"" if text is None else b"<%sv>%s</%sv>" % (self.prefix, text, self.prefix)
        old = self.patterns.value.search(masked_body) or (None if formula else self.patterns.inline.search(masked_body))
        start, end = old.span() if old else ((formula.end(),) * 2 if formula else (0, 0))
        content = body[:start] + new + body[end:]
        closing = b"></%sc>" % self.prefix if empty else b">%s"
        if empty and not content:
            self.splice(match.start(), match.end(), tag + b"/>")
        elif empty:
            self.splice(match.start(), match.end(), tag + b">" + content + b"</%sc>" % self.prefix)
        else:
            closing = whole[masked.rindex(b"</") :]
            self.splice(match.start(), match.end(), tag + b">" + content + closing)


def stored(value: CellValue | Remove, *, date1904: bool) -> tuple[bytes, bytes | None]:
    """Type attribute (empty for a number) and ``<v>`` text of a value; None for no ``<v>``.

    >>> from xl_addin.tables.grid import REMOVE
    >>> stored(True, date1904=False), stored(0.1, date1904=False), stored("a<b", date1904=False)
    ((b'b', b'1'), (b'', b'0.1'), (b'str', b'a&lt;b'))
    >>> stored(CellError("#SPILL!", ""), date1904=False), stored(Remove(), date1904=False)
    ((b'e', b'#VALUE!'), (b'', None))
    """
    if value is None or isinstance(value, Remove):
        return b"", None
    if isinstance(value, bool):
        return b"b", b"1" if value else b"0"
    if isinstance(value, dt.date):
        serial = serial_of(value, date1904)
        value = CellError(NUM, "") if serial < (0 if date1904 else 1) else serial
    if isinstance(value, float) and not math.isfinite(value):
        value = CellError(NUM, "")
    if isinstance(value, CellError):
        # errors newer than the file format are stored as #VALUE!, as Excel itself does
        return b"e", (value.code if value.code in _STORED_ERRORS else VALUE).encode()
    if isinstance(value, int | float):
        return b"", _number(value).encode()
    return b"str", markup.escaped(shortened(value)).encode()


def _number(value: float) -> str:
    """Digits of a number: whole ones without a fraction, others their shortest form."""
    plain = float(value) if isinstance(value, float) else int(value)
    return str(int(plain)) if plain == int(plain) and abs(plain) < 1e15 else repr(plain)
