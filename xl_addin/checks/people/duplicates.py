"""One person on several rows of a sheet: what is twice by mistake, and what is several periods or payments.

Pieces of service are one record already. Periods of arrears add up unless they share a month; a 发放表 may pay one
person in instalments. Where a row carries money, nobody is told to delete it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.checks.spec import Check, Fault
from xl_addin.sheets.arrears import insurance_parts
from xl_addin.sheets.arrears_period import arrears_period
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import IDENTIFIED, judged, service_start
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.repeated_groups import base_role
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.findings import Severity
from xl_addin.values.persons import mask_id

_WAGES: Final = frozenset(
    {"wage", "enterprise_wage", "local_wage", "base", "standard", "contribution_wage", "average_wage"}
    | {"contribution_base", "annual_standard"}
)
"""Columns of money that are no payment."""
_ONCE: Final = "同一人在一张表上只能出现一次"
_KEEP: Final = "核对两行是否同一人：是则只保留一行，不是则按原件更正号码"
_KEEP_MONEY: Final = "核对两行是否同一人：是同一人的，留下有金额的一行（{money}）；不是的，按原件更正号码"
_BOTH: Final = (
    "两行都要核对，不要只改一行：不是同一人的，按原件更正号码；是同一人的几段工龄的，合并姓名、身份证号和金额；"
    "重复计发的，查清后只发一笔"
)
_BOTH_UNNUMBERED: Final = (
    "两行都要核对，不要只改一行：同名的两个人，补填身份证号；是同一人的几段工龄的，合并姓名和金额；"
    "重复计发的，查清后只发一笔"
)
_PERIOD: Final = frozenset({"arrears_period", "arrears_from", "arrears_to"})


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with an ID number."""

    table: SheetTable
    record: int
    cell: str
    key: str

    @property
    def name(self) -> str:
        return plain(clean_text(self.table.column("name")[self.record]))


def duplicate_ids(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every later appearance of a person on one sheet that cannot be right, whichever of its tables holds the first."""
    yield from _unnumbered(table, book)
    for earlier, later in _pairs(table, book):
        if earlier.name != later.name:
            yield _fault(earlier, later, "两行姓名却不同", _names_remedy(earlier, later))
        elif table.kind == "arrears":
            why = _same_arrears(earlier, later, book)
            if why:
                yield _fault(earlier, later, why, _BOTH)
        elif table.kind != "payments":
            yield _listed_twice(earlier, later)


def _pairs(table: SheetTable, book: SheetBook) -> Iterator[tuple[_Row, _Row]]:
    """The first row of a person with each later one; of all tables of one kind on a sheet, at the first of them."""
    tables = [other for other in book.tables if other.sheet == table.sheet and other.kind == table.kind]
    if table is not tables[0]:
        return
    tables = [other for other in tables if other.has("id")]
    columns = [book.derive(judged, other.row_by_row).keys for other in tables]
    once: set[str] = set()
    # set.add gives None: a key is kept only when it was there before.
    repeated = {key for keys in columns for key in keys if key and (key in once or once.add(key))}  # type: ignore[func-returns-value]
    first: dict[str, _Row] = {}
    for other, keys in zip(tables, columns, strict=True) if repeated else ():
        joined = _joined_rows(other)
        for i in [i for i, key in enumerate(keys) if key in repeated]:
            row = _Row(other.row_by_row, i, other.row_by_row.cell("id", i), keys[i])
            earlier = first.setdefault(keys[i], row)
            # One person over merged rows is one cell; pieces of service are one worker.
            if earlier.cell != row.cell and other.row_by_row.row_numbers[i] not in joined:
                yield earlier, row


def _joined_rows(table: SheetTable) -> set[int]:
    """The further rows of workers of whom it is certain that the rows are theirs."""
    return {row for record, rows in table.further.items() if record not in table.row_doubts for row in rows}


def _fault(earlier: _Row, later: _Row, why: str, remedy: str) -> Fault:
    detail = {"what": "身份证号", "earlier": earlier.cell, "why": why, "remedy": remedy}
    return Fault(later.cell, mask_id(later.key), "", detail)


def _unnumbered(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Rows of a sheet of severance without ID numbers with one name and one start, both with money."""
    if table.kind != "severance" or table.has("id") or not table.has("amount"):
        return
    rows, joined = table.row_by_row, _joined_rows(table)
    start = book.derive(service_start, rows)
    seen: dict[tuple[str, int, int], _Row] = {}
    for i in range(len(rows)):
        row = _Row(rows, i, rows.cell("name", i), "")
        if not row.name or not start.known[i] or rows.row_numbers[i] in joined or not _money(row):
            continue
        earlier = seen.setdefault((row.name, int(start.first[i]), int(start.last[i])), row)
        if earlier.cell != row.cell:
            why = f"两行都有金额（{_money(earlier)[0]}、{_money(row)[0]}），可能重复计发"
            detail = {"what": "姓名、参加工作时间", "earlier": earlier.cell, "why": why, "remedy": _BOTH_UNNUMBERED}
            yield Fault(row.cell, row.name, "", detail)


def _money(row: _Row) -> list[str]:
    """The cells of a row that carry money for the person."""
    table = row.table
    roles = [spec.role for spec in table.specs() if spec.type == "money" and spec.role not in _WAGES]
    return [
        table.cell(role, row.record)
        for role in roles
        if not is_empty(value := table.raw_column(role)[row.record]) and value != 0
    ]


def _listed_twice(earlier: _Row, later: _Row) -> Fault:
    ours, theirs = _money(later), _money(earlier)
    if ours and theirs:
        return _fault(earlier, later, f"两行都有金额（{theirs[0]}、{ours[0]}），可能重复计发", _BOTH)
    if ours or theirs:
        return _fault(earlier, later, _ONCE, _KEEP_MONEY.format(money=(ours or theirs)[0]))
    return _fault(earlier, later, _ONCE, _KEEP)


def _names_remedy(earlier: _Row, later: _Row) -> str:
    return "按原件核对两人的号码，更正写错的一个" if _money(earlier) or _money(later) else _KEEP


def _same_arrears(earlier: _Row, later: _Row, book: SheetBook) -> str:
    """Why two rows of one person on a list of arrears cannot both be right, '' where they are different periods."""
    if _insurance(earlier) != _insurance(later):
        return ""
    spans = [_spans(row, book) for row in (earlier, later)]
    if all(spans) or not all(map(_money, (earlier, later))):
        return ""
    if _has_period(earlier) or _has_period(later):
        # What is written and cannot be read is a finding of its own; one period beside a reserve is no repetition.
        return ""
    return f"两行都有金额（{_money(earlier)[0]}、{_money(later)[0]}），又没有起止年月可以区分"


def _has_period(row: _Row) -> bool:
    """Tell whether a row says a period, also one that cannot be read."""
    roles = [role for role in row.table.header.columns if base_role(role) in _PERIOD]
    return any(not is_empty(row.table.column(role)[row.record]) for role in roles)


def _insurance(row: _Row) -> str:
    text = plain(clean_text(row.table.column("insurance")[row.record]))
    return text.replace("基本", "").replace("保险", "").removesuffix("费")


def _spans(row: _Row, book: SheetBook) -> dict[str, tuple[int, int, str]]:
    """First and last month (as day numbers) of each period of a row and its cell, by insurance."""
    found: dict[str, tuple[int, int, str]] = {}
    i = row.record
    for number, part in enumerate(book.derive(insurance_parts, row.table)):
        first, last = book.derive(arrears_period, part)
        if first.known[i] and last.known[i]:
            role = "arrears_from" if part.has("arrears_from") else "arrears_period"
            found[str(number)] = int(first.first[i]), int(last.last[i]), part.cell(role, i)
    return found


def overlapping_arrears(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every period of arrears that shares a month with an earlier row of the same person and insurance."""
    rows: dict[str, list[_Row]] = {}
    for earlier, later in _pairs(table, book):
        known = rows.setdefault(later.key, [earlier])
        same = [row for row in known if row.name == later.name and _insurance(row) == _insurance(later)]
        for part, (first, last, cell) in _spans(later, book).items():
            others = [span for row in same if (span := _spans(row, book).get(part)) and _meet(span, first, last)]
            if others:
                shown = "至".join(to_date(day).strftime("%Y.%m") for day in (first, last))
                yield Fault(cell, shown, "", {"earlier": others[0][2]})
        known.append(later)


def _meet(span: tuple[int, int, str], first: int, last: int) -> bool:
    """Tell whether two periods share a month."""
    months = [to_date(day).year * 12 + to_date(day).month for day in (span[0], span[1], first, last)]
    return months[0] <= months[3] and months[2] <= months[1]


DUPLICATE_CHECK: Final = Check(
    code="ID_DUPLICATE",
    title="身份证号重复",
    severity=Severity.ERROR,
    kinds=IDENTIFIED - {"owed"},
    message="{what}与本表 {earlier} 重复，{why}",
    remedy="{remedy}",
    citation="GB 11643—1999《公民身份号码》",
    run=duplicate_ids,
)

ARREARS_OVERLAP_CHECKS: Final = (
    Check(
        code="ARREARS_OVERLAP",
        title="欠费期重叠",
        severity=Severity.ERROR,
        kinds=frozenset({"arrears"}),
        message="与 {earlier} 是同一人的欠费，起止年月有重叠，重叠的月份计了两次",
        remedy="核对欠费清单，改正起止年月；两行是不同险种的，在“险种”栏写明",
        citation="同一险种同一月份只能计一次欠费",
        run=overlapping_arrears,
    ),
)
