"""Runs on Windows: a function before and after Python is stopped, and after somebody has ended it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from xl_addin.hosts.excel.install.route import Route

SERVICE = ("1985-01-01", "2011-07-31")


def main() -> None:
    found = []
    for end in ("close", "kill", "close"):
        route = Route(Path(sys.prefix))
        found.append(route.call("工龄月数", *SERVICE))
        if end == "kill":
            subprocess.run(["taskkill", "/f", "/im", "pythonw.exe"], capture_output=True, check=True)
            time.sleep(1)
        else:
            route.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
