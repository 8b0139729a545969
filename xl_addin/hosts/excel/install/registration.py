"""What tells one user's Excel and Windows about the add-in, and the record by which all of it is taken away again."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from xl_addin.hosts.excel import resident
from xl_addin.hosts.excel.install import registry
from xl_addin.hosts.excel.install.machine import VERSIONS
from xl_addin.hosts.excel.install.open_entries import changes, names_our_addin, with_ours, without_ours
from xl_addin.hosts.excel.install.places import (
    ADDIN_NAME,
    HOME,
    RECORD,
    UNINSTALL,
    disabled_key,
    logon_path,
    manager_key,
    options_key,
    shortcut_paths,
    trusted_key,
)
from xl_addin.hosts.excel.install.shortcuts import (
    RESIDENT,
    RESIDENT_PROGRAM,
    RESIDENT_SCRIPT,
    SHORTCUTS,
    write_shortcut,
)
from xl_addin.version import __version__

_MADE_KEYS, _MADE_FILES = "made_keys", "made_files"


def register_in_excel(version: str) -> None:
    """Let a version of Excel load the add-in at every start and trust its folder."""
    values = _texts(options_key(version))
    made = []
    for name, data in changes(values, with_ours(values)).items():
        if data is None:
            registry.remove_value(options_key(version), name)
        else:
            made += registry.write(options_key(version), name, data)
    made += registry.write(trusted_key(version), "Path", f"{HOME}\\")
    made += registry.write(trusted_key(version), "Description", "改制测算插件")
    made += registry.write(trusted_key(version), "AllowSubfolders", 0)
    _forget_unloading(version)
    _note(_MADE_KEYS, made)


def _forget_unloading(version: str) -> None:
    """Take the add-in off Excel's lists of what is not loaded, or was switched off."""
    for name in registry.values(manager_key(version)):
        if names_our_addin(name):
            registry.remove_value(manager_key(version), name)
    for name in disabled_items(version):
        registry.remove_value(disabled_key(version), name)


def disabled_items(version: str) -> list[str]:
    """List the values by which Excel has switched the add-in off."""
    wanted = ADDIN_NAME.encode("utf-16-le")
    items = registry.values(disabled_key(version)).items()
    return [name for name, data in items if isinstance(data, bytes) and wanted in data.lower()]


def register_in_windows() -> list[str]:
    """Make the icons and the line in the list of programs; give the names of icons that could not be made."""
    _note(_MADE_KEYS, registry.write(RECORD, "version", __version__))
    made = registry.write(UNINSTALL, "DisplayName", "改制测算插件")
    registry.write(UNINSTALL, "DisplayVersion", __version__)
    registry.write(UNINSTALL, "InstallLocation", str(HOME))
    registry.write(UNINSTALL, "UninstallString", f'"{HOME}\\卸载.cmd"')
    registry.write(UNINSTALL, "NoModify", 1)
    registry.write(UNINSTALL, "NoRepair", 1)
    _note(_MADE_KEYS, made)
    failed = []
    for name, path in shortcut_paths().items():
        try:
            write_shortcut(path, SHORTCUTS[name])
        except OSError:
            failed.append(name)
        else:
            _note(_MADE_FILES, [str(path)])
    return failed


def register_at_logon() -> bool:
    """Let the logon start our Python, and start it now; tell whether it runs."""
    try:
        write_shortcut(logon_path(), RESIDENT)
    except OSError:
        return False
    _note(_MADE_FILES, [str(logon_path())])
    return resident.start(RESIDENT_PROGRAM, RESIDENT_SCRIPT)


def forget_logon() -> None:
    """Let the logon start nothing of ours any more."""
    if str(logon_path()) in recorded(_MADE_FILES):
        logon_path().unlink(missing_ok=True)


def unregister() -> None:
    """Take away all that was made for this user; what was there before, or changed by others since, stays."""
    for version in VERSIONS:
        values = _texts(options_key(version))
        if any(names_our_addin(data) for name, data in values.items() if name.upper().startswith("OPEN")):
            for name, data in changes(values, without_ours(values)).items():
                if data is None:
                    registry.remove_value(options_key(version), name)
                else:
                    registry.write(options_key(version), name, data)
        _forget_unloading(version)
        registry.remove_key(trusted_key(version))
    registry.remove_key(UNINSTALL)
    for path in map(Path, recorded(_MADE_FILES)):
        path.unlink(missing_ok=True)
        if path.parent == shortcut_paths()["开始菜单"].parent:
            with suppress(OSError):
                path.parent.rmdir()
    keys = recorded(_MADE_KEYS)
    registry.remove_key(RECORD)
    registry.remove_empty(keys)


def recorded(name: str) -> list[str]:
    """Give what the record lists."""
    found = registry.values(RECORD).get(name, [])
    return [str(each) for each in found] if isinstance(found, list) else []


def is_registered() -> bool:
    """Tell whether this user has installed the add-in."""
    return bool(registry.values(RECORD))


def _note(name: str, made: Iterable[str]) -> None:
    known = recorded(name)
    new = [each for each in made if each not in known and each != RECORD]
    if new:
        registry.write(RECORD, name, [*known, *new])


def _texts(key: str) -> dict[str, str]:
    return {name: data for name, data in registry.values(key).items() if isinstance(data, str)}
