"""Pictures for the clerk's manual, drawn from the same declarations as the ribbon and the function wizard.

They are drawings, not screenshots: nothing here was taken from a running Excel, and the manual says so. SVG, so that
they can be read in a difference and scale in print.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from xl_addin.commands.catalog import BY_NAME, COMMANDS
from xl_addin.commands.spec import GROUPS, CommandSpec, Wish
from xl_addin.files.shipped import shipped
from xl_addin.functions import CATALOG, call
from xl_addin.hosts.excel.install.machine import Excel
from xl_addin.hosts.excel.install.places import HOME
from xl_addin.hosts.excel.manual.dialogs import console_picture, message_picture, wizard_picture
from xl_addin.hosts.excel.manual.drawing import GREEN, GREY, box, centred, picture, text
from xl_addin.hosts.excel.manual.example import ROSTER, answer, policy_rows, typed_rows, workbook, worker_formula
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import InputError
from xl_addin.values.serials import serial_of

_LARGE, _SMALL, _ROWS = 92, 118, 3
"""Width of a large button, of a column of small ones, and how many small ones stand in a column."""
_RIBBON_MODULE: Final = shipped("macros", "excel", "SoeRibbon.bas")
_QUESTION: Final = re.compile(r'MASK_QUESTION As String = "(.+)"')
INSTALLED: Final = (
    f"程序文件已写到 {HOME}",
    f"{Excel('16.0', 64).label}：已登记，打开 Excel 就能用 =经济补偿金(…) 和“改制测算”选项卡",
    "改制测算插件 …… 已装好",
)
"""What the installer says where all is well, without its version; a test holds it against the installer."""


def ribbon_picture(commands: Sequence[CommandSpec] = COMMANDS) -> str:
    """Draw the tab 改制测算 with its groups; the first button of a group is large."""
    parts, left = [], 10.0
    for group in GROUPS:
        parts += _group(group, commands, left, 40)
        left += _group_width(len(members(group, commands))) + 8
    tab = [box(0, 0, left + 2, 170, GREY), box(10, 8, 88, 26, "#ffffff", GREEN)]
    tab.append(centred(54, 26, "改制测算", f'fill="{GREEN}" font-weight="bold"'))
    return picture(left + 2, 170, "功能区选项卡“改制测算”", [*tab, *parts])


def group_picture(group: str, commands: Sequence[CommandSpec] = COMMANDS) -> str:
    """Draw one group of the tab with the name of every button."""
    width = _group_width(len(members(group, commands))) + 16
    parts = [box(0, 0, width, 134, GREY), *_group(group, commands, 8, 8)]
    return picture(width, 134, f"“改制测算”选项卡的“{group}”组", parts)


def members(group: str, commands: Sequence[CommandSpec] = COMMANDS) -> list[CommandSpec]:
    """Give the commands of a group in the order of the ribbon."""
    return [spec for spec in commands if spec.group == group]


def group_file(group: str) -> str:
    """Give the file name of a group's picture: ASCII, by its place in the ribbon.

    >>> group_file("资金")
    'excel-group-2.svg'
    """
    return f"excel-group-{GROUPS.index(group) + 1}.svg"


def _group_width(buttons: int) -> float:
    return _LARGE + 12 + -(-(buttons - 1) // _ROWS) * _SMALL


def _group(group: str, commands: Sequence[CommandSpec], left: float, top: float) -> list[str]:
    specs = members(group, commands)
    width = _group_width(len(specs))
    parts = [
        box(left, top, width, 118, "#ffffff"),
        centred(left + width / 2, top + 112, group, 'fill="#666" font-size="12"'),
    ]
    if specs:
        middle = left + _LARGE / 2
        parts.append(box(middle - 18, top + 12, 36, 36, "#e2efda", "#70ad47"))
        parts.append(centred(middle, top + 72, specs[0].name))
    for place, spec in enumerate(specs[1:]):
        column, row = divmod(place, _ROWS)
        x, y = left + _LARGE + 8 + column * _SMALL, top + 12 + row * 28
        parts.append(box(x, y, 16, 16, "#e2efda", "#70ad47"))
        parts.append(text(x + 22, y + 13, spec.name))
    return parts


def mask_question() -> str:
    """Give the question that the ribbon's macro asks; InputError without the source tree."""
    try:
        found = _QUESTION.search(_RIBBON_MODULE.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"找不到 {_RIBBON_MODULE.name}；生成手册需要完整的源代码目录") from error
    if found is None:
        raise InputError(f"{_RIBBON_MODULE.name} 里没有 MASK_QUESTION")
    return found[1]


def _wizard() -> str:
    entries = re.findall(r"[^(),]+", worker_formula(2))[1:]
    worker = dict(zip("ABCDEFGHIJ", typed_rows()[1], strict=True))
    values = [_beside(worker[entry[0]]) if entry[-1] == "2" else "{…}" for entry in entries]
    given = [worker[entry[0]] if entry[-1] == "2" else policy_rows() for entry in entries]
    return wizard_picture(CATALOG["SOE_SEVERANCE"], entries, values, str(call("SOE_SEVERANCE", *given)))


def _beside(value: CellValue) -> str:
    """Write a value as the wizard shows it beside an entry: dates as day numbers, texts in quotation marks."""
    if isinstance(value, dt.date):
        return str(serial_of(value, date1904=False))
    return f'"{value}"' if isinstance(value, str) else str(value)


def pictures() -> dict[str, str]:
    """Every picture of the manual by its file name."""
    book = workbook(typed_rows())
    checked = answer(BY_NAME["校验整簿"], book, Wish(sheet=ROSTER))
    refused = answer(BY_NAME["资金平衡表"], book, Wish(sheet=ROSTER))
    explained = answer(BY_NAME["解释选中单元格"], book, Wish(sheet=ROSTER, cell="D3"))
    return {
        "excel-ribbon.svg": ribbon_picture(),
        **{group_file(group): group_picture(group) for group in GROUPS},
        "excel-wizard.svg": _wizard(),
        "excel-message.svg": message_picture(checked, "faults"),
        "excel-explain.svg": message_picture(explained, "information"),
        "excel-error.svg": message_picture(refused, "failure"),
        "excel-masked.svg": message_picture(mask_question(), "question", ("是(Y)", "否(N)", "取消")),
        "excel-install.svg": console_picture("安装.cmd", [*INSTALLED, "请按任意键继续. . ."]),
    }
