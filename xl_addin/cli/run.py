"""``xl-addin run``: recalculate, check, write a copy with the report; the main job.

Registered by :mod:`xl_addin.cli.main`.
"""

from __future__ import annotations

import datetime as dt
import time

import typer

from xl_addin.cli.say import say
from xl_addin.cli.shown import (
    Book,
    Out,
    beside,
    exit_status,
    list_findings,
    list_not_checked,
    progress_bar,
    summarise,
)


def run(book: Book, output: Out = None) -> None:
    """重算本插件函数、校验工作簿，写出带“校验结果”的副本（原文件不动）。"""
    from xl_addin.hosts.file.job import run_file

    started = time.monotonic()
    target = output or beside(book, "校验")
    outcome = run_file(book, target, dt.datetime.now(), progress_bar())
    list_findings(outcome.result.findings)
    list_not_checked(outcome.result.findings)
    if not outcome.recalculation.calls:
        say("工作簿里没有本插件的函数，只做了校验")
    summarise(outcome, time.monotonic() - started)
    say(f"已写出：{target}")
    raise typer.Exit(exit_status(outcome.result.findings))
