"""Rows of a batch that are looked at one by one: the same reading as for a range of a function, in blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from xl_addin.functions.severance.roster import SeveranceColumns, cells_of, severance_columns
from xl_addin.hosts.table.arrow import arrow
from xl_addin.hosts.table.cells import cells_of as values_of
from xl_addin.hosts.table.contract import Contract, refuse_said
from xl_addin.hosts.table.sources import Batch
from xl_addin.sheets.service_pieces import one_record_a_worker
from xl_addin.sheets.severance_inputs import lacking_columns
from xl_addin.tables.column_rows import ColumnRows
from xl_addin.tables.layouts import layout
from xl_addin.tables.recognition import read_range
from xl_addin.values.money import Int64

_ROWS: Final = re.compile(r"^第[\d、]+行")
"""How a doubt about a worker in several rows names them."""


@dataclass(frozen=True, slots=True)
class OddRows:
    """What rows came to: records (their places in the batch, a worker's first row) with results, and all others."""

    places: list[int]
    results: SeveranceColumns | None
    joined: int
    """Rows that go on with the worker above."""
    sums: int
    skipped: Counter[str]
    """Rows that are neither, by reason."""


def read_odd(batch: Batch, places: Int64, headings: list[str], contract: Contract, texts_only: bool) -> OddRows:
    """Read some rows of a batch."""
    rows = arrow().array(places)
    cells = [values_of(column.take(rows), texts_only) for column in batch.columns]
    whole: list[list[Any]] = [[head, *column] for head, column in zip(headings, cells, strict=True)]
    tables = read_range(ColumnRows(whole, range(len(places) + 1)), layout("severance"))
    tables = [one_record_a_worker(table) for table in tables if not lacking_columns(table, "name")]
    numbers = batch.numbers[places].tolist()
    for table in tables:
        refuse_said(table)
        table.row_doubts = {i: _renumbered(text, numbers) for i, text in table.row_doubts.items()}
    records = [row - 2 for table in tables for row in table.row_numbers]
    joined = sum(len(rows) for table in tables for rows in table.further.values())
    sums = sum(len(table.sum_rows) for table in tables)
    skipped = Counter(reason for table in tables for row, reason in table.skipped.items() if row > 1)
    left = len(places) - len(records) - joined - sums - skipped.total()
    if left:
        skipped["空行"] += left
    found = severance_columns(cells_of(tables, contract.policy), contract.policy) if records else None
    return OddRows([int(place) for place in np.asarray(places)[records]], found, joined, sums, skipped)


def _renumbered(text: str, numbers: Sequence[int]) -> str:
    """A doubt that names rows by their numbers in the file: those read here are some of them, below a heading."""
    return _ROWS.sub(lambda found: re.sub(r"\d+", lambda row: str(numbers[int(row[0]) - 2]), found[0]), text)
