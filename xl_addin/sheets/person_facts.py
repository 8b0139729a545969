"""Every typed fact of a person with its place: what checks across sheets and commands that must choose compare (L-08).

A worker in several rows whose periods add up says nothing of start and end. 缴费工资 and the average wage before the
end are different facts, as are 参加工作时间 and 进厂时间. Who is whom is :mod:`xl_addin.sheets.subjects`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.policy.grounds import find_ground
from xl_addin.policy.groups import find_group
from xl_addin.policy.package import insurances, package_policy
from xl_addin.sheets.arrears import insurance_named, insurance_parts
from xl_addin.sheets.arrears_period import read_period
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import NO_SEX, UNKNOWN, days, numbers, open_days, typed_sexes
from xl_addin.sheets.fact_columns import DAY, MONEY, WORD, FactColumn, money_spans
from xl_addin.sheets.package_columns import package_roles, period_roles
from xl_addin.sheets.person_cells import yearly_roles
from xl_addin.sheets.scales import monthly_scale
from xl_addin.sheets.service_text import is_service_text
from xl_addin.sheets.status import INJURY, ROLE, status_cells
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import last_day_of_month, to_date
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import Int64

_DAYS: Final = ("start", "entry", "end", "birth")
_WAGES: Final = ("wage", "enterprise_wage", "local_wage", "contribution_wage", "average_wage")
SHARED: Final = frozenset({"end", "enterprise_wage", "local_wage", "average_wage"})
"""Facts that the persons of an enterprise usually have in common."""
SEVERANCE_FACTS: Final = frozenset(
    {"start", "entry", "end", "ground", "wage", "enterprise_wage", "local_wage", "status"}
)
"""Facts that an amount of severance follows from."""
_ENDED: Final = ("解除", "终止")


def person_facts(table: SheetTable, book: SheetBook) -> list[FactColumn]:
    """The columns of facts of a list of persons."""
    return list(_columns(table, book))


def package_of(table: SheetTable, book: SheetBook) -> SheetTable:
    """The same rows with the columns of 一补二险 that the sheet has, whatever its kind."""
    return package_roles(table)


def _columns(table: SheetTable, book: SheetBook) -> Iterator[FactColumn]:
    view = book.derive(package_of, table)
    for role in _DAYS:
        source = table if role in table.layout.columns else view
        if role in source.layout.columns and source.has(role) and _tells(table, role):
            yield _days(table, source, role, book)
    if table.kind == "reemployment":
        yield from _sexes(table, book)
        return
    late = yearly_roles(view)
    for role in _WAGES:
        if view.has(role) and role not in late:
            yield _wages(table, view, role, book)
    yield from _sexes(table, book)
    if table.has(ROLE):
        yield _statuses(table)
    if view.has("ground"):
        yield _grounds(table, view)
    if table.kind in ("arrears", "severance"):
        yield from _periods(table, view, book)


def _tells(table: SheetTable, role: str) -> bool:
    """Tell the end of a contract from the day since when somebody has been out of work."""
    return table.kind != "reemployment" or role != "end" or any(word in table.label(role) for word in _ENDED)


def _days(table: SheetTable, source: SheetTable, role: str, book: SheetBook) -> FactColumn:
    column = book.derive(days, source, role)
    known = column.known.copy()
    if role != "birth":
        known[list(table.further)] = False
        known &= ~_in_pieces(source.column(role))
    first, last = column.first.astype(np.int64), column.last.astype(np.int64)
    return FactColumn(role, DAY, table, source, role, first, last, known, _open(source, role, book))


def _open(source: SheetTable, role: str, book: SheetBook) -> dict[int, tuple[tuple[int, int], ...]]:
    """Dates of workers in one row that can be read in several ways."""
    found = book.derive(open_days, source, role)
    return {i: spans for i, spans in found.items() if i not in source.further} if found else found


def _in_pieces(cells: list[CellValue]) -> NDArray[np.bool_]:
    return np.array([is_service_text(cell) for cell in cells], dtype=np.bool_)


def _wages(table: SheetTable, view: SheetTable, role: str, book: SheetBook) -> FactColumn:
    column = book.derive(numbers, view, role)
    known = column.known & (column.micro > 0)
    for i in table.further:
        known[i] &= len(set(map(clean_text, filter(None, view.cells_of(role, i))))) <= 1
    factor = book.derive(monthly_scale, view, role).actual
    return FactColumn(role, MONEY, table, view, role, *money_spans(column, view.column(role), factor), known)


def _sexes(table: SheetTable, book: SheetBook) -> Iterator[FactColumn]:
    if "sex" in table.layout.columns and table.has("sex"):
        codes = book.derive(typed_sexes, table).astype(np.int64)
        yield FactColumn("sex", WORD, table, table, "sex", codes, codes, codes != NO_SEX)


def _statuses(table: SheetTable) -> FactColumn:
    """The group that a word of 在岗状态 names; words that nobody knows are asked about elsewhere."""
    hurt = table.column(INJURY) if INJURY in table.layout.columns else [None] * len(table)
    words = status_cells(table)
    read = {word: _group(word) for word in set(words)}
    codes = np.array([read[w] if is_empty(h) else UNKNOWN for w, h in zip(words, hurt, strict=True)], dtype=np.int64)
    return FactColumn("status", WORD, table, table, ROLE, codes, codes, codes != UNKNOWN)


def _grounds(table: SheetTable, view: SheetTable) -> FactColumn:
    """The ground that each cell names; an empty cell says nothing, and unknown words are asked about elsewhere."""
    words = view.column("ground")
    read = {word: _ground(word) for word in set(words)}
    codes = np.array([read[word] for word in words], dtype=np.int64)
    return FactColumn("ground", WORD, table, view, "ground", codes, codes, codes != UNKNOWN)


def _ground(word: CellValue) -> int:
    if is_empty(word) or isinstance(word, CellError):
        return UNKNOWN
    try:
        return find_ground(clean_text(word))
    except InputError:
        return UNKNOWN


def _group(word: CellValue) -> int:
    if word is None or isinstance(word, CellError):
        return UNKNOWN
    try:
        label = find_group(clean_text(word)).label
    except InputError:
        return UNKNOWN
    return [group.label for group in package_policy().groups].index(label)


def _periods(table: SheetTable, view: SheetTable, book: SheetBook) -> Iterator[FactColumn]:
    """First and last month of the arrears of each insurance."""
    told: set[str] = set()
    for insurance in insurances():
        for role in filter(view.has, period_roles(insurance)):
            told.add(insurance)
            yield _months(table, view, role, role, book)
    for part in book.derive(insurance_parts, table) if table.kind == "arrears" else ():
        name = insurance_named(part)
        if name not in insurances() or name in told:
            continue
        if part.has("arrears_from"):
            for role, own in zip(period_roles(name), ("arrears_from", "arrears_to"), strict=True):
                if part.has(own):
                    yield _months(table, part, role, own, book)
        elif part.has("arrears_period"):
            yield from _months_in_text(table, part, name, book)


def _months(table: SheetTable, source: SheetTable, role: str, own: str, book: SheetBook) -> FactColumn:
    column = book.derive(days, source, own)
    known = column.known & ~_in_pieces(source.column(own))
    by_month = {
        i: tuple(dict.fromkeys((month_start(first), last_day_of_month(last)) for first, last in spans))
        for i, spans in book.derive(open_days, source, own).items()
    }
    return replace(_month_column(table, source, role, own, column.first.astype(np.int64), known), open=by_month)


def month_start(day: int) -> int:
    """The first day of the month of a day."""
    return day - to_date(day).day + 1


def _months_in_text(table: SheetTable, part: SheetTable, name: str, book: SheetBook) -> Iterator[FactColumn]:
    decimal = book.policy.options.month_decimal
    read = [read_period(clean_text(cell), decimal) for cell in part.column("arrears_period")]
    known = np.array([span is not None for span in read], dtype=np.bool_)
    for k, role in enumerate(period_roles(name)):
        first = np.array([span[k] if span else UNKNOWN for span in read], dtype=np.int64)
        yield _month_column(table, part, role, "arrears_period", first, known)


def _month_column(
    table: SheetTable, source: SheetTable, role: str, own: str, day: Int64, known: NDArray[np.bool_]
) -> FactColumn:
    """Whatever day of a month is typed, arrears are by the month."""
    first, last = day.copy(), day.copy()
    for i in np.flatnonzero(known).tolist():
        first[i] = month_start(int(day[i]))
        last[i] = last_day_of_month(int(day[i]))
    return FactColumn(role, DAY, table, source, own, first, last, known)
