"""The mark that Windows puts on a file that came from elsewhere: a stream beside its content, ``Zone.Identifier``.

For its sake Excel opens a book in Protected View and does not run its macros. What is made of such a file is as foreign
as the file itself, so a copy keeps the mark. Other systems have no such streams, and nothing is done there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

_STREAM: Final = ":Zone.Identifier"
_LONGEST: Final = 100_000
HAS_STREAMS = sys.platform == "win32"


def mark_of(path: Path) -> bytes:
    """Give the mark of a file; empty if it has none."""
    if not HAS_STREAMS:
        return b""
    try:
        with Path(f"{path}{_STREAM}").open("rb") as stream:
            return stream.read(_LONGEST)
    except OSError:
        return b""


def keep_mark(source: Path, copy: Path) -> None:
    """Give a copy the mark of what it was made from. Where the disk has no room for marks, it gets none."""
    mark = mark_of(source)
    if mark:
        try:
            Path(f"{copy}{_STREAM}").write_bytes(mark)
        except OSError:
            return


def lost_mark(source: Path, copy: Path) -> bool:
    """Tell whether a file is marked as from elsewhere and its copy is not."""
    return bool(mark_of(source)) and not mark_of(copy)
