"""Standard output and error that cannot make a job fail: a full disk, a reader that has gone, a closed descriptor.

What is written to a workbook and what is shown of it are two things: the one must not be called refused because the
other could not be shown. What was lost is known afterwards.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import Any, Final, TextIO

_NAMES: Final = ("stdout", "stderr")


class _Patient(io.RawIOBase):
    """Passes bytes on for as long as that works, and notes why it does not."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.lost: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        return bool(self._raw.isatty())

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        if self.lost is None:
            try:
                return int(self._raw.write(data) or 0)
            except OSError as error:
                self.lost = error
        return size


def keep_streams() -> None:
    """Make both streams patient. Missing ones become empty ones: a file of the user's must not get their numbers."""
    closed = [number for number in range(3) if not _is_open(number)]
    for _ in closed:
        os.open(os.devnull, os.O_RDWR)
    for number, name in enumerate(_NAMES, 1):
        stream: Any = getattr(sys, name)
        buffer = getattr(stream, "buffer", None)
        raw = buffer if isinstance(buffer, io.RawIOBase) else getattr(buffer, "raw", None)  # PYTHONUNBUFFERED has none
        if stream is None:
            raw = io.FileIO(number, "w", closefd=False)
        if raw is not None:
            setattr(sys, name, _patient(raw, stream, lost=number in closed))


def _patient(raw: Any, stream: TextIO | None, *, lost: bool) -> TextIO:
    kept = _Patient(raw)
    if lost:
        kept.lost = OSError(errno.EBADF, os.strerror(errno.EBADF))
    soon = kept.isatty() or isinstance(getattr(stream, "buffer", None), io.RawIOBase)
    encoding = stream.encoding if stream is not None else "utf-8"
    return io.TextIOWrapper(io.BufferedWriter(kept), encoding=encoding, errors="replace", line_buffering=soon)


def what_is_lost() -> OSError | None:
    """Send off what is still held back; give why not all that was said reached the standard output."""
    for name in _NAMES:
        with suppress(OSError, ValueError, AttributeError):
            getattr(sys, name).flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    return raw.lost if isinstance(raw, _Patient) else None


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
