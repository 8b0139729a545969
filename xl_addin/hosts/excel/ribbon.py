"""The ribbon tab 改制测算 for Excel: the files of ``macros/excel`` filled with a button per command.

Excel reads ``customUI14.xml``; ``customUI.xml`` says the same to hosts that know only the form of 2007. Excel shows
a tab whose macro is missing and complains at the click, so that the build looks for every macro first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from lxml import etree

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS, CommandSpec
from xl_addin.files.shipped import shipped
from xl_addin.hosts.excel.vba.declarations import Declaration, declarations
from xl_addin.hosts.excel.vba.modules import VbaModule
from xl_addin.hosts.excel.vba.scanning import statements
from xl_addin.values.errors import InputError

ON_COMMAND: Final = "SoeRibbon.OnCommand"
FILES: Final = ("customUI.xml", "customUI14.xml")
"""Names in ``macros/excel`` and in the add-in, older form first."""
_FOLDER: Final = shipped("macros", "excel")
_MOST_TEXT: Final = 1024
"""Characters of a label or tip (ST_String of the customUI schemas)."""
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_IMAGE: Final = re.compile(r"[A-Z][A-Za-z0-9]*")
_CALLBACK: Final = re.compile(r"on[A-Z]\w*|get[A-Z]\w*|loadImage")
_PARAMETERS: Final[dict[str, tuple[str, ...]]] = {
    "onAction": ("IRibbonControl",),
    "onLoad": ("IRibbonUI",),
}
"""What Excel hands to the macros that our tab may name."""


def ribbon_files(commands: Sequence[CommandSpec] = COMMANDS, folder: Path = _FOLDER) -> dict[str, bytes]:
    """Give both files, by name. InputError if the source tree is missing or a command cannot become a button."""
    return {name: _filled(_template(folder / name), commands) for name in FILES}


def _template(path: Path) -> etree._Element:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"找不到功能区文件（{path}）；生成插件文件要用完整的源代码目录，或由 pip 安装的软件包"
        ) from error
    return etree.fromstring(text, etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False))


def _filled(root: etree._Element, commands: Sequence[CommandSpec]) -> bytes:
    space = etree.QName(root).namespace
    tab = root.find(f".//{{{space}}}tab")
    if tab is None:
        raise InputError("功能区文件里没有选项卡（tab）")
    _refuse_commands(commands)
    ordered = sorted(commands, key=lambda spec: GROUPS.index(spec.group))
    for title, members in groupby(ordered, key=lambda spec: spec.group):
        place = GROUPS.index(title) + 1
        group = etree.SubElement(tab, f"{{{space}}}group", id=f"group_{place}", label=title)
        for position, spec in enumerate(members):
            group.append(_button(f"{{{space}}}button", spec, "normal" if position else "large"))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True, pretty_print=True)


def _button(tag: str, spec: CommandSpec, size: str) -> etree._Element:
    return etree.Element(
        tag,
        id=f"cmd_{spec.id}",
        label=spec.name,
        imageMso=spec.image,
        size=size,
        onAction=ON_COMMAND,
        screentip=spec.name,
        supertip=spec.help,
    )


def _refuse_commands(commands: Sequence[CommandSpec]) -> None:
    seen: set[str] = set()
    for spec in commands:
        if not _ID.fullmatch(spec.id) or spec.id in seen:
            raise InputError(f"命令“{spec.name}”的编号 {spec.id} 不合格或重复")
        if spec.group not in GROUPS:
            raise InputError(f"命令“{spec.name}”的分组“{spec.group}”不在功能区里")
        if not _IMAGE.fullmatch(spec.image):
            raise InputError(f"命令“{spec.name}”的图标名“{spec.image}”不合格")
        for text in (spec.name, spec.help):
            if not 0 < len(text) <= _MOST_TEXT:
                raise InputError(f"命令“{spec.name}”的文字有 {len(text)} 个字符，功能区最多 {_MOST_TEXT} 个")
        seen.add(spec.id)


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
