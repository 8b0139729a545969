"""LibreOffice as a converter of files, where it is installed: private profile, no window, an end after some minutes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from xl_addin.files.children import started
from xl_addin.values.errors import InputError

_PROGRAMS: Final = ("soffice", "libreoffice")
_WINDOWS_PROGRAMS: Final = ("soffice.com", "soffice.exe")
_INSTALLED: Final = (r"SOFTWARE\LibreOffice\UNO\InstallPath", "")
_PROGRAM_FILES: Final = (
    (r"SOFTWARE\Microsoft\Windows\CurrentVersion", "ProgramFilesDir"),
    (r"SOFTWARE\Microsoft\Windows\CurrentVersion", "ProgramFilesDir (x86)"),
)
SECONDS: Final = 300
MEMORY: Final = 700_000_000
"""Bytes of data that LibreOffice may hold for a file of a user; 100,000 rows of 25 cells take 481 MB."""
_SETTINGS: Final = {
    "Office.Common/Security/Scripting": {
        "BlockUntrustedRefererLinks": "true",  # pictures, objects and tables that a workbook only points at
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
    },
    "Office.Calc/Content/Update": {"Link": "1"},  # never
    "Inet/Settings": {
        "ooInetProxyType": "2",  # the one that is named: nobody listens there
        **{f"ooInet{kind}ProxyName": "127.0.0.1" for kind in ("HTTP", "HTTPS")},
        **{f"ooInet{kind}ProxyPort": "9" for kind in ("HTTP", "HTTPS")},
        "ooInetNoProxy": "",
    },
}
"""What LibreOffice may do while it converts: fetch nothing, run nothing of the workbook."""
_AFRESH: Final = {"Office.Calc/Formula/Load": {"OOXMLRecalcMode": "0", "ODFRecalcMode": "0"}}
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
)


def office_program() -> str:
    """The whole path of LibreOffice's program, '' where it is not installed.

    Never looked for in the current folder: it may be the one that a workbook was downloaded into.
    """
    return _windows_office() if sys.platform == "win32" else _search_path_office()


def _search_path_office() -> str:
    """Look along the search path, but for places that depend on the current folder."""
    places = [place for place in os.get_exec_path() if Path(place).is_absolute()]
    found = (shutil.which(program, path=os.pathsep.join(places)) for program in _PROGRAMS)
    return next(filter(None, found), "") if places else ""


def _windows_office() -> str:
    """Ask the part of the registry that only administrators write, then look where programs are installed."""
    folders = [Path(text) for text in _machine_texts(*_INSTALLED)]
    for key, name in _PROGRAM_FILES:
        folders += [Path(text) / "LibreOffice" / "program" for text in _machine_texts(key, name)]
    programs = (folder / program for folder in folders for program in _WINDOWS_PROGRAMS if folder.is_absolute())
    return next((str(program) for program in programs if program.is_file()), "")


def _machine_texts(key: str, name: str) -> list[str]:
    """Give a text of the machine's registry as 64-bit and as 32-bit programs see it."""
    api: Any = import_module("winreg")
    found = []
    for view in (api.KEY_WOW64_64KEY, api.KEY_WOW64_32KEY):
        try:
            with api.OpenKey(api.HKEY_LOCAL_MACHINE, key, 0, api.KEY_READ | view) as opened:
                value, _ = api.QueryValueEx(opened, name)
        except OSError:
            continue
        if isinstance(value, str) and value and value not in found:
            found.append(value)
    return found


def convert(
    source: Path,
    form: str,
    folder: Path,
    office: str,
    seconds: float = SECONDS,
    source_filter: str = "",
    memory: int = 0,
    *,
    afresh: bool = False,
) -> Path | None:
    """Convert a file into ``folder``, which must be private; None where LibreOffice wrote nothing."""
    return convert_all([source], form, folder, office, seconds, source_filter, memory, afresh=afresh)[0]


def convert_all(
    sources: Sequence[Path],
    form: str,
    folder: Path,
    office: str,
    seconds: float = SECONDS,
    source_filter: str = "",
    memory: int = 0,
    *,
    afresh: bool = False,
) -> list[Path | None]:
    """Convert files of different names into ``folder`` with one start of LibreOffice; None for each that it left out.

    ``form`` is an extension, or an extension and a filter as LibreOffice names them;
    ``source_filter`` is the only one it may read with, ``memory`` the bytes of data it may hold (0: any); ``afresh``
    computes every formula, whatever value a file remembers. InputError if it cannot be started or takes too long.
    """
    profile = folder / "profile"
    _set_up(profile, _SETTINGS | _AFRESH if afresh else _SETTINGS)
    command = [
        office,
        f"-env:UserInstallation={profile.as_uri()}",
        *("--headless", "--norestore", "--nologo"),
        *((f"--infilter={source_filter}",) if source_filter else ()),
        *("--convert-to", form, "--outdir", str(folder), *map(str, map(Path.absolute, sources))),
    ]
    _run(command, folder, seconds, memory)
    made = [folder / f"{source.stem}.{form.partition(':')[0]}" for source in sources]
    return [result if result.exists() else None for result in made]


def _set_up(profile: Path, settings: Mapping[str, Mapping[str, str]]) -> None:
    """Make a profile that keeps LibreOffice from whatever a hostile workbook would have it fetch or start."""
    items = (
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for path, values in settings.items()
        for name, value in values.items()
    )
    try:
        (profile / "user").mkdir(parents=True, exist_ok=True)
        content = f"{_HEAD}{''.join(items)}</oor:items>\n"
        (profile / "user" / "registrymodifications.xcu").write_text(content, encoding="utf-8")
    except OSError as error:
        raise InputError(f"LibreOffice 不能启动，没有转换（{error.strerror}）") from None


def _run(command: list[str], folder: Path, seconds: float, memory: int) -> None:
    """Run a program and, if it takes too long, end it with everything that it started."""
    try:
        with started(command, folder) as process:
            if memory:
                _limit(process.pid, memory)
            process.wait(seconds)
    except OSError as error:
        raise InputError(f"LibreOffice 不能启动，没有转换（{error.strerror}）") from None
    except subprocess.TimeoutExpired:
        raise InputError(
            f"LibreOffice 超过 {seconds:g} 秒没有转完，已停止；请减少人数，或打开工作簿后自行另存"
        ) from None


def _limit(process: int, memory: int) -> None:
    """Limit the data of a program that has just started, and of all that it starts, where the system can (Linux)."""
    if sys.platform != "linux":
        return
    import resource

    with suppress(OSError):
        _, hard = resource.prlimit(process, resource.RLIMIT_DATA)
        most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
        resource.prlimit(process, resource.RLIMIT_DATA, (most, hard))
        resource.prlimit(process, resource.RLIMIT_CORE, (0, 0))
