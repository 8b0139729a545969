"""``xl-addin headings``: the kinds of sheet that are read, and the headings that are accepted.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

from typing import Annotated

import typer

from xl_addin.cli.completion import sheet_kinds
from xl_addin.cli.shown import say

Kind = Annotated[
    str | None,
    typer.Argument(
        help="表的名称，如 台账；不给则列出全部", metavar="名称", autocompletion=sheet_kinds, show_default=False
    ),
]


def headings(kind: Kind = None) -> None:
    """列出能识别的表，或一种表可用的表头。"""
    from xl_addin.tables.accepted import column_lines, find_layout, needed_text, shown_columns
    from xl_addin.tables.layouts import layouts

    if kind is None:
        for one in layouts():
            say(f"{one.title}（{one.kind}）  必须有：{needed_text(one)}")
        return
    found = find_layout(kind)
    say(f"{found.title}（{found.kind}）  必须有：{needed_text(found)}")
    for column in shown_columns(found):
        lines = list(column_lines(column))
        say(f"{column.name}：{lines[0]}" if lines else f"{column.name}：（名称里说明是哪一项的栏，可有几栏）")
        for line in lines[1:]:
            say(f"    或 {line}")
