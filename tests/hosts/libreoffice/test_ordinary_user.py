"""Somebody who is not root installs for himself, is told that all is well, and takes it away again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.hosts.libreoffice.calc import ROOT

pytestmark = pytest.mark.calc
NOBODY = 65534
PYTHON = Path("/usr/bin/python3")


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of his own; the folders of pytest are root's."""
    made = Path(tempfile.mkdtemp(prefix="soe-home-"))
    os.chown(made, NOBODY, NOBODY)
    yield made
    shutil.rmtree(made)


def by_nobody(home: Path, command: str) -> subprocess.CompletedProcess[str]:
    packages = Path(np.__file__).parents[1]
    environment = {
        "HOME": str(home),
        "TMPDIR": str(home),
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": f"{ROOT}:{packages}",
    }
    return subprocess.run(
        [str(PYTHON), "-m", "xl_addin", "libreoffice", command],
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
        env=environment,
        cwd=home,
        text=True,
        capture_output=True,
        timeout=180,
        check=False,
    )


def _can_be_another() -> bool:
    """Whether this is root, with a Python of the system that can read the program and take its packages."""
    if sys.platform == "win32" or os.geteuid() != 0 or not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import sys, numpy; print(*sys.version_info[:2])"]
    path = {"PYTHONPATH": str(Path(np.__file__).parents[1]), "PATH": "/usr/bin:/bin"}
    found = subprocess.run(probe, user=NOBODY, group=NOBODY, env=path, capture_output=True, text=True, check=False)
    return found.stdout.split() == [str(part) for part in sys.version_info[:2]] and os.access(ROOT, os.R_OK)


def test_an_ordinary_user_installs_for_himself_and_takes_it_away(home: Path, office: str) -> None:
    if not _can_be_another():
        pytest.skip("needs root and a Python of the system of the same version")
    installed = by_nobody(home, "install")
    assert (installed.returncode, installed.stderr) == (0, "")
    assert "已为本用户安装" in installed.stdout
    looked = by_nobody(home, "doctor")
    assert looked.returncode == 0, looked.stdout
    assert "算得 43200.00 元，正确" in looked.stdout
    removed = by_nobody(home, "uninstall")
    assert (removed.returncode, "已卸载" in removed.stdout) == (0, True), removed.stderr
    assert by_nobody(home, "doctor").returncode != 0
