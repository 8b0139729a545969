"""Replace a file at once or not at all.

Content goes to a private temporary file ``.….tmp`` in the target's folder, is flushed to the disk and then renamed.
A killed process can leave such a file behind, never a half-written target.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from xl_addin.values.errors import InputError


def refuse_same_file(source: Path, target: Path) -> None:
    """Raise InputError if the target is the source, under whatever path or link."""
    same = False
    with suppress(OSError, RuntimeError, ValueError):  # a loop of links or an impossible name is refused on opening
        same = source.resolve() == target.resolve() or source.samefile(target)
    if same:
        raise InputError(f"输出文件不能是原工作簿“{target.name}”本身，请换一个文件名或文件夹")


@contextmanager
def replacing(target: Path) -> Iterator[IO[bytes]]:
    """Give a stream whose content becomes the file ``target`` when the block ends without an exception.

    InputError with one Chinese line if the folder is missing or not writable, or the target is in use.
    """
    folder = target.parent
    try:
        if "\0" in target.name:
            raise OSError("impossible name")
        if target.is_dir():
            raise InputError(f"输出位置“{target}”是文件夹，请给出文件名")
        if not folder.is_dir():
            raise InputError(f"输出文件夹“{folder}”不存在，请先建立或换一个位置")
        number, name = tempfile.mkstemp(prefix=".xl_addin-", suffix=".tmp", dir=folder)
    except OSError as error:
        raise InputError(f"无法写入文件夹“{str(folder)[:200]}”，请检查文件名、权限或换一个位置") from error
    temporary = Path(name)
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise InputError(f"无法写入“{target}”，请检查磁盘空间和权限，或先关闭正在使用它的程序") from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _flush_folder(folder)


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
