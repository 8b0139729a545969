"""Replace a file at once or not at all.

Content goes to a private temporary file ``.….tmp`` in the target's folder, is flushed to the disk and then renamed.
A killed process can leave such a file behind, never a half-written target; a later write into the folder removes it.
"""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from xl_addin.values.errors import InputError

_PREFIX: Final = ".xl_addin-"
_SUFFIX: Final = ".tmp"
_WRITTEN: Final[deque[Path]] = deque(maxlen=4)
_ABANDONED_SECONDS: Final = 3600
"""A temporary file untouched for so long belongs to no running process."""


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
    was made from: what only its owner can read stays so. InputError with one Chinese line if the folder is missing or
    not writable, the target is in use, or something that is no file (a device, a pipe) has its name.
    """
    folder = target.parent
    try:
        if "\0" in target.name:
            raise OSError("impossible name")
        if target.is_dir():
            raise InputError(f"输出位置“{target}”是文件夹，请给出文件名")
        if not folder.is_dir():
            raise InputError(f"输出文件夹“{folder}”不存在，请先建立或换一个位置")
        if target.exists() and not target.is_file():
            raise InputError(f"输出位置“{target}”是设备或管道，不是普通文件，请换一个文件名")
        mode = _mode(target, like)
        number, name = tempfile.mkstemp(prefix=_PREFIX, suffix=_SUFFIX, dir=folder)
    except OSError as error:
        raise InputError(f"无法写入文件夹“{str(folder)[:200]}”，请检查文件名、权限或换一个位置") from error
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError(f"无法写入“{target}”，请检查磁盘空间和权限，或先关闭正在使用它的程序") from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _WRITTEN.append(target)
    _flush_folder(folder)
    _sweep(folder)


def written() -> list[Path]:
    """The last files that this process wrote, whatever went wrong after that."""
    return list(_WRITTEN)


def _mode(target: Path, like: Path | None) -> int:
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode) & 0o777
    most = 0o666 if like is None else stat.S_IMODE(like.stat().st_mode) & 0o666 | stat.S_IWUSR
    return most & ~_umask()


def _sweep(folder: Path) -> None:
    """Remove what killed processes left in the folder long ago; it may hold personal data."""
    with suppress(OSError):
        for leftover in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
            with suppress(OSError):
                if time.time() - leftover.lstat().st_mtime > _ABANDONED_SECONDS:
                    leftover.unlink()


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
