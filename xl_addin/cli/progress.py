"""How far a long job is, on stderr for a person who watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(
    label: str = "重算", told: Callable[..., str] | None = None, *, wanted: bool = True
) -> Iterator[Callable[..., None] | None]:
    """Give what a job calls with the steps done and in all; None for files and pipes.

    ``told`` says in words what the job hands over, beside a bar that is shown at once; without it a bar with the share
    and the time left appears at the first step. It goes when the job ends, however it does.
    """
    if not (wanted and sys.stderr.isatty()):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = () if told is None else (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"))
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(label, total=None, told="")
    if told is not None:
        bar.start()

    def advance(done: int, total: int, *more: int) -> None:
        bar.start()
        bar.update(task, completed=done, total=total or None, told=told(done, total, *more) if told else "")
        if total and done >= total:
            bar.stop()

    try:
        yield advance
    finally:
        bar.stop()
