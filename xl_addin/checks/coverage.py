"""What a recognised sheet holds that no check judges: said in the report, in one line a sheet.

Which columns are judged is data (``coverage.toml``); whatever is not listed there is named.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.readings import UNCHECKED_KINDS
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.repeated_groups import base_role, group_of
from xl_addin.tables.sheet_table import SheetTable

FILE: Final = Path(__file__).with_name("coverage.toml")


@cache
def judged_roles() -> Mapping[str, frozenset[str]]:
    """The roles of each kind of sheet that a check decides about, with those that are mere records.

    >>> "amount" in judged_roles()["severance"], "military" in judged_roles()["roster"]
    (True, False)
    """
    with FILE.open("rb") as file:
        data = tomllib.load(file)
    return {kind: frozenset([*roles, *data["records"]]) for kind, roles in data["judged"].items()}


def unjudged(table: SheetTable, book: SheetBook) -> list[str]:
    """Headings of the typed columns that no check judges, from left to right; what a formula gives is not typed."""
    several = {role: one.role for one in table.layout.repeated for role in one.roles()}
    known, owed = judged_roles().get(table.kind, frozenset()), judged_roles()["arrears"]
    roles = [
        spec.role
        for spec in table.specs()
        if several.get(spec.role, base_role(spec.role)) not in (owed if group_of(spec.role) else known)
    ]
    return [
        table.label(role)
        for role in roles
        if any(not is_empty(value) and not table.holds_formula(role, i) for i, value in enumerate(table.column(role)))
    ]


def partly_checked(book: SheetBook) -> Iterator[str]:
    """One line for each sheet with such columns."""
    by_sheet: dict[str, list[str]] = {}
    for table in book.tables:
        if table.kind not in UNCHECKED_KINDS and len(table):
            by_sheet.setdefault(table.sheet, []).extend(book.derive(unjudged, table))
    for sheet, labels in by_sheet.items():
        if labels:
            named = "、".join(f"“{label}”" for label in dict.fromkeys(labels))
            yield f"工作表“{sheet}”：{named}只读入，没有检查核对"
