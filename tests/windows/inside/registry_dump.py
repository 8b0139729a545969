"""Runs on Windows: prints HKEY_CURRENT_USER\\Software and what lies below it as JSON."""

from __future__ import annotations

import json
import winreg

SKIPPED = ("Software\\Wine",)


def dump(key: str, found: dict[str, dict[str, str]]) -> None:
    if key.startswith(SKIPPED):
        return
    with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
        subkeys, values, _ = winreg.QueryInfoKey(opened)
        pairs = [winreg.EnumValue(opened, index) for index in range(values)]
        found[key] = {name: repr((data, kind)) for name, data, kind in pairs}
        names = [winreg.EnumKey(opened, index) for index in range(subkeys)]
    for name in names:
        dump(f"{key}\\{name}", found)


if __name__ == "__main__":
    result: dict[str, dict[str, str]] = {}
    dump("Software", result)
    print(json.dumps(result))
