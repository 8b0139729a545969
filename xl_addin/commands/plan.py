"""What a command wants done, as pure data that any host applies.

A :class:`SheetPlan` adds marks and report sheets to (a copy of) the user's workbook; applying it replaces those of
earlier plans, so that a command run twice leaves what one run leaves, and an empty plan clears them. A
:class:`BookPlan` is a new workbook beside the user's, which stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from xl_addin.tables.building import NewBook
from xl_addin.tables.patching import Mark, ReportSheet


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """Marks on users' cells, report sheets to add, and one Chinese line that tells the user what was done.

    >>> SheetPlan(summary="已清除标记").marks
    ()
    """

    marks: tuple[Mark, ...] = ()
    reports: tuple[ReportSheet, ...] = ()
    summary: str = ""
    faults: int = 0
    """Findings of severity error, also those about a whole sheet that mark no cell."""


@dataclass(frozen=True, slots=True)
class BookPlan:
    """A workbook to be written beside the user's, one Chinese line for the user, and what it is called."""

    book: NewBook
    summary: str
    suffix: str
    """Goes after the name of the user's workbook: ``-职工确认单``."""
    faults: int = 0
    """Persons or rows that could not be computed: as grave as findings of severity error."""
