"""Programs that this process starts: called by their whole path, from a folder of the system's, ended with it.

Windows looks for a program, and a program for its libraries, in the folder in which it is started: that is never the
folder of the user's workbooks. A program and all that it starts in turn ends when its time is over, when this process
is told to end, and on Windows also when this process is killed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from xl_addin.files.interruption import unbroken

_NO_WINDOW: Final = 0x08000000
_KILL_WITH_US, _LIMITS = 0x2000, 9
_running: Final[list[tuple[subprocess.Popen[bytes], int]]] = []
"""With the handle of its job, 0 where there is none."""


@contextmanager
def started(
    command: Sequence[str], folder: Path, pipes: int = subprocess.DEVNULL, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a program in a folder; when the block ends, it and all that it started are ended.

    The program is named by its whole path, else ValueError; OSError if it cannot be started. ``pipes`` is what its
    input, output and error output are.
    """
    if not Path(command[0]).is_absolute():
        raise ValueError(f"a program is started by its whole path, not as {command[0]}")
    with unbroken():
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=pipes,
            stdout=pipes,
            stderr=pipes,
            env=environment,
            start_new_session=sys.platform != "win32",
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )
        entry = (process, _job(process))
        _running.append(entry)
    try:
        with process:
            try:
                yield process
            finally:
                _end(*entry)
    finally:
        _running.remove(entry)


def own_module(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """The command that runs a module of ours in a new Python, and its environment.

    >>> own_module("xl_addin.files.foreign.child", "xls")[0][1:]
    ['-P', '-m', 'xl_addin.files.foreign.child', 'xls']
    """
    places = os.pathsep.join(str(Path(place).absolute()) for place in sys.path if place)
    # -P: the folder of the workbook may hold a file that calls itself json.py
    command = [sys.executable, "-P", "-m", module, *arguments]
    return command, os.environ | {"PYTHONPATH": places, "PYTHONIOENCODING": "utf-8"}


def system_folder() -> Path:
    """A folder that only the system's own programs lie in, to start others from."""
    if sys.platform != "win32":
        return Path("/")
    length: Final = 260
    name = ctypes.create_unicode_buffer(length)
    windows: Any = getattr(ctypes, "windll")  # noqa: B009 - exists on Windows only
    if not 0 < windows.kernel32.GetSystemDirectoryW(name, length) < length:
        raise OSError("Windows does not tell its system folder")
    return Path(name.value)


def end_all() -> None:
    """End every program that runs now, from within whatever this process is doing."""
    for entry in list(_running):
        _end(*entry)
        with suppress(subprocess.TimeoutExpired, OSError):
            entry[0].wait(2)


def _end(process: subprocess.Popen[bytes], job: int) -> None:
    """End a program and what it started; the group is ended even if the program itself is done."""
    with suppress(OSError):
        if sys.platform != "win32":
            os.killpg(process.pid, signal.SIGKILL)
            return
        if job:
            windows: Any = getattr(ctypes, "windll")  # noqa: B009
            windows.kernel32.TerminateJobObject(ctypes.c_void_p(job), 1)
            windows.kernel32.CloseHandle(ctypes.c_void_p(job))
        process.kill()


class _BasicLimits(ctypes.Structure):
    _fields_ = (
        ("times", ctypes.c_int64 * 2),
        ("flags", ctypes.c_uint32),
        ("set_sizes", ctypes.c_size_t * 2),
        ("processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("classes", ctypes.c_uint32 * 2),
    )


class _Limits(ctypes.Structure):
    _fields_ = (("basic", _BasicLimits), ("counters", ctypes.c_uint64 * 6), ("memory", ctypes.c_size_t * 4))


def _job(process: subprocess.Popen[bytes]) -> int:
    """Put a program of Windows into a job that ends with this process; 0 where that is not possible."""
    if sys.platform != "win32":
        return 0
    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009
    kernel.CreateJobObjectW.restype = ctypes.c_void_p
    job = kernel.CreateJobObjectW(None, None)
    limits = _Limits()
    limits.basic.flags = _KILL_WITH_US
    handle: Any = getattr(process, "_handle")  # noqa: B009
    told = job and kernel.SetInformationJobObject(
        ctypes.c_void_p(job), _LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    if told and kernel.AssignProcessToJobObject(ctypes.c_void_p(job), ctypes.c_void_p(int(handle))):
        return int(job)
    if job:
        kernel.CloseHandle(ctypes.c_void_p(job))
    return 0
