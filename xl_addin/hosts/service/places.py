"""Where the service keeps what only its user may read: which one runs, its word, and the words of agreed callers.

The user's own folder; it is closed to others, else nothing is written into it.
"""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any, Final

from xl_addin.files.leftovers import temporary_file
from xl_addin.tables.office_headings import own_folder
from xl_addin.values.errors import InputError

STATE: Final = "service.json"
PAGE_FILE: Final = "page.html"
LOCK: Final = "service.lock"
CALLERS: Final = "service-callers.json"
_LONGEST: Final = 65_536


def private_place() -> Path:
    """The folder, made if it is missing. InputError where it cannot be had for this user alone."""
    try:
        folder = own_folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if sys.platform != "win32":
            _refuse_others(folder)
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise InputError(f"不能建立本程序的个人文件夹（{reason}），请检查用户目录的权限和磁盘空间") from None
    return folder


def _refuse_others(folder: Path) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise InputError(f"“{folder}”不是本用户自己的文件夹，请移走后再试")
    if stat.S_IMODE(found.st_mode) & 0o077:
        folder.chmod(0o700)


def write_private(path: Path, content: dict[str, Any]) -> None:
    """Write a small file that only its owner can read, whole or not at all. OSError if it cannot be written."""
    write_private_bytes(path, json.dumps(content, ensure_ascii=False, indent=1).encode())


def write_private_bytes(path: Path, content: bytes) -> None:
    """The same for a file that is no JSON."""
    with temporary_file(path.parent) as (number, temporary):
        with os.fdopen(number, "wb") as stream:
            stream.write(content)
        temporary.replace(path)


def read_private(path: Path) -> dict[str, Any]:
    """What such a file holds; empty where there is none, or none that can be read."""
    try:
        if not path.is_file() or path.stat().st_size > _LONGEST:
            return {}
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
