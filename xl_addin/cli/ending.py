"""The program is told to end: Ctrl-C, closing its window, ``kill``. One Chinese line, and nothing is left behind.

Whatever Python is doing then is not asked: exceptions could be caught on their way, by libraries above all. What is
made for a while is removed here, and the process ends. A file of the user's that is just being put in its place is
put there whole first.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any, Final

from xl_addin.files.interruption import clean, end_by, what_was_written

INTERRUPTED: Final = 130
"""Exit status after Ctrl-C; after any other signal it is 128 and its number."""
_SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
_CLOSING: Final = frozenset({2, 5, 6})
"""Windows' numbers of a window that is closed, a user who leaves, a computer that is switched off."""
_SECONDS: Final = 4.0
"""Windows ends a program after five."""
_kept: Final[list[Any]] = []


def watch() -> None:
    """From now on end in order. A signal that whoever started us has switched off (``nohup``) stays off."""
    for name in _SIGNALS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _told)
    if sys.platform == "win32":
        _watch_window()


def _told(number: int, frame: FrameType | None) -> None:
    end_by(partial(_leave, number))


def _leave(number: int) -> None:
    for name in _SIGNALS:
        other = getattr(signal, name, None)
        if other is not None:
            with suppress(ValueError):  # Windows' thread for a window that is closed
                signal.signal(other, signal.SIG_IGN)
    with suppress(Exception):  # whatever state the program is in, it ends
        clean()
    with suppress(Exception):
        _say(f"已中断，{what_was_written()}")
    os._exit(128 + number)


def _say(text: str) -> None:
    """Write one line past all buffers, which may be in use; a progress bar and its hidden cursor go."""
    said_line = getattr(sys.modules.get("xl_addin.cli.shown"), "said_line", str)  # not loaded yet: nothing to mask
    watched = os.isatty(2)
    encoding = os.device_encoding(2) or getattr(sys.stderr, "encoding", None) or "utf-8"
    cleared = "\r\x1b[K\x1b[?25h" if watched and sys.platform != "win32" else ""
    os.write(2, f"{cleared}{said_line(text)}\n".encode(encoding, "replace"))


def _watch_window() -> None:
    """Windows tells in a thread of its own that the window is closed, and ends the program when that returns."""

    def told(kind: int) -> bool:
        if kind not in _CLOSING:
            return False
        end_by(partial(_leave, signal.SIGTERM))
        time.sleep(_SECONDS)  # what must not be broken is being finished
        return True

    handler: Any = getattr(ctypes, "WINFUNCTYPE")(ctypes.c_int, ctypes.c_uint)(told)  # noqa: B009
    getattr(ctypes, "windll").kernel32.SetConsoleCtrlHandler(handler, True)  # noqa: B009
    _kept.append(handler)
