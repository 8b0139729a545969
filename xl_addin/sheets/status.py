"""What each row of a list of persons says of 在岗状态: one reading for functions, checks, commands and pages (L-06).

The column may be headed 在岗状态, 职工类别, 是否在岗 …, and several may stand there. Words of employment (固定工, 干部)
say nothing; a column of a vague heading none of whose words is about 在岗状态 is none. Words that are not known stay as
they are: :func:`find_group` asks about them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.policy.groups import find_group, is_unsaid, status_question
from xl_addin.policy.package import PackageGroup
from xl_addin.policy.statuses import fold_status, injury_grades, status_words
from xl_addin.sheets.status_hints import hints
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import heading
from xl_addin.tables.layouts import layout
from xl_addin.tables.other_roles import spare_columns
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError, InputError

INTERNAL: Final = "内退"
RETIRED: Final = "退休"
ROLE: Final = "post_status"
INJURY: Final = "injury"
_TELLING: Final = re.compile(r"退|休|岗|遗属|亡|故|伤|残|薪|病")
"""A word with one of these speaks of 在岗状态, also below a vague heading."""
_WORST_INJURY: Final = 4
"""Up to this grade nobody's employment is ended (工伤保险条例第三十五条)."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a cell of 在岗状态 comes to."""

    settled: str = ""
    """内退, 退休, or another group without severance; '' for who may have some."""
    question: str = ""
    """What must be asked before anything is paid; '' for nothing."""
    code: str = ""
    """How a function answers to that: #N/A, or #VALUE! for a word that is not known (G-01)."""


def tells_status(table: SheetTable) -> bool:
    """Tell a list that says who is settled: a column of 在岗状态, or of 伤残等级, or a word beside them."""
    return table.has(ROLE) or table.has(INJURY) or bool(hints(table))


def status_cells(table: SheetTable) -> list[CellValue]:
    """The word of each row as it stands, 在岗 for 是 under 是否在岗; None for nothing, two joined where they differ.

    A grade of injury that ends no employment goes before 在岗. Where nothing is said, a word of another column is asked
    about.
    """
    said = _own_cells(table)
    for i, hint in hints(table).items() if not all(said) else ():
        said[i] = said[i] or hint.status
    return said


def _own_cells(table: SheetTable) -> list[CellValue]:
    said: list[CellValue] = [None] * len(table)
    if table.has(ROLE):
        columns = [(table.label(ROLE), table.known_column(ROLE)), *spare_columns(table, ROLE)]
        read = [_column(label, values) for label, values in columns]
        said = read[0] if len(read) == 1 else [_joined(cells) for cells in zip(*read, strict=True)]
    if not table.has(INJURY):
        return said
    injured = map(_injured, table.column(INJURY))
    return [
        word if word and not isinstance(cell, CellError) and not status_of(cell).settled else cell
        for cell, word in zip(said, injured, strict=True)
    ]


def status_place(table: SheetTable, record: int) -> str:
    """Address of the cell that says a row's status."""
    if not table.has(INJURY) or (table.has(ROLE) and not _injured(table.column(INJURY)[record])):
        return table.cell(ROLE, record)
    own = table.has(ROLE) and status_of(_word(table.column(ROLE)[record], {})).settled
    return table.cell(ROLE if own else INJURY, record)


def _column(label: str, values: Sequence[CellValue]) -> list[CellValue]:
    head = heading(label).key
    answers = status_words().yes_no.get(head, {})
    distinct = {_typed(value): value for value in values}
    read = {key: _word(value, answers) for key, value in distinct.items()}
    vague = head in layout("severance").general
    if vague and not any(isinstance(word, str) and _speaks(word) for word in read.values()):
        return [word if isinstance(word := read[_typed(value)], CellError) else None for value in values]
    return [read[_typed(value)] for value in values]


def _typed(value: CellValue) -> tuple[type, CellValue]:
    """A key under which TRUE and 1 are not one."""
    return value.__class__, value


def _word(value: CellValue, answers: Mapping[str, str]) -> CellValue:
    if isinstance(value, CellError):
        return value
    if is_empty(value):
        return None
    text = clean_text(value)
    if (said := answers.get(fold_status(text))) is not None:
        return said or None
    return None if is_unsaid(text) else text


def _speaks(word: str) -> bool:
    """Tell a word that is about 在岗状态."""
    if status_question(word) or _TELLING.search(word):
        return True
    try:
        find_group(word)
    except InputError:
        return False
    return True


def _joined(cells: Sequence[CellValue]) -> CellValue:
    """The word of a row with several columns: what they agree on; both words where they do not."""
    said = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, CellError) for cell in said):
        return next(cell for cell in said if isinstance(cell, CellError))
    words = {_group_name(str(cell)): cell for cell in reversed(said)}
    return "、".join(map(str, dict.fromkeys(said))) if len(words) > 1 else next(iter(words.values()), None)


def _group_name(word: str) -> str:
    try:
        return find_group(word).label
    except InputError:
        return word


def status_of(cell: CellValue) -> Status:
    """Read one word of :func:`status_cells`.

    >>> status_of("内退人员").settled, status_of("已故").code, status_of(None) == Status()
    ('内退', '#N/A', True)
    """
    if cell is None or isinstance(cell, CellError):
        return Status()
    try:
        return Status(settled_label(find_group(clean_text(cell))))
    except InputError as error:
        return Status(question=error.message, code=error.code)


def settled_label(group: PackageGroup) -> str:
    """How a group without severance is called, '' for one with it.

    >>> [settled_label(find_group(word)) for word in ("在岗", "离休", "工伤3级")]
    ['', '退休', '工伤1-4级']
    """
    if group.severance:
        return ""
    return RETIRED if group.reserve else group.label


def settled_reason(settled: str) -> str:
    """Why a settled person gets no severance."""
    return f"在岗状态为“{settled}”，不解除劳动合同，不计经济补偿金；如状态有误请先改正"


def statuses(table: SheetTable) -> list[Status]:
    """The status of each row by its own columns, 伤残等级 among them."""
    cells = status_cells(table)
    read = {cell: status_of(cell) for cell in set(cells)}
    return [read[cell] for cell in cells]


def _injured(cell: CellValue) -> str:
    """The word for a cell of 伤残等级 whose grade ends no employment, else ''."""
    grades = None if is_empty(cell) or isinstance(cell, CellError) else injury_grades(clean_text(cell))
    return f"工伤{grades[0]}级" if grades is not None and grades[1] <= _WORST_INJURY else ""
