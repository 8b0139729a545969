"""Fresh virtual environments with the wheel alone, one for each Python that this computer has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
VERSIONS: Final = ("3.11", "3.12", "3.13", "3.14")
OWN: Final = f"{sys.version_info.major}.{sys.version_info.minor}"
_ASK: Final = "import sys, ensurepip, venv; print('%d.%d' % sys.version_info[:2])"


def python(version: str) -> str:
    """A Python of that version that works, '' if there is none."""
    places = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
    own = [sys.executable] if version == OWN else []
    for place in [*own, *map(str, places), shutil.which(f"python{version}")]:
        if place and subprocess.run([place, "-c", _ASK], capture_output=True, text=True).stdout.strip() == version:
            return place
    return ""


def environment(folder: Path) -> dict[str, str]:
    """Nothing of the source tree and of the environment that runs the tests, only the fresh one."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "PYTEST"))
    }
    return {**kept, "PATH": f"{folder / 'bin'}{os.pathsep}/usr/bin{os.pathsep}/bin", "VIRTUAL_ENV": str(folder)}


def install(wheel: Path, version: str, folder: Path, extra: str = "") -> dict[str, str]:
    """Make a fresh environment with the wheel in the tested versions of its libraries; give what a shell has there."""
    uv = [sys.executable, "-m", "uv"]
    subprocess.run([*uv, "venv", "--quiet", "--python", python(version), str(folder)], check=True)
    wanted = f"xl_addin{extra} @ {wheel.as_uri()}"
    pinned = ["--constraint", str(ROOT / "constraints.txt"), wanted]
    subprocess.run([*uv, "pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), *pinned], check=True)
    return environment(folder)
