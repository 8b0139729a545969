"""How far a long job is, on stderr for a person who watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from xl_addin.values.stages import READING, RECALCULATING, Stage, watched


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

    def advance(done: int, total: int, *more: object) -> None:
        bar.start()
        bar.tasks[0].total = total or None  # an update cannot make it unknown again
        bar.update(task, completed=done, told=told(done, total, *more) if told else "")
        if told is None and total and done >= total:
            bar.stop()

    try:
        yield advance
    finally:
        bar.stop()


@contextmanager
def busy_bar(label: str) -> Iterator[None]:
    """Show that a job of unknown length goes on."""
    with progress_bar(label, lambda *_: ""):
        yield


@contextmanager
def stage_bar(*, wanted: bool = True) -> Iterator[Callable[[int, int], None] | None]:
    """Show the stages of a job, each with what is counted in it and how many a second; what recalculates calls it."""
    with progress_bar("", _stage_words(), wanted=wanted) as advance:
        if advance is None:
            yield None
            return

        def watcher(stage: Stage, done: int, total: int) -> None:
            advance(done, total, stage)

        watcher(READING, 0, 0)
        with watched(watcher):
            yield lambda done, total: watcher(RECALCULATING, done, total)


def _stage_words() -> Callable[[int, int, Stage], str]:
    """Words for a stage: how much of it is done, in all where that is known, and a second."""
    now: list[Stage] = []
    begun = [0.0]

    def words(done: int, total: int, stage: Stage) -> str:
        if now != [stage]:
            now[:], begun[0] = [stage], time.monotonic()
        if not (stage.unit and (done or total)):
            return stage.name
        of = f" / {total:,}" if total else ""
        spent = time.monotonic() - begun[0]
        speed = f"，每秒 {done / spent:,.0f} {stage.unit}" if done and spent > 0.5 else ""
        return f"{stage.name} {done:,}{of} {stage.unit}{speed}"

    return words
