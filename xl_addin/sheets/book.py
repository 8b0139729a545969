"""The recognised tables of one workbook with its day and policy, and all that was derived from them once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from xl_addin.policy.profiles import Policy, shipped_policy
from xl_addin.tables.sheet_table import SheetTable

T = TypeVar("T")


@dataclass(slots=True)
class SheetBook:
    """Every recognised table of a workbook, the day of the check, its policy, and what checks derived so far."""

    tables: list[SheetTable]
    today: dt.date
    policy: Policy = field(default_factory=shipped_policy)
    """What amounts are recomputed by."""
    not_checked: list[str] = field(default_factory=list)
    """What checks had to leave out, a sentence each."""
    _derived: dict[Hashable, Any] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> list[SheetTable]:
        """The tables of these kinds, in the order of the sheets."""
        return [table for table in self.tables if table.kind in kinds]

    def derive(self, function: Callable[..., T], table: SheetTable, *details: str) -> T:
        """Give ``function(table, book, *details)``, computed once and shared by all checks of this run."""
        key = (function.__module__, function.__qualname__, id(table), *details)
        if key not in self._derived:
            self._derived[key] = function(table, self, *details)
        return cast(T, self._derived[key])

    def gather(self, function: Callable[[SheetBook], T]) -> T:
        """Give ``function(book)``, computed once and shared by all checks of this run."""
        key = (function.__module__, function.__qualname__)
        if key not in self._derived:
            self._derived[key] = function(self)
        return cast(T, self._derived[key])
