"""Import what computes a function when it first computes, not when the catalog is declared.

A spreadsheet program waits for the catalog at its first calculation; most workbooks use a few functions of it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


class DeferredModule:
    """Stands for a module: its attributes are functions that import it when they are called.

    >>> DeferredModule("xl_addin.values.rmb").rmb_upper(120)
    '壹元贰角整'
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, function: str) -> Callable[..., Any]:
        found: Callable[..., Any] | None = None

        def compute(*values: Any) -> Any:
            nonlocal found
            if found is None:
                found = getattr(import_module(self._name), function)
            return found(*values)

        compute.__name__ = function
        return compute
