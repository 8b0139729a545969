"""How far a long job is, told from wherever the work is done to whoever watches; nobody may.

A job does not know who watches it, and on its way down to the loop that takes the time it passes many a function that
has no use for the watcher. So it is known here, for the context (thread or task) that the job runs in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of a job: its Chinese name, and what is counted in it ('' for nothing)."""

    name: str
    unit: str = ""


Watcher = Callable[[Stage, int, int], None]
READING: Final = Stage("读取", "行")
PARSING: Final = Stage("解析公式", "个")
RECALCULATING: Final = Stage("重算", "格")
CHECKING: Final = Stage("校验", "项")
COMPOSING: Final = Stage("编制", "人")
FILLING: Final = Stage("写出", "行")
PACKING: Final = Stage("压缩", "MB")
SAVING: Final = Stage("保存")
MASKING: Final = Stage("复核脱敏")
CONVERTING: Final = Stage("用 LibreOffice 转换")
PRINTING: Final = Stage("转 PDF")
_EVERY: Final = 50
_watcher: Final[ContextVar[Watcher | None]] = ContextVar("watcher", default=None)


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Let a watcher be told what is done in the block."""
    before = _watcher.set(watcher)
    try:
        yield
    finally:
        _watcher.reset(before)


def tell(stage: Stage, done: int = 0, total: int = 0) -> None:
    """Tell how much of a stage is done; ``total`` is 0 where it is not known.

    >>> with watched(lambda stage, done, total: print(stage.name, done, total)):
    ...     tell(READING, 3)
    读取 3 0
    """
    watcher = _watcher.get()
    if watcher is not None:
        watcher(stage, done, total)


def counted(stage: Stage, items: Iterable[Item], total: int) -> Iterator[Item]:
    """Give the items, telling now and then how many have been taken.

    >>> list(counted(COMPOSING, "ab", 2))
    ['a', 'b']
    """
    for done, item in enumerate(items):
        if done % _EVERY == 0:
            tell(stage, done, total)
        yield item
    tell(stage, total, total)
