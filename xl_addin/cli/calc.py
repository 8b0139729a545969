"""``xl-addin calc``: recalculate only. Registered by :mod:`xl_addin.cli.main`."""

from __future__ import annotations

import typer

from xl_addin.cli.say import say
from xl_addin.cli.shown import (
    SHOWN,
    Book,
    Out,
    beside,
    progress_bar,
)


def calc(book: Book, output: Out = None) -> None:
    """只重算本插件函数和依赖它们的公式，写出副本。"""
    from xl_addin.hosts.file.job import calculate_file

    target = output or beside(book, "重算")
    recalculation = calculate_file(book, target, progress_bar())
    for sheet, cell, error in recalculation.errors[:SHOWN]:
        say(f"{sheet}!{cell} {error.code}：{error.message}")
    for sheet, cell, name, meant in recalculation.misspelt:
        say(f"{sheet}!{cell}：没有名为“{name}”的函数，是否想写“{meant}”？")
    for sheet, cell, reason in recalculation.unresolved[:SHOWN]:
        say(f"{sheet}!{cell} 留给表格软件重算：{reason}")
    say(f"重算函数：{recalculation.calls} 个单元格，其中 {len(recalculation.errors)} 个给出错误值")
    if recalculation.calls:
        say(f"已写出：{target}")
    raise typer.Exit(1 if recalculation.errors or recalculation.misspelt else 0)
