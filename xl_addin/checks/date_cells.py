"""Cells that cannot be judged at all: dates that are no dates or two, days out of range, error values; on any sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import numpy as np

from xl_addin.checks.spec import Fault
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import days, doubt_of
from xl_addin.sheets.service_text import is_service_text
from xl_addin.tables.cleaning import FIRST_DAY, LAST_DAY, clean_text, read_date
from xl_addin.tables.clock_times import Doubt
from xl_addin.tables.date_messages import unreadable
from xl_addin.tables.grid import CellValue
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import day_number
from xl_addin.values.errors import NA, CellError, InputError
from xl_addin.values.persons import known_ids, mask_text
from xl_addin.values.shown_texts import mask_beginning

_READ: Final = frozenset({str, int, float, dt.datetime})
_VALUE_TYPES: Final = frozenset({"id", "date", "month", "money", "number", "percent"})


def date_faults(ask: bool, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every date cell that can be read two ways (``ask``), or not at all."""
    for cell, value, error in book.derive(_unreadable_dates, table):
        if (error.code == NA) == ask:
            known = known_ids([clean_text(value)])  # eighteen digits where a day belongs may be anybody's ID number
            yield Fault(cell, mask_beginning(clean_text(value), known), "", {"why": mask_text(error.message, known)})


def _unreadable_dates(table: SheetTable, book: SheetBook) -> list[tuple[str, CellValue, InputError]]:
    found: list[tuple[str, CellValue, InputError]] = []
    table = table.row_by_row
    month_decimal, doubt = book.policy.options.month_decimal, doubt_of(table)
    for spec in table.specs():
        if spec.type not in ("date", "month"):
            continue
        values = table.column(spec.role)
        # A true date needs no reading; texts, numbers and moments repeat within a column.
        scalars = {value for value in values if value.__class__ in _READ}
        name = table.label(spec.role)
        known = (v for v in scalars if not (is_empty(v) or _is_absurd(v) or _is_service(spec.role, v)))
        errors = {value: error for value in known if (error := _date_error(value, name, month_decimal, doubt))}
        for i, value in enumerate(values) if errors else ():
            if value.__class__ in _READ and value in errors:
                found.append((table.cell(spec.role, i), value, errors[value]))
    return found


def _is_service(role: str, value: CellValue) -> bool:
    """Tell periods of service in one cell, which are judged with the amount."""
    return role in ("start", "entry") and is_service_text(value)


def _date_error(value: CellValue, name: str, month_decimal: str, doubt: Doubt) -> InputError | None:
    try:
        read_date(value, name, month_decimal, doubt)
    except InputError as error:
        return error
    except ValueError:
        return unreadable(clean_text(value))
    return None


def error_cells(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every error value in a column that counts."""
    table = table.row_by_row
    for spec in table.specs():
        values = table.column(spec.role)
        if (spec.type in _VALUE_TYPES or spec.needed) and CellError in set(map(type, values)):
            for i, value in enumerate(values):
                if isinstance(value, CellError):
                    yield Fault(
                        table.cell(spec.role, i), value.code, "", {"name": table.label(spec.role), "code": value.code}
                    )


def absurd_dates(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every true date outside 1900–2100; texts and numbers are judged as dates that cannot be read."""
    table = table.row_by_row
    for spec in table.specs():
        if spec.type not in ("date", "month"):
            continue
        values = table.column(spec.role)
        for i in np.flatnonzero(~book.derive(days, table, spec.role).known).tolist():
            if _is_absurd(values[i]):
                yield cell_fault(table, spec.role, i, "", {"name": table.label(spec.role)})


def _is_absurd(value: CellValue) -> bool:
    return isinstance(value, dt.date) and not FIRST_DAY <= day_number(value) <= LAST_DAY


def cell_fault(table: SheetTable, role: str, record: int, expected: str, detail: dict[str, object]) -> Fault:
    """Fault of one cell, showing what is typed there."""
    typed = table.column(role)[record]
    return Fault(
        table.cell(role, record), mask_beginning(clean_text(typed)).removesuffix(" 00:00:00"), expected, detail
    )
