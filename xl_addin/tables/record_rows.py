"""Which rows below a header are records, which are sums, and which are notes or empty form lines.

Rows read = records + sums + skipped; blank rows are none of them. A sum label counts in any
column (C3 51), so that a subtotal is never taken for a person; nor is a line of sums without any label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import Final

from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.headers import HeaderMatch
from xl_addin.tables.labels import is_note, is_opening, is_sum, plain, title_enterprise, title_unit

TITLE_CELLS: Final = 4
"""A title line holds no more cells than this."""
_TITLE_LENGTH: Final = 12
_ID_LENGTH: Final = 15
_DASHES: Final = frozenset({"-", "--", "—", "——", "－", "－－", "–", "/", "／", "无", "\\"})
_FILLED_BEFOREHAND: Final = frozenset({"seq", "enterprise", "system", "note"})
"""Roles that are often filled in on an empty form: alone they make no record."""
_COLUMN_MARK: Final = re.compile(r"\d{1,3}|[甲乙丙丁戊己庚辛]|[\d()=+\-×*/÷]+")
_SUM_OF_ROWS: Final = re.compile(
    r"\b(?:SUM|SUBTOTAL)\((?:[0-9]+,)?\$?[A-Z]{1,3}\$?([0-9]+):\$?[A-Z]{1,3}\$?([0-9]+)\)", re.IGNORECASE
)

Anchors = Mapping[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class RowSplit:
    """Sheet rows of the records (with their cells), of the sums and of what was skipped."""

    records: list[int]
    lines: list[list[CellValue]]
    sums: list[int]
    skipped: list[int]


def is_empty(value: CellValue) -> bool:
    """Tell whether a cell holds nothing: None, spaces, a dash or 无. Zero is something.

    >>> [is_empty(v) for v in (None, " ", "——", "无", 0, "王三")]
    [True, True, True, True, False, False]
    """
    return value is None or (isinstance(value, str) and (not (text := value.strip()) or text in _DASHES))


def take(lines: Sequence[list[CellValue]], col: int) -> list[CellValue]:
    """Take one 1-based column out of ragged rows.

    >>> take([[1, 2], [3]], 2)
    [2, None]
    """
    try:
        return list(map(itemgetter(col - 1), lines))
    except IndexError:
        return [line[col - 1] if len(line) >= col else None for line in lines]


def split_rows(sheet: SheetGrid, header: HeaderMatch, last_row: int, anchors: Anchors) -> RowSplit:
    """Sort the rows between a header and ``last_row``; a row with a name and an ID needs no closer look."""
    first = header.last_row + 1
    lines = sheet.rows[first - 1 : last_row]
    usual = _usual_records(lines, header)
    if usual and all(usual):
        return RowSplit(list(range(first, first + len(lines))), lines, [], [])
    split = RowSplit([], [], [], [])
    done = 0
    for i in [i for i, known in enumerate(usual) if not known] if usual else range(len(lines)):
        _add_records(split, first, lines, done, i)
        done = i + 1
        kind = _row_class(sheet, header, first + i, lines[i], anchors)
        if kind == "record":
            _add_records(split, first, lines, i, i + 1)
        elif kind == "sum":
            split.sums.append(first + i)
        elif kind == "skipped":
            split.skipped.append(first + i)
    _add_records(split, first, lines, done, len(lines))
    return split


def _add_records(split: RowSplit, first: int, lines: Sequence[list[CellValue]], start: int, end: int) -> None:
    """Add the lines from ``start`` up to ``end`` as records; line 0 is the sheet's row ``first``."""
    split.records.extend(range(first + start, first + end))
    split.lines.extend(lines[start:end])


def _usual_records(lines: Sequence[list[CellValue]], header: HeaderMatch) -> list[bool]:
    if "name" not in header.columns or "id" not in header.columns:
        return []
    names, numbers = (take(lines, header.columns[role]) for role in ("name", "id"))
    return [
        number.__class__ is str and len(number) >= _ID_LENGTH and name.__class__ is str and not name.isspace()
        for name, number in zip(names, numbers, strict=True)
    ]


def _row_class(sheet: SheetGrid, header: HeaderMatch, row: int, line: list[CellValue], anchors: Anchors) -> str:
    filled = [value for value in line[header.first_col - 1 : header.last_col] if not is_empty(value)]
    if not filled:
        return "blank"
    texts = [value for value in filled if isinstance(value, str)]
    if any(map(is_sum, texts)):
        return "sum"
    if header.layout.kind == "ledger" and any(map(is_opening, texts)):
        return "record"
    if _is_remark(filled, texts) or (row == header.last_row + 1 and _is_numbering(filled)):
        return "skipped"
    return "record" if _is_record(sheet, header, row, anchors) else "skipped"


def _is_remark(filled: Sequence[CellValue], texts: Sequence[str]) -> bool:
    """Tell a note, a signature line or the title of the next table."""
    if not texts or len(filled) > TITLE_CELLS:
        return bool(texts) and is_note(texts[0]) and filled[0] is texts[0]
    if is_note(texts[0]) or any(title_unit(text) or title_enterprise(text) for text in texts):
        return True
    return len(filled) == 1 and len(plain(texts[0])) > _TITLE_LENGTH


def _is_record(sheet: SheetGrid, header: HeaderMatch, row: int, anchors: Anchors) -> bool:
    def filled(role: str) -> bool:
        place = (row, header.columns[role])
        return not is_empty(sheet.value(*anchors.get(place, place)))

    if any(role in header.columns and filled(role) for role in header.layout.key):
        return True
    columns = [col for role, col in header.columns.items() if role not in _FILLED_BEFOREHAND and filled(role)]
    return len(columns) >= 2 and not all(_adds_up_above(sheet, row, col) for col in columns)


def _adds_up_above(sheet: SheetGrid, row: int, col: int) -> bool:
    """Tell a cell such as ``=SUM(H4:H13)`` in row 14: a line of these is a total that nobody labelled."""
    cell = sheet.formulas.get((row, col))
    match = _SUM_OF_ROWS.search(cell.text) if cell else None
    return match is not None and int(match[1]) < int(match[2]) < row


def _is_numbering(filled: Sequence[CellValue]) -> bool:
    """Tell a line of column numbers (1 2 3 … or 甲 乙 1 2 3=1+2) from the first record."""
    marks = [plain(str(value)).removesuffix(".0") for value in filled]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    rising = all(later - earlier == 1 for earlier, later in pairwise(numbers))
    return len(marks) >= 3 and rising and all(_COLUMN_MARK.fullmatch(mark) for mark in marks)
