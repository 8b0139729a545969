"""``xl-addin new``: a blank workbook to start from. Registered by :mod:`xl_addin.cli.application`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xl_addin.cli.completion import template_kinds
from xl_addin.cli.progress import busy_bar
from xl_addin.cli.shown import Out, say, say_file
from xl_addin.values.errors import InputError

Kind = Annotated[
    str | None,
    typer.Argument(help="模板名称；不给则列出", metavar="名称", autocompletion=template_kinds, show_default=False),
]


def new(kind: Kind = None, output: Out = None) -> None:
    """写出空白模板（花名册、测算表、台账、核查表等）；已有的文件不覆盖。"""
    from xl_addin.commands.office.templates import find_kind, kinds, template_book, template_text
    from xl_addin.files.building.workbook import write_book

    if kind is None:
        for name in kinds():
            say(name)
        return
    found = find_kind(kind)
    with busy_bar("编制"):
        book = template_book(found)
    target = output or Path(f"{book.title}.xlsx")
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"新工作簿的文件名要以 .xlsx 结尾，现为“{target.name}”")
    if target.exists():
        raise InputError(f"{target.name} 已存在，可能已填写，没有覆盖；请用 -o 换一个文件名")
    write_book(target, book)
    say(template_text(book))
    say_file("已写出：", target)
