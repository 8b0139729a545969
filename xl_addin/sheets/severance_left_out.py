"""Rows of a severance sheet that are not judged, named with the reason: what is not checked is never silent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import days, service_start
from xl_addin.sheets.person_cells import error_values
from xl_addin.sheets.persons import status
from xl_addin.sheets.service_pieces import shared_amounts
from xl_addin.sheets.severance_calls import RowCall, given_service
from xl_addin.sheets.severance_cells import FIRST_SERVICE_DAY
from xl_addin.sheets.severance_inputs import REQUIRED, SeveranceInputs, lacking_columns
from xl_addin.tables.grid import CellValue
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import NUM

_SHOWN_ROWS: Final = 12


def name_refused(table: SheetTable, book: SheetBook, calls: Mapping[int, RowCall]) -> None:
    """Name the rows whose formula cannot be judged here; an error value is a finding of its own."""
    for i, one in calls.items():
        if one.call.refusal and not one.call.refusal.startswith("公式给出错误值"):
            cell = table.cell(one.role, i)
            book.not_checked.append(f"工作表“{table.sheet}”{cell}：{one.call.refusal}，本行月数和金额未校验")


def name_incomplete(
    table: SheetTable, book: SheetBook, cells: Mapping[str, list[CellValue]], calls: Mapping[int, RowCall]
) -> None:
    """Name the rows that lack what an amount is computed from; a formula may state the service otherwise."""
    nobody = settled(table, book)
    errors = np.zeros(len(table), dtype=np.bool_)
    errors[list(error_values(cells, table.layout))] = True
    absent: list[CellValue] = [None] * len(table)
    blank = {role: np.array([cell is None for cell in cells.get(role, absent)], dtype=np.bool_) for role in REQUIRED}
    given = np.array([i in calls and given_service(calls[i].call) is not None for i in range(len(table))], np.bool_)
    judged = ~(nobody | errors)
    if lacking_columns(table):
        judged[:] = False  # said of the whole sheet
    _name_left_out(table, book, judged & blank["wage"], "工资未填，金额未校验")
    _name_left_out(table, book, judged & ~given & (blank["start"] | blank["end"]), "起止日期未填，金额未校验")
    start = book.derive(service_start, table)
    early = start.known & book.derive(days, table, "end").known & (start.first < FIRST_SERVICE_DAY)
    _name_left_out(table, book, ~nobody & early, "参加工作时间早于1949年，金额未校验")


def settled(table: SheetTable, book: SheetBook) -> NDArray[np.bool_]:
    """Tell who gets no severance; who may be settled is not computed either: the word is asked about."""
    return np.array([bool(one.settled or one.question) for one in book.derive(status, table)], dtype=np.bool_)


def name_rows_together(
    table: SheetTable, book: SheetBook, inputs: SeveranceInputs, records: Collection[int]
) -> set[int]:
    """Name workers in several rows, and several workers with one amount, who cannot be judged; give the latter."""
    mine = set(records)
    for record, why in table.row_doubts.items():
        if record not in mine:
            continue
        book.not_checked.append(f"工作表“{table.sheet}”{table.cell('name', record)}：{why}，金额未校验")
    for record in sorted((set(table.further) - set(table.row_doubts)) & mine):
        fault = inputs.faults.get(record)
        if fault and fault.code != NUM:  # overlaps are errors of their own
            book.not_checked.append(f"工作表“{table.sheet}”{table.cell('start', record)}：{fault.message}，金额未校验")
    shared = shared_amounts(table)
    for group in {tuple(group) for group in shared.values() if group[0] in mine}:
        rows = "、".join(str(table.row_numbers[i]) for i in group)
        cell = table.cell("amount", group[0])
        book.not_checked.append(
            f"工作表“{table.sheet}”{cell}：第{rows}行不是同一名职工，补偿金额却合并成一格，金额未校验"
        )
    return set(shared)


def _name_left_out(table: SheetTable, book: SheetBook, rows: NDArray[np.bool_], reason: str) -> None:
    numbers_of = [table.row_numbers[i] for i in np.flatnonzero(rows).tolist()]
    if numbers_of:
        shown = "、".join(map(str, numbers_of[:_SHOWN_ROWS]))
        more = f"等{len(numbers_of)}行" if len(numbers_of) > _SHOWN_ROWS else "行"
        book.not_checked.append(f"工作表“{table.sheet}”第{shown}{more}：{reason}")
