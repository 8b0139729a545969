"""The workbook's own 政策 sheet: where an office keeps its profile, options and local values.

Found by what stands in it, not by its name: a heading row 项目 | 值, or a first row ``profile``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.policy.options import find_option
from xl_addin.policy.procedure_limits import limit_settings
from xl_addin.policy.profiles import Policy, shipped_policy
from xl_addin.policy.store import national
from xl_addin.sheets.policy_range import PROFILE_NAMES, read_policy, row_name
from xl_addin.tables.cleaning import is_blank
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.errors import InputError

WIDTH: Final = 6
"""Columns of a 政策 sheet."""


@dataclass(frozen=True, slots=True)
class BookPolicy:
    """The policy that a workbook states, with the sheet it stands on ('' where the book has none)."""

    policy: Policy
    sheet: str
    fault: str
    """Why the sheet cannot be used; the default profile stands in then."""
    rows: list[list[CellValue]] | None = None
    """Its cells, as an argument of our functions takes them; None where the book has none."""


def is_policy_sheet(sheet: SheetGrid) -> bool:
    """Tell a 政策 sheet by its first filled row."""
    for row in sheet.rows:
        if all(is_blank(cell) for cell in row):
            continue
        first, second = (row_name(cell) for cell in [*row, None, None][:2])
        if first in PROFILE_NAMES or (first == "项目" and second == "值"):
            return True
        known = {*national().parameters, *limit_settings()}
        return bool(second) and (first in known or find_option(first) is not None)
    return False


def policy_sheets(book: BookGrid) -> Iterator[SheetGrid]:
    """Give every sheet of a workbook that states a policy."""
    return (sheet for sheet in book.sheets if not sheet.ours and is_policy_sheet(sheet))


def book_policy(book: BookGrid, uses: Callable[[Sequence[str]], Mapping[str, int]] | None = None) -> BookPolicy:
    """Read the workbook's policy; without a usable 政策 sheet the default profile is given.

    Of several 政策 sheets it is the one that most formulas refer to (``uses`` counts them), else the first.

    >>> from pathlib import Path
    >>> sheet = SheetGrid("政策", "", [["profile", "R481"]])
    >>> book_policy(BookGrid(Path("a.xlsx"), [sheet])).policy.profile.id
    'R481'
    """
    sheets = list(policy_sheets(book))
    if not sheets:
        return BookPolicy(shipped_policy(), "", "")
    counts = uses([sheet.name for sheet in sheets]) if uses and len(sheets) > 1 else {}
    sheet = max(sheets, key=lambda one: counts.get(one.name, 0))  # the first of equals
    rows = [row[:WIDTH] for row in sheet.rows]
    try:
        return BookPolicy(read_policy(rows), sheet.name, "", rows)
    except InputError as error:
        return BookPolicy(shipped_policy(), sheet.name, error.message, rows)
