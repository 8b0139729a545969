"""Many workbooks by ``xl-addin batch`` beside a plain loop over them: CPU seconds, files a second, ratio of one run.

The same synthetic books, the same job; the loop has no isolation, no limits, no manifest and no summary. CPU seconds
are those of all processes. Nothing is asserted here.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILES = 8
SAMPLE = Path(__file__).parents[1] / "workbooks" / "samples" / "改制测算示例.xlsx"
DAY = "2011-12-01"
LOOP = """
import datetime as dt, sys
from pathlib import Path
from xl_addin.hosts.file.job import run_file
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    run_file(path, Path(sys.argv[2]) / path.name, dt.datetime.now(), None, dt.date.fromisoformat(sys.argv[3]))
"""


def measured(command: list[str]) -> tuple[float, float]:
    """CPU and wall-clock seconds of a command and all that it starts."""
    before, started = os.times(), time.monotonic()
    done = subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{command[:3]} ended with {done.returncode}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu, time.monotonic() - started


def line(what: str, found: tuple[float, float], loop: tuple[float, float]) -> str:
    cpu, wall = found
    rates = f"{FILES / wall:6.2f} files/s  {FILES / cpu:6.2f} files/CPU s"
    return f"{what:24} {cpu:7.1f} CPU s {wall:7.1f} s  {rates}  {cpu / loop[0]:5.2f} x CPU of the loop"


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "in").mkdir()
        (place / "loop").mkdir()
        for number in range(FILES):
            shutil.copy(SAMPLE, place / "in" / f"{number:04d}.xlsx")
        batch = ["-m", "xl_addin", "batch", str(place / "in"), "--today", DAY]
        loop = measured(["-c", LOOP, str(place / "in"), str(place / "loop"), DAY])
        print(f"{FILES} workbooks of 300 persons, {dt.date.today().isoformat()}")
        print(line("plain loop", loop, loop))
        for jobs in (1, 2):
            out = ["-o", str(place / f"out{jobs}"), "--jobs", str(jobs)]
            print(line(f"batch --jobs {jobs}", measured([*batch, *out]), loop))
        print(line("batch --resume, all done", measured([*batch, *out, "--resume"]), loop))


if __name__ == "__main__":
    main()
