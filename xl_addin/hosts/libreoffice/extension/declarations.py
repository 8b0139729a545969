"""The functions as LibreOffice wants them declared: types, names and help for the wizard, functions in Basic.

The types are given as source (UNOIDL), which LibreOffice reads as well as a compiled library: no SDK is needed.
"""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape

from xl_addin.functions import CATALOG, FunctionSpec
from xl_addin.functions.many import COLUMNS
from xl_addin.functions.spec import ArgumentSpec
from xl_addin.hosts.libreoffice.names import ALIASES, ASCII, EXACT, MODULE, uno_name
from xl_addin.version import __version__

XCU: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:component-data xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="{name}" oor:package="org.openoffice.{package}">\n'
    "{content}\n</oor:component-data>\n"
)
_LANGUAGES: Final = ("en", "en-US", "zh-CN", "zh-TW")
BASIC_MODULE: Final = "xl_addin_soe"


def takes_cells(spec: FunctionSpec, argument: ArgumentSpec) -> bool:
    """Whether an argument is passed as cells, which keeps error values in it and cuts whole columns.

    One that may be left out cannot be; for single rows of a roster it would cost more than the function itself.
    """
    return argument.shape == "range" and not argument.optional and (spec.gives_table or argument.kind != "range")


def idl_source() -> str:
    """The interface of all functions and the services that have it.

    A first argument of the kind XPropertySet is filled in by Calc: the document of the cell, which users never see.
    """
    lines = []
    for spec in CATALOG.values():
        kind = "sequence< sequence< any > >" if spec.gives_table else "any"
        names = (
            "[in] ::com::sun::star::beans::XPropertySet document",
            *(
                f"[in] {'::com::sun::star::table::XCellRange' if takes_cells(spec, one) else 'any'} {argument_id(one)}"
                for one in spec.arguments
            ),
        )
        lines.append(f"    {kind} {method(spec)}({', '.join(names)});")
    body = "\n".join(lines)
    outer = MODULE.split(".")
    opened = " ".join(f"module {name} {{" for name in outer)
    return (
        f"{opened}\ninterface XFunctions {{\n{body}\n}};\n"
        "interface XExact {\n    any cell([in] string name, [in] sequence< any > values);\n"
        "    any rows([in] string name, [in] sequence< any > values);\n};\n"
        f"service {ASCII.rpartition('.')[2]} : XFunctions;\nservice {ALIASES.rpartition('.')[2]} : XFunctions;\n"
        f"service {EXACT.rpartition('.')[2]} : XExact;\n{'}; ' * len(outer)}\n"
    )


def method(spec: FunctionSpec) -> str:
    """The name of a function as a UNO method, which takes no underscore."""
    return uno_name(spec.name).lower()


def argument_id(argument: ArgumentSpec) -> str:
    """The name of an argument in UNO: never a word of its language."""
    return f"a{uno_name(argument.id)}"


def localised(name: str, text: str) -> str:
    """A property with the same text in every language of the program."""
    values = "".join(f'<value xml:lang="{one}">{escape(text)}</value>' for one in _LANGUAGES)
    return f'<prop oor:name="{name}">{values}</prop>'


def functions_xcu() -> str:
    """What the function wizard shows: every function under both names, with help for each argument."""
    services = "".join(
        f'<node oor:name="{service}" oor:op="replace"><node oor:name="AddInFunctions">\n'
        + "\n".join(_function(spec, spec.alias if service == ALIASES else spec.name) for spec in CATALOG.values())
        + "\n</node></node>"
        for service in (ASCII, ALIASES)
    )
    content = f'<node oor:name="AddInInfo">{services}</node>'
    return XCU.format(name="CalcAddIns", package="Office", content=content)


def _function(spec: FunctionSpec, shown: str) -> str:
    arguments = "".join(
        f'<node oor:name="{argument_id(one)}" oor:op="replace">{localised("DisplayName", one.name)}'
        f"{localised('Description', one.wizard_help)}</node>"
        for one in spec.arguments
    )
    return (
        f'<node oor:name="{method(spec)}" oor:op="replace">{localised("DisplayName", shown)}'
        f"{localised('Description', spec.wizard_help)}"
        '<prop oor:name="Category"><value>Add-In</value></prop>'
        f'<prop oor:name="CompatibilityName"><value xml:lang="en-US">{escape(shown)}</value></prop>'
        f'<node oor:name="Parameters">{arguments}</node></node>'
    )


def basic_source() -> str:
    """Every function under both names in Basic: what a plain name in a file is bound to. Blanks stay blanks here."""
    lines = [
        f"' xl_addin {__version__}: written at each start; xl-addin libreoffice uninstall takes it away",
        "Option Compatible",
        "Private oSoe As Object",
        _BASIC,
    ]
    for spec in CATALOG.values():
        names = [f"v{place}" for place in range(1, len(spec.arguments) + 1)]
        given = ", ".join(f"Optional {name}" for name in names)
        missing = [f"  If IsMissing({name}) Then {name} = Empty" for name in names]
        answer = "SoeRows_" if spec.gives_table else "SoeCell_"
        for shown in (spec.name, spec.alias):
            lines += [f"Function {shown}({given})", *missing]
            lines += [f'  {shown} = {answer}("{spec.name}", Array({", ".join(names)}))', "End Function"]
    return "\n".join(lines) + "\n"


_BASIC: Final = f"""\
Private Function SoeService_() As Object
  If IsNull(oSoe) Then oSoe = createUnoService("{EXACT}")
  SoeService_ = oSoe
End Function
Private Function SoeCell_(sName, aValues)
  SoeCell_ = SoeService_().cell(sName, aValues)
End Function
Private Function SoeRows_(sName, aValues)
  SoeRows_ = SoeService_().rows(sName, aValues)
End Function"""


def catalog_module() -> str:
    """What the glue has to know of functions: a module of Python for LibreOffice's own."""
    functions = {
        spec.name: {
            "alias": spec.alias,
            "method": method(spec),
            "count": len(spec.arguments),
            "table": spec.gives_table,
        }
        for spec in CATALOG.values()
    }
    texts = {
        "FUNCTIONS": functions,
        "COLUMNS": sorted(COLUMNS),
        "BASIC_MODULE": BASIC_MODULE,
        "BASIC": basic_source(),
    }
    return "".join(f"{name} = {value!r}\n" for name, value in texts.items())
