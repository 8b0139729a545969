"""Temporary folders that only their owner can look into, gone when they are no longer needed, also after a crash."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PREFIX: Final = "xl_addin-"
_ABANDONED_SECONDS: Final = 3600
"""A folder untouched for so long belongs to no running process."""


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a new folder; what killed processes left behind long ago is removed first."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as name:
        yield Path(name)


def _sweep(place: Path) -> None:
    with suppress(OSError):
        for leftover in place.glob(f"{_PREFIX}*"):
            with suppress(OSError):
                found = leftover.lstat()
                ours = not hasattr(os, "getuid") or found.st_uid == os.getuid()
                if ours and not leftover.is_symlink() and time.time() - found.st_mtime > _ABANDONED_SECONDS:
                    shutil.rmtree(leftover)
