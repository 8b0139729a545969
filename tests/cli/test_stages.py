"""A long command on a terminal: a bar that says how far it is, and Ctrl-C that leaves one line and nothing else."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.severance_book import write_severance_book

pty = pytest.importorskip("pty")
PERSONS = 400
PATIENCE = 120.0
ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "簿").mkdir()
    (tmp_path / "tmp").mkdir()
    persons = [(f"虚构{number}", "") for number in range(PERSONS)]
    write_severance_book(tmp_path / "簿" / "书.xlsx", persons, "1985-07-01")
    return tmp_path


class Watched:
    """A command line on a terminal of its own, and what the terminal has shown."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.shown = ""
        self._master, slave = pty.openpty()
        environment = {**os.environ, "TMPDIR": str(folder / "tmp"), "PYTHONPATH": str(ROOT), "TERM": "xterm"}
        environment["COLUMNS"] = "100"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "xl_addin", *arguments],
            cwd=folder / "簿",
            env=environment,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            preexec_fn=lambda: [signal.signal(number, signal.SIG_DFL) for number in (signal.SIGINT, signal.SIGTERM)],
        )
        os.close(slave)

    def until(self, pattern: str) -> bool:
        """Whether something is shown before the command ends."""
        return self._read(pattern)

    def end(self) -> int:
        """Read to the end and give the exit status."""
        self._read(None)
        os.close(self._master)
        return self.process.wait(PATIENCE)

    def _read(self, pattern: str | None) -> bool:
        started, data = time.monotonic(), self.shown.encode()
        while time.monotonic() - started < PATIENCE:
            if pattern is not None and re.search(pattern, self.shown):
                return True
            if not select.select([self._master], [], [], 1)[0]:
                continue
            try:
                piece = os.read(self._master, 65536)
            except OSError:  # how Linux says that nobody holds the other side
                piece = b""
            if not piece:
                return False
            data += piece
            self.shown = data.decode("utf-8", "ignore")
        self.process.kill()
        raise AssertionError(f"waited in vain for {pattern}: {self.shown[-500:]}")


def left(folder: Path) -> list[str]:
    return sorted(path.name for place in ("簿", "tmp") for path in (folder / place).iterdir())


def test_a_command_says_how_many_persons_are_done(folder: Path) -> None:
    watched = Watched(folder, "command", "职工确认单", "书.xlsx", "-o", "单.xlsx")
    assert watched.until(rf"编制 \d+ / {PERSONS} 人")
    assert watched.end() == 0
    assert "写出" in watched.shown
    assert watched.shown.rstrip().endswith("已写出：单.xlsx")
    assert left(folder) == ["书.xlsx", "单.xlsx"]


@pytest.mark.parametrize("stage", ["重算", "编制", "写出|保存"])
def test_ctrl_c_in_any_stage_leaves_one_line_and_nothing_else(folder: Path, stage: str) -> None:
    watched = Watched(folder, "command", "职工确认单", "书.xlsx", "-o", "单.xlsx")
    assert watched.until(stage)
    watched.process.send_signal(signal.SIGINT)
    assert watched.end() == 130
    last = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", watched.shown).replace("\r", "\n").rstrip().splitlines()[-1]
    assert last.strip() == "已中断，没有写出文件"
    assert watched.shown.rindex("\x1b[?25h") > watched.shown.rindex("\x1b[?25l")  # the cursor is shown again
    assert left(folder) == ["书.xlsx"]


def test_a_run_shows_its_checks(folder: Path) -> None:
    watched = Watched(folder, "run", "书.xlsx", "-o", "出.xlsx")
    assert watched.until(r"校验 \d+ / \d+ 项")
    assert watched.end() in (0, 1)
    assert left(folder) == ["书.xlsx", "出.xlsx"]
