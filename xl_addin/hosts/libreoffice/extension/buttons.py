"""The buttons as LibreOffice wants them declared: menu, toolbar and tabbed bar, with a picture each."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS, CommandSpec
from xl_addin.hosts.libreoffice.extension.declarations import XCU, localised
from xl_addin.hosts.libreoffice.names import COMMANDS as SERVICE
from xl_addin.hosts.libreoffice.names import JOBS, MODULE, PROTOCOL

TAB: Final = "改制测算"
_CALC: Final = "com.sun.star.sheet.SpreadsheetDocument"
_TOOLBAR: Final = f"{MODULE}.toolbar"
EVENTS: Final = ("OnStartApp", "OnLoadFinished", "OnSaveDone", "OnSaveAsDone", "OnCopyTo", "OnCopyToDone")
SIZES: Final = (16, 26)
_COLOURS: Final = ((31, 111, 67), (138, 90, 0), (155, 34, 38), (29, 78, 137))
"""Of the pictures, one a group."""


def ordered() -> list[CommandSpec]:
    """The commands in the order of the ribbon."""
    return sorted(COMMANDS, key=lambda spec: GROUPS.index(spec.group))


def addons_xcu() -> str:
    """Menu, toolbar, tabbed bar and pictures."""
    menu = _node(
        f"{MODULE}.menu",
        localised("Title", TAB) + _prop("Context", _CALC) + f'<node oor:name="Submenu">{"".join(_groups())}</node>',
    )
    bar = _node(_TOOLBAR, "".join(_separated("T")))
    tabbed = _node(f"{MODULE}.tab", "".join(_item(f"N{at:02}", spec, _TABBED) for at, spec in enumerate(ordered())))
    pictures = "".join(
        _node(
            f"{MODULE}.image.{spec.id}",
            _prop("URL", PROTOCOL + spec.id)
            + '<node oor:name="UserDefinedImages">'
            + _prop("ImageSmallURL", f"%origin%/{picture_path(spec, SIZES[0])}")
            + _prop("ImageBigURL", f"%origin%/{picture_path(spec, SIZES[1])}")
            + "</node>",
        )
        for spec in COMMANDS
    )
    parts = {"OfficeMenuBar": menu, "OfficeToolBar": bar, "OfficeNotebookBar": tabbed, "Images": pictures}
    content = "\n".join(f'<node oor:name="{name}">{part}</node>' for name, part in parts.items())
    return XCU.format(name="Addons", package="Office", content=f'<node oor:name="AddonUI">{content}</node>')


_TABBED: Final = (
    '<prop oor:name="ControlType"><value/></prop><prop oor:name="Width"><value>0</value></prop>'
    '<prop oor:name="Style"><value>IconAndText</value></prop>'
)


def _groups() -> Sequence[str]:
    """A menu a group of the ribbon."""
    found = []
    for title, members in groupby(ordered(), key=lambda spec: spec.group):
        items = "".join(_item(f"M{at:02}", spec) for at, spec in enumerate(members))
        inside = localised("Title", title) + _prop("Context", _CALC) + f'<node oor:name="Submenu">{items}</node>'
        found.append(_node(f"G{GROUPS.index(title)}", inside))
    return found


def _separated(letter: str) -> Sequence[str]:
    """The buttons of the toolbar, with a line between groups."""
    found, before = [], ""
    for at, spec in enumerate(ordered()):
        if before not in ("", spec.group):
            found.append(_node(f"{letter}{at:02}a", _prop("URL", "private:separator")))
        found.append(_item(f"{letter}{at:02}b", spec))
        before = spec.group
    return found


def _item(name: str, spec: CommandSpec, more: str = "") -> str:
    inside = _prop("URL", PROTOCOL + spec.id) + localised("Title", spec.name) + _prop("Target", "_self")
    return _node(name, inside + _prop("Context", _CALC) + more)


def _node(name: str, inside: str) -> str:
    return f'<node oor:name="{name}" oor:op="replace">{inside}</node>'


def _prop(name: str, value: str) -> str:
    return f'<prop oor:name="{name}"><value>{escape(value)}</value></prop>'


def window_xcu() -> str:
    """The toolbar's name and place: docked on top, with pictures and texts."""
    inside = (
        localised("UIName", TAB)
        + _prop("Visible", "true")
        + _prop("Docked", "true")
        + _prop("DockingArea", "0")
        + _prop("DockPos", "0,2")
        + _prop("Style", "2")
    )
    state = _node(f"private:resource/toolbar/addon_{_TOOLBAR}", inside)
    content = f'<node oor:name="UIElements"><node oor:name="States">{state}</node></node>'
    return XCU.format(name="CalcWindowState", package="Office.UI", content=content)


def protocol_xcu() -> str:
    """Which service takes the addresses of the buttons."""
    handler = _node(SERVICE, f'<prop oor:name="Protocols" oor:type="oor:string-list"><value>{PROTOCOL}*</value></prop>')
    return XCU.format(name="ProtocolHandler", package="Office", content=f'<node oor:name="HandlerSet">{handler}</node>')


def jobs_xcu() -> str:
    """Which service is told of which events."""
    job = _node(JOBS, _prop("Service", JOBS))
    events = "".join(
        f'<node oor:name="{event}" oor:op="fuse"><node oor:name="JobList">{_node(JOBS, "")}</node></node>'
        for event in EVENTS
    )
    content = f'<node oor:name="Jobs">{job}</node>\n<node oor:name="Events">{events}</node>'
    return XCU.format(name="Jobs", package="Office", content=content)


def picture_path(spec: CommandSpec, size: int) -> str:
    """Where the picture of a command lies in the extension."""
    return f"icons/{spec.id}_{size}.png"


def picture(spec: CommandSpec, size: int) -> bytes:
    """A plain picture in the colour of the group; its strokes are the place of the command in it."""
    colour = bytes(_COLOURS[GROUPS.index(spec.group)])
    place = [one.id for one in ordered() if one.group == spec.group].index(spec.id)
    marked = _dots(place + 1, size)
    rows = []
    for y in range(size):
        row = bytearray()
        for x in range(size):
            inside = 1 <= x < size - 1 and 1 <= y < size - 1
            row += (b"\xff\xff\xff\xff" if (x, y) in marked else colour + b"\xff") if inside else bytes(4)
        rows.append(b"\0" + bytes(row))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def _dots(count: int, size: int) -> set[tuple[int, int]]:
    """White squares, three a row."""
    side, step = size // 6, size // 4
    start = (size - 2 * step - side) // 2
    return {
        (start + step * (at % 3) + dx, start + step * (at // 3) + dy)
        for at in range(min(count, 9))
        for dx in range(side)
        for dy in range(side)
    }
