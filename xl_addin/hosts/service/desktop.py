"""The icon of the page on a Linux desktop: a ``.desktop`` file in the menu of applications and on the desktop itself.

It opens a terminal window that shows the page's address; closing the window stops the service. Windows gets its icons
from the installer.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from xl_addin.files.atomic import replacing
from xl_addin.values.errors import InputError

NAME: Final = "xl-addin.desktop"
_DESKTOPS: Final = ("Desktop", "桌面")
_SECONDS: Final = 5


def put_icons() -> list[Path]:
    """Write or replace the icons of this user; give where they are. InputError on a system without such desktops."""
    if sys.platform in ("win32", "darwin"):
        raise InputError("--icon 只用于 Linux 桌面；Windows 的图标由安装程序放好")
    home = Path.home()
    data = os.environ.get("XDG_DATA_HOME", "")
    menu = (Path(data) if data.startswith("/") else home / ".local" / "share") / "applications"
    menu.mkdir(parents=True, exist_ok=True)
    desktop = _desktop(home)
    places = [folder / NAME for folder in ([menu, desktop] if desktop else [menu])]
    for path in places:
        with replacing(path) as stream:
            stream.write(desktop_entry(Path(sys.executable)).encode())
        path.chmod(0o755)  # desktops start only what its owner has marked as a program
    return places


def desktop_entry(python: Path) -> str:
    """The text of the file.

    >>> print(desktop_entry(Path("/opt/a b/python3")).splitlines()[4])
    Exec="/opt/a b/python3" -P -m xl_addin serve
    """
    quoted = str(python)
    for sign in ("\\", '"', "`", "$"):
        quoted = quoted.replace(sign, "\\" + sign)
    quoted = quoted.replace("\\", "\\\\").replace("%", "%%") if "\\" in quoted else quoted.replace("%", "%%")
    return (
        "[Desktop Entry]\nType=Application\nName=改制测算网页\n"
        "Comment=在浏览器里放入工作簿：校验、测算、出资料；关闭终端窗口即停止\n"
        f'Exec="{quoted}" -P -m xl_addin serve\nTerminal=true\nCategories=Office;\n'
    )


def _desktop(home: Path) -> Path | None:
    """The user's desktop, whatever it is called; None without one."""
    try:
        told = subprocess.run(
            ["/usr/bin/xdg-user-dir", "DESKTOP"], capture_output=True, text=True, timeout=_SECONDS, check=False
        ).stdout.strip()
    except (OSError, subprocess.TimeoutExpired):
        told = ""
    named = [Path(told)] if told.startswith("/") and Path(told) != home else []
    return next((path for path in [*named, *(home / name for name in _DESKTOPS)] if path.is_dir()), None)
