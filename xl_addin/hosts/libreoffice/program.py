"""Where LibreOffice is, and an environment in which its Python is its own.

Another Python first on the search path, or a ``PYTHONPATH``, makes LibreOffice's Python take the wrong library: the
installation of an extension then ends without a reason. Whatever we start gets an environment without either.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from xl_addin.files.office import office_program
from xl_addin.values.errors import InputError

MISSING: Final = "没有找到 LibreOffice，请先安装（Debian 等：sudo apt-get install libreoffice-calc python3-uno）"
NO_PYTHON: Final = "LibreOffice 没有 Python 部件，请先安装（Debian 等：sudo apt-get install python3-uno）"
_UNO_FOLDERS: Final = ("/usr/lib/python3/dist-packages",)


@dataclass(frozen=True, slots=True)
class Program:
    """LibreOffice as installed: its folder of programs."""

    folder: Path

    @property
    def soffice(self) -> Path:
        """The program that is started; the last link of the chain, so that a kill reaches it."""
        return self._named("soffice.bin" if sys.platform != "win32" else "soffice.exe")

    @property
    def unopkg(self) -> Path:
        """The program that installs extensions."""
        return self._named("unopkg" if sys.platform != "win32" else "unopkg.com")

    @property
    def takes_python(self) -> bool:
        """Whether extensions in Python can run in it."""
        return (self.folder / "pythonloader.py").is_file()

    def _named(self, name: str) -> Path:
        return self.folder / name


def find_program() -> Program:
    """Give the LibreOffice of this computer; InputError with what to install."""
    found = office_program()
    if not found:
        raise InputError(MISSING)
    program = Program(Path(os.path.realpath(found)).parent)
    if not program.takes_python:
        raise InputError(NO_PYTHON)
    return program


def clean_environment() -> dict[str, str]:
    """The environment without another Python: none of its variables, and the system's folders first on the path."""
    kept = {key: text for key, text in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    if sys.platform != "win32":
        own = ["/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        others = [one for one in os.get_exec_path() if one not in own and not _has_python(one)]
        kept["PATH"] = os.pathsep.join([*own, *others])
        kept.setdefault("LC_ALL", "C.UTF-8")
    return kept


def _has_python(folder: str) -> bool:
    return any(Path(folder, name).exists() for name in ("python3", "python"))


def strange_python() -> str:
    """Give the Python that comes before the system's on the search path, '' if none does."""
    if sys.platform == "win32":
        return ""
    for folder in os.get_exec_path():
        if folder in ("/usr/bin", "/bin"):
            return ""
        if Path(folder, "python3").exists():
            return str(Path(folder, "python3"))
    return ""


def import_uno(program: Program) -> Any:
    """Give the module ``uno`` in this Python; InputError if LibreOffice was made for another version.

    Its folders go to the end of the search path, so that no package of ours is shadowed.
    """
    for folder in (str(program.folder), *_UNO_FOLDERS):
        if folder not in sys.path:
            sys.path.append(folder)
    os.environ.setdefault("URE_BOOTSTRAP", f"vnd.sun.star.pathname:{program.folder / 'fundamentalrc'}")
    try:
        import_module("pyuno")
        return import_module("uno")
    except ImportError:
        version = ".".join(map(str, sys.version_info[:2]))
        raise InputError(f"LibreOffice 的 Python 与本程序的（{version}）版本不同，不能在同一进程里连接") from None
