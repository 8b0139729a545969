"""The ribbon's commands on the command line.

Registered by :mod:`xl_addin.cli.application`. What is printed holds counts and places, never a name or an ID number.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from xl_addin.cli.completion import buttons
from xl_addin.cli.help_page import nearest
from xl_addin.cli.progress import stage_bar
from xl_addin.cli.shown import BOOK_HELP, Out, PasswordFile, Today, day_of, password_in, say, say_file
from xl_addin.values.errors import InputError

Name = Annotated[
    str | None,
    typer.Argument(help="命令名称；不给则列出全部命令", metavar="名称", autocompletion=buttons, show_default=False),
]
Book = Annotated[Path | None, typer.Argument(help=BOOK_HELP, metavar="工作簿", show_default=False, readable=False)]


def command(
    name: Name = None,
    book: Book = None,
    output: Out = None,
    sheet: Annotated[str, typer.Option(help="只用这张工作表", metavar="工作表", show_default=False)] = "",
    cell: Annotated[str, typer.Option(help="针对这个单元格，如 D7", metavar="单元格", show_default=False)] = "",
    take: Annotated[
        list[str] | None,
        typer.Option(
            "--take", help="几张表的数据不一致时采用这张工作表，可写几次", metavar="工作表", show_default=False
        ),
    ] = None,
    masked: Annotated[bool, typer.Option("--masked", help="身份证号脱敏（职工确认单、交付副本）")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="另出一份 PDF（需要 LibreOffice）")] = False,
    without_alternatives: Annotated[
        bool, typer.Option("--without-alternatives", help="职工确认单不列换用其他口径的金额")
    ] = False,
    password_file: PasswordFile = None,
    today: Today = "",
) -> None:
    """执行功能区的命令（校验整簿、口径比较、职工确认单、政策参数表等）；不给名称则列出。"""
    from xl_addin.commands.catalog import BY_NAME, COMMANDS

    if name is None:
        for spec in COMMANDS:
            say(f"{spec.name}  {spec.help}")
        return
    found = BY_NAME.get(name.strip())
    if found is None:
        usable = f"；可用：{'、'.join(BY_NAME)}"
        raise InputError(f"没有 {name} 这个按钮{nearest(name, BY_NAME) or usable}")
    if book is None:
        raise InputError(f"请给出工作簿：xl-addin {found.name} 工作簿.xlsx")
    from xl_addin.commands.spec import Wish
    from xl_addin.hosts.file.buttons import press

    taken, password, day = tuple(take or ()), password_in(password_file), day_of(today)
    wish = Wish(sheet, masked, pdf, cell, taken, password, not without_alternatives, day)
    with stage_bar():
        done = press(found, book, output, wish, dt.datetime.now())
    say(done.summary)
    for path in done.written:
        say_file("已写出：", path)
    raise typer.Exit(1 if done.faults else 0)
