"""The program's files at the install place: copied verified, compiled, swapped in whole, taken away by list.

Files are copied by content, so the mark that Windows puts on downloads (a stream beside the file, for which Excel
blocks macros) stays behind.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

from xl_addin.files.children import system_folder
from xl_addin.hosts.excel.install.access import make_private
from xl_addin.hosts.excel.install.contents import (
    CONTENTS,
    Contents,
    as_text,
    is_inner_path,
    is_link,
    leads_out,
    read_contents,
)
from xl_addin.hosts.excel.install.packing import needed, write_pack
from xl_addin.hosts.excel.install.places import ADDIN_NAME, HOME, REPLACED, STAGING
from xl_addin.hosts.excel.starting import PACK
from xl_addin.values.errors import InputError

_COMPILED: Final = "__pycache__"
_NO_WINDOW: Final = 0x08000000
_PATIENCE: Final = 120
"""Seconds, nearly, that the last step of uninstalling waits for the user to close the window."""
_BUSY: Final = "程序文件正在使用，请关闭 Excel（以及正在运行的“改制测算”窗口）后重试"


def put_in_place(source: Path, contents: Contents) -> None:
    """Make the install place hold exactly a version's files, all or none of them.

    Raises InputError if a file of the source is damaged or if files at the place are in use.
    """
    staging = _new_staging()
    try:
        _copy(source, staging, contents)
        _compile(staging, contents)
        with suppress(OSError):  # cells and icons work without it
            write_pack(staging / "python", needed())
        _swap(staging)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def _new_staging() -> Path:
    """Make a new folder with its rights; one that somebody else has prepared under its name is never used."""
    staging = _free(STAGING)
    staging.parent.mkdir(parents=True, exist_ok=True)
    try:
        make_private(staging)
    except OSError as error:
        raise InputError(f"不能建立文件夹 {staging}，请管理员查看这个位置后再装") from error
    return staging


def _copy(source: Path, target: Path, contents: Contents) -> None:
    for name, digest in contents.digests.items():
        if not is_inner_path(name) or leads_out(source, name):
            raise InputError(f"安装包里的文件 {name} 指向别处，请重新取得安装包")
        try:
            content = (source / name).read_bytes()
        except OSError as error:
            raise InputError(f"安装包缺少文件 {name}，请重新解压全部文件后再装") from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise InputError(f"安装包里的文件 {name} 已损坏或被改动，请重新取得安装包")
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    (target / CONTENTS).write_bytes(as_text(contents.version, contents.digests).encode("utf-8"))


def _compile(folder: Path, contents: Contents) -> None:
    """Compile every module by the very Python that will run it; the code is checked by list, not by date."""
    external = import_module("importlib._bootstrap_external")
    for name in contents.digests:
        if not name.endswith(".py"):
            continue
        text = (folder / name).read_bytes()
        with suppress(SyntaxError):  # libraries carry a few files for other Pythons
            code = compile(text, str(HOME / name), "exec", dont_inherit=True)
            target = Path(importlib.util.cache_from_source(str(folder / name)))
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(external._code_to_hash_pyc(code, importlib.util.source_hash(text), False))


def _swap(staging: Path) -> None:
    replaced = _free(REPLACED)
    if HOME.exists():
        try:
            HOME.rename(replaced)
        except OSError as error:
            raise InputError(_BUSY) from error
    try:
        staging.rename(HOME)
    except OSError as error:
        if replaced.exists():
            replaced.rename(HOME)
        raise InputError(_BUSY) from error
    shutil.rmtree(replaced, ignore_errors=True)  # a file that a scanner still holds goes with the next installation


def _free(place: Path) -> Path:
    """Give a free place: this one once what an earlier run left there is gone, else the same name with a number."""
    for folder in (place, *(place.with_name(f"{place.name}{number}") for number in range(2, 100))):
        if folder.exists():
            shutil.rmtree(folder, ignore_errors=True)  # in use, or another user's
        if not folder.exists():
            return folder
    raise InputError(_BUSY)


def sweep() -> None:
    """Remove what interrupted installations left beside the install place, as far as it can be removed."""
    for place in (STAGING, REPLACED):
        for folder in place.parent.glob(f"{place.name}*"):
            shutil.rmtree(folder, ignore_errors=True)


def refuse_if_in_use() -> None:
    """Raise InputError if the installed Python is running: its files could not be removed whole."""
    for name in ("python.exe", "pythonw.exe"):
        program = HOME / "python" / name
        try:
            with program.open("r+b"):  # Windows lets nobody write to a program that runs
                pass
        except FileNotFoundError:
            continue
        except OSError as error:
            raise InputError(_BUSY) from error


def remove_python_later() -> None:
    """Let a process of Windows remove the Python that is running, and the then empty place, once it has ended."""
    nothing, system = subprocess.DEVNULL, system_folder()
    subprocess.Popen(
        removal_command(str(system)),
        executable=str(system / "cmd.exe"),
        cwd=system,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        creationflags=_NO_WINDOW,
    )


def removal_command(system: str) -> str:
    """Give the command line of that process; every program in it is the one in Windows' own folder.

    By its mere name a program would first be looked for in the folder in which the process works.
    """
    place, python = f'"{HOME}"', f'"{HOME / "python"}"'
    # The list goes last: as long as it stands, the installer knows what lies here as ours.
    last = f'if not exist {python} (del /q "{HOME / CONTENTS}" 2>nul & rmdir {place} 2>nul)'
    remove = f"{system}\\ping.exe -n 2 127.0.0.1 >nul & rmdir /s /q {python} 2>nul & {last}"
    gone = f'if exist {place} if not exist "{HOME / ADDIN_NAME}"'  # installed again in the meantime: stays
    return f"{system}\\cmd.exe /d /c for /l %i in (1,1,{_PATIENCE}) do @{gone} ({remove})"


def take_away(*, keep: str = "") -> list[str]:
    """Remove the installed files by their list; give the files left because somebody else put them there.

    ``keep`` is a first part of paths that stay for now, with the list of contents: the running Python cannot remove
    itself.
    """
    contents = read_contents(HOME)
    if contents is None:
        return []
    names = [name for name in contents.digests if not (keep and name.startswith(keep))]
    for name in names:
        if not leads_out(HOME, name):
            (HOME / name).unlink(missing_ok=True)
    folders = [path for path in HOME.rglob("*") if path.is_dir() and not is_link(path)]
    folders = [path for path in folders if not leads_out(HOME, path.relative_to(HOME).as_posix())]
    folders.sort(key=lambda path: len(path.parts), reverse=True)
    for folder in folders:
        inside_kept = keep and folder.relative_to(HOME).as_posix().startswith(keep.rstrip("/"))
        if not inside_kept and folder.name in (_COMPILED, "gen_py"):
            shutil.rmtree(folder)
    if not keep:
        (HOME / "python" / PACK).unlink(missing_ok=True)
        (HOME / CONTENTS).unlink(missing_ok=True)
    for folder in [*folders, HOME]:
        with suppress(OSError):  # not empty: something in it is not ours, or stays for now
            folder.rmdir()
    left = (path.relative_to(HOME).as_posix() for path in HOME.rglob("*") if path.is_file())
    ours = {*contents.digests, CONTENTS}
    return [name for name in left if name not in ours and not (keep and name.startswith(keep))]
