"""A private place for a temporary copy of a user's workbook: a folder of its own, removed even after a crash."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PREFIX: Final = "xl_addin-copy-"
_OLD: Final = 3600.0
"""Seconds after which a folder belongs to a program that died: no command takes an hour."""


@contextmanager
def private_copy(ending: str) -> Iterator[Path]:
    """Give the path of a file to write in a folder that only this user can open; both are gone afterwards."""
    sweep(Path(tempfile.gettempdir()), time.time())
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as folder:
        yield Path(folder) / f"copy{ending}"


def sweep(place: Path, now: float) -> None:
    """Remove what a program that was killed has left behind; what is in use stays."""
    for folder in place.glob(f"{_PREFIX}*"):
        try:
            left = now - folder.stat().st_mtime > _OLD
        except OSError:  # gone meanwhile, or another user's
            continue
        if left and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
