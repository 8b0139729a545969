"""The ribbon tab 改制测算: a file of ``macros`` with the empty tab gets a group a subject and a button a command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from lxml import etree

from xl_addin.commands.spec import GROUPS, CommandSpec
from xl_addin.values.errors import InputError

_MOST_TEXT: Final = 1024
"""Characters of a label or tip (ST_String of the customUI schemas)."""
_ID: Final = re.compile(r"[a-z][a-z0-9_]*")
_IMAGE: Final = re.compile(r"[A-Z][A-Za-z0-9]*")


def filled_ribbon(path: Path, commands: Sequence[CommandSpec], callback: str) -> etree._Element:
    """Give the tab of a file with a button per command; ``callback`` is what a click calls.

    InputError if the source tree is missing or a command cannot become a button.
    """
    root = _template(path)
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
            group.append(_button(f"{{{space}}}button", spec, "normal" if position else "large", callback))
    return root


def _template(path: Path) -> etree._Element:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"找不到功能区文件（{path}）；生成插件文件要用完整的源代码目录，或由 pip 安装的软件包"
        ) from error
    return etree.fromstring(text, etree.XMLParser(remove_blank_text=True, remove_comments=True, resolve_entities=False))


def _button(tag: str, spec: CommandSpec, size: str, callback: str) -> etree._Element:
    return etree.Element(
        tag,
        id=f"cmd_{spec.id}",
        label=spec.name,
        imageMso=spec.image,
        size=size,
        onAction=callback,
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
