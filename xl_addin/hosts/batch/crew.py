"""The processes of this computer that work on a batch: one for each thread that hands it files.

An event is a file's key with None when a try begins, or with what is noted of it when it is done.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final

from xl_addin.files.interruption import CLEANERS
from xl_addin.hosts.batch.isolation import Isolated, Limits, Note
from xl_addin.hosts.batch.work import Task

Event = tuple[str, Note | None]
_SECONDS: Final = 0.2
"""A signal is heard at least as often."""


def work_here(tasks: Sequence[tuple[str, Task]], limits: Limits, jobs: int) -> Iterator[Event]:
    """Work on the files with ``jobs`` processes; give the events as they come. InputError if none can be started."""
    waiting: queue.SimpleQueue[tuple[str, Task]] = queue.SimpleQueue()
    events: queue.SimpleQueue[Event | Exception] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    crew = [Isolated(limits) for _ in range(max(1, min(jobs, len(tasks))))]
    threads = [threading.Thread(target=_keep_busy, args=(one, waiting, events), daemon=True) for one in crew]

    def end() -> None:
        with suppress(queue.Empty):
            while True:
                waiting.get_nowait()
        enders = [threading.Thread(target=one.close, daemon=True) for one in crew]
        for ender in enders:  # side by side: the user waits
            ender.start()
        for ender in enders:
            ender.join()

    CLEANERS.insert(0, end)  # before all children are killed: these have things to put away
    try:
        for thread in threads:
            thread.start()
        left = len(tasks)
        while left:
            try:
                event = events.get(timeout=_SECONDS)
            except queue.Empty:
                continue
            if isinstance(event, Exception):
                raise event
            left -= event[1] is not None
            yield event
    finally:
        end()
        CLEANERS.remove(end)


def _keep_busy(
    one: Isolated,
    waiting: queue.SimpleQueue[tuple[str, Task]],
    events: queue.SimpleQueue[Event | Exception],
) -> None:
    """Hand files to a process until there are none left, or none can be started."""
    try:
        while True:
            try:
                key, task = waiting.get_nowait()
            except queue.Empty:
                return
            events.put((key, None))
            events.put((key, one.do(task)))
    except Exception as error:
        events.put(error)
