"""The rows below a header sorted: records, sums, and what is neither. Rows read = records + sums + skipped.

Most rows are records at first sight; only the others, and the first ones under a header, are looked at closely.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from xl_addin.tables.below_total import SCRIBBLE, scribbles
from xl_addin.tables.column_rows import without
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.record_rows import (
    GROUP,
    RECORD,
    SUM,
    Anchors,
    lead_text,
    repeats_page,
    row_class,
)
from xl_addin.tables.usual_rows import unusual_rows


class RowSplit(NamedTuple):
    """Sheet rows of the records (with their cells), of the sums and of what was skipped."""

    records: list[int]
    lines: Sequence[list[CellValue]]
    sums: list[int]
    skipped: dict[int, str]
    """Row to the reason why it is no record."""
    groups: dict[int, str]
    """Row to the group of the rows below it that it names."""


def split_rows(sheet: SheetGrid, header: HeaderMatch, last_row: int, anchors: Anchors) -> RowSplit:
    """Sort the rows between a header and ``last_row``; most are records at first sight."""
    first = header.last_row + 1
    lines = sheet.rows[first - 1 : last_row]
    others: dict[int, str] = {}
    for i in unusual_rows(lines, header):
        kind = row_class(sheet, header, first + i, lines[i], anchors)
        if kind == RECORD and i > len(others) and repeats_page(header, lines[i]):
            kind = SUM
        if kind != RECORD:
            others[i] = kind
    split = RowSplit(
        records=np.delete(np.arange(first, first + len(lines)), list(others)).tolist(),
        lines=without(lines, others) if others else lines,
        sums=[first + i for i, kind in others.items() if kind == SUM],
        skipped={first + i: kind for i, kind in others.items() if kind not in (SUM, "")},
        groups={first + i: lead_text(header, lines[i]) for i, kind in others.items() if kind == GROUP},
    )
    return _without(split, scribbles(sheet, header, split.records, split.lines, split.sums))


def _without(split: RowSplit, rows: Sequence[int]) -> RowSplit:
    """The rows sorted again, some of them for scribbles."""
    if not rows:
        return split
    kept = [(row, line) for row, line in zip(split.records, split.lines, strict=True) if row not in rows]
    return split._replace(
        records=[row for row, _ in kept],
        lines=[line for _, line in kept],
        sums=[row for row in split.sums if row not in rows],
        skipped=dict(sorted((split.skipped | dict.fromkeys(rows, SCRIBBLE)).items())),
    )
