"""The lines over a header: what they say of the table below them, and which of them a printed page repeats."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.headers import HeaderMatch
from xl_addin.tables.labels import is_enterprise_label, is_note, is_sum, stated_unit, title_enterprise
from xl_addin.tables.record_rows import TITLE_CELLS, is_empty

_LONGEST_NAME: Final = 4
"""A longer text alone in the line over a header is its title; a shorter one may be a person."""


class Titles(NamedTuple):
    """Title of a table, the enterprise and the unit of money that its title lines name, '' for what they do not say."""

    title: str = ""
    enterprise: str = ""
    unit: str = ""


def read_titles(sheet: SheetGrid, above: int, row: int) -> Titles:
    """Read the lines from ``above`` to a header in ``row``; below another table only the short ones just over it."""
    texts: list[str] = []
    for line in reversed(sheet.rows[above : row - 1]):
        filled = [value for value in line if not is_empty(value)]
        cells = [value for value in filled if isinstance(value, str)]
        if above and (len(filled) > TITLE_CELLS or not filled or any(map(is_sum, cells))):
            break
        joined = [text + follower if is_enterprise_label(text) else text for text, follower in pairwise([*cells, ""])]
        texts[:0] = joined
    return Titles(
        title=next((text.strip() for text in texts if not is_note(text)), ""),
        enterprise=next((name for text in texts if (name := title_enterprise(text))), ""),
        unit=next((unit for text in texts if (unit := stated_unit(text))), ""),
    )


def page_starts(sheet: SheetGrid, headers: Sequence[HeaderMatch]) -> list[int]:
    """First row of each header, and of the lines over it that stood over the first of its kind, too (a page)."""
    starts: list[int] = []
    first: dict[str, int] = {}
    for header in headers:
        row = header.first_row
        like = first.setdefault(header.layout.kind, row)
        while 1 < like < row and any(sheet.rows[row - 2]) and sheet.rows[row - 2] == sheet.rows[like - 2]:
            row, like = row - 1, like - 1
        starts.append(row)
    return starts


def title_start(sheet: SheetGrid, row: int) -> int:
    """First row of the lines over a header (which begins in ``row``) that hold nothing but a title."""
    while row > 1 and _is_title(sheet.rows[row - 2]):
        row -= 1
    return row


def _is_title(line: Sequence[object]) -> bool:
    filled = [value for value in line if value is not None and value != ""]
    return len(filled) == 1 and isinstance(filled[0], str) and len(filled[0].strip()) > _LONGEST_NAME
