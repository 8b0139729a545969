"""The ribbon tab 改制测算 for Excel: the files of ``macros/excel`` filled with a button per command.

Excel reads ``customUI14.xml``; ``customUI.xml`` says the same to hosts that know only the form of 2007. Excel shows
a tab whose macro is missing and complains at the click, so that the build looks for every macro first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import CommandSpec
from xl_addin.files.shipped import shipped
from xl_addin.hosts.excel.vba.declarations import Declaration, declarations
from xl_addin.hosts.excel.vba.modules import VbaModule
from xl_addin.hosts.excel.vba.scanning import statements
from xl_addin.hosts.openbook.ribbon import filled_ribbon
from xl_addin.values.errors import InputError

ON_COMMAND: Final = "SoeRibbon.OnCommand"
FILES: Final = ("customUI.xml", "customUI14.xml")
"""Names in ``macros/excel`` and in the add-in, older form first."""
_FOLDER: Final = shipped("macros", "excel")
_CALLBACK: Final = re.compile(r"on[A-Z]\w*|get[A-Z]\w*|loadImage")
_PARAMETERS: Final[dict[str, tuple[str, ...]]] = {
    "onAction": ("IRibbonControl",),
    "onLoad": ("IRibbonUI",),
}
"""What Excel hands to the macros that our tab may name."""


def ribbon_files(commands: Sequence[CommandSpec] = COMMANDS, folder: Path = _FOLDER) -> dict[str, bytes]:
    """Give both files, by name. InputError if the source tree is missing or a command cannot become a button."""
    return {name: _written(filled_ribbon(folder / name, commands, ON_COMMAND)) for name in FILES}


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True, pretty_print=True)


def refuse_callbacks(xml: bytes, modules: Sequence[VbaModule]) -> None:
    """Raise InputError unless every macro that a ribbon names is a public Sub of a standard module that fits.

    >>> source = "Public Sub OnCommand(control As IRibbonControl)\\nEnd Sub"
    >>> refuse_callbacks(b'<button onAction="Soe.OnCommand"/>', [VbaModule("Soe", "standard", source)])
    """
    subs: dict[tuple[str, str], Declaration] = {}
    for module in modules:
        if module.kind == "standard":
            for each in declarations(statements(module.name, module.source)):
                if each.kind == "sub" and each.public:
                    subs[module.name.lower(), each.name.lower()] = each
    for element in etree.fromstring(xml).iter(etree.Element):
        for attribute, macro in element.attrib.items():
            if _CALLBACK.fullmatch(str(attribute)):
                _refuse_callback(str(attribute), str(macro), subs)


def _refuse_callback(attribute: str, macro: str, subs: dict[tuple[str, str], Declaration]) -> None:
    module, _, name = macro.rpartition(".")
    found = subs.get((module.lower(), name.lower()))
    if found is None:
        raise InputError(f"功能区的 {attribute} 要用宏 {macro}，VBA 模块里没有这个公共过程（Sub）")
    wanted = _PARAMETERS.get(attribute)
    if wanted is None:
        raise InputError(f"功能区的 {attribute}（{macro}）不知道该有哪些参数，不能核对")
    types = tuple(parameter.type.removeprefix("Office.") for parameter in found.parameters)
    if types != wanted or any(parameter.optional or parameter.rest for parameter in found.parameters):
        raise InputError(f"宏 {macro} 的参数应是 ({', '.join(wanted)})，现为 ({', '.join(types)})")
