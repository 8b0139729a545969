"""What both manifests of the add-in for Excel 365 say: its names, its address, and what stands where in the ribbon.

A group of the ribbon takes six controls: what does not fit stands in a menu.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS, CommandSpec

TITLE: Final = "改制测算"
TITLE_EN: Final = "SOE restructuring"
ABOUT: Final = "经济补偿金、一补二险、专项基金、改制程序：函数和按钮"
ABOUT_EN: Final = "Severance, insurances, special fund and procedure of restructured state-owned enterprises"
PANE: Final = "打开窗格"
PANE_HELP: Final = "校验发现（点一下转到单元格）、解释选中单元格、所用政策和依据、进度。"
PANE_ACTION: Final = "pane"
PANE_ID: Final = "soe_pane"
MORE: Final = "更多"
MOST_CONTROLS: Final = 6
"""In a group of the ribbon."""
LONGEST_TIP: Final = 250
"""Characters of a tip."""
PICTURES: Final = (16, 32, 80)
"""Sizes of the pictures of a control."""


def groups() -> Iterator[tuple[int, str, list[CommandSpec], list[CommandSpec]]]:
    """Number and name of each group of the ribbon, the commands with a button of their own, and those in its menu."""
    ordered = sorted(COMMANDS, key=lambda spec: GROUPS.index(spec.group))
    for title, members in groupby(ordered, key=lambda spec: spec.group):
        some, number = list(members), GROUPS.index(title)
        room = MOST_CONTROLS - (number == 0)  # the first group has the button of the pane
        shown = some if len(some) <= room else some[: room - 1]
        yield number, title, shown, some[len(shown) :]


def identity(address: str) -> str:
    """The add-in's GUID: another address is another add-in, and the same one stays the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{address}/xl_addin"))
