"""A VBA module as text, and the text that a project stores for it.

Source is what the VBA editor exports (LF or CRLF). The editor leaves the class header out of a project and keeps
attributes there that it does not export; :func:`stored_source` does the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from xl_addin.values.errors import InputError

Kind = Literal["standard", "class", "document:workbook", "document:sheet"]

_BASES: Final[dict[str, str]] = {
    "class": "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}",
    "document:workbook": "0{00020819-0000-0000-C000-000000000046}",
    "document:sheet": "0{00020820-0000-0000-C000-000000000046}",
}
"""VB_Base: class ids of a class module, of Excel's Workbook and Worksheet."""
_FIXED: Final[dict[str, dict[str, str]]] = {
    "class": {"VB_TemplateDerived": "False", "VB_Customizable": "False"},
    "document": {"VB_TemplateDerived": "False", "VB_Customizable": "True"},
}
_DEFAULTS: Final[dict[str, dict[str, str]]] = {
    "class": {
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": "False",
        "VB_Exposed": "False",
    },
    "document": {
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": "True",
        "VB_Exposed": "True",
    },
}
_CLASS_HEADER: Final = re.compile(r"VERSION 1\.0 CLASS\nBEGIN\n(?:[^\n]*\n)*?END\n")
_ATTRIBUTE: Final = re.compile(r"Attribute (VB_\w+) = (.+)")


@dataclass(frozen=True, slots=True)
class VbaModule:
    """A module: its name, what it belongs to, and its text as the editor exports it."""

    name: str
    kind: Kind
    source: str

    @property
    def is_document(self) -> bool:
        """Tell whether the module belongs to the workbook or a sheet."""
        return self.kind.startswith("document:")


@dataclass(frozen=True, slots=True)
class _Parts:
    attributes: dict[str, str]
    body: list[str]


def lines_of(source: str) -> list[str]:
    """Give the lines of a source, whichever of LF and CRLF ends them."""
    return source.replace("\r\n", "\n").split("\n")


def _parts(module: VbaModule) -> _Parts:
    text = "\n".join(lines_of(module.source))
    header = _CLASS_HEADER.match(text)
    lines = (text[header.end() :] if header else text).split("\n")
    attributes: dict[str, str] = {}
    while lines and (match := _ATTRIBUTE.fullmatch(lines[0].rstrip())):
        attributes[match[1]] = match[2]
        lines.pop(0)
    while lines and not lines[-1].strip():
        lines.pop()
    return _Parts(attributes, lines)


def stored_source(module: VbaModule) -> str:
    r"""Give the text that the project stores, lines ended by CRLF.

    InputError for a VB_Name that is not the module's name and for attributes that its kind does not have.

    >>> stored_source(VbaModule("甲", "standard", 'Attribute VB_Name = "甲"\nOption Explicit\n'))
    'Attribute VB_Name = "甲"\r\nOption Explicit\r\n'
    >>> stored_source(VbaModule("Sheet1", "document:sheet", "")).split("\r\n")[1]
    'Attribute VB_Base = "0{00020820-0000-0000-C000-000000000046}"'
    """
    parts = _parts(module)
    given = dict(parts.attributes)
    quoted = f'"{module.name}"'
    if given.pop("VB_Name", quoted) != quoted:
        raise InputError(f"{module.name}：VB_Name 写的是 {parts.attributes['VB_Name']}，应与模块名相同")
    header = {"VB_Name": quoted}
    if "VB_Description" in given:
        header["VB_Description"] = given.pop("VB_Description")
    if module.kind != "standard":
        family = "document" if module.is_document else "class"
        fixed = {"VB_Base": f'"{_BASES[module.kind]}"', **_FIXED[family]}
        own = {name: given.pop(name, value) for name, value in _DEFAULTS[family].items()}
        wrong = [name for name, value in fixed.items() if given.pop(name, value) != value]
        if wrong:
            raise InputError(f"{module.name}：属性 {wrong[0]} 只能是 {fixed[wrong[0]]}")
        header |= {"VB_Base": fixed.pop("VB_Base"), **own, **fixed}
    if given:
        raise InputError(f"{module.name}：这类模块没有属性 {next(iter(given))}")
    lines = [f"Attribute {name} = {value}" for name, value in header.items()]
    return "".join(f"{line}\r\n" for line in [*lines, *parts.body])
