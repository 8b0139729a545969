r"""Where WPS looks for add-ins: for one user, on Windows and on Linux.

``%APPDATA%\kingsoft\wps\jsaddons``; ``~/.local/share/Kingsoft/wps/jsaddons``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from xl_addin.values.errors import InputError

LIST: Final = "publish.xml"
CONSENT: Final = "authaddin.json"
"""What the user has answered to WPS's own question whether an add-in may run."""


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
