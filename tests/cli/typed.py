"""A command line as somebody types it, run in this process: a hundred starts of Python would take minutes."""

from __future__ import annotations

import io
import subprocess
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path

from xl_addin.cli.application import run_line

Run = subprocess.CompletedProcess[str]


def typed(*arguments: object, cwd: Path | None = None) -> Run:
    """What a command line says, and its status."""
    said, complained = io.StringIO(), io.StringIO()
    line = list(map(str, arguments))
    with redirect_stdout(said), redirect_stderr(complained), chdir(cwd or Path.cwd()):
        status = run_line(line)
    return subprocess.CompletedProcess(line, status, said.getvalue(), complained.getvalue())
