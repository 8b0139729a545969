"""Which rows below a header are records, which are sums, and which are notes or empty form lines.

Rows read = records + sums + skipped; blank rows are none of them. A sum label counts in any
column (C3 51), so that a subtotal is never taken for a person; nor is a line of sums without any label.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.headers import HeaderMatch
from xl_addin.tables.labels import (
    heading,
    is_closing,
    is_note,
    is_opening,
    is_page_carry,
    is_sum,
    plain,
    title_enterprise,
    title_unit,
)

TITLE_CELLS: Final = 4
"""A title line holds no more cells than this."""
_TITLE_LENGTH: Final = 12
_ID_LENGTH: Final = 15
_NAME_LENGTHS: Final = range(2, 5)
_NOT_IN_NAMES: Final = frozenset("计页名")
"""Characters of sums (合计, 过次页) and of the heading 姓名: a Chinese text without them is a plain name."""
_LABEL_MARKS: Final = frozenset("计页额结余数:：﹕︓")
"""Every label of a sum, of an opening balance or of a note holds one of these: other texts need no closer look."""
# Patterns of rows that are rare are compiled when they are met: a cell function waits for this module.
_AMOUNT: Final = r"[-+]?¥?[\d,]+(?:\.\d+)?元?"
_DASHES: Final = frozenset({"-", "--", "—", "——", "－", "－－", "–", "/", "／", "无", "\\"})
_FILLED_BEFOREHAND: Final = frozenset({"seq", "enterprise", "system", "note"})
"""Roles that are often filled in on an empty form: alone they make no record."""
_COLUMN_MARK: Final = r"[甲乙丙丁戊己庚辛]|(?!.*\d{3})[\d()=+\-×*/÷]+"
_SUM_OF_ROWS: Final = r"(?i)\b(?:SUM|SUBTOTAL)\((?:[0-9]+,)?\$?[A-Z]{1,3}\$?([0-9]+):\$?[A-Z]{1,3}\$?([0-9]+)\)"

Anchors = Mapping[tuple[int, int], tuple[int, int]]


class RowSplit(NamedTuple):
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
        if kind == "record" and split.records and _repeats_page(header, lines[i]):
            kind = "sum"
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
    """Tell the rows that are records at first sight, which most are; none for kinds without such a sight."""
    if "name" in header.columns:
        numbers = take(lines, header.columns["id"]) if "id" in header.columns else [None] * len(lines)
        return [
            (number.__class__ is str and len(number) >= _ID_LENGTH and name.__class__ is str and not name.isspace())
            or (name.__class__ is str and _is_ordinary_person(name, line, header))
            for line, name, number in zip(lines, take(lines, header.columns["name"]), numbers, strict=True)
        ]
    if header.layout.kind == "ledger" and (
        day := next((header.columns[role] for role in ("date", "day", "month_day") if role in header.columns), 0)
    ):
        dated = map(_is_dated, take(lines, day))
        # The first row may still be a line of column numbers.
        return [
            i > 0 and known and is_unlabelled(line) for i, (known, line) in enumerate(zip(dated, lines, strict=True))
        ]
    return []


def _is_ordinary_person(name: str, line: Sequence[CellValue], header: HeaderMatch) -> bool:
    """Tell a plain name beside which nothing can label a sum or a note; nothing before it, where a day is given."""
    han = bool(name) and min(name) >= "一" and max(name) <= "鿿"
    if not han or len(name) not in _NAME_LENGTHS or not _NOT_IN_NAMES.isdisjoint(name):
        return False
    left, right = line[: header.columns["name"] - 1], line[header.columns["name"] : header.last_col]
    return is_unlabelled(left) and (is_unlabelled(right) or _has_day(header, line))


def _has_day(header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    days = [col for role, col in header.columns.items() if header.layout.columns[role].type == "date"]
    return any(_is_dated(line[col - 1]) for col in days if col <= len(line))


def _is_dated(day: CellValue) -> bool:
    return day[:1].isdigit() and len(day) <= _TITLE_LENGTH if isinstance(day, str) else day is not None


def is_unlabelled(cells: Sequence[CellValue]) -> bool:
    """Tell cells none of which can be the label of a sum, an opening balance or a note."""
    return _LABEL_MARKS.isdisjoint("".join([value for value in cells if isinstance(value, str)]))


def _row_class(sheet: SheetGrid, header: HeaderMatch, row: int, line: list[CellValue], anchors: Anchors) -> str:
    filled = [value for value in line[header.first_col - 1 : header.last_col] if not is_empty(value)]
    if not filled:
        return "blank"
    texts = [value for value in filled if isinstance(value, str)]
    if header.layout.kind == "ledger" and any(map(is_opening, texts)):
        return "record"
    if any(map(is_sum, texts)) or (header.layout.kind == "ledger" and any(map(is_closing, texts))):
        return "sum"
    lead = next(value for value in line if not is_empty(value))
    if (_is_remark(filled, texts) or _is_signature(lead, filled)) and not _holds_money(header, line):
        return "skipped"
    if (row == header.last_row + 1 and _is_numbering(filled)) or _repeats_heading(header, line):
        return "skipped"
    return "record" if _is_record(sheet, header, row, anchors) else "skipped"


def _is_remark(filled: Sequence[CellValue], texts: Sequence[str]) -> bool:
    """Tell a note, a signature line or the title of the next table."""
    if not texts or len(filled) > TITLE_CELLS:
        return bool(texts) and is_note(texts[0]) and filled[0] is texts[0]
    if is_note(texts[0]) or any(title_unit(text) or title_enterprise(text) for text in texts):
        return True
    return len(filled) == 1 and len(plain(texts[0])) > _TITLE_LENGTH


def _is_signature(lead: CellValue, filled: Sequence[CellValue]) -> bool:
    """Tell 负责人： | 王三 whose label stands before the first column of the table."""
    return isinstance(lead, str) and len(filled) <= 2 and is_note(lead)


def _repeats_page(header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    """Tell 承前页 in an account book: behind entries it repeats their sums, at the top it is the opening balance."""
    return header.layout.kind == "ledger" and any(isinstance(cell, str) and is_page_carry(cell) for cell in line)


def _holds_money(header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    """Tell an entry with an amount, where amounts make entries: whatever its texts say, it must not be passed over."""
    money = [role for role in header.layout.key if header.layout.columns[role].type == "money"]
    places = [header.columns[role] for role in money if role in header.columns]
    cells = [line[col - 1] for col in places if col <= len(line)]
    return any(
        re.fullmatch(_AMOUNT, plain(cell)) is not None if isinstance(cell, str) else isinstance(cell, (int, float))
        for cell in cells
    )


def _repeats_heading(header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    """Tell a row that is the heading again, as at the top of each printed page."""
    cells = [(role, line[col - 1]) for role, col in header.columns.items() if col <= len(line)]
    texts = [(role, cell) for role, cell in cells if isinstance(cell, str) and not is_empty(cell)]
    same = [header.layout.aliases.get(heading(text).key) == role for role, text in texts]
    return len(same) > 1 and all(same)


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
    match = re.search(_SUM_OF_ROWS, cell.text) if cell else None
    return match is not None and int(match[1]) < int(match[2]) < row


def _is_numbering(filled: Sequence[CellValue]) -> bool:
    """Tell a line of column numbers (1 2 3 … or 甲 乙 1 2 3=1+2) from the first record."""
    marks = [plain(str(value)).removesuffix(".0") for value in filled]
    numbers = [int(mark) for mark in marks if mark.isdecimal()]
    rising = all(later - earlier == 1 for earlier, later in pairwise(numbers))
    return len(marks) >= 3 and rising and all(re.fullmatch(_COLUMN_MARK, mark) for mark in marks)
