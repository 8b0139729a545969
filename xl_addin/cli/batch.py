"""``xl-addin batch``: thousands of workbooks in folders, each in isolation, with a summary of all.

Registered by :mod:`xl_addin.cli.application`. What is printed holds counts and places, never a name or an ID number.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from xl_addin.cli.completion import batch_jobs
from xl_addin.cli.progress import progress_bar
from xl_addin.cli.shown import SHOWN, PasswordFile, Today, day_of, password_in, say, say_file
from xl_addin.values.errors import InputError

Folders = Annotated[
    list[Path],
    typer.Argument(help="放工作簿的文件夹，连同下级", metavar="文件夹", show_default=False, readable=False),
]
Target = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="结果放到哪个文件夹（新的，或 --resume）",
        metavar="文件夹",
        show_default=False,
        readable=False,
    ),
]
Name = Annotated[
    str, typer.Option("--command", help="做什么：run、check 或功能区的命令", metavar="名称", autocompletion=batch_jobs)
]
Jobs = Annotated[int, typer.Option("--jobs", help="同时处理几本，默认每个处理器一本", metavar="数", show_default=False)]
Cluster = Annotated[
    str,
    typer.Option("--cluster", help="交给 Dask 集群，如 tcp://10.0.0.1:8786", metavar="地址", show_default=False),
]
Resume = Annotated[bool, typer.Option("--resume", help="接着上次做；没有变化的文件不重做")]
Masked = Annotated[bool, typer.Option("--masked", help="身份证号脱敏（职工确认单、交付副本）")]
Panel = Annotated[bool, typer.Option("--panel", help="另写一张全市进度表，列出各工作簿的企业")]
Seconds = Annotated[float, typer.Option("--seconds", help="一本工作簿最多处理几秒", metavar="数")]
Memory = Annotated[int, typer.Option("--memory", help="一本工作簿最多用多少 MB 内存（Windows 上不限）", metavar="数")]
_LEAST_MEMORY: Final = 500


def batch(
    folders: Folders,
    output: Target = None,
    command: Name = "run",
    jobs: Jobs = 0,
    cluster: Cluster = "",
    resume: Resume = False,
    today: Today = "",
    masked: Masked = False,
    seconds: Seconds = 300.0,
    memory: Memory = 3000,
    password_file: PasswordFile = None,
    panel: Panel = False,
) -> None:
    """处理文件夹里的全部工作簿，写出各自的结果和一份汇总（原文件不动；可中断后接着做）。"""
    from xl_addin.hosts.batch.isolation import Limits
    from xl_addin.hosts.batch.job import Plan, run_batch
    from xl_addin.hosts.batch.summary import lines, write_summary

    if output is None:
        raise InputError("请用 -o 给出放结果的文件夹，如 -o 批处理结果")
    if jobs < 0 or not 0 < seconds < 1e6 or memory < _LEAST_MEMORY:
        raise InputError(f"--jobs 不能小于 0，--seconds 要大于 0，--memory 至少 {_LEAST_MEMORY}")
    day, password = day_of(today), password_in(password_file)
    if day:
        _refuse_day(command)
    plan = Plan(command, jobs or _cores(), cluster, resume, day, masked, password, Limits(seconds, memory), panel)
    started = time.monotonic()
    with progress_bar("处理", _rate(started)) as progress:
        done = run_batch(folders, output, plan, progress)
    written = write_summary(done, output)
    for line in lines(done):
        say(line)
    _list_left_out(done)
    worked, spent = len(done.files) - done.kept, time.monotonic() - started
    say(f"用时：{spent:.1f} 秒，处理 {worked} 本，每秒 {worked / max(spent, 0.001):.1f} 本")
    say_file("汇总：", written[0])
    if panel:
        from xl_addin.hosts.batch.panel import write_panel

        say_file("全市进度表：", write_panel(done, output))
    raise typer.Exit(0 if done.is_clean else 1)


def _refuse_day(command: str) -> None:
    from xl_addin.commands.catalog import BY_NAME
    from xl_addin.hosts.file.buttons import refuse_day

    if button := BY_NAME.get(command):
        refuse_day(button)


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _list_left_out(done: Any) -> None:
    from xl_addin.hosts.batch.figures import left_out

    rows = left_out(done).rows
    for file, how, reason in rows[:SHOWN]:
        say(f"{how}：{file}：{reason}")
    if len(rows) > SHOWN:
        say(f"……还有 {len(rows) - SHOWN} 项，见汇总的“未处理”表")


def _rate(started: float) -> Callable[[int, int, int], str]:
    """Words for workbooks done, a second, the time left, and how many could not be used."""
    before: list[int] = []

    def told(done: int, total: int, bad: int) -> str:
        if not before:
            before.append(done - 1)  # what an earlier run has done is not this one's speed
        speed = (done - before[0]) / max(time.monotonic() - started, 0.001)
        left = (total - done) / max(speed, 0.001)
        unusable = f"，{bad} 本不能用" if bad else ""
        return f"{done:,} / {total:,} 本，每秒 {speed:.1f} 本，约剩 {left / 60:.0f} 分{unusable}"

    return told
