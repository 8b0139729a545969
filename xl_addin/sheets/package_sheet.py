"""What a 一补二险测算表 says of each person's insurances, and the part of it that is a severance sheet.

Such a sheet is one of arrears by its columns; its severance is read as that of a severance sheet, so that one
calculation judges both. Inputs are in yuan here, whatever the unit of the sheet. Judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from xl_addin.policy.package import PackageGroup, package_policy
from xl_addin.sheets.arrears import insurance_named, insurance_parts
from xl_addin.sheets.arrears_period import read_period
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.package_columns import package_roles, period_roles
from xl_addin.sheets.package_parts import (
    MEDICAL,
    ArrearsPart,
    Cells,
    ReservePart,
    compute_insurance,
    read_groups,
)
from xl_addin.sheets.persons import enterprises, roster_places
from xl_addin.sheets.scales import monthly_scale, odd_wages
from xl_addin.sheets.status import ROLE, status_cells, tells_status
from xl_addin.tables.grid import CellValue
from xl_addin.tables.layouts import layout
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.repeated_groups import ADDED
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.tables.some_records import some_records
from xl_addin.values.dates import to_date
from xl_addin.values.errors import NA, CellError
from xl_addin.values.money import MICRO, decimal_text

_MONEY: Final = ("contribution_wage", "average_wage", "annual_standard")


@dataclass(frozen=True, slots=True)
class InsuranceRows:
    """One insurance of a sheet: what everybody's inputs come to, and who says nothing to compute it from."""

    arrears: ArrearsPart
    reserve: ReservePart
    silent: frozenset[int]
    """Records without a period, and without age and standard."""
    owing: bool
    """Whether any row of the sheet has a period."""
    retiring: bool
    """Whether any row has an age with its standard."""


def severance_view(table: SheetTable, book: SheetBook) -> SheetTable | None:
    """The severance of a 一补二险测算表 as a severance sheet has it; None for any other table."""
    own, contract = table.header, layout("severance")
    if table.kind != "arrears" or not table.has("compensation"):
        return None
    roles = {role: role for role in own.columns if role in contract.columns and role not in ADDED}
    roles["compensation"] = "amount"
    header = replace(
        own,
        layout=contract,
        columns={new: own.columns[old] for old, new in roles.items()},
        units={new: own.units[old] for old, new in roles.items()},
        labels={new: own.labels[old] for old, new in roles.items()},
        spare={},
        groups=(),
    )
    return table.with_header(header)


def severance_views(book: SheetBook) -> list[SheetTable]:
    """The severance of every 一补二险测算表 that has persons."""
    views = (book.derive(severance_view, table) for table in book.of_kind("arrears") if len(table))
    return [view for view in views if view is not None]


def severance_lists(book: SheetBook) -> list[SheetTable]:
    """The lists that tell severance: severance sheets, and what 一补二险测算表 say of enterprises without one."""
    return list(book.gather(_lists))


def _lists(book: SheetBook) -> list[SheetTable]:
    own, views = book.of_kind("severance"), severance_views(book)
    told = {firm for table in own for firm in book.derive(_firms, table)}
    if not told:
        return [*own, *views]
    return [*own, *(rest for view in views if (rest := _rest(book.derive(_firms, view), told, view)) is not None)]


def _rest(firms: list[str], told: set[str], view: SheetTable) -> SheetTable | None:
    """The rows of the enterprises that no severance sheet tells of; none where a row does not name its enterprise."""
    rest = [i for i, firm in enumerate(firms) if firm not in told]
    if not rest or "" in told or "" in firms:
        return None
    return view if len(rest) == len(firms) else some_records(view, rest)


def _firms(table: SheetTable, book: SheetBook) -> list[str]:
    return list(map(enterprise_key, book.derive(enterprises, table)))


def insurance_rows(table: SheetTable, book: SheetBook, item: str) -> InsuranceRows | None:
    """Compute one insurance of every row by the book's policy; None where the sheet has nothing to compute it from."""
    view = book.derive(_view, table)
    period = period_roles(item)
    if any(role in view.header.spare for role in (*_MONEY, *period, "age")):
        return None
    cells = _cells(table, view, book, item)
    filled = {role: [not is_empty(cell) for cell in column] for role, column in cells.columns.items()}
    owing = any(filled.get(role, ()) for role in period) and all(role in filled for role in _MONEY[:2])
    retiring = item == MEDICAL and all(role in filled for role in ("age", "annual_standard"))
    if not (owing or retiring):
        return None
    nothing = [False] * len(table)
    spans = [any(ends) for ends in zip(*(filled.get(role, nothing) for role in period), strict=True)]
    kept = [all(both) for both in zip(filled["age"], filled["annual_standard"], strict=True)] if retiring else nothing
    groups = read_groups(cells)
    for i in range(len(table)):
        if kept[i] and not spans[i] and is_empty(cells.column(ROLE)[i]):
            groups[i] = _reserving()  # who has an age and a standard only is listed for the reserve
    arrears, reserve = compute_insurance(item, cells, groups, book.policy)
    silent = frozenset(i for i in range(len(table)) if not (spans[i] or kept[i]))
    return InsuranceRows(arrears, reserve, silent, any(spans), any(kept))


def _reserving() -> PackageGroup:
    return next(group for group in package_policy().groups if group.reserve)


def _view(table: SheetTable, book: SheetBook) -> SheetTable:
    return package_roles(table)


def _cells(table: SheetTable, view: SheetTable, book: SheetBook, item: str) -> Cells:
    """The inputs of an insurance: status by the sheet or the roster, periods, money in yuan, age."""
    columns: dict[str, list[CellValue]] = {ROLE: book.derive(_statuses, table)}
    columns |= {role: view.known_column(role) for role in (*period_roles(item), "age") if view.has(role)}
    columns |= {role: _in_yuan(view, book, role) for role in _MONEY if view.has(role)}
    if not any(role in columns for role in period_roles(item)):
        columns |= _period_in_one_cell(table, book, item)
    return Cells(columns, len(table))


def _statuses(table: SheetTable, book: SheetBook) -> list[CellValue]:
    own: list[CellValue] = status_cells(table) if tells_status(table) else [None] * len(table)
    if table.kind == "roster" or not book.of_kind("roster"):
        return own
    places = book.derive(roster_places, table)
    rostered = [book.derive(_statuses, place.table)[place.record] if place else None for place in places]
    return [there if is_empty(here) else here for here, there in zip(own, rostered, strict=True)]


def _in_yuan(view: SheetTable, book: SheetBook, role: str) -> list[CellValue]:
    """A column of monthly money in yuan; what is no number stands as it is, and one in another unit is an error."""
    typed, factor = book.derive(numbers, view, role), book.derive(monthly_scale, view, role).actual
    odd = CellError(NA, f"“{view.label(role)}”的单位与全栏不同")
    strange = book.derive(odd_wages, view, role)
    return [
        odd if i in strange else decimal_text(int(typed.micro[i]) * factor, MICRO) if typed.known[i] else cell
        for i, cell in enumerate(view.known_column(role))
    ]


def _period_in_one_cell(table: SheetTable, book: SheetBook, item: str) -> dict[str, list[CellValue]]:
    """Both ends of 欠费起止年月 typed as one text; what cannot be read so is left for who reads several periods."""
    parts = [part for part in book.derive(insurance_parts, table) if insurance_named(part) == item]
    if len(parts) != 1 or not parts[0].has("arrears_period"):
        return {}
    first: list[CellValue] = parts[0].known_column("arrears_period")
    last: list[CellValue] = [None] * len(first)
    for i, cell in enumerate(first):
        found = read_period(cell, book.policy.options.month_decimal) if isinstance(cell, str) else None
        if found is not None:
            first[i], last[i] = map(to_date, found)
    return dict(zip(period_roles(item), (first, last), strict=True))
