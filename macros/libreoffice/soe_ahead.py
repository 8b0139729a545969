"""Filled-down calls of a document that has just been opened, computed as columns before Calc asks for the first.

Only calls whose arguments are plain cells, ranges, texts and numbers; what is guessed wrong is simply not asked for.
Must not run while Calc computes: it reads cells.
"""

import re

from soe_catalog import COLUMNS, FUNCTIONS
from soe_values import plain_rows

_BY_METHOD = {FUNCTIONS[name]["method"].upper(): name for name in COLUMNS}
_CALL = re.compile(
    r"ORG\.XLADDIN\.SOE\.(?:FUNCTIONS|ALIASES)\.(%s)\(((?:[^()\"']|\"[^\"]*\"|'[^']*')*)\)" % "|".join(_BY_METHOD)
)
_REFERENCE = re.compile(
    r"(?:\$?(?P<sheet>'(?:[^']|'')*'|[\w]+)\.)?\$?(?P<c1>[A-Z]{1,3})\$?(?P<r1>\d+)(?::\$?(?P<c2>[A-Z]{1,3})\$?(?P<r2>\d+))?"
)
_FORMULAS = 16
_MOST_CELLS = 3_000


def learn_columns(document, memo, sheets, behind):
    """Let ``memo`` learn the calls of all sheets."""
    reader = _Reader(document)
    for sheet in sheets:
        rows = {}
        for address in sheet.queryContentCells(_FORMULAS).getRangeAddresses():
            area = sheet.getCellRangeByPosition(
                address.StartColumn, address.StartRow, address.EndColumn, address.EndRow
            )
            for line in area.getFormulaArray():
                for text in line:
                    for match in _CALL.finditer(text):
                        arguments = reader.arguments(sheet, match[2])
                        if arguments is not None:
                            rows.setdefault(_BY_METHOD[match[1]], []).append(arguments)
        for name, some in rows.items():
            memo.learn(name, some, behind)


def parts(text):
    """Split the arguments of a call; an argument that is left out is ''."""
    found, quote, start = [], "", 0
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign == ";":
            found.append(text[start:place].strip())
            start = place + 1
    return [*found, text[start:].strip()]


class _Reader:
    """Reads arguments as Calc would pass them, each column of a sheet and each range once."""

    def __init__(self, document):
        self.sheets = document.getSheets()
        self.columns, self.ranges = {}, {}

    def arguments(self, sheet, text):
        """The arguments of a call, None if one is not plain."""
        found = []
        for part in parts(text):
            value = self._value(sheet, part)
            if value is NotImplemented:
                return None
            found.append(value)
        return tuple(found)

    def _value(self, sheet, part):
        if not part:
            return None
        if part[0] == '"' and part[-1] == '"':
            return part[1:-1].replace('""', '"')
        match = _REFERENCE.fullmatch(part)
        if match:
            return self._cells(sheet, match)
        try:
            return float(part)
        except ValueError:
            return NotImplemented

    def _cells(self, sheet, match):
        if match["sheet"]:
            name = match["sheet"].strip("'").replace("''", "'")
            if not self.sheets.hasByName(name):
                return NotImplemented
            sheet = self.sheets.getByName(name)
        column, row = _column(match["c1"]), int(match["r1"]) - 1
        if match["c2"] is None:
            return self._cell(sheet, column, row)
        key = (sheet.getName(), match["c1"], match["r1"], match["c2"], match["r2"])
        if key not in self.ranges:
            last, end = _column(match["c2"]), int(match["r2"]) - 1
            if (end - row + 1) * (last - column + 1) > _MOST_CELLS:
                self.ranges[key] = NotImplemented
            else:
                rows = sheet.getCellRangeByPosition(column, row, last, end).getDataArray()
                self.ranges[key] = plain_rows(rows)
        return self.ranges[key]

    def _cell(self, sheet, column, row):
        key = (sheet.getName(), column)
        if key not in self.columns:
            cursor = sheet.createCursor()
            cursor.gotoEndOfUsedArea(False)
            last = cursor.getRangeAddress().EndRow
            self.columns[key] = sheet.getCellRangeByPosition(column, 0, column, last).getDataArray()
        cells = self.columns[key]
        value = cells[row][0] if row < len(cells) else ""
        return NotImplemented if value is None else 0.0 if value == "" else value


def _column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
