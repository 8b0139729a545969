"""One workbook as its known sheets say it: tables, policy, and all that was derived from them, each read once.

Functions, checks and commands ask it; nobody reads a sheet of the same workbook again. What a sheet of one kind means
is said by the modules beside it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast

from xl_addin.policy.profiles import Policy
from xl_addin.sheets.ledger_columns import settled
from xl_addin.sheets.own_calls import NO_OWN_CALLS, OwnCalls
from xl_addin.sheets.policy_sheet import BookPolicy, book_policy
from xl_addin.sheets.service_pieces import one_record_a_worker
from xl_addin.tables.grid import BookGrid
from xl_addin.tables.recognition import read_tables
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import InputError

T = TypeVar("T")


@dataclass(eq=False)
class SheetBook:
    """A workbook that has been read, the day on which it is judged, and what was found in it so far.

    >>> from pathlib import Path
    >>> from xl_addin.tables.grid import SheetGrid
    >>> sheet = SheetGrid("政策", "", [["profile", "R481"]])
    >>> SheetBook(BookGrid(Path("a.xlsx"), [sheet]), dt.date(2011, 9, 28)).policy.profile.id
    'R481'
    """

    grid: BookGrid
    today: dt.date
    judged_by: Policy | None = None
    """Policy to go by instead of the one that the workbook states."""
    whole: SheetBook | None = None
    """The workbook that this is a part of, whose rosters say who everybody is."""
    not_checked: list[str] = field(default_factory=list)
    """What checks had to leave out, a sentence each."""
    _derived: dict[Hashable, Any] = field(default_factory=dict)
    own: OwnCalls = field(default=NO_OWN_CALLS, kw_only=True)
    """What the formulas of the workbook state, from whoever recalculated it."""

    @cached_property
    def tables(self) -> list[SheetTable]:
        """Every recognised table, in the order of the sheets; a worker in several rows is one record."""
        return [one_record_a_worker(table) for table in settled(read_tables(self.grid))]

    @cached_property
    def stated(self) -> BookPolicy:
        """The policy of the workbook's own 政策 sheet; the default where it has none that can be used."""
        return book_policy(self.grid, self.own.uses)

    @property
    def policy(self) -> Policy:
        """What amounts are computed by."""
        return self.judged_by or self.stated.policy

    def usable_policy(self) -> BookPolicy:
        """Give the stated policy; InputError if its 政策 sheet cannot be used: amounts must not ignore it."""
        if self.stated.fault:
            raise InputError(f"{self.stated.sheet}：{self.stated.fault}；请先改正政策表")
        return self.stated

    def part(self, tables: Sequence[SheetTable]) -> SheetBook:
        """Give the same workbook with these tables only; what was derived from all of them is left behind."""
        some = SheetBook(self.grid, self.today, self.policy, self.whole or self, own=self.own)
        some.tables = list(tables)
        return some

    @classmethod
    def of_range(cls, tables: Sequence[SheetTable], policy: Policy) -> SheetBook:
        """Give the tables of a range of a cell function as a book of their own: nothing else is known there."""
        book = cls(BookGrid(Path(), []), dt.date.today(), policy)
        book.tables = list(tables)
        return book

    def of_kind(self, *kinds: str) -> list[SheetTable]:
        """The tables of these kinds, in the order of the sheets."""
        key = (SheetBook.of_kind, *kinds)
        if key not in self._derived:  # every check of every sheet asks: a walk each time is quadratic
            self._derived[key] = [table for table in self.tables if table.kind in kinds]
        return list(self._derived[key])

    @property
    def rosters(self) -> list[SheetTable]:
        """The rosters of the workbook, also for a part of it that has none."""
        return (self.whole or self).of_kind("roster")

    def derive(self, function: Callable[..., T], table: SheetTable, *details: str) -> T:
        """Give ``function(table, book, *details)``, computed once and shared by all who ask."""
        key = (function.__module__, function.__qualname__, id(table), *details)
        if key not in self._derived:
            self._derived[key] = function(table, self, *details)
        return cast(T, self._derived[key])

    def gather(self, function: Callable[..., T], *details: str) -> T:
        """Give ``function(book, *details)``, computed once and shared by all who ask."""
        key = (function.__module__, function.__qualname__, *details)
        if key not in self._derived:
            self._derived[key] = function(self, *details)
        return cast(T, self._derived[key])
