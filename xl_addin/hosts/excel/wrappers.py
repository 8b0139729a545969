"""Text of the VBA modules that are made from the catalog: the worksheet functions, and their help.

Each function of the catalog becomes two of VBA, under its ASCII name and its Chinese alias. They only hand their
arguments on to ``SoeCall``; no number of the law and no calculation stands in VBA.
"""

from __future__ import annotations

from typing import Final

from xl_addin.commands.catalog import COMMANDS
from xl_addin.functions import CATALOG, FunctionSpec

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
' Names of the worksheet functions, and their category and help for the function wizard; made from the catalog.

"""
# Excel refuses MacroOptions for a hidden workbook (1004), and an add-in is one; it is shown for this moment only.
_REGISTER: Final = """\
Public Sub RegisterHelp()
    Dim painting As Boolean
    Dim front As Window
    painting = Application.ScreenUpdating
    Set front = ActiveWindow
    On Error GoTo restore
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False
{calls}
restore:
    ThisWorkbook.IsAddin = True
    ThisWorkbook.Saved = True
    On Error Resume Next
    If Not front Is Nothing Then front.Activate
    Application.ScreenUpdating = painting
End Sub

Private Sub Register(ByVal functionName As String, ByVal text As String, ByVal category As String, _
                     ByVal arguments As Variant)
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & functionName, Description:=text, _
        Category:=category, ArgumentDescriptions:=arguments
End Sub
"""


def functions_source() -> str:
    """Give the module of the worksheet functions under their ASCII names."""
    return _FUNCTIONS_HEAD + "\n".join(_function(spec.name, spec) for spec in CATALOG.values())


def aliases_source() -> str:
    """Give the module of the worksheet functions under their Chinese names."""
    return _ALIASES_HEAD + "\n".join(_function(spec.alias, spec) for spec in CATALOG.values())


def catalog_source() -> str:
    """Give the module that knows the names and tells the function wizard category and help.

    Each function has its own procedure, because one for all would exceed the 64 KB that VBA compiles.
    """
    calls = "\n".join(f"    Help_{spec.name}" for spec in CATALOG.values())
    head = [_CATALOG_HEAD + _names(), _maskable(), _REGISTER.format(calls=calls)]
    return "\n".join([*head, *map(_help, CATALOG.values())])


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
        f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n14"\n'
        f'    {name} = SoeBridge.SoeCall("{name}", Array({arguments}))\n'
        "End Function\n"
    )


def _demanded(spec: FunctionSpec) -> int:
    """Count the arguments up to the last one that may be neither left out nor blank."""
    places = [place for place, each in enumerate(spec.arguments, 1) if not (each.optional or each.blank_allowed)]
    return max(places, default=0)


def _help(spec: FunctionSpec) -> str:
    texts = ", _\n".join(f"        {_quoted(argument.wizard_help)}" for argument in spec.arguments)
    return (
        f"Private Sub Help_{spec.name}()\n"
        "    Dim arguments As Variant\n"
        f"    arguments = Array( _\n{texts})\n"
        f'    Register "{spec.name}", {_quoted(spec.wizard_help)}, _\n        {_quoted(spec.category)}, arguments\n'
        f'    Register "{spec.alias}", {_quoted(spec.wizard_help)}, _\n        {_quoted(spec.category)}, arguments\n'
        "End Sub\n"
    )


def _quoted(text: str) -> str:
    """Write a VBA text.

    >>> _quoted('填"是"。')
    '"填""是""。"'
    """
    return '"' + text.replace('"', '""').replace("\n", " ") + '"'
