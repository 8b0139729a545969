"""Drawings of the windows a clerk meets: message boxes, the function wizard, the window of the installer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from xl_addin.functions import FunctionSpec
from xl_addin.hosts.excel.manual.drawing import INK, box, centred, picture, text, wrapped

Icon = Literal["information", "faults", "failure", "question"]
_ICONS: Final[dict[Icon, tuple[str, str, str]]] = {
    "information": ("#2f75b5", "#ffffff", "i"),
    "faults": ("#ffc000", "#000000", "!"),
    "failure": ("#c00000", "#ffffff", "×"),
    "question": ("#2f75b5", "#ffffff", "?"),
}
_ROOM, _STEP = 56, 22
"""Latin characters in a line of a message box, and pixels from line to line."""


def message_picture(words: str, icon: Icon, buttons: Sequence[str] = ("确定",), width: int = 480) -> str:
    """Draw a message box of the add-in with its text, icon and buttons."""
    lines = [line for each in words.split("\n") for line in wrapped(each, _ROOM)]
    height = 96 + _STEP * len(lines)
    fill, ink, sign = _ICONS[icon]
    parts = [
        box(0.5, 0.5, width - 1, height - 1, "#ffffff", "#8a8a8a"),
        text(14, 24, "改制测算", 'font-weight="bold"'),
        f'<circle cx="32" cy="62" r="14" fill="{fill}"/>',
        centred(32, 67, sign, f'font-weight="bold" fill="{ink}"'),
        *(text(58, 66 + _STEP * row, line) for row, line in enumerate(lines)),
    ]
    for place, label in enumerate(reversed(buttons)):
        left = width - 100 - 92 * place
        parts += [box(left, height - 38, 84, 26, "#f0f0f0", "#8a8a8a"), centred(left + 42, height - 20, label)]
    return picture(width, height, f"消息框：{words.split(chr(10))[0]}", parts)


def wizard_picture(
    spec: FunctionSpec, typed: Sequence[str], values: Sequence[str], result: str, width: int = 660
) -> str:
    """Draw the function wizard filled in for a function; ``values`` is what Excel shows beside each entry."""
    parts, y = [text(14, 26, "函数参数", 'font-weight="bold"'), text(14, 56, spec.alias, 'fill="#217346"')], 70.0
    for argument, entry, value in zip(spec.arguments, typed, values, strict=True):
        bold = "" if argument.optional else ' font-weight="bold"'
        parts.append(text(190, y + 16, argument.id, f'text-anchor="end"{bold}'))
        parts += [box(200, y, 230, 22, "#ffffff"), text(206, y + 16, entry), text(440, y + 16, f"= {value}")]
        y += 28
    parts.append(text(440, y + 12, f"= {result}"))
    y += 16
    for line in [*wrapped(spec.help, 88), *wrapped(f"{spec.arguments[0].id}  {spec.arguments[0].wizard_help}", 88)]:
        y += 20
        parts.append(text(14, y, line, f'fill="{INK}"'))
    height = y + 46
    parts.append(text(14, height - 14, f"计算结果 = {result}"))
    for place, label in enumerate(("取消", "确定")):
        left = width - 92 - 84 * place
        parts += [box(left, height - 34, 76, 24, "#f0f0f0", "#8a8a8a"), centred(left + 38, height - 17, label)]
    frame = box(0.5, 0.5, width - 1, height - 1, "#fafafa")
    return picture(width, height, f"函数向导：{spec.alias}", [frame, *parts])


def console_picture(title: str, told: Sequence[str], width: int = 700) -> str:
    """Draw the black window in which the installer tells what it did."""
    lines = [line for each in told for line in wrapped(each, 88)]
    height = 48 + 22 * len(lines)
    parts = [
        box(0.5, 0.5, width - 1, height - 1, "#0c0c0c", "#8a8a8a"),
        box(0.5, 0.5, width - 1, 28, "#ffffff", "#8a8a8a"),
        text(12, 20, title),
        *(text(12, 52 + 22 * row, line, 'fill="#eeeeee"') for row, line in enumerate(lines)),
    ]
    return picture(width, height, title, parts)
