"""Runs on Windows: a function before and after Python is stopped, and after somebody has ended it.

Argument: for a 32-bit Excel the program in its place. Prints the values, and how many Pythons were left in the end.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pywintypes
import win32api
import win32con
import win32process

from xl_addin.hosts.excel.install.route import Route

sys.path.insert(0, str(Path(__file__).parent))
from narrow import NarrowRoute

SERVICE = ("1985-01-01", "2011-07-31")


def running() -> int:
    """Count the Pythons without a window."""
    return sum(program_of(process).lower().endswith("pythonw.exe") for process in win32process.EnumProcesses())


def program_of(process: int) -> str:
    """Give the file of a running process; nothing if Windows does not tell, as for its own."""
    try:
        handle = win32api.OpenProcess(win32con.PROCESS_QUERY_INFORMATION | win32con.PROCESS_VM_READ, False, process)
        return str(win32process.GetModuleFileNameEx(handle, 0))
    except pywintypes.error:
        return ""


def main(*caller: str) -> None:
    found = []
    for end in ("close", "kill", "close"):
        route = NarrowRoute(*caller, Path(sys.prefix)) if caller else Route(Path(sys.prefix))
        found.append(route.call("工龄月数", *SERVICE))
        if end == "kill":
            assert running() == 1
            subprocess.run(["taskkill", "/f", "/im", "pythonw.exe"], capture_output=True, check=True)
            time.sleep(1)
        else:
            route.close()
    time.sleep(1)
    print(json.dumps([found, running()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
