"""An installed add-in with its service, for one user who is nobody else, and WPS played by Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from xl_addin.hosts.service.callers import callers
from xl_addin.hosts.service.wps import installing
from xl_addin.hosts.service.wps.addin import FOLDER
from xl_addin.hosts.service.wps.places import addins_folder
from xl_addin.hosts.service.wps.reaching import proves

ET = Path(__file__).with_name("et.js")
ROOT = Path(__file__).parents[4]
Wps = Callable[..., dict[str, Any]]


def own_home(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Everything of a user's goes to a folder of the test's."""
    monkeypatch.setenv("HOME", str(home))
    for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    own_home(monkeypatch, tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The add-in's folder, as installed, while its service runs."""
    place = tmp_path_factory.mktemp("user")
    with pytest.MonkeyPatch.context() as patch:
        own_home(patch, place)
        installing.install(start=False)
        [caller] = callers()
        service = subprocess.Popen(
            [sys.executable, "-m", "xl_addin", "serve", "--no-browser"],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
        )
        try:
            deadline = time.monotonic() + 60
            while not proves(caller.port, caller.token):
                assert service.poll() is None, "the service has ended"
                assert time.monotonic() < deadline, "the service does not answer"
                time.sleep(0.1)
            yield addins_folder() / FOLDER
        finally:
            service.terminate()
            service.wait(20)


@pytest.fixture(scope="session")
def wps(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Wps:
    """Plays WPS with the add-in; what is asked of it is the keywords, what happened is given."""
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        pytest.fail("缺少 Node：sudo apt-get install nodejs")

    def played(**told: Any) -> dict[str, Any]:
        file = tmp_path_factory.mktemp("told") / "told.json"
        file.write_text(json.dumps({"folder": str(installed), "origin": "null", **told}), encoding="utf-8")
        done = subprocess.run([node, str(ET), str(file)], capture_output=True, text=True, timeout=170)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return played
