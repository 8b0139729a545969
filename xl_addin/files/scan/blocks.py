"""Scan the rows of a worksheet part block by block with arrays: the quick way for what office programs write.

The plain loop of :mod:`xl_addin.files.scan.rows` asks each cell in turn; here all cells of a block of rows
are read at once. What a block holds beyond ``<row r=".."><c r=".." s=".." t="s"><v>123</v></c></row>`` is left
to that loop's functions, cell by cell. A block that follows this form to the last byte is well-formed by
construction; any other is given to expat. Where rows or cells stand in no order, have no address, or lie between
comments, the whole sheet is left to the plain loop (:class:`Unusual`): both give the same grid, or refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.files import markup, sheet_xml
from xl_addin.files.scan.block_cells import (
    BEYOND,
    DATE,
    EMPTY,
    INLINE,
    NUMBER,
    ODD,
    TEXT,
    Cells,
    Longs,
    Rows,
    Tokens,
    Unusual,
    find_tokens,
    read_cells,
    read_rows,
)
from xl_addin.files.scan.hidden import hidden_rows
from xl_addin.files.scan.numbers import numbers_of
from xl_addin.files.scan.rows import COLUMNS, SheetScan, inline_text, other_value, place
from xl_addin.files.scan.texts import check_plain, until
from xl_addin.tables.grid import CellValue
from xl_addin.values.serials import date_of

_BLOCK: Final = 1 << 20
_LONGEST: Final = 4 * _BLOCK
"""Bytes of a block with one enormous row; arrays for more would take more memory than the file is worth."""
_START: Final = b"<sheetData>"
_END: Final = b"</sheetData>"


class _Serials(dict[int, CellValue]):
    """Date of each serial, computed once."""

    def __init__(self, date1904: bool) -> None:
        super().__init__()
        self.date1904 = date1904

    def __missing__(self, serial: int) -> CellValue:
        value = self[serial] = date_of(serial, self.date1904)
        return value


def scan_blocks(sheet: SheetScan, pieces: Iterator[bytes]) -> bytes:
    """Fill rows and formulas from a part given in pieces; give the part without its rows.

    Unusual if the plain loop must read it, even where that is told only at the end.
    """
    head, data = until(pieces, _START)
    head += _START
    serials = _Serials(sheet.date1904)
    row = 0
    while (end := data.find(_END)) < 0:
        cut = data.rfind(b"<row ") if len(data) >= _BLOCK else 0
        if cut > 0:
            row = _scan_block(sheet, data[:cut], row, serials)
        elif len(data) > _LONGEST:
            raise Unusual
        data = data[max(cut, 0) :] + _next(pieces)
    if end:
        _scan_block(sheet, data[:end], row, serials)
    rest = b"".join([head, data[end:], *pieces])
    _check_rest(rest, len(head))
    return rest


def _next(pieces: Iterator[bytes]) -> bytes:
    data = next(pieces, None)
    if data is None:
        raise Unusual
    return data


def _check_rest(text: bytes, start: int) -> None:
    """Unusual unless a part without its rows is a well-formed worksheet without noise.

    No ``<`` can stand in an attribute and the rest has no comments, so the rows stood between elements: the
    part is well-formed if and only if the rows are.
    """
    check_plain(text)
    try:
        frame = sheet_xml.frame(text)
    except ValueError:
        raise Unusual from None
    if frame.prefix or frame.root_name != b"worksheet" or not frame.rows_start == frame.rows_end == start:
        raise Unusual


def _scan_block(sheet: SheetScan, block: bytes, previous: int, serials: _Serials) -> int:
    """Read whole rows and give the number of the last."""
    sheet.hidden += hidden_rows(block)
    tokens = find_tokens(block)
    rows = read_rows(tokens, previous)
    cells = read_cells(sheet, tokens, rows)
    if not (rows.proven and _proven(tokens, cells)):
        try:
            markup.check(b"<a>" + block + b"</a>")
        except ValueError:
            raise Unusual from None
    odd, values = _odd_values(sheet, tokens, rows, cells)
    keep = cells.kind > EMPTY
    keep[odd] = True
    row, col = cells.row[keep], cells.col[keep]
    last = np.append(row[1:] != row[:-1], True) if len(row) else np.zeros(0, dtype=np.bool_)
    if (~last[:-1] & (col[1:] <= col[:-1])).any():
        raise Unusual
    widths = np.zeros(len(rows.numbers), dtype=np.int64)
    widths[row[last]] = col[last]
    sheet.room.take(sheet.what, int(widths.sum()), int(keep.sum()))
    ends = np.cumsum(widths)
    slots = np.full(int(ends[-1]), None, dtype=object)
    places = (ends - widths)[cells.row] + cells.col - 1
    _fill(sheet, tokens, cells, places, slots, serials)
    for slot, value in zip(places[odd].tolist(), values, strict=True):
        slots[slot] = value
    _add_rows(sheet.rows, rows.numbers.tolist(), slots.tolist(), ends.tolist())
    return int(rows.numbers[-1])


def _proven(tokens: Tokens, cells: Cells) -> bool:
    """Tell whether every byte of the block is accounted for, so that it must be well-formed."""
    ends = np.flatnonzero(tokens.row_end)
    after = tokens.marks[ends + 1]
    empty = int((cells.kind == EMPTY).sum())
    inline = int((cells.kind == INLINE).sum())
    accounted = 4 * (len(cells.kind) - empty) + empty + 2 * inline + int(tokens.row.sum()) + len(ends)
    block = tokens.block
    return bool(
        not (cells.kind == ODD).any()
        and accounted == len(tokens.marks) - BEYOND
        and (after == tokens.marks[ends] + 6).all()
        and (tokens.row[ends + 1] | (after == len(block))).all()
        # values of any text are harmless in a block without entities, controls and the end of CDATA
        and block.isascii()
        and b"&" not in block
        and b"]]>" not in block
        and np.frombuffer(block, dtype=np.uint8).min() >= 32
    )


def _odd_values(sheet: SheetScan, tokens: Tokens, rows: Rows, cells: Cells) -> tuple[list[int], list[CellValue]]:
    """Cells of another form, by the functions of the plain loop; puts right their columns."""
    found: list[int] = []
    values: list[CellValue] = []
    match_cell = sheet.patterns.cell.match
    odd = np.flatnonzero(cells.kind == ODD)
    numbers = rows.numbers[cells.row[odd]].tolist()
    offsets = tokens.marks[cells.index]
    limits = np.append(offsets[1:], len(tokens.block))[odd].tolist()
    for i, row, offset, limit in zip(odd.tolist(), numbers, offsets[odd].tolist(), limits, strict=True):
        match = match_cell(tokens.block, offset)
        if match is None or match.end() > limit or not (match[1] or b"r" in sheet_xml.attributes(match[5])):
            raise Unusual
        letters, digits, style, kind, others, text, content = match.groups()
        if text is None and not content:
            if letters not in COLUMNS:
                place(sheet, match, row, 0)  # only to refuse an address that does not exist
            continue
        if others or letters not in COLUMNS or digits != b"%d" % row:
            col, style, kind = place(sheet, match, row, 0)
        else:
            col = COLUMNS[letters]
        value = other_value(sheet, row, col, match, style, kind)
        if value is not None:
            cells.col[i] = col
            found.append(i)
            values.append(value)
    return found, values


def _fill(
    sheet: SheetScan, tokens: Tokens, cells: Cells, places: Longs, slots: NDArray[Any], serials: _Serials
) -> None:
    """Put texts, numbers and dates into their slots."""
    own = np.flatnonzero(cells.kind == INLINE)
    starts, ends = cells.value_start[own].tolist(), cells.value_end[own].tolist()
    for slot, start, end in zip(places[own].tolist(), starts, ends, strict=True):
        slots[slot] = inline_text(sheet, tokens.block[start:end])
    text = np.flatnonzero(cells.kind == TEXT)
    slots[places[text]] = sheet.texts[cells.number[text]]
    date = np.flatnonzero(cells.kind == DATE)
    slots[places[date]] = list(map(serials.__getitem__, cells.number[date].tolist()))
    number = cells.kind == NUMBER
    short = np.flatnonzero(number & (cells.number >= 0))
    slots[places[short]] = cells.number[short]
    long = np.flatnonzero(number & (cells.number < 0))
    spans = map(slice, cells.value_start[long].tolist(), cells.value_end[long].tolist())
    slots[places[long]] = _boxed(numbers_of(list(map(tokens.block.__getitem__, spans))))


def _boxed(values: list[CellValue]) -> NDArray[Any]:
    boxes = np.empty(len(values), dtype=object)
    boxes[:] = values
    return boxes


def _add_rows(rows: list[list[CellValue]], numbers: list[int], slots: list[CellValue], ends: list[int]) -> None:
    start = 0
    for number, end in zip(numbers, ends, strict=True):
        if end > start:
            while len(rows) < number - 1:
                rows.append([])
            rows.append(slots[start:end])
            start = end
