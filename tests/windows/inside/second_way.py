"""Runs on Windows: Excel's way where its own command cannot be started, twice, as when Excel is left and opened again.

Argument: for a 32-bit Excel the program in its place. Prints values, and whether one still serves in the end.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from xl_addin.hosts.excel import resident
from xl_addin.hosts.excel.install.route import Route
from xl_addin.values.errors import InputError

sys.path.insert(0, str(Path(__file__).parent))
from narrow import NarrowRoute

NOWHERE = '"C:\\nowhere\\pythonw.exe" $(CLSID)'
SERVICE = ("1985-01-01", "2011-07-31")
PATIENCE = 180


def opened(*caller: str) -> Route | NarrowRoute:
    """Reach the one that serves; it needs a moment to begin."""
    python, deadline = Path(sys.prefix), time.monotonic() + PATIENCE
    while True:
        try:
            return NarrowRoute(*caller, python, resident.CLASS_ID) if caller else Route(python, NOWHERE)
        except (InputError, AssertionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(1)


def main(*caller: str) -> None:
    found = []
    for _ in range(2):
        route = opened(*caller)
        found.append(route.call("工龄月数", *SERVICE))
        route.close()
        del route
        time.sleep(1)
    print(json.dumps([found, resident.is_running()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
