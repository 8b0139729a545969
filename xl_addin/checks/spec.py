"""What a check is: one function and the data that turns its faults into findings.

Every check has the same signature ``run(table, book) -> faults`` and looks at one recognised
table; ``book`` gives the other tables of the workbook. Texts are templates filled in from a
fault's ``detail``, so that a check decides and never words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from xl_addin.policy.profiles import Policy, shipped_policy
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity

T = TypeVar("T")


@dataclass(slots=True)
class CheckedBook:
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

    def gather(self, function: Callable[[CheckedBook], T]) -> T:
        """Give ``function(book)``, computed once and shared by all checks of this run."""
        key = (function.__module__, function.__qualname__)
        if key not in self._derived:
            self._derived[key] = function(self)
        return cast(T, self._derived[key])


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault that a check found; ``observed`` and ``expected`` hold no full ID number."""

    cell: str | None
    observed: str = ""
    expected: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    """Fills the places of the check's ``message`` and ``remedy``."""
    variant: str = ""
    """Added to the check's code where one cell may have several faults of one check."""
    citation: str = ""
    """Goes before the check's own citation."""


CheckFunction = Callable[[SheetTable, CheckedBook], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Check:
    """One entry of the registry."""

    code: str
    title: str
    severity: Severity
    kinds: frozenset[str]
    """Kinds of sheet (see ``tables/layouts.toml``) that it looks at."""
    message: str
    remedy: str
    citation: str
    run: CheckFunction
    blocks: str = ""
    """What remains unchecked in the row of a fault; '' if nothing does."""
