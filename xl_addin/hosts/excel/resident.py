"""The second way: a Python that the start menu or the logon has started serves every Excel of the session.

For PCs on which Excel may start no program. It serves one class that the add-in knows, for which xlwings' library takes
``{class id}`` in the place of a command, and stays when Excel ends. At most one runs in a session; ``stop`` ends it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from importlib import import_module
from pathlib import Path
from typing import Any, Final

CLASS_ID: Final = "{5E1B0C5A-6C0B-4E53-9F0E-6B7A4C1D2F38}"
"""Of the server; the add-in asks for it where its own command could not be started."""
MODULE: Final = "xl_addin.hosts.excel.resident"
OPTIONS: Final = ("-I", "-B", "-X", "utf8")
"""Of Python, as the add-in's own command has them."""
_STOP: Final = "Local\\xl_addin_resident"
"""Name of the event by which it is told to end; it exists as long as one runs in the session."""
_QUIT, _MODIFY, _SYNCHRONIZE = 0x0012, 0x0002, 0x00100000
_PATIENCE: Final = 20.0
"""Seconds that a running one may take to end, or a new one to begin."""


def main() -> None:
    """Serve until told to end; at once done if another one serves this session."""
    events, api = import_module("win32event"), import_module("win32api")
    if is_running():
        return
    stop_asked = events.CreateEvent(None, True, False, _STOP)
    ending = threading.Event()
    threading.Thread(target=_await_end, args=(stop_asked, ending, api.GetCurrentThreadId()), daemon=True).start()
    from xl_addin.hosts.excel.serving import prepared

    xlwings = prepared()
    while not ending.is_set():
        xlwings.serve(CLASS_ID)  # returns when the last Excel lets go
        import_module("pythoncom").CoInitialize()


def _await_end(stop_asked: Any, ending: threading.Event, thread: int) -> None:
    """Wait for the word to end, then break the loop that waits for calls, whether it has begun or not."""
    events, api = import_module("win32event"), import_module("win32api")
    events.WaitForSingleObject(stop_asked, events.INFINITE)
    ending.set()
    while True:
        api.PostThreadMessage(thread, _QUIT, 0, 0)
        time.sleep(0.2)


def is_running() -> bool:
    """Tell whether one serves this session."""
    handle = _event()
    if handle is None:
        return False
    handle.Close()
    return True


def stop() -> bool:
    """End the one that serves this session, if there is one; tell whether there was."""
    handle = _event()
    if handle is None:
        return False
    import_module("win32event").SetEvent(handle)
    handle.Close()
    return _comes_to(False)


def start(program: Path, script: Path) -> bool:
    """Start one by Python's program and the starting script; tell whether it has begun."""
    nothing = subprocess.DEVNULL
    command = [str(program), *OPTIONS, str(script), MODULE]
    subprocess.Popen(command, cwd=program.parent, stdin=nothing, stdout=nothing, stderr=nothing)
    return _comes_to(True)


def is_this() -> bool:
    """Tell whether the running Python is one."""
    return Path(sys.argv[0]).stem == Path(__file__).stem


def _comes_to(state: bool) -> bool:
    deadline = time.monotonic() + _PATIENCE
    while is_running() is not state and time.monotonic() < deadline:
        time.sleep(0.1)
    return is_running() is state


def _event() -> Any:
    """Open the event of the one that runs; None if none runs."""
    if os.name != "nt":
        return None
    events, errors = import_module("win32event"), import_module("pywintypes")
    try:
        return events.OpenEvent(_MODIFY | _SYNCHRONIZE, False, _STOP)
    except errors.error:
        return None


if __name__ == "__main__":
    main()
