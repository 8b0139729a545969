"""The worksheet functions as Excel calls them through xlwings, made from the catalog when this module loads.

The add-in's VBA (``wrappers``) reads the cells and names one of these functions, by its ASCII name or its Chinese
alias; only plain values cross, never Excel's objects. Nothing is declared here; nothing is computed here. Off
Windows xlwings leaves functions as they are, so they can be called from Python anywhere.

>>> import xl_addin.hosts.excel.udfs as udfs
>>> getattr(udfs, "经济补偿金")("1985-07-01", "2011-09-28", 1600, 1500, 2300)
43200.0
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import Parameter, Signature
from typing import Any, Final

import xlwings
from xlwings.conversion import Accessor, ConversionContext, Options, Pipeline

from xl_addin.functions import CATALOG, FunctionSpec, call
from xl_addin.functions.spec import Result
from xl_addin.hosts.openbook.com_values import from_excel, to_excel

WorksheetFunction = Callable[..., Result]


class CellValues(Accessor):
    """xlwings' way to read arguments and write results, with error values, blanks and serial dates kept."""

    @classmethod
    def reader(cls, options: Options) -> Pipeline:
        """Read an argument that VBA took from cells or that stands in the formula."""
        return Pipeline([_read_argument])

    @classmethod
    def writer(cls, options: Options) -> Pipeline:
        """Write a result."""
        return Pipeline([_write_result])


def _read_argument(context: ConversionContext) -> None:
    context.value = from_excel(context.value)


def _write_result(context: ConversionContext) -> None:
    context.value = to_excel(context.value)


def _signature(spec: FunctionSpec) -> Signature:
    """Give the argument ids; an optional one is None when Excel leaves it out."""
    kind = Parameter.POSITIONAL_OR_KEYWORD
    return Signature(
        [Parameter(each.id, kind, default=None if each.optional else Parameter.empty) for each in spec.arguments]
    )


def _worksheet_function(name: str, spec: FunctionSpec) -> WorksheetFunction:
    """Make the function that Excel calls under one of a function's names."""

    def compute(*cell_values: Any) -> Result:
        return call(spec.name, *cell_values)

    compute.__name__ = compute.__qualname__ = name
    compute.__doc__ = spec.wizard_help
    compute.__signature__ = _signature(spec)  # type: ignore[attr-defined]
    for argument in spec.arguments:
        xlwings.arg(argument.id, CellValues)(compute)
    xlwings.ret(CellValues)(compute)
    declared: WorksheetFunction = xlwings.func(compute)
    return declared


def _worksheet_functions() -> Iterator[WorksheetFunction]:
    for spec in CATALOG.values():
        yield _worksheet_function(spec.name, spec)
        yield _worksheet_function(spec.alias, spec)


FUNCTIONS: Final = {function.__name__: function for function in _worksheet_functions()}
"""Every worksheet function by each of its two names; the same functions are attributes of this module."""

globals().update(FUNCTIONS)  # xlwings finds a function by getattr(module, name)
