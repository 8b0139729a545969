"""Every name in the add-in's VBA is declared: what Excel's own compiler would say under Option Explicit, said here.

Known by name are the procedures, variables and labels of the modules, and below the words of VBA and Excel that the
modules use. A misspelt variable, a procedure that another module does not have, or a private one called from outside
is found; wrong kinds of values are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from xl_addin.hosts.excel.sources import modules
from xl_addin.hosts.excel.vba import VbaModule
from xl_addin.hosts.excel.vba.identifiers import RESERVED
from xl_addin.hosts.excel.vba.scanning import Statement, statements

MODULES = modules()
WORDS = """
    error explicit lib mid module object private property ptrsafe step text
"""
"""Words of statements that are no reserved names."""
VBA = """
    ascw collection cstr date datediff err instr isarray isempty iserror ismissing isnull isobject lbound left len
    msgbox now replace split strcomp strptr trim typename typeof ubound ucase vartype vbbinarycompare vbboolean
    vbcancel vbcr vbcritical vbdate vbdouble vbempty vberror vbexclamation vbinformation vblf vblong vbmsgboxstyle
    vbnull vbobjecterror vbquestion vbstring vbtextcompare vbyes vbyesnocancel win64
"""
EXCEL = """
    activecell activesheet activewindow activeworkbook application cells iribboncontrol range thisworkbook window
    workbook worksheet xlcalculation xlcalculationmanual xldefault xlerrna xlerrname xlerrvalue xlexcellinks
    xllinktypeexcellinks xlwait
"""
GIVEN = frozenset((WORDS + VBA + EXCEL).split()) | RESERVED
NUMBER = re.compile(r"&[HhOo][0-9A-Fa-f]+&?")
NAME = re.compile(r"(?<![\w.])([^\W\d]\w*)(?!\w)(?!\s*:=)")
HEAD = re.compile(
    r"(?:(Public|Private|Friend)\s+)?(?:Static\s+)?(Declare\s+(?:PtrSafe\s+)?)?"
    r"(Sub|Function|Property\s+\w+)\s+(\w+)(.*)",
    re.IGNORECASE,
)
VARIABLES = re.compile(
    r"(?:(Public|Private|Dim|Static|ReDim(?: Preserve)?)\s+)?(?:(Const|WithEvents)\s+)?(.+)", re.IGNORECASE
)
TYPED = re.compile(r"(?:^|,)\s*(?:Optional\s+)?(?:ByVal\s+|ByRef\s+)?(?:ParamArray\s+)?(\w+)", re.IGNORECASE)


@dataclass
class Names:
    """What a module declares, in lower case, and what each of its procedures declares besides."""

    public: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    uses: list[tuple[Statement, set[str]]] = field(default_factory=list)


def declared(text: str) -> set[str]:
    """Names in the list behind Dim and its like, or of parameters; sizes in brackets and values are not among them."""
    bare = re.sub(r"\([^()]*\)", "", text)
    return {name.lower() for name in TYPED.findall(re.sub(r"=[^,]*", "", bare))}


def names_of(module: VbaModule) -> Names:
    found = Names()
    local: set[str] | None = None
    for statement in statements(module.name, module.source):
        code = statement.code
        head = HEAD.fullmatch(code)
        if code.startswith(("Attribute ", "#", "VERSION", "BEGIN", "MultiUse", "Option ")) or code == "END":
            continue
        if head and local is None:
            found.own.add(head[4].lower())
            if (head[1] or "Public").lower() == "public":
                found.public.add(head[4].lower())
            inner = re.search(r"\((.*)\)", head[5])
            names = declared(inner[1].replace("()", "")) if inner else set()
            local = None if head[2] else names
            found.uses.append((Statement(statement.number, head[5]), names))
        elif re.match(r"End\s+(Sub|Function|Property)\b", code, re.IGNORECASE):
            local = None
        else:
            variables = re.match(r"(Public|Private|Dim|Static|ReDim|Const)\b", code, re.IGNORECASE)
            if variables:
                rest = VARIABLES.fullmatch(code)
                assert rest
                names = declared(rest[3])
                (found.own if local is None else local).update(names)
                if (rest[1] or "").lower() == "public":
                    found.public |= names
            elif label := re.fullmatch(r"(\w+):", code):
                assert local is not None
                local.add(label[1].lower())
            found.uses.append((statement, local if local is not None else set()))
    return found


NAMES = {module.name: names_of(module) for module in MODULES}


def undeclared(module: VbaModule, names: dict[str, Names]) -> list[str]:
    """Each name that nothing declares, with its line; qualified names of other modules by both their parts."""
    own = names[module.name]
    public = {name for others in names.values() for name in others.public}
    homes = {name.lower(): others for name, others in names.items()}
    faults = []
    for statement, local in own.uses:
        for name in NAME.findall(NUMBER.sub("0", statement.code)):
            if name.lower() not in GIVEN | local | own.own | public | homes.keys():
                faults.append(f"{statement.number}: {name}")
        for home, member in re.findall(r"(?<![\w.])(\w+)\.(\w+)", statement.code):
            there = homes.get(home.lower())
            if there and home != "ThisWorkbook" and member.lower() not in there.public:
                faults.append(f"{statement.number}: {home}.{member}")
    return faults


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_every_name_is_declared_somewhere(module: VbaModule) -> None:
    assert undeclared(module, NAMES) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.name)
def test_every_module_asks_for_declarations(module: VbaModule) -> None:
    assert "\nOption Explicit\n" in module.source


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("anwser = 1", "3: anwser"),
        ("甲 = SoeBridge.SoeCal(1)", "3: SoeBridge.SoeCal"),
        ("甲 = SoeBrigde.SoeCall(1)", "3: SoeBrigde"),
        ("甲 = SoeRibbon.Pressed(1)", "3: SoeRibbon.Pressed"),
        ("On Error GoTo nowhere", "3: nowhere"),
        ("MsgBox Prompt:=乙", "3: 乙"),
    ],
)
def test_a_fault_of_each_kind_would_be_found(line: str, fault: str) -> None:
    source = f"Sub 测算()\n    Dim 甲 As Long, 丙(1 To 3) As String\n    {line}\n    丙(1) = Left$(甲, 2)\nEnd Sub\n"
    module = VbaModule("试", "standard", source)
    assert fault in undeclared(module, {**NAMES, "试": names_of(module)})
    clean = VbaModule("试", "standard", source.replace(line, "甲 = SoeBridge.SoeCall(丙, 甲)"))
    assert undeclared(clean, {**NAMES, "试": names_of(clean)}) == []
