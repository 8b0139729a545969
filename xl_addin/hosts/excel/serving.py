"""What Excel's Python runs: xlwings' server, until Excel ends.

The first argument is the class id that Excel waits for. Another one, a number, only tells one start from the next.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any


def main() -> None:
    """Serve the class that Excel waits for."""
    prepared().serve(sys.argv[1])


def prepared() -> Any:
    """Give xlwings, ready to serve from Python's own folder, so that no folder of the user's is kept in use."""
    os.chdir(sys.prefix)
    import xlwings

    if sys.platform == "win32":  # off Windows xlwings has no functions for Excel
        from xlwings import udfs

        udfs.get_udf_module = module_of
    return xlwings


def module_of(name: str, _workbook: object) -> ModuleType:
    """Give the module that holds the functions; modules stay as they are until Excel ends.

    Takes the place of xlwings' own way, which asks the disk at every call of a cell whether the module's file has
    changed (0.2 ms of 0.64 under Wine) and looks for code in sheets of the workbook named ``*.py``.

    >>> module_of("xl_addin.hosts.excel.udfs", None).__name__
    'xl_addin.hosts.excel.udfs'
    """
    return import_module(name)


if __name__ == "__main__":
    main()
