"""The VBA of the add-in: the modules of ``macros/excel``, and those made from the catalog and from xlwings.

``SoePython`` gets the declaration of xlwings' DLL from the installed xlwings, with its licence, and nothing else of
it: xlwings lets any workbook name its own interpreter, which a workbook from outside must not do here.
"""

from __future__ import annotations

import importlib.metadata
import re
from pathlib import Path
from typing import Final

from xl_addin.files.shipped import shipped
from xl_addin.hosts.excel.resident import CLASS_ID
from xl_addin.hosts.excel.vba.modules import Kind, VbaModule
from xl_addin.hosts.excel.wrappers import (
    ALIASES_MODULE,
    CATALOG_MODULE,
    FUNCTIONS_MODULE,
    aliases_source,
    catalog_source,
    functions_source,
)
from xl_addin.values.errors import InputError

HOME: Final = "C:\\ProgramData\\xl_addin\\"
"""The one place of the add-in on every PC: saved formulas carry this path."""
PYTHON_FOLDER: Final = HOME + "python\\"
STARTING: Final = PYTHON_FOLDER + "Lib\\site-packages\\xl_addin\\hosts\\excel\\starting.py"
PYTHON_COMMAND: Final = f'"{PYTHON_FOLDER}pythonw.exe" -I -B -X utf8 "{STARTING}" xl_addin.hosts.excel.serving $(CLSID)'
"""How the DLL starts Python, which fills in the class id. No console; -I: nothing from the environment, the user's
own packages or the current folder is imported."""

_FOLDER: Final = shipped("macros", "excel")
_KINDS: Final[dict[str, Kind]] = {"ThisWorkbook": "document:workbook", "Sheet1": "document:sheet"}
_PYTHON_MODULE: Final = "SoePython"
_PLACE: Final = re.compile(r"^'@ .*$", re.MULTILINE)
_LICENCE: Final = re.compile(r"^'xlwings is distributed under.*?^'SOFTWARE, EVEN IF[^\n]*$", re.MULTILINE | re.DOTALL)
_DECLARATION: Final = 'Declare PtrSafe Function XLPyDLLActivateAuto Lib "xlwings{bits}-{version}.dll" '


def modules(folder: Path = _FOLDER) -> list[VbaModule]:
    """Give every module of the add-in, documents first, the others by name.

    InputError where the text sources are missing: an installed package does not carry them.
    """
    paths = sorted((*folder.glob("*.bas"), *folder.glob("*.cls")), key=lambda path: path.name)
    if not paths:
        raise InputError(f"找不到 VBA 源文件（{folder}）；生成插件文件要用完整的源代码目录，或由 pip 安装的软件包")
    written = [VbaModule(path.stem, _kind(path), _source(path)) for path in paths]
    made = [
        VbaModule(FUNCTIONS_MODULE, "standard", functions_source()),
        VbaModule(ALIASES_MODULE, "standard", aliases_source()),
        VbaModule(CATALOG_MODULE, "standard", catalog_source()),
    ]
    order = {name: place for place, name in enumerate(_KINDS)}
    return sorted((*written, *made), key=lambda module: (order.get(module.name, len(order)), module.name))


def xlwings_declaration(text: str, version: str) -> str:
    """Cut from xlwings' VBA its licence and how its DLL is called, with the DLL's place fixed.

    RuntimeError if this version of xlwings words them otherwise.
    """
    licence = _LICENCE.search(text)
    if licence is None:
        raise RuntimeError(f"the VBA of xlwings {version} has no licence notice where it is expected")
    wide, narrow = (_declared(text, version, bits) for bits in (64, 32))
    return (
        f"' From xlwings {version}, https://www.xlwings.org\n{licence[0]}\n"
        f"#If Win64 Then\n    {wide}\n#Else\n    {narrow}\n#End If"
    )


def _declared(text: str, version: str, bits: int) -> str:
    start = _DECLARATION.format(bits=bits, version=version)
    found = {line[line.index(start) :] for line in text.splitlines() if start in line and not line.startswith("'")}
    if len(found) != 1:
        raise RuntimeError(f"the VBA of xlwings {version} does not declare XLPyDLLActivateAuto once for {bits} bits")
    # With its whole path no other folder is searched for the DLL.
    return "Private " + found.pop().replace('Lib "', f'Lib "{PYTHON_FOLDER}')


def _kind(path: Path) -> Kind:
    return _KINDS.get(path.stem, "class" if path.suffix == ".cls" else "standard")


def _source(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.stem != _PYTHON_MODULE:
        return text
    files = importlib.metadata.files("xlwings") or []
    installed = next(file for file in files if file.name == "xlwings_custom_addin.bas")
    # xlwings' own notice is Latin-1 or UTF-8; the cut parts are ASCII, which the writer would refuse otherwise.
    declaration = xlwings_declaration(
        installed.locate().read_text(encoding="utf-8"),  # type: ignore[attr-defined]
        importlib.metadata.version("xlwings"),
    )
    text = _PLACE.sub(lambda match: declaration, text)
    return (
        text.replace("{home}", HOME)
        .replace("{command}", PYTHON_COMMAND.replace('"', '""'))
        .replace("{class}", CLASS_ID)
    )
