"""``xl-addin drop``: what the icon 改制测算 does with workbooks that are dropped on it (Windows, also for WPS).

The same job as ``run``; a message box tells the result and the copy is opened. Registered by
:mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from xl_addin.cli.shown import BOOK_HELP, beside, say
from xl_addin.files.zone import lost_mark
from xl_addin.values.errors import InputError, PolicyGap
from xl_addin.values.shown_texts import one_line, shown

Books = Annotated[
    list[Path] | None, typer.Argument(help=BOOK_HELP, metavar="工作簿", show_default=False, readable=False)
]
Quiet = Annotated[bool, typer.Option("--no-window", help="不弹出窗口、不打开结果，只显示文字")]
TITLE: Final = "改制测算"
_INFORMATION, _WARNING = 0x40, 0x30
_WITH_MACROS: Final = frozenset({".xlsm", ".xltm", ".xls", ".xlsb"})
_UNOPENED: Final = "原文件来自互联网且含宏，所在磁盘不能保留下载标记，结果没有自动打开；确认来源可靠后再自行打开"
_PATTERNS: Final = "*.xlsx;*.xlsm;*.xls;*.et;*.xlsb;*.ods;*.csv;*.xltx;*.xltm;*.xlt;*.ett"


def drop(books: Books = None, no_window: Quiet = False) -> None:
    """重算、校验拖到图标上的工作簿，写出副本并打开（Windows）。"""
    if sys.platform != "win32":
        raise InputError("本命令供 Windows 上的图标使用；在本系统请用 xl-addin run 处理工作簿文件")
    chosen = books or ([] if no_window else _ask())
    results = [_one(book) for book in chosen]
    for source, (text, target) in zip(chosen, results, strict=True):
        text = shown(text)
        say(text)
        if not no_window:
            _show(text, _INFORMATION if target else _WARNING)
            if target and _may_open(source, target):
                os.startfile(target)
    raise typer.Exit(2 if any(target is None for _, target in results) else 0)


def _one(book: Path) -> tuple[str, Path | None]:
    """Work on one workbook; give the text for the user, and the copy unless it failed."""
    from xl_addin.hosts.file.job import run_file
    from xl_addin.values.findings import Severity

    say(f"正在重算、校验 {one_line(book.name)} ……")
    target = beside(book, "校验")
    try:
        outcome = run_file(book, target, dt.datetime.now())
    except (InputError, PolicyGap) as error:
        return f"{one_line(book.name)}：{error.message}", None
    except Exception as error:  # the window must not vanish with a traceback
        return f"{one_line(book.name)}：内部出错（{type(error).__name__}），没有写出文件，请联系维护人员", None
    counts = outcome.result.findings.counts()
    found = "，".join(f"{severity.label} {counts[severity.value]} 条" for severity in Severity)
    closed = [] if _may_open(book, target) else [_UNOPENED]
    lines = [
        f"{one_line(book.name)}：{outcome.persons} 名职工，重算 {outcome.recalculation.calls} 个单元格",
        f"发现：{found}",
        f"结果在“{one_line(target.name)}”的“校验结果”表，原文件没有改动",
        *closed,
    ]
    return "\n".join(lines), target


def _may_open(source: Path, copy: Path) -> bool:
    """Tell whether opening a copy lets nothing run that would not run in the original.

    Excel shows a marked book in Protected View; a copy with macros that could not keep the mark is not opened here.
    """
    return copy.suffix.lower() not in _WITH_MACROS or not lost_mark(source, copy)


def _ask() -> list[Path]:
    """Let the user choose a workbook; empty if the window is closed."""
    gui: Any = import_module("win32gui")
    kinds = f"工作簿\0{_PATTERNS}\0"
    try:
        name, _, _ = gui.GetOpenFileNameW(Title="请选择要重算、校验的工作簿", Filter=kinds)
    except gui.error:
        return []
    return [Path(name)]


def _show(text: str, picture: int) -> None:
    windows: Any = getattr(ctypes, "windll")  # noqa: B009 - exists on Windows only
    windows.user32.MessageBoxW(None, text, TITLE, picture)
