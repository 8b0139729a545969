"""A folder that stays the one that was opened, whatever gets its name while something is written into it.

A name can be made a link between the look at it and the writing. So a file is made, checked and renamed by the number
of its open folder, and below the folder of a batch no link is gone through on the way there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from xl_addin.values.errors import InputError

HOLDS: Final = os.open in os.supports_dir_fd and os.mkdir in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
"""Windows has no numbers of folders; there the look before must do, and links need rights."""
_root: Final[ContextVar[Path | None]] = ContextVar("root", default=None)


def leads_away(path: Path) -> InputError:
    """What is said of a name that would have something written elsewhere."""
    return InputError(f"“{path}”是链接，不能用：结果会写到别处，请删去它，或换一个输出文件夹")


def refuse_absent(folder: Path) -> None:
    """Raise InputError if there is no such folder and none will be made, as below the folder of a batch."""
    if not folder.is_dir() and not _below_root(folder):
        raise InputError(f"输出文件夹“{folder}”不存在，请先建立或换一个位置")


@contextmanager
def confined(root: Path) -> Iterator[None]:
    """In the block, whatever is written below a folder goes through no link there, and missing folders are made."""
    before = _root.set(root)
    try:
        yield
    finally:
        _root.reset(before)


def _below_root(folder: Path) -> bool:
    root = _root.get()
    return root is not None and folder.is_relative_to(root)


@contextmanager
def held(folder: Path) -> Iterator[int | None]:
    """Open a folder and give its number, None where the system has none; InputError for a link below a root."""
    root = _root.get()
    below = root is not None and folder.is_relative_to(root)
    if not HOLDS:
        if below:
            folder.mkdir(parents=True, exist_ok=True)
        yield None
        return
    if root is not None and below:
        number = _opened(root, folder)
    else:
        refuse_absent(folder)
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield number
    finally:
        os.close(number)


def _opened(root: Path, folder: Path) -> int:
    """The number of a folder below a root, gone to step by step."""
    at, flags = root, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    number = os.open(root, flags)
    for name in folder.relative_to(root).parts:
        at, outer = at / name, number
        try:
            with suppress(FileExistsError):
                os.mkdir(name, dir_fd=outer)
            number = os.open(name, flags, dir_fd=outer)
        except OSError as error:
            if at.is_symlink():
                raise leads_away(at) from error
            raise
        finally:
            os.close(outer)
    return number


def refuse_elsewhere(number: int, temporary: Path, folder: int | None) -> None:
    """InputError unless a new file that is open, still empty, stands in the open folder."""
    if folder is None:
        return
    try:
        found = os.stat(temporary.name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        raise leads_away(temporary.parent) from None
    if not os.path.samestat(found, os.fstat(number)):
        raise leads_away(temporary.parent)
