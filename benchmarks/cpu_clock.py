"""CPU time of a job, the best of several runs: the least disturbed by a shared machine."""

from __future__ import annotations

import time
from collections.abc import Callable

RUNS = 5


def cpu_seconds(job: Callable[[], object], runs: int = RUNS) -> float:
    """Best CPU time of several runs; fewer for a job that takes long."""
    best = float("inf")
    for _ in range(runs):
        started = time.process_time()
        job()
        best = min(best, time.process_time() - started)
    return best
