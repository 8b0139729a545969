"""What one row below a header is: a record, a sum, or a note, group heading, example or empty line.

A sum label counts in any column (C3 51), so that a subtotal is never taken for a person; nor is a line of sums
without any label. Every row that is skipped gets the reason, for people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from xl_addin.tables.column_rows import holds_any
from xl_addin.tables.firm_names import names_block, title_enterprise
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.heading_roles import role_of, states_for_all
from xl_addin.tables.labels import (
    heading,
    is_closing,
    is_note,
    is_opening,
    is_page_carry,
    is_sum,
    plain,
    title_unit,
)
from xl_addin.tables.plain_names import is_likely_name, is_plain_name
from xl_addin.tables.repeated_groups import base_role
from xl_addin.tables.row_formulas import adds_up_above, is_filled_down, is_totals_row
from xl_addin.tables.row_words import (
    is_amount,
    is_average,
    is_capitals,
    is_example,
    is_group,
    is_hint,
    is_item,
    is_list_title,
    is_numbering,
    is_page_mark,
    is_page_note,
    is_subtotal,
)
from xl_addin.values.texts import has_invisible_end, visible

TITLE_CELLS: Final = 4
"""A title line holds no more cells than this."""
_TITLE_LENGTH: Final = 12
_FEW: Final = 3
ID_LENGTH: Final = 15
FIRST_ROWS: Final = 6
"""Hints and examples stand in the first rows under a header."""
_PROSE: Final = frozenset({"ledger", "sources", "petitions", "procedure", "publicity", "bodies", "policy"})
"""Kinds whose texts may end with the word for a sum although the row is an entry."""
_LEADS: Final = frozenset({"seq", "enterprise", "name", "id", "person_no", "item", "system"})
"""Roles whose cells may say what a whole row is."""
LABEL_MARKS: Final = frozenset("计页额结余数:：﹕︓")
"""Every label of a sum, of an opening balance or of a note holds one of these: other texts need no closer look."""
# Patterns of rows that are rare are compiled when they are met: a cell function waits for this module.
_DASHES: Final = frozenset({"-", "--", "—", "——", "－", "－－", "–", "/", "／", "无", "\\"})
_FILLED_BEFOREHAND: Final = frozenset({"seq", "enterprise", "system", "note"})
"""Roles that are often filled in on an empty form: alone they make no record."""

_ADDED: Final = frozenset({"months", "amount", "settlement", "other", "total", "unit_arrears", "person_arrears"})
"""Roles that a line of sums over a group fills in."""
_GROUP_COUNT: Final = 6
"""A remark beside a group heading, such as 12人, is no longer."""
RECORD, SUM = "record", "sum"
EXAMPLE, HINT, CAPITALS = "示例行", "填写说明", "大写金额"
AVERAGE, GROUP, REMARK = "平均数", "分组标题", "说明、签名或标题"
ITEM = "不是人员的金额行"
NUMBERING, HEADING, FORM = "栏号", "重复的表头", "只有预填内容"
LOOSE = "只填了个别栏，不成一条记录"

Anchors = Mapping[tuple[int, int], tuple[int, int]]


def is_empty(value: CellValue) -> bool:
    """Tell whether a cell holds nothing: None, spaces or what nobody sees, a dash or 无. Zero is something.

    >>> [is_empty(v) for v in (None, " ", "\\u200b", "——", "无", 0, "王三")]
    [True, True, True, True, True, False, False]
    """
    if not isinstance(value, str):
        return value is None
    if value[:1].isalnum() and value[:1] != "无":
        return False
    text = value.strip()
    return not text or text in _DASHES or (has_invisible_end(text) and is_empty(visible(text)))


def is_ordinary_person(name: str, line: Sequence[CellValue], header: HeaderMatch) -> bool:
    """Tell a name beside which nothing can label a sum or a note; nothing before it, where a day is given."""
    is_plain = is_plain_name(name)
    if not is_plain and not is_likely_name(name):
        return False
    left, right = line[: header.columns["name"] - 1], line[header.columns["name"] : header.last_col]
    beside = is_plain and is_unlabelled(right) and any(map(bool, right))
    return is_unlabelled(left) and (_has_day(header, line) or beside)


def day_columns(header: HeaderMatch) -> list[int]:
    """The columns of dates."""
    return [col for role, col in header.columns.items() if header.layout.columns[role].type == "date"]


def _has_day(header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    return any(is_dated(line[col - 1]) for col in day_columns(header) if col <= len(line))


def is_dated(day: CellValue) -> bool:
    """Tell a cell that may hold a day."""
    return day[:1].isdigit() and len(day) <= _TITLE_LENGTH if isinstance(day, str) else day is not None


def is_unlabelled(cells: Sequence[CellValue]) -> bool:
    """Tell cells none of which can be the label of a sum, an opening balance or a note."""
    return not holds_any((value for value in cells if isinstance(value, str)), LABEL_MARKS)


def row_class(sheet: SheetGrid, header: HeaderMatch, row: int, line: list[CellValue], anchors: Anchors) -> str:
    """RECORD, SUM, '' for a blank row, else the reason why a row is skipped."""
    filled = [value for value in line[header.first_col - 1 : header.last_col] if not is_empty(value)]
    if not filled:
        return ""
    if filled[0] == 0 and not any(filled):  # formulas that give 0 where nothing is typed
        zeros = [col for col in range(header.first_col, header.last_col + 1) if col <= len(line) and line[col - 1] == 0]
        if is_filled_down(sheet, row, zeros):
            return FORM
    texts = [value for value in filled if isinstance(value, str)]
    name = _cell(header, line, "name")
    early = row <= header.last_row + FIRST_ROWS
    if len(texts) == len(filled) == 1 and is_page_mark(texts[0]):
        return HEADING
    if early and not _is_identified(header, line) and _is_hint(header, line, texts):
        return HINT
    if _is_block_title(header, line, filled):
        return REMARK
    if _is_identified(header, line) or (isinstance(name, str) and is_ordinary_person(name, line, header)):
        return EXAMPLE if _is_example(header, line) else RECORD
    if is_totals_row(sheet, row, header):
        return SUM
    if header.layout.kind == "ledger" and any(map(is_opening, texts)):
        return RECORD
    if header.layout.kind == "ledger" and any(map(is_closing, texts)):
        return SUM
    listed = header.layout.kind not in _PROSE and not _has_day(header, line)
    if any(map(is_sum, texts)) or (listed and is_subtotal(lead_text(header, line))):
        return SUM if _holds_number(filled) or not any(map(is_capitals, texts)) else CAPITALS
    if listed and (reason := _lead_class(header, line, filled)):
        return reason
    lead = next(value for value in line if not is_empty(value))
    titled = len(texts) == len(filled) == 1 and "name" in header.columns and is_list_title(texts[0])
    if (titled or _is_remark(filled, texts) or _is_signature(lead, filled)) and not _holds_money(header, line):
        return REMARK
    if early and is_numbering([plain(str(value)) for value in filled]):
        return NUMBERING
    if _repeats_heading(sheet, header, line):
        return HEADING
    if _is_example(header, line):
        return EXAMPLE
    if _is_record(sheet, header, row, anchors):
        return RECORD
    reason = _money_class(header, line)
    return LOOSE if reason == FORM and _is_typed(sheet, header, row, line) else reason


def _is_block_title(header: HeaderMatch, line: Sequence[CellValue], filled: Sequence[CellValue]) -> bool:
    """Tell the line over the next enterprise's block from a person: it begins with the firm and holds no money."""
    lead, name = filled[0], _cell(header, line, "name")
    if len(filled) > _FEW or "name" not in header.columns or not isinstance(lead, str) or not names_block(lead):
        return False
    if isinstance(name, str) and name != lead and (is_plain_name(name) or is_likely_name(name)):
        return False
    money = [role for role, spec in header.layout.columns.items() if spec.type == "money" and role in header.columns]
    return lead != _cell(header, line, "enterprise") and not any(is_amount(_cell(header, line, role)) for role in money)


def _is_typed(sheet: SheetGrid, header: HeaderMatch, row: int, line: Sequence[CellValue]) -> bool:
    """Tell an entry in a single cell from what stands on every line of a form: it is no formula and not repeated."""
    cells = [
        (col, cell)
        for role, col in header.columns.items()
        if role not in _FILLED_BEFOREHAND and not is_empty(cell := _cell(header, line, role))
    ]
    beside = {(col, sheet.value(other, col)) for col, _ in cells for other in (row - 1, row + 1)}
    return any((row, col) not in sheet.formulas and (col, cell) not in beside for col, cell in cells)


def _money_class(header: HeaderMatch, line: Sequence[CellValue]) -> str:
    """What a row without a name that holds money is: a person if a number stands before it, else a sum nobody named."""
    money = [role for role in header.columns if header.layout.columns[role].type == "money"]
    if header.layout.kind in _PROSE or not any(_holds_number([_cell(header, line, role)]) for role in money):
        return FORM
    return RECORD if not is_empty(_cell(header, line, "seq")) else SUM


def _cell(header: HeaderMatch, line: Sequence[CellValue], role: str) -> CellValue:
    col = header.columns.get(role, 0)
    return line[col - 1] if 0 < col <= len(line) else None


def _is_identified(header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    """Tell a row with a name and an ID number: a person, whatever else stands in it."""
    number, name = _cell(header, line, "id"), _cell(header, line, "name")
    if not isinstance(name, str) or is_empty(name) or not isinstance(number, str):
        return False
    return sum(map(str.isdigit, number)) >= ID_LENGTH - 1


def lead_text(header: HeaderMatch, line: Sequence[CellValue]) -> str:
    """The first text among the cells that may say what the row is; else the first text of the row, if it leads."""
    places = sorted(col for role, col in header.columns.items() if role in _LEADS)
    cells = [line[col - 1] for col in places if col <= len(line)]
    first = next((value for value in line[header.first_col - 1 : header.last_col] if not is_empty(value)), None)
    return next((cell for cell in (*cells, first) if isinstance(cell, str) and not is_empty(cell)), "")


def _lead_class(header: HeaderMatch, line: Sequence[CellValue], filled: Sequence[CellValue]) -> str:
    """What the leading cell says of a row that holds no day and no sum: an average, an amount in words, a group."""
    lead = lead_text(header, line)
    if is_average(lead):
        return AVERAGE
    if is_page_note(lead):
        return REMARK
    if is_item(lead) and _cell(header, line, "name") in (None, "", lead):
        return ITEM
    if is_capitals(lead):
        return CAPITALS
    if (
        "name" not in header.columns
        or is_note(lead)
        or not is_group(lead)
        or _cell(header, line, "name") not in (None, "", lead)
    ):
        return ""
    others = [value for value in filled if value != lead]
    if plain(lead).startswith("其中"):
        return (
            SUM
            if any(role in _ADDED and _holds_number([_cell(header, line, role)]) for role in header.columns)
            else GROUP
        )
    if all(isinstance(value, str) and len(plain(value)) <= _GROUP_COUNT for value in others):
        return GROUP if len(others) <= 1 else ""
    people = [role for role in header.columns if role not in _LEADS and not is_empty(_cell(header, line, role))]
    return SUM if people and all(role in _ADDED for role in people) else ""


def _is_example(header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    return any(isinstance(cell := _cell(header, line, role), str) and is_example(cell) for role in ("seq", "name"))


def _is_hint(header: HeaderMatch, line: Sequence[CellValue], texts: Sequence[str]) -> bool:
    """Tell a row that says how the columns are filled in."""
    marked = [cell for role in ("name", "id") if isinstance(cell := _cell(header, line, role), str) and is_hint(cell)]
    return bool(marked) or sum(map(is_hint, texts)) > 1


def _holds_number(filled: Sequence[CellValue]) -> bool:
    return any(map(is_amount, filled))


def _is_remark(filled: Sequence[CellValue], texts: Sequence[str]) -> bool:
    """Tell a note, a signature line or the title of the next table."""
    if not texts or len(filled) > TITLE_CELLS:
        return bool(texts) and is_note(texts[0]) and filled[0] is texts[0]
    if is_note(texts[0]) or any(title_unit(one) or title_enterprise(one) or states_for_all(one) for one in texts):
        return True
    return len(filled) == 1 and len(plain(texts[0])) > _TITLE_LENGTH and not plain(texts[0])[:-1].isdecimal()


def _is_signature(lead: CellValue, filled: Sequence[CellValue]) -> bool:
    """Tell 负责人： | 王三 whose label stands before the first column of the table."""
    return isinstance(lead, str) and len(filled) <= 2 and is_note(lead)


def repeats_page(header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    """Tell 承前页 in an account book: behind entries it repeats their sums, at the top it is the opening balance."""
    return header.layout.kind == "ledger" and any(isinstance(cell, str) and is_page_carry(cell) for cell in line)


def _holds_money(header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    """Tell an entry with an amount, where amounts make entries: whatever its texts say, it must not be passed over."""
    money = [role for role in header.layout.key if header.layout.columns[role].type == "money"]
    return any(isinstance(cell := _cell(header, line, role), bool) or is_amount(cell) for role in money)


def _repeats_heading(sheet: SheetGrid, header: HeaderMatch, line: Sequence[CellValue]) -> bool:
    """Tell a row that is the heading again, as at the top of each printed page; one level of it is enough."""
    if any(_is_same_line(line, level) for level in sheet.rows[header.first_row - 1 : header.last_row]):
        return True
    cells = [(role, line[col - 1]) for role, col in header.columns.items() if col <= len(line)]
    texts = [(role, cell) for role, cell in cells if isinstance(cell, str) and not is_empty(cell)]
    return len(texts) > 1 and all(role_of(header.layout, heading(text).key) == base_role(role) for role, text in texts)


def _is_same_line(line: Sequence[CellValue], other: Sequence[CellValue]) -> bool:
    """Tell two lines that read alike, at least two cells of them."""
    lead = next((i for i, cell in enumerate(line) if cell is not None), 0)
    if lead >= len(other) or line[lead] != other[lead]:
        return False
    typed, there = (
        {i: str(cell).strip() for i, cell in enumerate(cells) if not is_empty(cell)} for cells in (line, other)
    )
    return len(typed) > 1 and typed == there


def _is_record(sheet: SheetGrid, header: HeaderMatch, row: int, anchors: Anchors) -> bool:
    def filled(role: str) -> bool:
        place = (row, header.columns[role])
        return not is_empty(sheet.value(*anchors.get(place, place)))

    if any(role in header.columns and filled(role) for role in header.layout.key):
        return True

    columns = [col for role, col in header.columns.items() if role not in _FILLED_BEFOREHAND and filled(role)]
    return len(columns) >= 2 and not all(adds_up_above(sheet, row, col) for col in columns)
