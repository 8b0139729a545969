"""Replace a file at once or not at all.

Content goes to a private temporary file ``.….tmp`` in the target's folder, is flushed to the disk and then renamed.
A killed process can leave such a file behind, never a half-written target; the next start of any process of ours
removes it (:mod:`xl_addin.files.leftovers`).
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from xl_addin.files.held_folders import held, refuse_absent, refuse_elsewhere
from xl_addin.files.interruption import note_written, unbroken
from xl_addin.files.leftovers import sweep_folder, temporary_file
from xl_addin.files.zone import keep_mark
from xl_addin.values.errors import InputError


def refuse_same_file(source: Path, target: Path) -> None:
    """Raise InputError if the target is the source, under whatever path or link."""
    same = False
    with suppress(OSError, RuntimeError, ValueError):  # a loop of links or an impossible name is refused on opening
        same = source.resolve() == target.resolve() or source.samefile(target)
    if same:
        raise InputError(f"输出文件不能是原工作簿“{target.name}”本身，请换一个文件名或文件夹")


@contextmanager
def replacing(target: Path, like: Path | None = None) -> Iterator[IO[bytes]]:
    """Give a stream whose content becomes the file ``target`` when the block ends without an exception.

    A file that is replaced hands on its access rights; a new one has no more than ``like``, the workbook that it
    was made from: what only its owner can read stays so, and what came from elsewhere stays marked. InputError with
    one Chinese line if the folder is missing or not writable, the target is in use, or something that is no file (a
    device, a pipe) has its name.
    """
    folder = target.parent
    with ExitStack() as exits:
        try:
            place = exits.enter_context(held(folder))
            _refuse_place(target)
            mode = _mode(target, like)
            number, temporary = exits.enter_context(temporary_file(folder))
            refuse_elsewhere(number, temporary, place)
        except OSError as error:
            raise InputError(f"无法写入文件夹“{str(folder)[:200]}”，请检查文件名、权限或换一个位置") from error
        try:
            with os.fdopen(number, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(temporary if place is None else temporary.name, mode, dir_fd=place)
            if like is not None:
                keep_mark(like, temporary)  # before it has its name: there is no moment without
            with unbroken():
                if place is None:
                    temporary.replace(target)
                else:
                    os.replace(temporary.name, target.name, src_dir_fd=place, dst_dir_fd=place)
                note_written(target)
        except OSError as error:
            raise InputError(f"无法写入“{target}”，请检查磁盘空间和权限，或先关闭正在使用它的程序") from error
    _flush_folder(folder)
    sweep_folder(folder)


def refuse_place(target: Path) -> None:
    """Raise InputError, before any work, for a target that :func:`replacing` will not write.

    What has to be made or opened to know it (rights, missing folders of a batch) is found out there.
    """
    try:
        _refuse_place(target)
    except OSError:
        raise InputError(f"无法写入“{str(target)[:200]}”，请检查文件名或换一个位置") from None


def _refuse_place(target: Path) -> None:
    if "\0" in str(target):
        raise OSError("impossible name")
    if target.is_dir():
        raise InputError(f"输出位置“{target}”是文件夹，请给出文件名")
    refuse_absent(target.parent)
    if target.exists() and not target.is_file():
        raise InputError(f"输出位置“{target}”是设备或管道，不是普通文件，请换一个文件名")


def _mode(target: Path, like: Path | None) -> int:
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode) & 0o777
    most = 0o666 if like is None or not like.exists() else _read_rights(like)
    return most & ~_umask()


def share_rights(source: Path, copy: Path) -> None:
    """Let a temporary copy be readable by whoever may read its source, and by nobody else."""
    copy.chmod(_read_rights(source))


def _read_rights(source: Path) -> int:
    return stat.S_IMODE(source.stat().st_mode) & 0o666 | stat.S_IWUSR


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _flush_folder(folder: Path) -> None:
    """Make the renaming survive a power cut, where the system can."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
