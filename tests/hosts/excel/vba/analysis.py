"""Static analysis of a VBA project: what VBA's compiler would refuse, and more, found without an Excel.

pyVBAanalysis knows names, calls, members and types over all modules and Excel's object model. Its rules leave to its
parser whether every block is closed, and say nothing of types that nobody knows; both are asked here as well.

``python -m tests.hosts.excel.vba.analysis`` prints what it finds in the add-in and ends with status 1 if it finds any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator, Sequence

from pyvbaanalysis import (
    DEFAULT_COMPILER_CONSTANTS,
    ConditionalCompilationEnvironment,
    ModuleInput,
    ModuleSymbolKind,
    analyze_project,
    line_col,
)
from pyvbaanalysis.host import resolve_host_alias
from pyvbaanalysis.parser import parse_module

from xl_addin.hosts.excel.sources import modules as modules_of_the_addin
from xl_addin.hosts.excel.vba import VbaModule
from xl_addin.hosts.excel.vba.modules import stored_source
from xl_addin.hosts.excel.vba.scanning import statements

KINDS = {
    "standard": ModuleSymbolKind.STANDARD,
    "class": ModuleSymbolKind.CLASS,
    "document:workbook": ModuleSymbolKind.DOCUMENT,
    "document:sheet": ModuleSymbolKind.DOCUMENT,
}
NARROW = ConditionalCompilationEnvironment({**DEFAULT_COMPILER_CONSTANTS, "Win64": 0})
"""A 32-bit Excel; the analyser's own choice is one of 64 bits."""
LEFT_OUT = {"variable-never-read": "off"}
"""Whether something answers is asked by an assignment that may fail; its value is not wanted."""
_BASIC_TYPES = """
    any boolean byte collection currency date decimal double integer long longlong longptr object single string variant
"""
BASIC_TYPES = frozenset(_BASIC_TYPES.split())
"""Types that VBA has in every program, in lower case."""
_TYPE = re.compile(r"\bAs\s+(?:New\s+)?(?P<type>[A-Za-z_][\w.]*)", re.IGNORECASE)


def findings(modules: Sequence[VbaModule], only: Collection[str] | None = None) -> list[str]:
    """Lines ``Module:line code message`` for the modules named, or for all; the others are known all the same."""
    chosen = [module for module in modules if only is None or module.name in only]
    conditional = [module.name for module in chosen if "#If " in module.source]
    found = [*_of_rules(modules, [module.name for module in chosen]), *_of_rules(modules, conditional, NARROW)]
    for module in chosen:
        found += _of_parser(module)
        found += _unknown_types(module, {each.name.lower() for each in modules})
    return list(dict.fromkeys(found))


def _of_rules(
    modules: Sequence[VbaModule], only: Collection[str], constants: ConditionalCompilationEnvironment | None = None
) -> Iterator[str]:
    texts = {module.name: stored_source(module) for module in modules}
    inputs = [ModuleInput(module.name, KINDS[module.kind], texts[module.name]) for module in modules]
    results = analyze_project(
        inputs, only=only, severity_overrides=LEFT_OUT, conditional_compilation=constants, inline_suppression=False
    )
    for name, diagnostics in results.items():
        for each in diagnostics:
            yield f"{name}:{line_col(texts[name], each.span.start)[0]} {each.code} {each.message}"


def _of_parser(module: VbaModule) -> Iterator[str]:
    text = stored_source(module)
    for each in parse_module(text).diagnostics:
        yield f"{module.name}:{line_col(text, each.span.start)[0]} block {each.message}"


def _unknown_types(module: VbaModule, classes: Collection[str]) -> Iterator[str]:
    for statement in statements(module.name, stored_source(module)):
        for match in _TYPE.finditer(statement.code):
            name = match["type"]
            if name.lower() not in (*BASIC_TYPES, *classes) and not resolve_host_alias(name):
                yield f"{module.name}:{statement.number} unknown-type User-defined type not defined: '{name}'."


if __name__ == "__main__":
    told = findings(modules_of_the_addin())
    print("\n".join(told) or "VBA: no findings")
    sys.exit(bool(told))
