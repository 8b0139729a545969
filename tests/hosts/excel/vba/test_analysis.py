"""The static analysis of the VBA project sees the faults that VBA's compiler would stop at.

``make check`` runs the analysis itself over the whole add-in; the analyser is of the extra ``dev``.
"""

from __future__ import annotations

import pytest

from xl_addin.hosts.excel.sources import modules
from xl_addin.hosts.excel.vba import VbaModule

pytest.importorskip("pyvbaanalysis", reason="make check installs it")

from tests.hosts.excel.vba.analysis import findings

HEAD = "Option Explicit\nOption Private Module\n"
BESIDE = [module for module in modules() if module.is_document or module.name in ("SoeMemory", "SoeTrouble")]
FAULTS = {
    "a variable that is not declared": ("undeclared-variable", "    found = 1\n"),
    "a name with a slip": ("undeclared-variable", "    Dim count As Long\n    count = 1\n    count = cuont + count\n"),
    "a Chinese name that is not declared": ("undeclared-variable", "    金额 = 1\n"),
    "a constant that Excel does not have": ("undeclared-variable", "    Application.Cursor = xlWaiting\n"),
    "one argument too many": ("argument-count", '    SoeMemory.Keep "a", 1, 2, 3\n'),
    "one argument too few": ("argument-count", '    SoeMemory.Keep "a", 1\n'),
    "an argument too few for a function of VBA": ("argument-count", '    SoeTrouble.Say Mid$("a")\n'),
    "a procedure that nobody has": ("unknown-call", "    RegisterAll 1\n"),
    "a procedure that the module does not have": ("member-not-found", "    SoeMemory.Forget\n"),
    "a procedure that is private": ("member-not-found", '    SoeTrouble.Say SoeMemory.Found("a")\n'),
    "a member that Excel does not have": ("runtime-member-not-found", "    Application.Pause\n"),
    "a member that a range does not have": ("runtime-member-not-found", "    ActiveCell.Colour = 1\n"),
    "a type that nobody has": ("unknown-type", "    Dim cell As Rnage\n    Set cell = Nothing\n"),
    "a label that the procedure does not have": ("undefined-label", "    On Error GoTo nowhere\n"),
    "a constant that is assigned": ("const-assignment", "    FIXED = 2\n"),
    "a variable declared twice": ("duplicate-declaration", "    Dim one As Long\n    Dim one As Long\n    one = 1\n"),
    "a text by reference where a number is wanted": (
        "byref-argument-type-mismatch",
        "    Dim text As String\n    Taker text\n",
    ),
}
OPEN_BLOCKS = {
    "If without End If": "    If ThisWorkbook.Saved Then\n        Beep\n",
    "For without Next": "    Dim index As Long\n    For index = 1 To 3\n",
    "Do without Loop": "    Do\n",
    "Select without End Select": "    Select Case ThisWorkbook.Saved\n        Case True\n",
    "End If without If": "    End If\n",
}


def found_in(source: str) -> list[str]:
    """What the analysis finds in a module that stands beside some of the add-in."""
    return findings([*BESIDE, VbaModule("SoeFaults", "standard", source)], ["SoeFaults"])


@pytest.fixture(scope="module")
def told() -> tuple[str, list[str]]:
    """A module with every fault in a procedure of its own, and what is found in it."""
    faults = enumerate(lines for _, lines in FAULTS.values())
    procedures = "".join(f"Public Sub Fault{place}()\n{lines}End Sub\n" for place, lines in faults)
    taker = "Private Sub Taker(ByRef number As Long)\n    number = 1\nEnd Sub\n"
    source = f"{HEAD}Private Const FIXED As Long = 1\n{taker}{procedures}"
    return source, found_in(source)


def procedures_with(code: str, source: str, found: list[str]) -> set[str]:
    """First lines of the procedures in which a finding of this kind stands."""
    stored = 'Attribute VB_Name = "SoeFaults"\n' + source
    lines = [int(line.partition(":")[2].split()[0]) for line in found if line.split()[1] == code]
    return {next(one for one in reversed(stored.splitlines()[:line]) if " Sub " in one) for line in lines}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_in_its_procedure(told: tuple[str, list[str]], fault: str) -> None:
    code = FAULTS[fault][0]
    assert f"Public Sub Fault{list(FAULTS).index(fault)}()" in procedures_with(code, *told)


@pytest.mark.parametrize("fault", OPEN_BLOCKS)
def test_a_block_that_is_not_closed_is_found(fault: str) -> None:
    found = found_in(f"{HEAD}Public Sub Fault()\n{OPEN_BLOCKS[fault]}End Sub\n")
    assert any(line.split()[1] == "block" for line in found)


def test_a_procedure_twice_and_a_declaration_that_64_bits_refuse_are_found() -> None:
    declare = 'Private Declare Function GetTickCount Lib "kernel32" () As Long\n'
    twice = "Public Sub Twice()\nEnd Sub\n"
    use = "Public Function Ticks() As Long\n    Ticks = GetTickCount()\nEnd Function\n"
    codes = {line.split()[1] for line in found_in(HEAD + declare + use + twice + twice)}
    assert codes == {"declare-missing-ptrsafe", "duplicate-procedure"}


def test_a_fault_that_only_32_bits_compile_is_found() -> None:
    source = "Public Sub Bits()\n    #If Win64 Then\n    Beep\n    #Else\n    Beeep\n    #End If\nEnd Sub\n"
    assert [line.split()[1] for line in found_in(HEAD + source)] == ["unknown-call"]


def test_a_module_without_option_explicit_is_found() -> None:
    assert "option-explicit-missing" in found_in("Public Sub Fine()\nEnd Sub\n")[0]


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    lines = "    SoeTrouble.Say cell.Address(False, False)\n    SoeMemory.ForgetAnswers\n"
    assert found_in(f"{HEAD}Public Sub Fine(ByVal cell As Range)\n{lines}End Sub\n") == []
