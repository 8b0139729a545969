"""Scan the rows of a worksheet part block by block with arrays: the quick way for what office programs write.

The plain loop of :mod:`xl_addin.files.scan.rows` asks each cell in turn; here all cells of a block of rows
are read at once. What a block holds beyond ``<row r=".."><c r=".." s=".." t="s"><v>123</v></c></row>`` is left
to that loop's functions, cell by cell, and to expat (:mod:`xl_addin.files.scan.proof`). Where rows or cells stand in
no order, have no address, or lie between comments, the whole sheet is left to the plain loop (:class:`Unusual`): both
give the same grid, or refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.files import markup, sheet_xml
from xl_addin.files.scan.block_cells import (
    DATE,
    INLINE,
    NO_FORMULA,
    NUMBER,
    ODD,
    OWN,
    SHARED,
    TEXT,
    TYPES,
    Cells,
    Longs,
    Rows,
    Tokens,
    Unusual,
    find_tokens,
    read_cells,
    read_rows,
)
from xl_addin.files.scan.block_numbers import number_values, put_decimals
from xl_addin.files.scan.hidden import hidden_rows
from xl_addin.files.scan.numbers import dates_of
from xl_addin.files.scan.proof import check_block
from xl_addin.files.scan.room import FORMULA_WEIGHT
from xl_addin.files.scan.rows import COLUMNS, SheetScan, inline_text, other_value, place, shared_text, typed
from xl_addin.files.scan.texts import check_plain, until
from xl_addin.tables.grid import CellValue, FormulaCell
from xl_addin.values.serials import date_of
from xl_addin.values.stages import READING, tell

_BLOCK: Final = 1 << 20
_LONGEST: Final = 4 * _BLOCK
"""Bytes of a block with one enormous row; arrays for more would take more memory than the file is worth."""
_START: Final = b"<sheetData>"
_END: Final = b"</sheetData>"
_NOTHING: Final = np.array(None, dtype=object)
_SHARED_INDEX: Final = slice(len('t="shared" si="'), -len('"/>'))


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
            tell(READING, row)
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
    cells = read_cells(tokens, rows, len(sheet.strings), sheet.date_styles)
    check_block(tokens, rows, cells)
    values = _usual_values(sheet, tokens, rows, cells, serials)
    _read_formulas(sheet, tokens, rows, cells, values)
    keep = np.not_equal(values, _NOTHING).astype(np.bool_)
    row, col = cells.row[keep], cells.col[keep]
    last = np.append(row[1:] != row[:-1], True) if len(row) else np.zeros(0, dtype=np.bool_)
    if (~last[:-1] & (col[1:] <= col[:-1])).any():
        raise Unusual
    widths = np.zeros(len(rows.numbers), dtype=np.int64)
    widths[row[last]] = col[last]
    sheet.room.take(sheet.what, int(widths.sum()), int(keep.sum()))
    in_use = rows.numbers[widths > 0]
    if len(in_use):
        sheet.room.gap(sheet.what, int(in_use[-1]) - len(sheet.rows) - len(in_use))
    ends = np.cumsum(widths)
    slots = np.full(int(ends[-1]), None, dtype=object)
    slots[(ends - widths)[row] + col - 1] = values[keep]
    _add_rows(sheet.rows, rows.numbers.tolist(), slots.tolist(), ends.tolist())
    return int(rows.numbers[-1])


def _usual_values(sheet: SheetScan, tokens: Tokens, rows: Rows, cells: Cells, serials: _Serials) -> NDArray[Any]:
    """The value of each cell; None for empty ones and for those of another form."""
    values = np.full(len(cells.kind), None, dtype=object)

    def put(places: Longs, found: list[CellValue]) -> None:
        values[places] = _boxed(found)

    def texts(places: Longs) -> list[bytes]:
        spans = map(slice, cells.value_start[places].tolist(), cells.value_end[places].tolist())
        return list(map(tokens.block.__getitem__, spans))

    own = np.flatnonzero(cells.kind == INLINE)
    put(own, [inline_text(sheet, text) for text in texts(own)])
    shared = np.flatnonzero(cells.kind == TEXT)
    values[shared] = sheet.texts[cells.number[shared]]
    number = cells.kind == NUMBER
    short = np.flatnonzero(number & (cells.number >= 0))
    values[short] = cells.number[short]
    long = np.flatnonzero(number & (cells.number < 0))
    long = put_decimals(tokens, cells, long, values)
    put(long, number_values(tokens, cells, long))
    date = cells.kind == DATE
    day = np.flatnonzero(date & (cells.number >= 0))
    put(day, list(map(serials.__getitem__, cells.number[day].tolist())))
    moment = np.flatnonzero(date & (cells.number < 0))
    put(moment, dates_of(number_values(tokens, cells, moment), sheet.date1904))
    for kind, name in TYPES.items():
        few = np.flatnonzero(cells.kind == kind)
        places = zip(rows.numbers[cells.row[few]].tolist(), cells.col[few].tolist(), texts(few), strict=True)
        put(few, [typed(sheet, row, col, text, name, dated=False) for row, col, text in places])
    return values


def _read_formulas(sheet: SheetScan, tokens: Tokens, rows: Rows, cells: Cells, values: NDArray[Any]) -> None:
    """Formulas, and cells of another form by the functions of the plain loop, in their order in the file."""
    at = np.flatnonzero((cells.kind == ODD) | (cells.formula != NO_FORMULA))
    own = cells.index[cells.formula != NO_FORMULA]
    sheet.room.take(sheet.what, 0, (FORMULA_WEIGHT - 1) * len(own))
    texts = iter(markup.texts_of(tokens.texts(own + 1, len("<f>"))))
    found = sheet.formulas
    numbers = rows.numbers[cells.row[at]].tolist()
    known = zip(at.tolist(), cells.formula[at].tolist(), numbers, cells.col[at].tolist(), strict=True)
    for i, formula, row, col in known:
        if formula == OWN:
            found[row, col] = FormulaCell(row, col, next(texts), "normal", None, values[i], values[i] is not None)
        elif formula == SHARED:
            text = shared_text(sheet, next(texts)[_SHARED_INDEX].encode(), row, col)
            found[row, col] = FormulaCell(row, col, text, "normal", None, values[i], values[i] is not None)
        else:
            values[i] = _odd_value(sheet, tokens, cells, i, row)


def _odd_value(sheet: SheetScan, tokens: Tokens, cells: Cells, i: int, row: int) -> CellValue:
    """The value of a cell of another form; puts right its column."""
    start = int(tokens.marks[cells.index[i]])
    end = int(tokens.marks[cells.index[i + 1]]) if i + 1 < len(cells.index) else len(tokens.block)
    match = sheet.patterns.cell.match(tokens.block, start)
    if match is None or match.end() > end or not (match[1] or b"r" in sheet_xml.attributes(match[5])):
        raise Unusual
    letters, digits, style, kind, others, text, content = match.groups()
    if text is None and not content:
        if letters not in COLUMNS or digits != b"%d" % row:
            place(sheet, match, row, 0)  # only to refuse an address that does not exist, or of another row
        return None
    if others or letters not in COLUMNS or digits != b"%d" % row:
        col, style, kind = place(sheet, match, row, 0)
    else:
        col = COLUMNS[letters]
    cells.col[i] = col
    return other_value(sheet, row, col, match, style, kind)


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
