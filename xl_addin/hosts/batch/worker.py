"""The process that works on the files of a batch: ``python -m xl_addin.hosts.batch.worker MEGABYTES``.

A line of JSON in is a task, a line out what is noted of it; the first line out says that it is ready. It ends when its
input does, that is with whoever started it, and leaves nothing of what it made for a while.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import IO, Final

from xl_addin.files.interruption import clean, end_by
from xl_addin.hosts.batch.work import MEMORY, Task, do

Tell = Callable[[object], None]
READY: Final = {"ready": True}
_MEGABYTE: Final = 1 << 20
_ENDED: Final = 1


def main(megabytes: int) -> None:
    """Do tasks until there are no more."""
    serve(megabytes, lambda line, tell: do(Task(**json.loads(line))))


def serve(megabytes: int, act: Callable[[bytes, Tell], object], orphaned: Callable[[], None] = lambda: None) -> None:
    """Answer each line with what ``act`` makes of it, as JSON or, where it gives bytes, as they are.

    ``act`` may tell things on the way, a line each. One that needs too much memory ends the process. ``orphaned`` is
    called where the input ends: whoever started this is gone.
    """
    answers = _own_output()
    _limit(megabytes * _MEGABYTE)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started this
    signal.signal(signal.SIGTERM, _told)
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(tasks, orphaned), daemon=True).start()
    tell = partial(_say, answers)
    try:
        tell(READY)
        while line := tasks.get():
            try:
                tell(act(line, tell))
            except MemoryError:
                tell({"status": MEMORY})
                break
    except BrokenPipeError:  # nobody listens any more
        orphaned()
    _end()


def _read(tasks: queue.SimpleQueue[bytes], orphaned: Callable[[], None]) -> None:
    """Take tasks in. The end of the input means that nobody waits for the task in hand, either."""
    for line in sys.stdin.buffer:
        tasks.put(line)
    orphaned()
    end_by(_end)


def _own_output() -> IO[bytes]:
    """Keep the output for answers: what libraries print goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    return answers


def _say(answers: IO[bytes], note: object) -> None:
    line = note if isinstance(note, bytes) else json.dumps(note, ensure_ascii=False).encode("utf-8", "replace")
    answers.write(line + b"\n")
    answers.flush()


def _limit(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent looks at the time only
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _told(number: int, frame: FrameType | None) -> None:
    end_by(partial(_end, 128 + number))


def _end(status: int = _ENDED) -> None:
    try:
        clean()
    finally:
        os._exit(status)


if __name__ == "__main__":
    main(int(sys.argv[1]))
