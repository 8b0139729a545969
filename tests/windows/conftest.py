"""Tests that need Windows, played by Wine: collected only by ``make test-windows``, which sets XL_ADDIN_WINDOWS."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.windows import narrow
from tests.windows import wine as windows
from tests.windows.snapshot import Snapshot, take
from tests.windows.statement import statement

collect_ignore_glob = ["inside/*"] if os.environ.get("XL_ADDIN_WINDOWS") else ["*"]
INSIDE = Path(__file__).with_name("inside")
HOME = "ProgramData/xl_addin"


class Machine:
    """A Windows PC with the unzipped bundle on it, and how to run things there."""

    def __init__(self, wine: windows.Wine, unzipped: Path) -> None:
        self.wine, self.unzipped = wine, unzipped
        self.home = wine.drive / HOME
        self.before: Snapshot | None = None

    @property
    def user(self) -> Path:
        """The only user's profile."""
        return next(path for path in (self.wine.drive / "users").iterdir() if path.name != "Public")

    def script(self, file: str, *arguments: str, python: Path | None = None, seconds: int = 300) -> Any:
        """Run a script of ``inside`` with a Windows Python (the installed one); give the JSON that it prints."""
        program = python or self.home / "python" / "python.exe"
        script = self.wine.windows_path(INSIDE / file)
        done = self.wine.run(str(program), "-X", "utf8", script, *arguments, seconds=seconds)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace") + done.stdout.decode("utf-8", "replace")
        return json.loads(done.stdout.decode("utf-8").splitlines()[-1])

    def command(self, *arguments: str, installed: bool = True) -> subprocess.CompletedProcess[bytes]:
        """Run ``xl-addin`` by the installed Python or by that of the unzipped bundle."""
        folder = self.home if installed else self.unzipped / "program"
        python = folder / "python" / "python.exe"
        return self.wine.run(str(python), "-I", "-B", "-X", "utf8", "-m", "xl_addin", *arguments)

    def double_click(self, command_file: Path) -> subprocess.CompletedProcess[bytes]:
        """Run a .cmd file as the Explorer does."""
        return self.wine.run("cmd.exe", "/c", "call", self.wine.windows_path(command_file))


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="xl_addin-windows-", ignore_cleanup_errors=True) as name:
        yield Path(name)


@pytest.fixture(scope="session")
def bundle(folder: Path) -> Path:
    from xl_addin.hosts.excel.bundle.build import build_bundle

    started = time.monotonic()
    made = build_bundle(folder / "out")
    print(f"\nbundle: {made.stat().st_size / 1e6:.1f} MB zipped, built in {time.monotonic() - started:.1f} s")
    return made


@pytest.fixture(scope="session")
def one_processor() -> Iterator[None]:
    """Keep Windows on one processor: its programs and Wine's server only ever work in turn.

    On a virtual machine waking another processor for each turn takes longer than the turn.
    """
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    yield
    os.sched_setaffinity(0, allowed)


@pytest.fixture(scope="session")
def machine(folder: Path, bundle: Path, one_processor: None) -> Iterator[Machine]:
    if not windows.is_there():
        if os.environ.get("XL_ADDIN_ALLOW_SKIP_WINDOWS") == "1":
            pytest.skip("Wine is not installed and XL_ADDIN_ALLOW_SKIP_WINDOWS=1")
        pytest.fail("Wine is not installed: run `make test-windows` as root, or set XL_ADDIN_ALLOW_SKIP_WINDOWS=1")
    wine = windows.start(folder)
    downloads = wine.drive / "下载 文件夹 (1)"
    downloads.mkdir()
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(downloads)
    found = Machine(wine, next(downloads.iterdir()))
    seed_excel(found)
    found.before = take(wine)
    yield found
    wine.stop()


@pytest.fixture(scope="session")
def caller(machine: Machine, folder: Path) -> str:
    """A 32-bit program in the place of a 32-bit Excel."""
    lacking = narrow.missing(machine.wine.drive)
    if lacking:
        pytest.skip(f"the library for a 32-bit Excel was not called: this machine lacks {lacking}")
    return machine.wine.windows_path(narrow.build(folder))


@pytest.fixture(params=["64", "32"])
def excel(request: pytest.FixtureRequest) -> list[str]:
    """What the scripts of ``inside`` are told to take Excel's way of so many bits."""
    return [] if request.param == "64" else [str(request.getfixturevalue("caller"))]


def seed_excel(machine: Machine) -> None:
    """Give the PC what an installed 64-bit Excel leaves in registry and disk, with another add-in already loaded."""
    root = machine.wine.drive / "Program Files" / "Microsoft Office" / "Office16"
    root.mkdir(parents=True)
    (root / "EXCEL.EXE").write_bytes(program_header(0x8664))
    machine.script("seed.py", python=machine.unzipped / "program" / "python" / "python.exe")


def program_header(kind: int) -> bytes:
    """The start of a Windows program for a processor: as much as tells 64-bit from 32-bit."""
    return b"MZ".ljust(0x3C, b"\0") + (0x40).to_bytes(4, "little") + b"PE\0\0" + kind.to_bytes(2, "little")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was proved; a test that failed or was skipped proves nothing."""
    if not os.environ.get("XL_ADDIN_WINDOWS"):
        return
    outcomes: dict[str, list[str]] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                outcomes.setdefault(report.nodeid, []).append(report.outcome)
    terminalreporter.section("what this run proves")
    for line in statement(outcomes):
        terminalreporter.write_line(line)
