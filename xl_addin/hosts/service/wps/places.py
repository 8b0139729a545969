r"""Where WPS looks for add-ins, and whether there is a WPS: for one user, on Windows and on Linux.

``%APPDATA%\kingsoft\wps\jsaddons``; ``~/.local/share/Kingsoft/wps/jsaddons``.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from xl_addin.values.errors import InputError

LIST: Final = "publish.xml"
CONSENT: Final = "authaddin.json"
"""What the user has answered to WPS's own question whether an add-in may run."""
_LINUX_PROGRAMS: Final = ("/opt/kingsoft/wps-office", "/opt/apps/cn.wps.wps-office-pro", "/opt/apps/cn.wps.wps-office")


def addins_folder() -> Path:
    """The folder of add-ins; it need not be there yet. InputError where the user has no folder of his own."""
    if sys.platform == "win32":
        roaming = os.environ.get("APPDATA", "")
        if not roaming:
            raise InputError("找不到用户的应用数据文件夹（APPDATA），请用平时登录的用户运行")
        return Path(roaming) / "kingsoft" / "wps" / "jsaddons"
    try:
        return Path.home() / ".local" / "share" / "Kingsoft" / "wps" / "jsaddons"
    except RuntimeError:
        raise InputError("找不到用户的主目录，请用平时登录的用户运行") from None


def has_wps() -> bool:
    """Tell whether WPS Office is installed, as far as its usual places tell."""
    if sys.platform == "win32":
        return any(map(_registered, ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE")))
    return shutil.which("et") is not None or any(Path(place).is_dir() for place in _LINUX_PROGRAMS)


def _registered(root: str) -> bool:
    api: Any = import_module("winreg")
    for view in (0x0100, 0x0200):  # as 64-bit and as 32-bit programs see it
        with suppress(OSError), api.OpenKey(getattr(api, root), _KEY, 0, api.KEY_READ | view) as key:
            api.QueryValueEx(key, "InstallRoot")
            return True
    return False


_KEY: Final = r"SOFTWARE\Kingsoft\Office\6.0\Common"
