"""Words of 在岗状态 in columns that are none: under a heading nobody knows, or in 备注, 身份, 用工性质, 岗位.

They are never taken as the status, nor passed over: a row of a list of persons that says nothing else is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.policy.groups import beside, find_group, status_question
from xl_addin.policy.statuses import fold_status
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue, address
from xl_addin.tables.labels import plain
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.unread import declined, unread_columns
from xl_addin.values.errors import InputError

_KINDS: Final = frozenset({"severance", "arrears", "roster", "package"})
_BESIDE: Final = ("identity", "employment", "post", "note")
"""Columns of other things in which offices note who is settled."""
_OTHERS: Final = re.compile(r"配偶|家属|亲属|父|母|子女|关系|代领|领款|证件|签|曾用")
"""Headings of columns that speak of somebody else."""
_PARTS: Final = re.compile(r"[、,;。:/+\s]")
_SAYS: Final = re.compile(r"(?:已经?|办理?了?|属于?|系|为)(内退|内部退养|内部退休|退养|退休|离休|退职|死亡|病故)")
_LONGEST: Final = 60
_TELLING: Final = re.compile(r"退|遗|供养|亡|故|世|伤|残")


@dataclass(frozen=True, slots=True)
class Hint:
    """A word that settles a person, where no status is stated."""

    cell: str
    heading: str
    word: str

    @property
    def status(self) -> str:
        """What goes in place of the status: a text that every reader asks about."""
        return beside(self.heading, self.word)


def hints(table: SheetTable) -> dict[int, Hint]:
    """The first such word of each record.

    A heading that says （不用） is not looked at.
    """
    if table.layout.kind not in _KINDS:
        return {}
    found: dict[int, Hint] = {}
    for col, title in _columns(table):
        if _OTHERS.search(plain(title)) or declined(title):
            continue
        cells = table.cells_in(col)
        words = {cell: settled_word(cell) for cell in {cell for cell in cells if isinstance(cell, str)}}
        if any(words.values()):
            for i, cell in enumerate(cells):
                word = words.get(cell, "") if isinstance(cell, str) else ""
                if word:
                    place = address(table.row_numbers[i], col)
                    found.setdefault(i, Hint(place, title or place.rstrip("0123456789") + "列", word))
    return found


def _columns(table: SheetTable) -> Iterator[tuple[int, str]]:
    for role in _BESIDE:
        if role in table.header.columns and role not in table.stated:
            yield table.header.columns[role], table.label(role)
    for column in unread_columns(table):
        yield column.col, column.heading


def settled_word(cell: CellValue) -> str:
    """The word by which a cell names somebody who is paid no severance, or is dead; '' for another cell.

    >>> [settled_word(text) for text in ("2005年内退", "党员，已退休", "拟内退", "自谋职业", "在岗", "退休教师家属")]
    ['内退', '退休', '', '', '', '']
    """
    text = fold_status(clean_text(cell))
    if len(text) > _LONGEST or not _TELLING.search(text):
        return ""
    for part in [text, *_PARTS.split(text)]:
        if part and _settles(part):
            return next((word for word in _WORDS if word in part), part)
    said = _SAYS.search(text)
    return said[1] if said else ""


_WORDS: Final = ("内退", "退养", "退休", "离休", "退职", "遗属")


def _settles(word: str) -> bool:
    try:
        group = find_group(word)
    except InputError:
        return "死亡" in status_question(word)
    return not group.severance
