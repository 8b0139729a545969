"""Import what computes a function when it first computes, not when the catalog is declared.

A spreadsheet program waits for the catalog at its first calculation; most workbooks use a few functions of it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import Any


class Deferred:
    """Stands for a function: its module is imported when the function is first called or looked at."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    @cached_property
    def function(self) -> Callable[..., Any]:
        """The function itself."""
        found: Callable[..., Any] = getattr(import_module(self._module), self._name)
        return found

    def __call__(self, *values: object) -> Any:
        """Call the function."""
        return self.function(*values)


class DeferredModule:
    """Stands for a module: its attributes are functions that import it when they are called.

    >>> DeferredModule("xl_addin.values.rmb").rmb_upper(120)
    '壹元贰角整'
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, function: str) -> Deferred:
        return Deferred(self._name, function)
