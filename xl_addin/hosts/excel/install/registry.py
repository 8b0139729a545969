"""The user's part of the Windows registry: read, write, and take away what was written.

Keys are paths below HKEY_CURRENT_USER unless a function says otherwise. Only text and numbers are written.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from importlib import import_module
from typing import Any, Final

Value = str | int | list[str]
_VIEWS: Final = (0x0100, 0x0200)
"""The 64-bit and the 32-bit registry of the machine."""


def values(key: str) -> dict[str, Any]:
    """Give the values of a key by name; empty if the key does not exist."""
    return _values(_api().HKEY_CURRENT_USER, key, 0)


def machine_values(key: str) -> list[dict[str, Any]]:
    """Give the values of a key below HKEY_LOCAL_MACHINE, as 64-bit and as 32-bit programs see them."""
    return [_values(_api().HKEY_LOCAL_MACHINE, key, view) for view in _VIEWS]


def _values(root: int, key: str, view: int) -> dict[str, Any]:
    api = _api()
    found: dict[str, Any] = {}
    try:
        with api.OpenKey(root, key, 0, api.KEY_READ | view) as opened:
            for index in range(api.QueryInfoKey(opened)[1]):
                name, data, _ = api.EnumValue(opened, index)
                found[name] = data
    except OSError:
        return found
    return found


def write(key: str, name: str, value: Value) -> list[str]:
    """Set a value; give the keys that had to be made for it, outermost first."""
    api = _api()
    made = _missing(key)
    kind = api.REG_SZ if isinstance(value, str) else api.REG_DWORD if isinstance(value, int) else api.REG_MULTI_SZ
    with api.CreateKeyEx(api.HKEY_CURRENT_USER, key, 0, api.KEY_WRITE) as opened:
        api.SetValueEx(opened, name, 0, kind, value)
    return made


def remove_value(key: str, name: str) -> None:
    """Delete a value if it is there."""
    api = _api()
    with suppress(FileNotFoundError), api.OpenKey(api.HKEY_CURRENT_USER, key, 0, api.KEY_WRITE) as opened:
        api.DeleteValue(opened, name)


def remove_key(key: str) -> None:
    """Delete a key of ours with its values; it has no keys below it."""
    api = _api()
    with suppress(FileNotFoundError):
        api.DeleteKey(api.HKEY_CURRENT_USER, key)


def remove_empty(keys: Iterable[str]) -> None:
    """Delete those of the keys that hold nothing any more, innermost first."""
    api = _api()
    for key in sorted(set(keys), key=lambda each: each.count("\\"), reverse=True):
        with suppress(OSError):
            with api.OpenKey(api.HKEY_CURRENT_USER, key) as opened:
                subkeys, number, _ = api.QueryInfoKey(opened)
            if not subkeys and not number:
                api.DeleteKey(api.HKEY_CURRENT_USER, key)


def _missing(key: str) -> list[str]:
    api = _api()
    parts = key.split("\\")
    paths = ["\\".join(parts[: length + 1]) for length in range(len(parts))]
    absent = []
    for path in paths:
        try:
            api.CloseKey(api.OpenKey(api.HKEY_CURRENT_USER, path))
        except OSError:
            absent.append(path)
    return absent


def _api() -> Any:
    return import_module("winreg")
