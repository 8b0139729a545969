"""Which process made a temporary file or folder, written into its name, and whether that process is gone.

A number alone would not do: it is given again to another process, and other machines that work in a shared folder have
the same numbers. Where the owner is another machine's, or cannot be asked, a name tells nothing.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import signal
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_OWNER: Final = re.compile(r"([0-9a-f]{8})-(\d{1,10})-(\d{1,20})(?![0-9])")
_GONE_STATES: Final = frozenset("ZX")
"""Linux' words for a process that has ended and is still listed."""
_QUERY, _STILL_ACTIVE, _NO_SUCH_PROCESS = 0x1000, 259, 87


def own_name() -> str:
    """Give the words that name this process: its machine, its number, and when it was started."""
    return f"{_machine()}-{os.getpid()}-{_started(os.getpid()) or 0}"


def owner_is_gone(name: str) -> bool | None:
    """Tell whether the process in a name has ended; None if the name tells none, or one of another machine."""
    found = _OWNER.search(name)
    if found is None or found[1] != _machine():
        return None
    now, then = _started(int(found[2])), int(found[3])
    return now is None or (now != then and now != 0 and then != 0)


def end_users_of(folder: Path) -> None:
    """End the programs that a dead process started to work in its own temporary folder; Linux only.

    Windows ends them itself together with the process (:mod:`xl_addin.files.children`).
    """
    needle = os.fsencode(folder.name)
    with suppress(OSError):
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                number = int(process.name)
                ours = process.stat().st_uid == os.getuid() and number != os.getpid()
                if ours and needle in (process / "cmdline").read_bytes():
                    end = os.killpg if os.getpgid(number) == number else os.kill
                    end(number, signal.SIGKILL)


@lru_cache(maxsize=1)
def _machine() -> str:
    """Eight letters for this machine, or this container: numbers of processes mean something only within it."""
    space = ""
    with suppress(OSError, AttributeError):
        space = str(Path("/proc/self/ns/pid").readlink())
    name = os.environ.get("COMPUTERNAME", "") if sys.platform == "win32" else os.uname().nodename
    return hashlib.sha256(f"{name} {space}".encode()).hexdigest()[:8]


def _started(number: int) -> int | None:
    """When a running process was started, in whatever unit the system counts; 0 if unknown, None if it is gone."""
    if sys.platform == "win32":
        return _started_on_windows(number)
    try:
        state, *fields = Path(f"/proc/{number}/stat").read_text(encoding="latin-1").rpartition(")")[2].split()
        return None if state in _GONE_STATES else int(fields[18])
    except (OSError, ValueError, IndexError):
        pass
    try:
        os.kill(number, 0)
    except (ProcessLookupError, OverflowError):
        return None
    except OSError:
        return 0
    return 0


def _started_on_windows(number: int) -> int | None:
    windows: Any = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 - exists on Windows only
    windows.OpenProcess.restype = ctypes.c_void_p
    handle = windows.OpenProcess(_QUERY, False, number)
    if not handle:
        return None if getattr(ctypes, "get_last_error")() == _NO_SUCH_PROCESS else 0  # noqa: B009
    try:
        code, times = ctypes.c_ulong(), [ctypes.c_uint64() for _ in range(4)]
        if windows.GetExitCodeProcess(ctypes.c_void_p(handle), ctypes.byref(code)) and code.value != _STILL_ACTIVE:
            return None
        told = windows.GetProcessTimes(ctypes.c_void_p(handle), *map(ctypes.byref, times))
        return int(times[0].value) if told else 0
    finally:
        windows.CloseHandle(ctypes.c_void_p(handle))
