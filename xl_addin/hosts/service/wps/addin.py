"""The files of the WPS add-in: the glue of ``macros/wps`` as it is, and what is made from the two catalogs.

``functions.js`` registers every worksheet function under both names, ``commands.js`` tells the glue of the buttons,
``ribbon.xml`` shows them, ``index.html`` loads all. The port and the word of the service are not among them: the
installer writes those into ``connection.js`` for one user.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS, CommandSpec
from xl_addin.files.shipped import shipped
from xl_addin.formulas.stored_names import NAMESPACE
from xl_addin.functions import CATALOG, FunctionSpec
from xl_addin.functions.spec import ArgumentSpec
from xl_addin.hosts.openbook.ribbon import filled_ribbon
from xl_addin.values.errors import InputError
from xl_addin.version import __version__

NAME: Final = "XlAddin"
"""Of the add-in in ``publish.xml``."""
FOLDER: Final = f"{NAME}_{__version__}"
CONNECTION: Final = "connection.js"
CONTENTS: Final = "contents.json"
"""Digests of the other files, by which the diagnosis sees what is missing or changed."""
_GLUE: Final = ("proof.js", "service.js", "host.js", "calls.js", "buttons.js")
_SOURCES: Final = shipped("macros", "wps")
_TOLD: Final = ("id", "name", "one_sheet", "one_cell", "can_mask")
_COLOURS: Final = ("#1f6f43", "#8a5a00", "#9b2226", "#1d4e89")
"""Of the pictures, one a group."""


def addin_files(sources: Path = _SOURCES) -> dict[str, bytes]:
    """Give the files by their path in the add-in's folder; InputError if the source tree is missing.

    The same sources give the same bytes.
    """
    files = {name: _glue(sources / name) for name in _GLUE}
    files["main.js"] = b"".join(files.pop(name) for name in _GLUE)
    files["functions.js"] = functions_script().encode()
    files["commands.js"] = _assigned("SOE_COMMANDS", [{key: getattr(one, key) for key in _TOLD} for one in COMMANDS])
    files["ribbon.xml"] = _ribbon(sources / "ribbon.xml")
    files["index.html"] = _page()
    files["manifest.xml"] = _manifest()
    files |= {f"images/cmd_{one.id}.svg": _picture(one) for one in COMMANDS}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    files[CONTENTS] = json.dumps({"version": __version__, "files": digests}, indent=1).encode()
    return files


def connection_script(port: int, token: str) -> bytes:
    """Where the service is and the word for it: for one user's eyes only."""
    return _assigned("SOE_CONNECTION", {"port": port, "token": token})


def read_connection(content: bytes) -> dict[str, object]:
    """What a connection script says; empty if it is none.

    >>> read_connection(connection_script(3957, "w" * 43))["port"]
    3957
    """
    try:
        found = json.loads(content.decode().partition("=")[2].strip().rstrip(";"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def functions_script() -> str:
    """The registration of every function under both names."""
    lines = ['"use strict";', 'if (typeof wps.AddCustomFunction === "function") {']
    for spec in CATALOG.values():
        meta = _json(_meta(spec))
        names = ", ".join(argument.id for argument in spec.arguments)
        for name in (spec.name, spec.alias):
            said = _json(name)
            compute = f"function ({names}) {{ return Soe.calls.call({said}, [{names}]); }}"
            lines.append(f"  Soe.calls.register({_json(NAMESPACE)}, {said}, {compute}, {meta});")
    return "\n".join([*lines, "}", ""])


def _meta(spec: FunctionSpec) -> dict[str, object]:
    parameters = [_parameter(argument) for argument in spec.arguments]
    return {"description": spec.wizard_help, "parameters": parameters, "result": {"type": "any"}}


def _parameter(argument: ArgumentSpec) -> dict[str, str]:
    kind = "any?" if argument.optional or argument.blank_allowed else "any"
    return {"name": argument.name, "description": argument.wizard_help, "type": kind}


def _glue(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError("生成 WPS 加载项要用完整的源代码目录（macros/wps），或由 pip 安装的软件包") from error


def _ribbon(path: Path) -> bytes:
    """WPS wants the file to begin with the element itself; its pictures are files of the add-in."""
    root = filled_ribbon(path, COMMANDS, "OnAction")
    for button in root.iter("{*}button"):
        del button.attrib["imageMso"]
        button.set("getImage", "GetImage")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=False, pretty_print=True)


def _page() -> bytes:
    names = (CONNECTION, "commands.js", "main.js", "functions.js")
    scripts = "".join(f'<script src="{name}"></script>\n' for name in names)
    return f'<!DOCTYPE html>\n<html>\n<meta charset="utf-8">\n<title>改制测算</title>\n{scripts}</html>\n'.encode()


def _manifest() -> bytes:
    inside = {"ApiVersion": "1.0.0", "Name": NAME, "Description": "改制测算"}
    elements = "".join(f"<{key}>{escape(text)}</{key}>" for key, text in inside.items())
    return f"<JsPlugin>{elements}</JsPlugin>\n".encode()


def _picture(spec: CommandSpec) -> bytes:
    """The first character of the button's name on the colour of its group."""
    colour = _COLOURS[GROUPS.index(spec.group)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32" viewBox="0 0 32 32">'
        f'<rect x="2" y="2" width="28" height="28" rx="5" fill="{colour}"/>'
        '<text x="16" y="22" font-size="17" text-anchor="middle" fill="#fff" font-family="sans-serif">'
        f"{escape(spec.name[0])}</text></svg>\n"
    ).encode()


def _assigned(name: str, value: object) -> bytes:
    return f"var {name} = {_json(value)};\n".encode()


def _json(value: object) -> str:
    """JSON that is JavaScript too: older engines end a line at two signs that JSON allows."""
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def damaged(folder: Path) -> list[str]:
    """Names of files of an add-in folder that are missing or changed, by its own list of contents."""
    try:
        digests = json.loads((folder / CONTENTS).read_bytes())["files"]
        return [name for name, digest in digests.items() if _digest(folder / name) != digest]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [CONTENTS]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
