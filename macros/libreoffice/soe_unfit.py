"""Calls of ours that Basic cannot answer.

It is given every cell of a range, a million rows and gigabytes of memory for whole columns, and an error for an
argument that is left out.
"""

import re

from soe_formulas import OUR_CALL, is_table

MOST_CELLS, MOST_TABLE_CELLS = 50_000, 1_000_000
"""Cells of the ranges of one call that Basic may be given, 400 bytes each: of a filled-down one, of a table's."""
_ROWS, _COLUMNS = 1_048_576, 16_384
_CORNER = r"\$?([A-Z]{1,3})?\$?([0-9]{1,7})?"
_RANGE = re.compile(r"(?<![\w$])(?=[$A-Z0-9])%s:(?:[^:!()\"']*\.)?%s(?![\w(])" % (_CORNER, _CORNER))
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_LEFT_OUT = re.compile(r"[(;]\s*(?=;)|;\s*\)")
_SHEET = re.compile(r"\$?(?:'(?:[^']|'')*'|[\w ]+)\.")
_WORD = re.compile(r"[^\W\d][\w.]*")


def is_unfit(text, areas=()):
    """Tell whether a formula has a call of ours that Basic cannot answer; areas: the number of cells by range name."""
    text = _QUOTED.sub("0", text)
    for match in OUR_CALL.finditer(text):
        if _LEFT_OUT.search(_arguments(text, match.end()) + ")"):
            return True
    return is_too_large(text, areas)


def is_too_large(text, areas=()):
    """Tell whether a formula has a call of the add-in with more cells than Basic may be given."""
    text = _QUOTED.sub("0", text)
    for match in OUR_CALL.finditer(text):
        inside = _arguments(text, match.end())
        most = MOST_TABLE_CELLS if is_table(match[2]) else MOST_CELLS
        if _cells(inside) + sum(areas[word] for word in _WORD.findall(inside) if word in areas) > most:
            return True
    return False


def named_areas(document):
    """The number of cells of every named range and database range of a document."""
    found = {}
    for ranges in (document.NamedRanges, document.DatabaseRanges):
        for name in ranges.getElementNames():
            cells = ranges.getByName(name).getReferredCells()
            if cells is not None:
                address = cells.getRangeAddress()
                rows = address.EndRow - address.StartRow + 1
                found[name] = rows * (address.EndColumn - address.StartColumn + 1)
    return found


def _arguments(text, start):
    """What stands between the brackets of a call."""
    depth = 0
    for place in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return text[start:place]
    return text[start:]


def _cells(inside):
    total = 0
    for first_column, first_row, last_column, last_row in _RANGE.findall(_SHEET.sub("", inside)):
        columns = _number(last_column) - _number(first_column) + 1 if first_column and last_column else _COLUMNS
        rows = int(last_row) - int(first_row) + 1 if first_row and last_row else _ROWS
        total += abs(rows * columns)
    return total


def _number(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
