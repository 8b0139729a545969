"""Runs on Windows: calls worksheet functions by Excel's way and writes what comes back.

Arguments: a JSON file of [name, values] pairs, the JSON file to write, and for a 32-bit Excel the program in its place.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

import pywintypes

from xl_addin.hosts.excel.install.route import Route

sys.path.insert(0, str(Path(__file__).parent))
from narrow import NarrowRoute


def from_text(value: Any) -> Any:
    if isinstance(value, dict):
        if "rows" in value:
            return tuple(tuple(from_text(cell) for cell in row) for row in value["rows"])
        if "date" in value:
            return pywintypes.Time(dt.datetime.fromisoformat(value["date"]).replace(tzinfo=dt.UTC))
        return value["error"]
    return value


def to_text(value: Any) -> Any:
    if isinstance(value, tuple):
        return {"rows": [[to_text(cell) for cell in row] for row in value]}
    if isinstance(value, dt.datetime):
        return {"date": value.replace(tzinfo=None).isoformat()}
    if isinstance(value, int) and not isinstance(value, bool):
        return {"number": value}
    return value


def main(source: str, target: str, *caller: str) -> None:
    calls = json.loads(Path(source).read_text(encoding="utf-8"))
    python = Path(sys.prefix)
    route = NarrowRoute(*caller, python) if caller else Route(python)
    try:
        answers = [to_text(route.call(name, *map(from_text, values))) for name, values in calls]
    finally:
        route.close()
    Path(target).write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    print(json.dumps(len(answers)))


if __name__ == "__main__":
    main(*sys.argv[1:])
