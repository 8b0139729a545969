"""What a check is: one function and the data that turns its faults into findings.

Every check has the same signature ``run(table, book) -> faults`` and looks at one recognised
table; ``book`` gives the other tables of the workbook. Texts are templates filled in from a
fault's ``detail``, so that a check decides and never words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from xl_addin.sheets.book import SheetBook
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity


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


CheckFunction = Callable[[SheetTable, SheetBook], Iterable[Fault]]


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
    cleared_by: Callable[[str, Fault], bool] | None = None
    """Tells whether a remark in the row answers a fault, whose remedy then is 在备注中说明 (checks/remarks.py)."""
    blocks: str = ""
    """What remains unchecked in the row of a fault; '' if nothing does."""
