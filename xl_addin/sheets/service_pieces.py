"""One worker in several rows of a severance sheet: rows that share name and ID and one amount are pieces of service.

Rows follow each other and are joined where name, ID or amount are merged over them, where a row repeats the ID but not
the money, or where it holds nothing but the two days. Where the cells do not say for certain what the rows mean
together, the worker is one all the same, with the reason why nothing is computed. Two rows that each carry money are
never joined: they may be paid twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.tables.cleaning import MonthDay, clean_date, clean_number, clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.several_rows import gathered
from xl_addin.tables.sheet_table import AWAITING, SheetTable
from xl_addin.tables.usual_rows import empty_places
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.persons import clean_id, clean_name
from xl_addin.values.texts import readable

_KINDS: Final = frozenset({"severance", "package"})
_PAID: Final = ("amount", "total", "settlement")
"""Money of one worker: where two rows have it, they are two payments."""
_FLAGS: Final = ("piece_kind", "counts", "paid_before")
_OWN: Final = frozenset({"seq", "name", "id", "start", "entry", "end", "months", "service", "note", "signed", *_FLAGS})
"""Cells that every piece may have for itself; all others are of the worker and cannot differ from row to row."""
_AVERAGES: Final = frozenset({"enterprise_wage", "local_wage"})
"""Money that is often filled down over all rows."""
_UNREAD: Final = -1


def one_record_a_worker(table: SheetTable) -> SheetTable:
    """Join the rows of each worker in several rows; other tables come back as they are."""
    columns = table.header.columns
    if table.kind not in _KINDS or len(table) < 2 or "name" not in columns:
        return table
    if "end" not in columns or not ("start" in columns or "entry" in columns):
        return table
    workers = list(_workers(table))
    if not workers:
        return table
    further = {one.head: one.rows[1:] for one in workers}
    taken = {(one.head, role): i for one in workers for role, i in _taken(table, one)}
    return gathered(table, further, taken, {one.head: one.doubt for one in workers if one.doubt})


def shared_amounts(table: SheetTable) -> dict[int, list[int]]:
    """Records of different workers whose amounts are merged into one cell: record to all that share it."""
    if "amount" not in table.header.columns or not table.has_tall_cells:
        return {}
    groups: dict[str, list[int]] = {}
    for i in range(len(table)):
        groups.setdefault(table.cell("amount", i), []).append(i)
    return {i: group for group in groups.values() if len(group) > 1 for i in group}


def split_months(table: SheetTable) -> set[int]:
    """Workers in several rows with a number of months in more than one of them."""
    if not table.further or "months" not in table.header.columns:
        return set()
    single = table.row_by_row
    cells = zip(single.row_numbers, single.raw_column("months"), strict=True)
    filled = {row for row, cell in cells if not is_empty(cell)}
    return {i for i, rows in table.further.items() if len(filled.intersection((table.row_numbers[i], *rows))) > 1}


@dataclass(slots=True)
class _Worker:
    """Records (of the table row by row) of one worker, the first one first."""

    rows: list[int]
    doubt: str = ""

    @property
    def head(self) -> int:
        return self.rows[0]


def _workers(table: SheetTable) -> Iterable[_Worker]:
    """Every worker in several rows."""
    current: _Worker | None = None
    partings = frozenset((*table.sum_rows, *table.groups))
    for i in _candidates(table):
        if current is None or current.rows[-1] != i - 1:
            if current is not None and len(current.rows) > 1:
                yield current
            current = _Worker([i - 1])
        link = "" if _is_parted(table, partings, i) else _link(table, current, i)
        if link:
            current.rows.append(i)
            current.doubt = current.doubt or _doubt(table, current, link)
        else:
            if len(current.rows) > 1:
                yield current
            current = _Worker([i])
    if current is not None and len(current.rows) > 1:
        yield current


def _candidates(table: SheetTable) -> list[int]:
    """Records that may go on with the one before: without a name, with the same ID, or with a merged cell."""
    found = [i for i in empty_places(table.raw_column("name")) if i]
    if "id" in table.header.columns:
        ids = table.raw_column("id")
        keys = [readable(cell).strip().upper() if isinstance(cell, str) else "" for cell in ids]
        pairs = zip(ids[1:], ids, keys[1:], keys, strict=False)
        found += [
            i
            for i, (own, last, key, other) in enumerate(pairs, 1)
            if own is not None and (own == last or key == other != "")
        ]
    if table.has_tall_cells:
        merged = [role for role in ("name", "id", "amount") if role in table.header.columns]
        found += [i for i in range(1, len(table)) if any(_is_merged(table, role, i - 1, i) for role in merged)]
    return sorted(set(found))


def _is_parted(table: SheetTable, partings: frozenset[int], i: int) -> bool:
    """Tell whether a sum or the heading of a group stands between a record and the one before."""
    return any(row in partings for row in range(table.row_numbers[i - 1] + 1, table.row_numbers[i]))


def _is_merged(table: SheetTable, role: str, i: int, j: int) -> bool:
    return role in table.header.columns and table.cell(role, i) == table.cell(role, j)


def _own(table: SheetTable, role: str, i: int) -> CellValue:
    """What a cell says for itself: nothing where it belongs to the merged cell of the row above."""
    if role not in table.header.columns or (i and _is_merged(table, role, i - 1, i)):
        return None
    value = table.raw_column(role)[i] if not table.awaits_calculation(role, i) else AWAITING
    return None if is_empty(value) else value


MERGED, REPEATED, BARE = "merged", "repeated", "bare"


def _link(table: SheetTable, worker: _Worker, i: int) -> str:
    """How a record goes on with a worker; '' where it does not."""
    head = worker.head
    if not _same_person(table, head, i):
        return ""
    merged = [role for role in ("name", "id", "amount") if _is_merged(table, role, head, i)]
    if merged:
        return MERGED
    if _own(table, "id", i) is not None:
        return REPEATED if _repeats(table, worker, i) else ""
    return BARE if _own(table, "name", i) is None and _is_bare(table, head, i) else ""


def _same_person(table: SheetTable, head: int, i: int) -> bool:
    """Tell whether name and ID of a row say nothing else than those of the first one, who has a name or an ID."""
    name, number = (_own(table, role, i) for role in ("name", "id"))
    named, numbered = (table.column(role)[head] for role in ("name", "id"))
    if is_empty(named) and is_empty(numbered):
        return False
    return (name is None or clean_name(clean_text(name)) == clean_name(clean_text(named))) and (
        number is None or clean_id(clean_text(number)) == clean_id(clean_text(numbered))
    )


def _repeats(table: SheetTable, worker: _Worker, i: int) -> bool:
    """Tell a second piece from the same person listed twice: money in one row only, days that do not meet."""
    span = _span(table, i)
    spans = [one for row in worker.rows if (one := _span(table, row)) is not None]
    if span is None or len(spans) < len(worker.rows):
        return False
    rows = [*worker.rows, i]
    if any(sum(_own(table, role, row) is not None for row in rows) > 1 for role in _PAID):
        return False
    return all(span[0] > last or span[1] < first for first, last in spans)


def _is_bare(table: SheetTable, head: int, i: int) -> bool:
    """Tell a row that holds both days and nothing else that the row of a worker without a name would hold."""
    if _own(table, "end", i) is None or (_own(table, "start", i) is None and _own(table, "entry", i) is None):
        return False
    money = {spec.role for spec in table.specs() if spec.type == "money"} - _AVERAGES
    if any(_own(table, role, i) is not None for role in (*money, "seq")):
        return False
    return not any(_differs(table, role, head, i) for role in _common(table))


def _common(table: SheetTable) -> list[str]:
    return [role for role in table.header.columns if role not in _OWN]


def _doubt(table: SheetTable, worker: _Worker, link: str) -> str:
    """Why it is not certain what the last row means together with those before it, '' where it is."""
    i, rows = worker.rows[-1], worker.rows
    shown = "、".join(str(table.row_numbers[row]) for row in rows)
    for role in _common(table):
        filled = [row for row in rows if _own(table, role, row) is not None]
        if role in _PAID and len(filled) > 1:
            return f"第{shown}行是同一名职工，各有“{table.label(role)}”，不能确定是几段工龄合计一笔还是几笔"
        if len(filled) > 1 and _differs(table, role, filled[0], i):
            return f"第{shown}行是同一名职工，“{table.label(role)}”却不同"
    if link == REPEATED and _own(table, "wage", i) is not None and not _paid_once(table, rows):
        return (
            f"第{shown}行身份证号相同，各有工资，不能确定是几段工龄还是重复；是几段工龄的，请把姓名和身份证号合并单元格"
        )
    if not _days_complete(table, rows):
        return f"第{shown}行是同一名职工，有一行起止时间不全"
    return ""


def _paid_once(table: SheetTable, rows: Sequence[int]) -> bool:
    return any(sum(_own(table, role, row) is not None for row in rows) == 1 for role in _PAID)


def _days_complete(table: SheetTable, rows: Sequence[int]) -> bool:
    """Tell whether every row that says something of its service says both days."""
    for row in rows:
        first, last = (_own(table, "start", row) or _own(table, "entry", row)), _own(table, "end", row)
        if (first is None) != (last is None):
            return False
    return _own(table, "end", rows[0]) is not None


def _differs(table: SheetTable, role: str, i: int, j: int) -> bool:
    """Tell whether a row says something else than an earlier one; what it leaves empty is no difference."""
    one, other = _own(table, role, i), _own(table, role, j)
    return i != j and one is not None and other is not None and _meaning(one) != _meaning(other)


def _meaning(value: CellValue) -> object:
    if isinstance(value, CellError):
        return value.code
    try:
        return clean_number(value, "")
    except InputError:
        return plain(clean_text(value))


def _span(table: SheetTable, i: int) -> tuple[int, int] | None:
    first = _own(table, "start", i) or _own(table, "entry", i)
    days = _day(first, MonthDay.FIRST), _day(_own(table, "end", i), MonthDay.LAST)
    return days if _UNREAD not in days else None


def _day(value: CellValue, month_day: MonthDay) -> int:
    if isinstance(value, CellError):
        return _UNREAD
    try:
        return clean_date(value, "", month_day)
    except ValueError:
        return _UNREAD


def _taken(table: SheetTable, worker: _Worker) -> Iterable[tuple[str, int]]:
    """Role and record of each cell of a worker that is not the first row's: the earliest start, the latest end."""
    spans = {row: span for row in worker.rows if (span := _span(table, row)) is not None}
    first = min(spans, key=lambda row: spans[row][0], default=worker.head)
    ends = [row for row in worker.rows if _own(table, "end", row) is not None]
    last = max(spans, key=lambda row: spans[row][1], default=ends[-1] if ends else worker.head)
    for role in table.header.columns:
        if role in ("start", "entry"):
            row = first if _own(table, role, first) is not None else worker.head
        elif role == "end":
            row = last
        else:
            filled = [row for row in worker.rows if _own(table, role, row) is not None]
            row = filled[0] if filled else worker.head
        if row != worker.head:
            yield role, row
