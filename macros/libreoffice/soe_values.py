"""What a cell of Calc holds and what a function of ours takes and gives: numbers, texts, blanks, error values, ranges.

Runs inside LibreOffice's own Python and needs nothing but it.
"""

import struct

ERRORS = {"#NULL!": 521, "#DIV/0!": 532, "#VALUE!": 519, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#N/A": 32767}
UNCLEAR = 530
"""Calc's error (#ADDIN?) of a cell that waits to be computed in the exact way: a blank came as a zero."""
_AS_THEY_ARE = frozenset((float, str))
_CODES = {number: code for code, number in ERRORS.items()}


def error_number(number):
    """Give the not-a-number that Calc shows as an error value."""
    return struct.unpack("<d", struct.pack("<II", number, 0x7FF80000))[0]


def error_code(number):
    """Give the error value by Calc's number of it; its own numbers (Err:502) are #VALUE!."""
    return _CODES.get(number, "#VALUE!")


def to_cell(value):
    """Give a value of an answer as a cell takes it: a number, a text, or the not-a-number of an error value."""
    kind = type(value)
    if kind is float or kind is str:
        return value
    if kind is int or kind is bool:
        return float(value)
    if value is None:
        return ""
    if kind is dict:
        return error_number(UNCLEAR if value.get("unclear") else ERRORS.get(value["error"], 519))
    return error_number(519)


def to_rows(value):
    """Give an answer as the rows of an array formula; a single value is one cell."""
    if type(value) is list:
        return tuple(map(_to_row, value))
    return ((to_cell(value),),)


def _to_row(row):
    return tuple(row) if _AS_THEY_ARE.issuperset(map(type, row)) else tuple(map(to_cell, row))


def first_cell(value):
    """Give an answer as one cell: of a table its first."""
    while type(value) is list:
        value = value[0] if value else None
    return to_cell(value)


def plain_rows(rows):
    """Give the rows of a range as they are asked about: an empty text is a blank cell."""
    return tuple(tuple(None if cell == "" else cell for cell in row) for row in rows)


def argument(value):
    """Give an argument of Calc's as it is asked about, so that it can be a key."""
    kind = type(value)
    if kind is float or kind is str or value is None:
        return value
    if kind is tuple:
        if not value or type(value[0]) is not tuple:  # Basic gives a row of one as a list of values
            value = (value,)
        return plain_rows(value)
    if kind is int or kind is bool:
        return float(value)
    return range_rows(value)


def size(values):
    """How many cells the ranges among some arguments of Calc's have, blanks included."""
    found = 0
    for one in values:
        if hasattr(one, "getRangeAddress"):
            address = one.getRangeAddress()
            found += (address.EndRow - address.StartRow + 1) * (address.EndColumn - address.StartColumn + 1)
        elif type(one) is tuple and one and type(one[0]) is tuple:
            found += len(one) * len(one[0])
    return found


def range_rows(cells):
    """Read a range of cells (XCellRange): only the used part of it, error values as what they are."""
    used = _used(cells)
    if used is None:
        return ((None,),)
    rows = used.getDataArray()
    if not any(None in row for row in rows):
        return plain_rows(rows)
    read = []
    for number, row in enumerate(plain_rows(rows)):
        if None in rows[number]:
            row = tuple(
                _error(used, place, number) if rows[number][place] is None else cell for place, cell in enumerate(row)
            )
        read.append(row)
    return tuple(read)


def _error(used, column, row):
    number = used.getCellByPosition(column, row).getError()
    return ErrorValue(error_code(number)) if number else None


def _used(cells):
    """Cut a range to what the sheet has, so that a whole column is no million of blanks; None if nothing is left."""
    address = cells.getRangeAddress()
    sheet = cells.getSpreadsheet()
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.getRangeAddress()
    last_column, last_row = min(address.EndColumn, end.EndColumn), min(address.EndRow, end.EndRow)
    if last_column < address.StartColumn or last_row < address.StartRow:
        return None
    return sheet.getCellRangeByPosition(address.StartColumn, address.StartRow, last_column, last_row)


class ErrorValue(str):
    """An error value among the cells of a range; ``code`` is its own text."""

    __slots__ = ()
