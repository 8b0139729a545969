"""A LibreOffice with the extension: started, killed, started again, never the user's own."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest._io.saferepr import SafeRepr

from xl_addin.hosts.libreoffice.extension.build import build_extension
from xl_addin.hosts.libreoffice.installing import reach
from xl_addin.hosts.libreoffice.office import Office, add_extension

# Asked for its own words, an object of a LibreOffice that is gone ends Python; pytest asks when a test has failed.
SafeRepr.repr_pyuno = lambda self, value, level: "<object of LibreOffice>"  # type: ignore[attr-defined]
WATCH_SECONDS = 200.0
"""After so long a call that hangs ends with its LibreOffice."""

collect_ignore = ["component.py"]  # runs inside LibreOffice only


class Pool:
    """Gives a running LibreOffice with the extension, a new one in place of one that is gone."""

    def __init__(self, folder: Path, told: dict[str, Any] | None, environment: dict[str, str] | None = None) -> None:
        self.folder, self.environment = folder, environment
        self.template = folder / "template"
        self.running: Office | None = None
        self.count = 0
        path = folder / "soe.oxt"
        path.write_bytes(build_extension(told))
        with Office.started(self.template, environment=environment) as office:
            add_extension(office, path)

    def get(self) -> Office:
        if self.running is None or not self.running.alive:
            self.count += 1
            profile = self.folder / f"profile{self.count}"
            shutil.copytree(self.template, profile)
            self.running = Office(profile, environment=self.environment)
        return self.running

    def end(self) -> None:
        if self.running is not None and self.running.alive:
            self.running.stop()


@pytest.fixture(scope="session")
def pool(tmp_path_factory: pytest.TempPathFactory, office: str) -> Iterator[Pool]:
    made = Pool(tmp_path_factory.mktemp("calc"), reach())
    yield made
    made.end()


@pytest.fixture
def calc(pool: Pool) -> Iterator[Office]:
    """LibreOffice for one test; what the test leaves open is closed."""
    yield from watched(pool.get())


@pytest.fixture
def calc_with(tmp_path: Path, office: str) -> Iterator[Callable[..., Office]]:
    """Give a LibreOffice with an extension that is told something else."""
    made: list[Pool] = []

    def start(told: dict[str, Any] | None, environment: dict[str, str] | None = None) -> Office:
        folder = tmp_path / f"pool{len(made)}"
        folder.mkdir()
        made.append(Pool(folder, told, environment))
        return made[-1].get()

    yield start
    for one in made:
        one.end()


def watched(calc: Office) -> Iterator[Office]:
    watch = threading.Timer(WATCH_SECONDS, calc.kill)
    watch.daemon = True
    watch.start()
    try:
        yield calc
    finally:
        watch.cancel()
        if calc.alive:
            calc.close_all()
