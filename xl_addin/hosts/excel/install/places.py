r"""Every place on a PC that installing touches. The install place is the same on all PCs and has no Chinese in it:

saved formulas carry its path, and Excel hands it to Python in the system's own code page.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Final

HOME: Final = Path("C:\\ProgramData\\xl_addin")
ADDIN: Final = "C:\\ProgramData\\xl_addin\\xl_addin.xlam"
ADDIN_NAME: Final = "xl_addin.xlam"
STAGING: Final = HOME.with_name("xl_addin.new")
REPLACED: Final = HOME.with_name("xl_addin.old")

RECORD: Final = r"Software\xl_addin"
"""Below HKEY_CURRENT_USER: what was made for this user, so that exactly that is taken away again."""
UNINSTALL: Final = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\xl_addin"
"""The line in Windows' own list of programs."""

PRODUCT: Final = "改制测算"
_DESKTOP, _PROGRAMS, _STARTUP, _SEND_TO, _LOCAL_DATA = 0x10, 0x02, 0x07, 0x09, 0x1C


def options_key(version: str) -> str:
    """Excel's options, whose OPEN values name the add-ins to load; below HKEY_CURRENT_USER."""
    return rf"Software\Microsoft\Office\{version}\Excel\Options"


def manager_key(version: str) -> str:
    """Add-ins that Excel offers in its dialog without loading them."""
    return rf"Software\Microsoft\Office\{version}\Excel\Add-in Manager"


def trusted_key(version: str) -> str:
    """Our trusted location: macros in it run without a question."""
    return rf"Software\Microsoft\Office\{version}\Excel\Security\Trusted Locations\xl_addin"


def disabled_key(version: str) -> str:
    """Add-ins that Excel has switched off after a crash."""
    return rf"Software\Microsoft\Office\{version}\Excel\Resiliency\DisabledItems"


def policy_key(version: str) -> str:
    """What the office's administrators have decided about macros."""
    return rf"Software\Policies\Microsoft\Office\{version}\Excel\Security"


def program_folder() -> Path:
    """The folder that the running Python belongs to: of an unzipped bundle, or the install place."""
    return Path(sys.executable).parent.parent


def shortcut_paths() -> dict[str, Path]:
    """Where the icons go, by what they are for."""
    return {
        "发送到": _known_folder(_SEND_TO) / f"{PRODUCT}.lnk",
        "桌面": _known_folder(_DESKTOP) / f"{PRODUCT}.lnk",
        "开始菜单": _known_folder(_PROGRAMS) / PRODUCT / f"{PRODUCT}.lnk",
        "桌面网页": _known_folder(_DESKTOP) / f"{PRODUCT}网页.lnk",
        "开始菜单网页": _known_folder(_PROGRAMS) / PRODUCT / f"{PRODUCT}网页.lnk",
        "开始菜单诊断": _known_folder(_PROGRAMS) / PRODUCT / "诊断.lnk",
        "开始菜单WPS": _known_folder(_PROGRAMS) / PRODUCT / "安装 WPS 加载项.lnk",
        "开始菜单后台程序": _known_folder(_PROGRAMS) / PRODUCT / "启动后台程序.lnk",
        "开始菜单卸载": _known_folder(_PROGRAMS) / PRODUCT / "卸载.lnk",
    }


def logon_path() -> Path:
    """Where the icon goes that starts our Python at logon, on a PC on which Excel may start nothing."""
    return _known_folder(_STARTUP) / f"{PRODUCT}后台程序.lnk"


def log_folder() -> Path:
    """Where the add-in keeps its log."""
    return _known_folder(_LOCAL_DATA) / "xl_addin"


def _known_folder(number: int) -> Path:
    """Ask Windows for a user's folder: offices redirect desktops to servers."""
    shell = import_module("win32com.shell.shell")
    return Path(shell.SHGetFolderPath(0, number, None, 0))
