"""Kill a job as ``kill -9`` does, at a random moment of its work, again and again; tell what is found afterwards.

``python -m tests.cli.killed_jobs BOOK OUT TIMES SEED``. Jobs are forks of this process, so that each kill hits work and
not the loading of modules. One line of JSON is printed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from xl_addin.files.leftovers import sweep
from xl_addin.hosts.file.job import run_file

NOW = dt.datetime(2026, 11, 1, 9, 0, 0)
OLD = b"what stood there before"
MEASURED = 10
"""So many kills share one measurement of the whole job: the machine may be busier than it was."""


def in_a_fork(work: Callable[[], object]) -> int:
    number = os.fork()
    if number:
        return number
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)


def unharmed(job: Callable[[], object]) -> float:
    """Seconds of a job in a fork that nobody kills."""
    started = time.monotonic()
    _, status = os.waitpid(in_a_fork(job), 0)
    assert status == 0
    return time.monotonic() - started


def leftovers(out: Path) -> list[str]:
    places = (out.parent, Path(tempfile.gettempdir()))
    return [path.name for place in places for path in place.iterdir() if "xl_addin-" in path.name]


def main(book: Path, out: Path, times: int, seed: int) -> None:
    def job() -> None:
        run_file(book, out, NOW, today=NOW.date())

    job()  # the first one loads modules
    new = out.read_bytes()
    rng, found = random.Random(seed), Counter[str]()
    for i in range(times):
        if i % MEASURED == 0:
            seconds = unharmed(job)
        out.write_bytes(OLD)
        victim = in_a_fork(job)
        # half of the kills fall into the last part of the work, when files are written
        time.sleep(rng.uniform(0, 1.2) * seconds if rng.random() < 0.5 else rng.uniform(0.7, 1.1) * seconds)
        os.kill(victim, signal.SIGKILL)
        os.waitpid(victim, 0)
        now = out.read_bytes()
        found["old" if now == OLD else "new" if now == new else "broken"] += 1
        found["left by the kill"] += bool(leftovers(out))
        sweep()
        found["left after the next start"] += bool(leftovers(out))
    print(json.dumps({"seconds": seconds, **found}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
