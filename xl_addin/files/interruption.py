"""What must be known when this process is told to end in the middle of its work.

Imports next to nothing: the command line loads it before anything that takes time. It knows what is to be cleaned,
what has been written, and during which moments an end has to wait.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

CLEANERS: Final[list[Callable[[], None]]] = []
"""What removes the temporary files and ends the programs of this process; each may be called at any moment."""
_WRITTEN: Final[deque[Path]] = deque(maxlen=50)
_waiting: Final[list[Callable[[], None]]] = []
_depth: Final[list[None]] = []


def note_written(target: Path) -> None:
    """Note that a file of the user's has been put in its place."""
    _WRITTEN.append(target)


def forget_written() -> None:
    """Begin anew: what an earlier command of this process wrote is not this one's."""
    _WRITTEN.clear()


def written() -> list[Path]:
    """Give the files that this process has put in their places, the newest last."""
    return list(dict.fromkeys(_WRITTEN))


def what_was_written() -> str:
    """Say which files stand: for every line that tells that something went wrong."""
    return f"已写出：{'、'.join(map(str, written()))}" if _WRITTEN else "没有写出文件"


@contextmanager
def unbroken() -> Iterator[None]:
    """Let an end that is asked for wait until the block is over: what is done in it is done whole."""
    _depth.append(None)
    try:
        yield
    finally:
        _depth.pop()
        if not _depth and _waiting:
            _waiting.pop()()


def end_by(act: Callable[[], None]) -> None:
    """End this process by ``act``, at once or as soon as what must not be broken is over."""
    if _depth:
        _waiting[:] = [act]
    else:
        act()


def clean() -> None:
    """Remove what this process has made for a while, as far as it can be removed."""
    for cleaner in CLEANERS:
        cleaner()
