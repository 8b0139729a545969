"""``xl-addin run``: recalculate, check, write a copy with the report; ``calc`` is the same without the check.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from xl_addin.cli.progress import stage_bar
from xl_addin.cli.shown import (
    SHOWN,
    Book,
    Out,
    PasswordFile,
    Today,
    beside,
    day_of,
    exit_status,
    list_findings,
    list_not_checked,
    password_in,
    say,
    say_file,
    summarise,
)
from xl_addin.values.errors import InputError


def run(book: Book, output: Out = None, today: Today = "", password_file: PasswordFile = None) -> None:
    """重算本插件函数、校验工作簿，写出带“校验结果”的副本（原文件不动）。"""
    from xl_addin.hosts.file.job import run_file

    started = time.monotonic()
    target = output or beside(book, "校验")
    password = password_in(password_file)
    day = day_of(today)
    with stage_bar() as progress:
        outcome = run_file(book, target, dt.datetime.now(), progress, day, password)
    list_findings(outcome.result.findings)
    list_not_checked(outcome.result.findings)
    if not outcome.recalculation.calls:
        say("工作簿里没有本插件的函数，只做了校验")
    summarise(outcome, time.monotonic() - started)
    say_file("已写出：", target)
    raise typer.Exit(exit_status(outcome.result.findings))


Spelling = Annotated[
    str,
    typer.Option(
        "--spelling",
        help="副本里的函数名按哪种表格软件写：excel、wps 或 office（网页版 Excel）",
        metavar="软件",
        show_default=False,
    ),
]


ByReference = Annotated[
    bool,
    typer.Option("--reference", help="请 LibreOffice 另算其余公式：列出不同，补上没有算的", show_default=False),
]


def calc(
    book: Book,
    output: Out = None,
    password_file: PasswordFile = None,
    spelling: Spelling = "",
    reference: ByReference = False,
) -> None:
    """只重算本插件函数和依赖它们的公式，写出副本；--spelling wps 把函数名改成 WPS 的写法（改制.经济补偿金）。"""
    from xl_addin.formulas.respelling import SPELLINGS
    from xl_addin.hosts.file.job import calculate_file

    if spelling and spelling not in SPELLINGS:
        raise InputError(f"--spelling 只能是 {'、'.join(SPELLINGS)}，现为“{spelling[:40]}”")

    target = output or beside(book, "重算")
    password = password_in(password_file)
    asked = _Asked()
    with stage_bar() as progress:
        refer = asked.ask if reference else None
        recalculation = calculate_file(book, target, progress, password, spelling, refer)
    for sheet, cell, error in recalculation.errors[:SHOWN]:
        say(f"{sheet}!{cell} {error.code}：{error.message}")
    for sheet, cell, name, meant in recalculation.misspelt:
        say(f"{sheet}!{cell}：没有名为“{name}”的函数，是否想写“{meant}”？")
    for sheet, cell, reason in recalculation.unresolved[:SHOWN]:
        say(f"{sheet}!{cell} 留给表格软件重算：{reason}")
    for line in asked.lines():
        say(line)
    say(f"重算函数：{recalculation.calls} 个单元格，其中 {len(recalculation.errors)} 个给出错误值")
    if recalculation.calls:
        say_file("已写出：", target)
    raise typer.Exit(1 if recalculation.errors or recalculation.misspelt or asked.differs else 0)


class _Asked:
    """What LibreOffice says of the formulas that are not ours."""

    def __init__(self) -> None:
        self._found: Any = None

    def ask(self, *arguments: Any) -> Any:
        """Ask it, and keep what it says."""
        from xl_addin.hosts.file.reference import ask_reference

        self._found = ask_reference(*arguments)
        return self._found

    @property
    def differs(self) -> bool:
        """Whether it gives another value for any."""
        return bool(self._found and self._found.differences)

    def lines(self) -> Iterator[str]:
        """What the user reads."""
        if self._found is None:
            return
        differences = self._found.differences
        yield from (one.line for one in differences[:SHOWN])
        settled = sum(map(len, self._found.settled.values()))
        more = f"；{settled} 个文件里没有值，已填入它的结果" if settled else ""
        more += f"；{self._found.unknown} 个用到它没有的函数，没有复算" if self._found.unknown else ""
        if len(differences) > SHOWN:
            yield f"……还有 {len(differences) - SHOWN} 个不同"
        yield f"LibreOffice 复算：{self._found.compared} 个其余公式，{len(differences)} 个不同{more}"
