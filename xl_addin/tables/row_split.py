"""The rows below a header sorted: records, sums, and what is neither. Rows read = records + sums + skipped.

Most rows are records at first sight; only the others, and the first ones under a header, are looked at closely.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from xl_addin.tables.below_total import SCRIBBLE, scribbles
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.record_rows import (
    FIRST_ROWS,
    GROUP,
    ID_LENGTH,
    RECORD,
    SUM,
    Anchors,
    is_dated,
    is_ordinary_person,
    is_unlabelled,
    lead_text,
    repeats_page,
    row_class,
    take,
)


class RowSplit(NamedTuple):
    """Sheet rows of the records (with their cells), of the sums and of what was skipped."""

    records: list[int]
    lines: list[list[CellValue]]
    sums: list[int]
    skipped: dict[int, str]
    """Row to the reason why it is no record."""
    groups: dict[int, str]
    """Row to the group of the rows below it that it names."""


def split_rows(sheet: SheetGrid, header: HeaderMatch, last_row: int, anchors: Anchors) -> RowSplit:
    """Sort the rows between a header and ``last_row``; a row with a name and an ID needs no closer look."""
    first = header.last_row + 1
    lines = sheet.rows[first - 1 : last_row]
    usual = _usual_records(lines, header)
    if usual and all(usual):
        return RowSplit(list(range(first, first + len(lines))), lines, [], {}, {})
    split = RowSplit([], [], [], {}, {})
    done = 0
    for i in [i for i, known in enumerate(usual) if not known] if usual else range(len(lines)):
        _add_records(split, first, lines, done, i)
        done = i + 1
        kind = row_class(sheet, header, first + i, lines[i], anchors)
        if kind == RECORD and split.records and repeats_page(header, lines[i]):
            kind = SUM
        if kind == RECORD:
            _add_records(split, first, lines, i, i + 1)
        elif kind == SUM:
            split.sums.append(first + i)
        elif kind:
            split.skipped[first + i] = kind
            if kind == GROUP:
                split.groups[first + i] = lead_text(header, lines[i])
    _add_records(split, first, lines, done, len(lines))
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


def _add_records(split: RowSplit, first: int, lines: Sequence[list[CellValue]], start: int, end: int) -> None:
    """Add the lines from ``start`` up to ``end`` as records; line 0 is the sheet's row ``first``."""
    split.records.extend(range(first + start, first + end))
    split.lines.extend(lines[start:end])


def _usual_records(lines: Sequence[list[CellValue]], header: HeaderMatch) -> list[bool]:
    """Tell the rows that are records at first sight, which most are; none for kinds without such a sight."""
    if "name" in header.columns:
        numbers = take(lines, header.columns["id"]) if "id" in header.columns else [None] * len(lines)
        return [
            i >= FIRST_ROWS
            and (
                (number.__class__ is str and len(number) >= ID_LENGTH and name.__class__ is str and not name.isspace())
                or (name.__class__ is str and is_ordinary_person(name, line, header))
            )
            for i, (line, name, number) in enumerate(
                zip(lines, take(lines, header.columns["name"]), numbers, strict=True)
            )
        ]
    days = [header.columns[role] for role in ("date", "day", "month_day") if role in header.columns]
    if header.layout.kind == "ledger" and days:
        dated = map(is_dated, take(lines, days[0]))
        # The first row may still be a line of column numbers.
        return [
            i > 0 and known and is_unlabelled(line) for i, (known, line) in enumerate(zip(dated, lines, strict=True))
        ]
    return []
