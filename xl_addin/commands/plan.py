"""A sheet plan: everything that a command wants done to a workbook, as pure data.

The host applies it (the file host by :mod:`xl_addin.tables.patching`). Applying a plan replaces the marks and
reports of earlier plans, so that a command run twice leaves what one run leaves, and an empty plan clears them.
"""

from __future__ import annotations

from dataclasses import dataclass

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
