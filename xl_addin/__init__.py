"""Worksheet functions and checks for restructured state-owned enterprises (改制测算插件).

``xl_addin.functions.call`` computes what a cell computes; ``severance_table`` and
``check_workbook`` serve Python users. Importing this package is cheap: spreadsheet
libraries and pandas are loaded only by what needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xl_addin.version import __version__

if TYPE_CHECKING:
    from xl_addin.functions.frames import package_table, severance_table
    from xl_addin.hosts.file.job import check_workbook

__all__ = ["__version__", "check_workbook", "package_table", "severance_table"]

_HOMES = {
    "check_workbook": "xl_addin.hosts.file.job",
    "package_table": "xl_addin.functions.frames",
    "severance_table": "xl_addin.functions.frames",
}


def __getattr__(name: str) -> object:
    """Load a public name from its floor when it is first asked for (PEP 562)."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'xl_addin' has no attribute {name!r}")
