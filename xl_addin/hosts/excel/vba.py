"""The VBA wrappers and wizard help that xlwings itself would import into Excel for ``udfs``, on any system.

xlwings makes them only where pywin32 is installed. Elsewhere a child process stands in empty modules for
pywin32, so that the caller's own process keeps its xlwings unchanged. Writing the text into an add-in file,
and turning error numbers into error values there, is not done here.
"""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
import types
from dataclasses import dataclass
from typing import Any, Final

UDF_MODULE: Final = "xl_addin.hosts.excel.udfs"
"""The module that the wrappers name; Python imports it when Excel calls the first function."""
BOOK_NAME: Final = "xl_addin.xlam"
"""An add-in's name makes xlwings pass the active workbook, not the add-in, to Python."""


@dataclass(frozen=True, slots=True)
class FunctionHelp:
    """What the function wizard is told of one function; every text has at most 255 characters."""

    name: str
    category: str
    description: str
    arguments: tuple[str, ...]
    """Help per argument, in order."""


@dataclass(frozen=True, slots=True)
class WrapperModule:
    """Text of the VBA module with one function per name of the catalog, and their help."""

    source: str
    helps: tuple[FunctionHelp, ...]


def wrapper_module(book_name: str = BOOK_NAME) -> WrapperModule:
    """Obtain the wrappers from xlwings for a workbook or add-in of this file name.

    Raises RuntimeError with the child's message if xlwings cannot make them.
    """
    child = subprocess.run(
        [sys.executable, "-m", __name__, book_name], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if child.returncode:
        raise RuntimeError(f"xlwings made no wrappers for {UDF_MODULE}:\n{child.stderr}")
    made = json.loads(child.stdout)
    helps = (FunctionHelp(name, category, text, tuple(arguments)) for name, category, text, arguments in made["helps"])
    return WrapperModule(made["source"], tuple(helps))


def load_desktop_xlwings() -> Any:
    """Give ``xlwings.udfs`` with its decorators in force; changes this process for good, so use it in a child."""
    if importlib.util.find_spec("pythoncom") is None:
        for name in ("pythoncom", "pywintypes", "win32com", "win32com.client"):
            sys.modules[name] = types.ModuleType(name)
        vars(sys.modules["pythoncom"])["CoInitialize"] = lambda: None
        vars(sys.modules["pywintypes"])["com_error"] = type("com_error", (Exception,), {})
        vars(sys.modules["win32com.client"])["Dispatch"] = lambda dispatched: dispatched
    xlwings = importlib.import_module("xlwings")
    desktop = importlib.import_module("xlwings.udfs")
    vars(xlwings).update(func=desktop.xlfunc, arg=desktop.xlarg, ret=desktop.xlret)
    return desktop


def _make(book_name: str) -> dict[str, Any]:
    desktop = load_desktop_xlwings()
    module = importlib.import_module(UDF_MODULE)
    text = io.StringIO()
    text.write('Attribute VB_Name = "xlwings_udfs"\n')
    text.write('#Const App = "Microsoft Excel"\n')
    desktop.generate_vba_wrapper(UDF_MODULE, module, text, types.SimpleNamespace(Name=book_name))
    declared = (function.__xlfunc__ for function in module.FUNCTIONS.values())
    helps = [
        (each["name"], each["category"], each["ret"]["doc"], [argument["doc"] for argument in each["args"]])
        for each in declared
    ]
    return {"source": text.getvalue(), "helps": helps}


if __name__ == "__main__":
    print(json.dumps(_make(sys.argv[1])))
