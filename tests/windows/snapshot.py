"""What a PC holds at a moment: every value of the user's registry, and the files and folders of the disk."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.windows.wine import Wine

TRIES = 3
"""Wine now and then loses a program at its start, without a word; one that only looks may be started again."""
VOLATILE = ("windows/", "下载 文件夹")
"""Of the running system itself, and where the bundle was unzipped."""
_DUMP = Path(__file__).with_name("inside") / "registry_dump.py"


@dataclass(frozen=True)
class Snapshot:
    """Registry values by key, and paths below drive C."""

    registry: dict[str, dict[str, str]]
    files: frozenset[str]


def take(wine: Wine) -> Snapshot:
    python = next(wine.drive.glob("下载*/*/program/python/python.exe"))
    for _ in range(TRIES):
        done = wine.run(str(python), "-X", "utf8", wine.windows_path(_DUMP))
        if done.returncode == 0 or done.stderr:
            break
    assert done.returncode == 0, (done.returncode, done.stderr, done.stdout[-200:])
    paths = (path.relative_to(wine.drive).as_posix() for path in wine.drive.rglob("*"))
    return Snapshot(json.loads(done.stdout), frozenset(path for path in paths if not _is_volatile(path)))


def _is_volatile(path: str) -> bool:
    parts = path.split("/")
    return path.startswith(VOLATILE) or "Temp" in parts
