"""The cells of a header block as headings to look up, column by column.

Leaves out what they mean: that is :mod:`xl_addin.tables.headers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.header_match import Label
from xl_addin.tables.labels import heading, is_bare_unit, is_unit_line, names_part

MAX_WIDTH: Final = 200
_LONGEST: Final = 500
"""So many characters of a cell are read as a heading; a pasted page of text is matched with hundreds of patterns."""
_LEAST_COLUMNS: Final = 3
"""A list of persons that stands beside itself has at least so many columns."""


def block_labels(sheet: SheetGrid, first: int, last: int) -> list[Label]:
    """Read the header block column by column, merged cells spread over their range."""
    lines = [text_line(sheet, row) for row in range(first, last + 1)]
    for r1, c1, r2, c2 in sheet.merged:
        if first <= r1 <= last and c1 <= MAX_WIDTH:
            text = lines[r1 - first].get(c1)
            if text is not None:
                for row in range(r1, min(r2, last) + 1):
                    lines[row - first].update(dict.fromkeys(range(c1, min(c2, MAX_WIDTH) + 1), text))
    for lower, upper in pairwise(reversed(lines)):  # from below: a group spans all that its sub-groups span
        _spread_group_headings(upper, lower)
    labels = []
    for col in sorted(set().union(*lines)):
        levels = [line[col] for line in lines if col in line]
        texts = tuple(dict.fromkeys(levels))
        labels.append(Label(col, texts, _keys(texts)))
    return labels


def text_line(sheet: SheetGrid, row: int) -> dict[int, str]:
    """The texts of a row by column; words that are only a unit are none."""
    line = sheet.rows[row - 1][:MAX_WIDTH] if row <= len(sheet.rows) else []
    texts = {
        col: value[:_LONGEST] for col, value in enumerate(line, start=1) if isinstance(value, str) and value.strip()
    }
    return {col: text for col, text in texts.items() if not is_unit_line(text)}


def label_runs(labels: Sequence[Label]) -> list[list[Label]]:
    """The labels between blank columns, and between the repetitions of a list that stands beside itself."""
    return [part for run in _connected(labels) for part in _repetitions(run)]


def _keys(levels: Sequence[str]) -> tuple[str, ...]:
    """Headings to look up, the most specific first: a sub-heading takes its meaning from its top."""
    read = [heading(text) for text in levels]
    if len(read) == 1:
        alone = read[0].full == read[0].key or names_part(levels[0])
        return (read[0].full,) if alone else (read[0].full, read[0].key)
    parts = [one.key for one in read]
    tails = ["".join(parts[i:]) for i in range(len(parts))]
    named = "".join(part for part in parts if not is_bare_unit(part))
    return (tails[0], parts[0] + parts[-1], *tails[1:], read[-1].full, named)


def _spread_group_headings(upper: dict[int, str], lower: dict[int, str]) -> None:
    """Give an unmerged group heading to the sub-headings on its right: 职代会 | | over 时间 | 应到 | 实到."""
    group: str | None = None
    for col in range(min(upper, default=1), max(lower, default=0) + 1):
        if col in upper:
            group = upper[col] if lower.get(col) != upper[col] else None
        elif col in lower and group is not None:
            upper[col] = group
        else:
            group = None


def _repetitions(run: list[Label]) -> list[list[Label]]:
    """A run in which the same headings come again and again, cut where they begin."""
    keys = [label.keys for label in run]
    for size in range(_LEAST_COLUMNS, len(run) // 2 + 1):
        if len(run) % size == 0 and keys == keys[:size] * (len(run) // size):
            return [run[i : i + size] for i in range(0, len(run), size)]
    return [run]


def _connected(labels: Sequence[Label]) -> list[list[Label]]:
    runs: list[list[Label]] = []
    for label in labels:
        if runs and runs[-1][-1].col == label.col - 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    return runs
