"""Temporary files and folders of this process, and those that processes left behind which were killed.

The name of each tells whose it is. What this process has at the moment is removed when it is told to end; what others
left is removed as soon as any process of ours starts, or writes into the same folder. A short list in the system's
folder of temporary files names the folders that are being written into, so that a start finds leftovers there, too.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from xl_addin.files import children
from xl_addin.files.interruption import CLEANERS, unbroken
from xl_addin.files.owners import end_users_of, own_name, owner_is_gone

_FILE_PREFIX: Final = ".xl_addin-"
_FILE_SUFFIX: Final = ".tmp"
_FOLDER_PREFIX: Final = "xl_addin-"
_LIST_SUFFIX: Final = ".list"
_ABANDONED_SECONDS: Final = 3600
"""What does not tell whose it is, untouched for so long, belongs to no running process."""
_LONGEST_LIST: Final = 100_000

_files: Final[list[tuple[int, Path]]] = []
_folders: Final[list[Path]] = []
_lists: Final[list[Path]] = []
"""The list of this process, while there is one."""


@contextmanager
def temporary_file(folder: Path) -> Iterator[tuple[int, Path]]:
    """Give a new file in a folder, open for writing by its number, that only its owner can read.

    The caller closes it, and renames it if it is to stay. OSError if the folder cannot be written to.
    """
    _list_folder(folder)
    try:
        with unbroken():
            number, name = tempfile.mkstemp(prefix=f"{_FILE_PREFIX}{own_name()}-", suffix=_FILE_SUFFIX, dir=folder)
            path = Path(name)
            _files.append((number, path))
        try:
            yield number, path
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)
            _files.remove((number, path))
    finally:
        if not _files:
            _drop_list()


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a new folder that only its owner can look into; it goes with all that is in it."""
    sweep()
    with unbroken():
        folder = Path(tempfile.mkdtemp(prefix=f"{_FOLDER_PREFIX}{own_name()}-", dir=_place()))
        _folders.append(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _folders.remove(folder)


def sweep() -> None:
    """Remove what processes that are gone have left: their folders, and the files that their lists lead to."""
    with suppress(OSError):
        for leftover in _place().glob(f"{_FOLDER_PREFIX}*"):
            with suppress(OSError):
                found = leftover.lstat()
                if not (hasattr(os, "getuid") and found.st_uid != os.getuid()) and _is_left(leftover, found):
                    _remove(leftover, found)


def _place() -> Path:
    """The system's folder of temporary files; OSError in Chinese if there is none that takes a file (disk full)."""
    try:
        return Path(tempfile.gettempdir())
    except OSError as error:
        told = "没有能写的临时文件夹，请检查磁盘空间和权限，或用环境变量 TMPDIR 指定另一个文件夹"
        raise OSError(error.errno, told) from error


def sweep_folder(folder: Path) -> None:
    """Remove the temporary files that killed processes left in a folder; they may hold personal data."""
    with suppress(OSError):
        for leftover in folder.glob(f"{_FILE_PREFIX}*{_FILE_SUFFIX}"):
            with suppress(OSError):
                if _is_left(leftover, leftover.lstat()):
                    leftover.unlink()


def _is_left(path: Path, found: os.stat_result) -> bool:
    gone = owner_is_gone(path.name)
    return time.time() - found.st_mtime > _ABANDONED_SECONDS if gone is None else gone


def _remove(leftover: Path, found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        if owner_is_gone(leftover.name):
            end_users_of(leftover)
        shutil.rmtree(leftover)
    elif stat.S_ISREG(found.st_mode) and leftover.suffix == _LIST_SUFFIX:
        with leftover.open("rb") as stream:
            listed = stream.read(_LONGEST_LIST)
        for line in dict.fromkeys(listed.split(b"\0")):
            if line:
                sweep_folder(Path(os.fsdecode(line)))
        leftover.unlink()


def _list_folder(folder: Path) -> None:
    """Note a folder before anything is made in it. Without a place for the list the folder's own sweep must do."""
    with suppress(OSError, ValueError), unbroken():
        path = _place() / f"{_FOLDER_PREFIX}{own_name()}{_LIST_SUFFIX}"
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        number = os.open(path, flags | (0 if path in _lists else os.O_CREAT | os.O_EXCL), 0o600)
        _lists[:] = [path]
        try:
            os.write(number, os.fsencode(folder.absolute()) + b"\0")
        finally:
            os.close(number)


def _drop_list() -> None:
    while _lists:
        with suppress(OSError):
            _lists[-1].unlink(missing_ok=True)
        _lists.pop()


def _clean() -> None:
    """Remove all that this process has at the moment, from within whatever it is doing."""
    children.end_all()
    for number, path in list(_files):
        with suppress(OSError):  # Windows removes no file that is open
            os.close(number)
        with suppress(OSError):
            path.unlink(missing_ok=True)
    for folder in list(_folders):
        shutil.rmtree(folder, ignore_errors=True)
    _drop_list()


CLEANERS.append(_clean)
