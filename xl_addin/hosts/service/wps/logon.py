r"""The service starts when its user logs on, for WPS waits too long when an add-in starts a program itself.

Windows: a value below ``HKCU\…\Run``. Linux: a ``.desktop`` file of the autostart folder, which the domestic desktops
read (UKUI, DDE) as GNOME does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from xl_addin.files.atomic import replacing
from xl_addin.values.errors import InputError

_RUN: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"
_NAME: Final = "xl_addin_service"
_ARGUMENTS: Final = ("-I", "-X", "utf8", "-m", "xl_addin", "serve", "--no-browser")
"""Of Python; -I: nothing from the environment or the current folder is imported."""


def command() -> list[str]:
    """What starts the service: this Python, on Windows without a console."""
    program = Path(sys.executable)
    silent = program.with_name("pythonw.exe")
    return [str(silent if sys.platform == "win32" and silent.is_file() else program), *_ARGUMENTS]


def register() -> None:
    """Let the logon start the service. InputError where that cannot be set."""
    try:
        if sys.platform == "win32":
            api: Any = import_module("winreg")
            with api.CreateKeyEx(api.HKEY_CURRENT_USER, _RUN, 0, api.KEY_WRITE) as key:
                api.SetValueEx(key, _NAME, 0, api.REG_SZ, subprocess.list2cmdline(command()))
            return
        _desktop_file().parent.mkdir(parents=True, exist_ok=True)
        with replacing(_desktop_file()) as stream:
            stream.write(desktop_entry(command()))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(f"没能设成登录时启动（{reason}），可能被单位的电脑管理策略禁止") from None


def unregister() -> None:
    """Let the logon start nothing of ours any more."""
    if sys.platform == "win32":
        api: Any = import_module("winreg")
        with suppress(OSError), api.OpenKey(api.HKEY_CURRENT_USER, _RUN, 0, api.KEY_WRITE) as key:
            api.DeleteValue(key, _NAME)
        return
    with suppress(FileNotFoundError, NotADirectoryError):
        _desktop_file().unlink()


def is_registered() -> bool:
    """Whether the logon starts the service by the command that is right now."""
    if sys.platform == "win32":
        api: Any = import_module("winreg")
        with suppress(OSError), api.OpenKey(api.HKEY_CURRENT_USER, _RUN) as key:
            return bool(api.QueryValueEx(key, _NAME)[0] == subprocess.list2cmdline(command()))
        return False
    try:
        return _desktop_file().read_bytes() == desktop_entry(command())
    except OSError:
        return False


def start() -> None:
    """Start the service now, apart from this process. OSError if it cannot be started."""
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": 0x00000008 | 0x00000200}  # detached, a process group of its own
    nothing = subprocess.DEVNULL
    subprocess.Popen(command(), stdin=nothing, stdout=nothing, stderr=nothing, cwd=Path.home(), **apart)


def desktop_entry(words: list[str]) -> bytes:
    """The autostart file; a word of a command is quoted as the specification of desktop entries has it.

    >>> print(desktop_entry(["/opt/a b/python", "-m", "100%"]).decode().splitlines()[3])
    Exec="/opt/a b/python" "-m" "100%%"
    """
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        "Name=改制测算服务",
        "Exec=" + " ".join(map(_quoted, words)),
        "Terminal=false",
        "NoDisplay=true",
        "X-GNOME-Autostart-enabled=true",
    )
    return ("\n".join(lines) + "\n").encode()


def _quoted(word: str) -> str:
    for sign in '\\"`$':
        word = word.replace(sign, "\\" + sign)
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def _desktop_file() -> Path:
    base = os.environ.get("XDG_CONFIG_HOME", "")
    folder = Path(base) if base and Path(base).is_absolute() else Path.home() / ".config"
    return folder / "autostart" / f"{_NAME}.desktop"
