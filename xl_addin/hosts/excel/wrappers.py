"""Text of the VBA modules that are made from the catalog: the worksheet functions, and their names.

Each function of the catalog becomes two of VBA, under its ASCII name and its Chinese alias. They only hand their
arguments on to ``SoeCall``; no number of the law and no calculation stands in VBA. Description and category are
attributes of a function; the texts of its arguments stand elsewhere in the file (``function_help``).
"""

from __future__ import annotations

from typing import Final

from xl_addin.commands.catalog import COMMANDS
from xl_addin.functions import CATALOG, FunctionSpec
from xl_addin.hosts.excel.function_help import group_number

FUNCTIONS_MODULE: Final = "SoeFunctions"
ALIASES_MODULE: Final = "SoeAliases"
CATALOG_MODULE: Final = "SoeCatalog"

_FUNCTIONS_HEAD: Final = f"""\
Attribute VB_Name = "{FUNCTIONS_MODULE}"
Option Explicit
' The worksheet functions under their ASCII names; made from the catalog, not written by hand.

"""
_ALIASES_HEAD: Final = f"""\
Attribute VB_Name = "{ALIASES_MODULE}"
Option Explicit
' The worksheet functions under their Chinese names; made from the catalog, not written by hand. A module of their own:
' where Windows does not work in code page 936 these names may not compile, and must not take the others with them.

"""
_CATALOG_HEAD: Final = f"""\
Attribute VB_Name = "{CATALOG_MODULE}"
Option Explicit
Option Private Module
' Names of the worksheet functions, and which buttons can mask; made from the catalogs, not written by hand.

"""


def functions_source() -> str:
    """Give the module of the worksheet functions under their ASCII names."""
    return _FUNCTIONS_HEAD + "\n".join(_function(spec.name, spec) for spec in CATALOG.values())


def aliases_source() -> str:
    """Give the module of the worksheet functions under their Chinese names."""
    return _ALIASES_HEAD + "\n".join(_function(spec.alias, spec) for spec in CATALOG.values())


def catalog_source() -> str:
    """Give the module that knows the names of the functions, and which buttons can mask."""
    return "\n".join([_CATALOG_HEAD + _names(), _maskable()])


def _names() -> str:
    """Give both names of each function between bars, so that a text search finds a whole name."""
    lines = "".join(f'    SoeNames = SoeNames & "{spec.name}|{spec.alias}|"\n' for spec in CATALOG.values())
    return f'Public Function SoeNames() As String\n    SoeNames = "|"\n{lines}End Function\n'


def _maskable() -> str:
    """Give the test whether a button has to ask for a masked copy."""
    known = "".join(f"{spec.id}|" for spec in COMMANDS if spec.can_mask)
    return (
        "Public Function SoeCanMask(ByVal commandId As String) As Boolean\n"
        f'    SoeCanMask = InStr("|{known}", "|" & commandId & "|") > 0\n'
        "End Function\n"
    )


def _function(name: str, spec: FunctionSpec) -> str:
    parameters = ", ".join(
        f"{'Optional ' if place >= _demanded(spec) else ''}{argument.id} As Variant"
        for place, argument in enumerate(spec.arguments)
    )
    arguments = ", ".join(argument.id for argument in spec.arguments)
    return (
        f"Public Function {name}({parameters}) As Variant\n"
        f"Attribute {name}.VB_Description = {_quoted(spec.wizard_help)}\n"
        f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n{group_number(spec.category)}"\n'
        f'    {name} = SoeBridge.SoeCall("{name}", Array({arguments}))\n'
        "End Function\n"
    )


def _demanded(spec: FunctionSpec) -> int:
    """Count the arguments up to the last one that may be neither left out nor blank."""
    places = [place for place, each in enumerate(spec.arguments, 1) if not (each.optional or each.blank_allowed)]
    return max(places, default=0)


def _quoted(text: str) -> str:
    """Write a VBA text.

    >>> _quoted('填"是"。')
    '"填""是""。"'
    """
    return '"' + text.replace('"', '""').replace("\n", " ") + '"'
