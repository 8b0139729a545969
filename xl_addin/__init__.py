"""Worksheet functions and checks for restructured state-owned enterprises (改制测算插件).

``call`` computes what a cell computes; ``severance_table`` and ``package_table`` compute a roster given as a DataFrame,
``check_table`` checks a table given so, and ``check_workbook`` a workbook file. What cannot be used is an
``InputError``. Importing this package is cheap: libraries are loaded only by what needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_addin.version import __version__

if TYPE_CHECKING:
    from xl_addin.functions import CATALOG, call
    from xl_addin.hosts.file.job import check_workbook
    from xl_addin.hosts.frames.checking import check_table
    from xl_addin.hosts.frames.tables import package_table, severance_table
    from xl_addin.values.errors import CellError, InputError, PolicyGap
    from xl_addin.values.findings import Finding, FindingTable, Severity

__all__ = [
    "CATALOG",
    "CellError",
    "Finding",
    "FindingTable",
    "InputError",
    "PolicyGap",
    "Severity",
    "__version__",
    "call",
    "check_table",
    "check_workbook",
    "package_table",
    "severance_table",
]

_HOMES = {
    "CATALOG": "xl_addin.functions",
    "CellError": "xl_addin.values.errors",
    "Finding": "xl_addin.values.findings",
    "FindingTable": "xl_addin.values.findings",
    "InputError": "xl_addin.values.errors",
    "PolicyGap": "xl_addin.values.errors",
    "Severity": "xl_addin.values.findings",
    "call": "xl_addin.functions",
    "check_table": "xl_addin.hosts.frames.checking",
    "check_workbook": "xl_addin.hosts.file.job",
    "package_table": "xl_addin.hosts.frames.tables",
    "severance_table": "xl_addin.hosts.frames.tables",
}


def __getattr__(name: str) -> object:
    """Load a public name from its floor when it is first asked for (PEP 562)."""
    if name in _HOMES:
        import importlib

        found: object = getattr(importlib.import_module(_HOMES[name]), name)
        globals()[name] = found
        return found
    raise AttributeError(f"module 'xl_addin' has no attribute {name!r}")


def __dir__() -> list[str]:
    """Show the public names, loaded or not."""
    return sorted({*globals(), *__all__})
