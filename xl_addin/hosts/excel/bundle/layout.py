"""Where everything lies in the unzipped folder, and the list of contents that goes with it.

A clerk sees two command files, the list and one folder. That folder, ``program``, is copied as it is to the install
place; its own ``contents.txt`` is what the installer and the diagnosis check files against.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from xl_addin.hosts.excel.bundle.licences import licence_files, licence_of
from xl_addin.hosts.excel.bundle.pins import PYTHON, PYTHON_VERSION, Pin
from xl_addin.hosts.excel.bundle.program import command_files, first_run_files, package_files, python_files
from xl_addin.hosts.excel.bundle.wheels import SITE, wheel_contents
from xl_addin.hosts.excel.install.contents import CONTENTS, as_text
from xl_addin.version import __version__

FOLDER: Final = f"改制测算插件-{__version__}"
PROGRAM: Final = "program/"
LISTING: Final = "内容清单.txt"


def program_files(
    python_archive: Path, wheels: Mapping[Pin, Path], addin: bytes, others: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Give all files of the install place by their path in it, ``contents.txt`` included; ``others`` by theirs."""
    python = python_files(python_archive)
    below_python = dict(python)
    for wheel in wheels.values():
        below_python |= wheel_contents(wheel)
    below_python |= {SITE + place: content for place, content in package_files().items()}
    files = {"python/" + place: content for place, content in below_python.items()}
    files |= licence_files(wheels, python) | {"xl_addin.xlam": addin} | dict(others or {})
    files["卸载.cmd"] = command_files()["卸载.cmd"]
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return files | {CONTENTS: as_text(__version__, digests).encode("utf-8")}


def bundle_files(program: Mapping[str, bytes], wheels: Mapping[Pin, Path]) -> dict[str, bytes]:
    """Give the files of the zip by their path in it, with the list of contents for people."""
    files = {PROGRAM + name: content for name, content in program.items()} | command_files() | first_run_files()
    files[LISTING] = _listing(files, list(wheels)).encode("utf-8-sig")
    return {f"{FOLDER}/{name}": content for name, content in files.items()}


def _listing(files: Mapping[str, bytes], pins: list[Pin]) -> str:
    lines = [
        f"改制测算插件 {__version__} 离线安装包内容清单",
        "",
        "安装：解压全部文件，双击“安装.cmd”。卸载：双击“卸载.cmd”。不需要管理员权限，不需要联网。",
        "核对：certutil -hashfile 文件名 SHA256，结果应与下表相同。",
        "",
        "一、组成（许可证全文在 program\\licenses）",
        f"Python {PYTHON_VERSION}（PSF-2.0），取自 {PYTHON.name} {PYTHON.version}，SHA-256 {PYTHON.digest}",
        *(f"{pin.name} {pin.version}（{licence_of(pin)}），SHA-256 {pin.digest}" for pin in pins),
        "",
        f"二、文件（{len(files)} 个：SHA-256、字节数、路径）",
        *(f"{hashlib.sha256(files[name]).hexdigest()} {len(files[name]):>9} {name}" for name in sorted(files)),
    ]
    return "".join(line + "\r\n" for line in lines)
