"""The ``policy`` of Python users: a profile, options, the rows or the frame of a 政策 sheet, or a file that holds one.

All become what a cell function takes as its policy (:func:`xl_addin.sheets.policy_range.read_policy`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any, Final

from xl_addin.files.reading import open_book
from xl_addin.hosts.frames.cells import is_frame, read_frame
from xl_addin.policy.profiles import Policy
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policy_range import PROFILE_NAMES, read_policy, row_name
from xl_addin.sheets.policy_sheet import WIDTH, policy_sheets
from xl_addin.tables.cleaning import is_blank
from xl_addin.values.errors import InputError

_PATH_MARKS: Final = frozenset("./\\")
"""A text with one of these is the path of a file: no profile has any in its name."""
_MADE_UP: Final = ("Unnamed: ", "column_")
"""How pandas and polars call a column without a heading."""


def policy_of(policy: Any, options: Mapping[str, Any] | None = None) -> Policy:
    """Read a policy; ``options`` are further rows of it. Raises InputError for what is none.

    >>> policy_of({"profile": "R481", "fraction": "half_year"}).options.fraction
    'half_year'
    >>> policy_of("SEG2008", {"round_to": "yuan"}).options.round_to
    'yuan'
    """
    rows = _rows(policy)
    if options:
        rows = [*(rows if isinstance(rows, list) else [["profile", rows]]), *_option_rows(options)]
    return read_policy(rows)


def _rows(policy: Any) -> Any:
    """A policy as a cell function takes it: a profile or the rows of a 政策 sheet."""
    if isinstance(policy, Mapping):
        rows = _option_rows(policy)
        return sorted(rows, key=lambda row: row_name(row[0]) not in PROFILE_NAMES)
    if isinstance(policy, PathLike) or (isinstance(policy, str) and _PATH_MARKS.intersection(policy)):
        return _rows_of_file(Path(policy))
    if isinstance(policy, list | tuple):
        return [list(row) for row in policy]
    return _rows_of_frame(policy) if is_frame(policy) else policy


def _option_rows(options: Mapping[str, Any]) -> list[list[Any]]:
    for name, value in options.items():
        if isinstance(value, Mapping | list | tuple):
            raise InputError(f"口径“{name}”要填一个值；有起止日期或地区的，请传入政策表的 DataFrame 或文件")
    return [[name, value] for name, value in options.items()]


def _rows_of_frame(df: Any) -> list[list[Any]]:
    """The rows of a 政策 sheet; its first row may have become the names of the columns."""
    headings, *rows = read_frame(df).rows
    if all(isinstance(name, int) or str(name).startswith(_MADE_UP) for name in headings):
        return rows
    return [[None if str(name).startswith(_MADE_UP) else name for name in headings], *rows]


def _rows_of_file(path: Path) -> list[list[Any]]:
    """The 政策 sheet of a file, as a check of that workbook goes by it; several that differ are refused."""
    book = open_book(path)
    sheets = {sheet.name: _filled([row[:WIDTH] for row in sheet.rows]) for sheet in policy_sheets(book)}
    if not sheets:
        raise InputError(f"{path.name} 里没有政策表（表头“项目、值”，或首行“口径”），不能用作口径")
    first, *others = sheets.values()
    if any(rows != first for rows in others):
        raise InputError(f"{path.name} 里有内容不同的几张政策表：{'、'.join(sheets)}；请另存只留一张的文件再用")
    stated = SheetBook(book, dt.date.today()).usable_policy()
    return [list(row) for row in stated.rows or ()]


def _filled(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows without what is empty, to compare them."""
    return [filled for row in rows if (filled := [cell for cell in row if not is_blank(cell)])]
