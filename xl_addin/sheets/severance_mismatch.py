"""Rows whose formula takes other inputs than the row's own columns: a wrong reference, or a constant (L-10).

Such a row states two calculations, and which is meant cannot be told: it is an error at the formula, and nothing that
follows from it is judged. Service that a formula takes in pieces from elsewhere says more than the two days of the row;
there only days that do not fit are asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from xl_addin.policy.grounds import find_ground, grounds
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import Status
from xl_addin.rules.severance.wages import OMITTED, Wages
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import days, service_start
from xl_addin.sheets.numbers import sheet_amount
from xl_addin.sheets.person_cells import yearly_roles
from xl_addin.sheets.scales import monthly_scale, odd_wages
from xl_addin.sheets.service_text import is_service_text, read_service_text
from xl_addin.sheets.severance_calls import RowCall, given_service, row_calls
from xl_addin.sheets.severance_cells import service_day
from xl_addin.sheets.severance_inputs import INPUTS, WAGES, SeveranceInputs, input_cells, read_inputs
from xl_addin.tables.cleaning import MonthDay, clean_text
from xl_addin.tables.grid import CellValue, address, column_letters
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import to_date
from xl_addin.values.errors import InputError
from xl_addin.values.money import MICRO, decimal_text, to_micro
from xl_addin.values.persons import clean_name

_ADDRESS: Final = re.compile(r"\$?[A-Za-z]{1,3}\$?(\d{1,7})")
_SLIPPING: Final = re.compile(r"\$?([A-Za-z]{1,3})(\d{1,7})")
"""An address whose row goes along when the formula is filled down."""
_CONSTANT: Final = re.compile(r"""[+-]?[\d.,]+%?|"[^"]*\"""")
_REFERENCE: Final = re.compile(r"""'[^']*'!|(?<![\w.\]])[\w.\]]+!|(?<![\w.!])\$?[A-Za-z]{1,3}\$?(\d{1,7})(?![\w(])""")
_SHOWN: Final = 40
_EMPTY: Final = "空的"


@dataclass(frozen=True, slots=True)
class Difference:
    """One input: what the formula takes, and what the row's own column holds."""

    role: str
    own: str
    column: str
    cell: str
    """Address of the row's own cell."""
    written: str
    """The input as the formula has it, '' where that is not known."""

    @property
    def is_constant(self) -> bool:
        """Whether the formula holds the value itself."""
        return bool(_CONSTANT.fullmatch(self.written))


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The differences of one row, and what its columns come to in fen; None where they cannot be computed."""

    differences: tuple[Difference, ...]
    right_fen: int | None


def mismatches(table: SheetTable, book: SheetBook) -> dict[int, Mismatch]:
    """The rows whose formula contradicts their columns, by record."""
    found: dict[int, Mismatch] = {}
    for i, (differences, right, own) in book.derive(_compared, table).items():
        row = table.row_numbers[i]
        kept = [one for one in differences if not _is_worked_out(one, row)]
        kept = [one for one in kept if right != own or not _is_harmless(one, row)]
        if kept:
            found[i] = Mismatch(tuple(kept), right)
    return found


def worked_out(table: SheetTable, book: SheetBook) -> dict[int, tuple[Difference, ...]]:
    """The rows whose formula works an input out from other cells of the row, with another result than the column."""
    contradicted = book.derive(mismatches, table)
    found = {
        i: tuple(one for one in differences if right != own and _is_worked_out(one, table.row_numbers[i]))
        for i, (differences, right, own) in book.derive(_compared, table).items()
        if i not in contradicted
    }
    return {i: differences for i, differences in found.items() if differences}


def unfitting_pieces(table: SheetTable, book: SheetBook) -> dict[int, tuple[str, str]]:
    """Rows whose pieces of service neither begin nor end as the row does: what the pieces say, what the row says."""
    found: dict[int, tuple[str, str]] = {}
    starts, ends = book.derive(service_start, table), book.derive(days, table, "end")
    for i, one in book.derive(row_calls, table).items():
        pieces = one.call.pieces
        if not pieces or one.call.refusal or not (starts.known[i] and ends.known[i]):
            continue
        begins = any(starts.first[i] <= piece.start <= starts.last[i] for piece in pieces)
        stops = any(ends.first[i] <= piece.end <= ends.last[i] for piece in pieces)
        if not (begins and stops):
            first, last = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
            found[i] = _span_text(first, last), _span_text(int(starts.first[i]), int(ends.last[i]))
    return found


def _compared(table: SheetTable, book: SheetBook) -> dict[int, tuple[list[Difference], int | None, int | None]]:
    """For rows that differ: the differences, what the columns come to, and what the formula comes to."""
    found: dict[int, tuple[list[Difference], int | None, int | None]] = {}
    columns = input_cells(table)
    for i, one in book.derive(row_calls, table).items():
        if one.call.refusal or one.call.policy is None:
            continue
        row = _Row(table, book, one, i, columns)
        if differences := list(_differences(row)):
            elsewhere = any(one.role == "service" for one in differences)
            found[i] = differences, None if elsewhere else _stated_amount(row), _own_amount(row)
    return found


def _is_harmless(one: Difference, row: int) -> bool:
    """Tell a difference that changes no amount and stands in the row itself, or leaves an average out."""
    match = _ADDRESS.fullmatch(one.written)
    return not one.own or bool(match and int(match[1]) == row)


def _is_worked_out(one: Difference, row: int) -> bool:
    """Tell an input that a formula computes from cells of the row itself; what stands elsewhere is another's."""
    if not one.own or not one.written or _ADDRESS.fullmatch(one.written) or one.is_constant:
        return False
    rows = [match[1] for match in _REFERENCE.finditer(one.written)]
    return bool(rows) and all(number is not None and int(number) == row for number in rows)


def _span_text(first: int, last: int) -> str:
    return f"{to_date(first).isoformat()}至{to_date(last).isoformat()}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with its formula's calculation and the columns of its sheet."""

    table: SheetTable
    book: SheetBook
    one: RowCall
    i: int
    columns: Mapping[str, list[CellValue]]

    def own(self, role: str) -> CellValue:
        return self.one.call.cells.get(role)

    def stated(self, role: str) -> CellValue:
        return self.columns[role][self.i] if role in self.columns else None

    @property
    def policy(self) -> Policy:
        assert self.one.call.policy is not None
        return self.one.call.policy


def _differences(row: _Row) -> Iterator[Difference]:
    table, call, i = row.table, row.one.call, row.i
    if not (row.one.taken or call.name or call.months):
        return
    texts = row.book.own.written(table.sheet, *table.position(row.one.role, i))
    name = clean_name(clean_text(table.column("name")[i]))
    if call.name and name and clean_name(call.name) != name:
        yield Difference("name", call.name, name, table.cell("name", i), "")
    number = table.row_numbers[i]
    for text in (texts.get("before", ""), texts.get("after", "")):
        match = _ADDRESS.fullmatch(text)
        if match and int(match[1]) != number:
            yield Difference("service", text, f"第{number}行", address(number, table.header.first_col), text)
    for role in row.one.taken:
        if role in ("start", "end") and given_service(call):
            continue
        if is_empty(row.stated(role)):
            if table.has(role) and _is_of_another_row(row, role, texts.get(role, "")):
                yield Difference(role, clean_text(row.own(role)), _EMPTY, table.cell(role, i), texts[role])
            continue
        pair = _PAIRS.get(role, _wages)(row, role)
        if pair and pair[0] != pair[1]:
            where = "entry" if role == "start" and (not table.has(role) or is_empty(table.column(role)[i])) else role
            text = texts.get(role, "")
            yield Difference(role, *pair, table.cell(where, i), text if len(text) <= _SHOWN else "")


def _is_of_another_row(row: _Row, role: str, written: str) -> bool:
    """Tell a reference that slipped to another person's cell of the same column; ``G$3`` is one value meant for all."""
    match = _SLIPPING.fullmatch(written)
    if match is None or is_empty(row.own(role)):
        return False
    number, column = int(match[2]), column_letters(row.table.position(role, row.i)[1])
    return match[1].upper() == column and number != row.table.row_numbers[row.i] and number in row.table.row_numbers


Pair = tuple[str, str] | None
"""What the formula takes and what the column holds, written alike; None where they cannot be compared."""


def _day(row: _Row, role: str) -> Pair:
    """The spans of service, or one of the two days."""
    month_day = MonthDay.FIRST if role == "start" else MonthDay.LAST
    own, stated = row.own(role), row.stated(role)
    if is_service_text(row.stated("start")) or is_service_text(row.own("start")):
        if role == "end":
            return None
        return _both(
            lambda first, last: _spans(first, last, row.policy), (own, row.own("end")), (stated, row.stated("end"))
        )

    def read(cell: CellValue, _: CellValue) -> str:
        return to_date(service_day(cell, "", month_day, row.policy)).isoformat()

    return _both(read, (own, None), (stated, None))


def _both(
    read: Callable[[CellValue, CellValue], str], own: tuple[CellValue, CellValue], stated: tuple[CellValue, CellValue]
) -> Pair:
    try:
        return read(*own), read(*stated)
    except InputError:
        return None


def _spans(start: CellValue, end: CellValue, policy: Policy) -> str:
    if is_service_text(start):
        days = read_service_text(str(start), None, policy)
    else:
        days = [(service_day(start, "", MonthDay.FIRST, policy), service_day(end, "", MonthDay.LAST, policy))]
    return "；".join(f"{to_date(first).isoformat()}至{to_date(last).isoformat()}" for first, last in sorted(days))


def _wages(row: _Row, role: str) -> Pair:
    """A wage in yuan: '' where the formula leaves it out; None where the column is not by the month or in doubt."""
    table, book = row.table, row.book
    if role in yearly_roles(table) or row.i in book.derive(odd_wages, table, role):
        return None
    factor = book.derive(monthly_scale, table, role).actual
    try:
        amounts = [sheet_amount(cell, "") for cell in (row.own(role), row.stated(role))]
    except InputError:
        return None
    own, stated = (OMITTED if amount is None else to_micro(amount) for amount in amounts)
    if own in (stated, stated * factor):
        return None
    return "" if own == OMITTED else decimal_text(own, MICRO, 2), decimal_text(stated * factor, MICRO, 2)


def _ground(row: _Row, role: str) -> Pair:
    def label(cell: CellValue, _: CellValue) -> str:
        return grounds()[find_ground(clean_text(cell))].label

    return _both(label, (row.own(role), None), (row.stated(role), None))


_PAIRS: Final = {"start": _day, "end": _day, "ground": _ground}


def _own_amount(row: _Row) -> int | None:
    """What the formula's inputs come to."""
    return _amount(_inputs(row, row.own), row.policy)


def _stated_amount(row: _Row) -> int | None:
    """What the row's columns come to under the policy of the formula."""
    return _amount(_in_yuan(row.table, row.book, _inputs(row, row.stated)), row.policy)


def _inputs(row: _Row, cell: Callable[[str], CellValue]) -> SeveranceInputs:
    service = given_service(row.one.call)
    cells = {role: [cell(role)] for role in INPUTS}
    return read_inputs(cells, row.policy, sheet_amount, {0: service} if service else {})


def _amount(inputs: SeveranceInputs, policy: Policy) -> int | None:
    if not len(inputs.records):
        return None
    computed = inputs.compute(policy)
    return int(computed.amount_fen[0]) if computed.status[0] == Status.OK else None


def _in_yuan(table: SheetTable, book: SheetBook, inputs: SeveranceInputs) -> SeveranceInputs:
    wages = inputs.wages
    scaled = []
    for role, column in zip(WAGES, (wages.own, wages.enterprise, wages.local), strict=True):
        factor = book.derive(monthly_scale, table, role).actual if table.has(role) else 1
        scaled.append(np.where(column == OMITTED, OMITTED, column * factor))
    own, enterprise, local = scaled
    return replace(inputs, wages=Wages(own, enterprise, local))
