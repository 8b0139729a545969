"""Whether there is a WPS Office on this computer: for the installers and diagnoses of both add-ins."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

_KEY: Final = r"SOFTWARE\Kingsoft\Office\6.0\Common"
_VIEWS: Final = (0x0100, 0x0200)
"""The registry as 64-bit and as 32-bit programs see it."""
_LINUX_PROGRAMS: Final = ("/opt/kingsoft/wps-office", "/opt/apps/cn.wps.wps-office-pro", "/opt/apps/cn.wps.wps-office")


def has_wps() -> bool:
    """Tell whether WPS Office is installed, for this user or for all, as far as its usual places tell."""
    if sys.platform == "win32":
        return any(map(_registered, ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE")))
    return shutil.which("et") is not None or any(Path(place).is_dir() for place in _LINUX_PROGRAMS)


def _registered(root: str) -> bool:
    api: Any = import_module("winreg")
    for view in _VIEWS:
        with suppress(OSError), api.OpenKey(getattr(api, root), _KEY, 0, api.KEY_READ | view) as key:
            api.QueryValueEx(key, "InstallRoot")
            return True
    return False
