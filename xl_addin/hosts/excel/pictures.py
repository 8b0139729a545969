"""Pictures for the clerk's manual, drawn from the same declarations as the ribbon and the function wizard.

They are drawings, not screenshots: nothing here was taken from a running Excel, and the manual says so. SVG, so that
they can be read in a difference and scale in print.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS, CommandSpec
from xl_addin.functions import CATALOG, FunctionSpec

_FONT: Final = "'Microsoft YaHei','Noto Sans CJK SC',sans-serif"
_LARGE, _SMALL, _ROWS = 92, 110, 3
"""Width of a large button, of a column of small ones, and how many small ones stand in a column."""
_WIDE: Final = 2
"""Room of a Chinese character beside a Latin one."""


def _text(x: float, y: float, text: str, look: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}"{f" {look}" if look else ""}>{escape(text)}</text>'


def _box(x: float, y: float, width: float, height: float, fill: str, line: str = "#c8c8c8") -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="3" fill="{fill}" stroke="{line}"/>'


def _picture(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{_FONT}" font-size="13" role="img">\n'
        f"<title>{escape(title)}</title>\n{body}\n</svg>\n"
    )


def ribbon_picture(commands: Sequence[CommandSpec] = COMMANDS) -> str:
    """Draw the tab 改制测算 with its groups; the first button of a group is large."""
    parts, left = [], 10.0
    for group in GROUPS:
        members = [spec for spec in commands if spec.group == group]
        width = _group_width(len(members))
        parts.append(_box(left, 40, width, 118, "#ffffff"))
        parts.append(_text(left + width / 2, 152, group, 'text-anchor="middle" fill="#666" font-size="12"'))
        parts += _buttons(members, left)
        left += width + 8
    tab = [_box(0, 0, left + 2, 170, "#f3f3f3"), _box(10, 8, 88, 26, "#ffffff", "#217346")]
    tab.append(_text(54, 26, "改制测算", 'text-anchor="middle" fill="#217346" font-weight="bold"'))
    return _picture(left + 2, 170, "功能区选项卡“改制测算”", [*tab, *parts])


def _group_width(buttons: int) -> float:
    return _LARGE + 12 + -(-(buttons - 1) // _ROWS) * _SMALL


def _buttons(members: Sequence[CommandSpec], left: float) -> list[str]:
    parts = []
    if members:
        parts.append(_box(left + 32, 52, 36, 36, "#e2efda", "#70ad47"))
        parts.append(_text(left + 50, 112, members[0].name, 'text-anchor="middle"'))
    for place, spec in enumerate(members[1:]):
        column, row = divmod(place, _ROWS)
        x, y = left + _LARGE + 12 + column * _SMALL, 52 + row * 28
        parts.append(_box(x, y, 16, 16, "#e2efda", "#70ad47"))
        parts.append(_text(x + 22, y + 13, spec.name))
    return parts


def message_picture(text: str, width: int = 460) -> str:
    """Draw a message box of the add-in with its text."""
    lines = [line for each in text.split("\n") for line in wrapped(each, 54)]
    height = 96 + 22 * len(lines)
    parts = [
        _box(0.5, 0.5, width - 1, height - 1, "#ffffff", "#8a8a8a"),
        _text(14, 24, "改制测算", 'font-weight="bold"'),
        '<circle cx="32" cy="62" r="14" fill="#ffc000"/>',
        _text(32, 67, "!", 'text-anchor="middle" font-weight="bold"'),
        *(_text(58, 66 + 22 * row, line) for row, line in enumerate(lines)),
        _box(width - 100, height - 38, 84, 26, "#f0f0f0", "#8a8a8a"),
        _text(width - 58, height - 20, "确定", 'text-anchor="middle"'),
    ]
    return _picture(width, height, "消息框", parts)


def wizard_picture(spec: FunctionSpec, values: Sequence[str], result: str, width: int = 620) -> str:
    """Draw the function wizard filled in for a function."""
    parts, y = [_text(14, 26, "函数参数", 'font-weight="bold"'), _text(14, 56, spec.alias, 'fill="#217346"')], 70.0
    for argument, value in zip(spec.arguments, values, strict=False):
        bold = "" if argument.optional else ' font-weight="bold"'
        parts.append(_text(190, y + 16, argument.name, f'text-anchor="end"{bold}'))
        parts.append(_box(200, y, 250, 22, "#ffffff"))
        parts.append(_text(206, y + 16, value))
        y += 28
    parts.append(_text(460, y - 12, f"= {result}", 'font-weight="bold"'))
    for line in wrapped(spec.help, 84):
        y += 20
        parts.append(_text(14, y, line, 'fill="#444"'))
    height = y + 24
    return _picture(
        width, height, f"函数向导：{spec.alias}", [_box(0.5, 0.5, width - 1, height - 1, "#fafafa"), *parts]
    )


def wrapped(text: str, room: int) -> list[str]:
    """Break a text into lines of at most ``room`` Latin characters; a Chinese one counts twice.

    >>> wrapped("已检查3张表", 8)
    ['已检查3', '张表']
    """
    lines, used = [""], 0
    for letter in text:
        size = _WIDE if letter > "\u2e7f" else 1
        if used + size > room:
            lines.append("")
            used = 0
        lines[-1] += letter
        used += size
    return lines


def pictures() -> dict[str, str]:
    """Every picture of the manual by its file name."""
    example = ("A2", "B2", "C2", "D2", "E2", "")
    return {
        "excel-ribbon.svg": ribbon_picture(),
        "excel-wizard.svg": wizard_picture(CATALOG["SOE_SEVERANCE"], example, "43200"),
        "excel-message.svg": message_picture(
            "错误 3 处，缺件 2 处，提示 1 处，未校验 0 项\n结果列在“校验结果”表里，点单元格地址可以跳过去。"
        ),
    }
