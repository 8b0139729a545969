"""A throw-away Windows: a Wine prefix of its own, with the code page of a Chinese PC."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.windows.prng import install_forwarder
from tests.windows.ucrt import install_patched

# wbemprox: platform.* asks WMI, which Wine 8 ends the process for. ucrtbase: the patched copy before Wine's own.
OVERRIDES = "mscoree,mshtml,wbemprox,winemenubuilder.exe,winedbg.exe=;ucrtbase=n,b"
LONGEST = 900
_WIDE = Path("/usr/lib/wine/wine64")
LOADER = str(_WIDE) if _WIDE.is_file() else "wine"
"""Debian's command starts every 64-bit program by way of two more once its 32-bit half is installed."""


@dataclass(frozen=True)
class Wine:
    """A running prefix."""

    prefix: Path
    environment: dict[str, str]

    @property
    def drive(self) -> Path:
        return self.prefix / "drive_c"

    def run(self, program: str, *arguments: str, seconds: int = LONGEST) -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program with pipes (Windows Python fails on files as standard streams)."""
        command = [LOADER, program, *arguments]
        return subprocess.run(
            command, input=b"\r\n", capture_output=True, env=self.environment, timeout=seconds, check=False
        )

    def windows_path(self, path: Path) -> str:
        """Give the name that Windows programs know a file by."""
        if path.is_relative_to(self.drive):
            return "C:\\" + str(path.relative_to(self.drive)).replace("/", "\\")
        return "Z:" + str(path).replace("/", "\\")

    def unix_path(self, path: str) -> Path:
        return self.drive / path.removeprefix("C:\\").replace("\\", "/")

    def stop(self) -> None:
        subprocess.run(["wineserver", "-k"], env=self.environment, check=False)


def start(folder: Path) -> Wine:
    """Make a prefix in a folder and start its services."""
    prefix = folder / "prefix"
    locale = _chinese_locale(folder)
    home = folder / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "LANGUAGE")}
    environment |= {
        "HOME": str(home),  # the user's desktop is there
        "WINEPREFIX": str(prefix),
        "WINEARCH": "win64",
        "WINEDEBUG": "-all",
        "WINEDLLOVERRIDES": OVERRIDES,
        "LOCPATH": str(locale),
        "LC_ALL": "zh_CN.UTF-8",
    }
    wine = Wine(prefix, environment)
    _quiet(wine, "wineboot", "--init")
    subprocess.run(["wineserver", "-w"], env=environment, check=True)
    install_patched(prefix)
    install_forwarder(prefix)
    # The server must not inherit a pipe of ours, or whoever reads the pipe waits for the server.
    _quiet(wine, "wineserver", "-p")
    _quiet(wine, LOADER, "winecfg", "-v", "win10")
    return wine


def _quiet(wine: Wine, *command: str) -> None:
    nothing = subprocess.DEVNULL
    subprocess.run(
        command, env=wine.environment, stdin=nothing, stdout=nothing, stderr=nothing, timeout=LONGEST, check=True
    )


def _chinese_locale(folder: Path) -> Path:
    """Make the locale by which Wine takes code page 936, as Windows does on a Chinese PC."""
    target = folder / "locale"
    target.mkdir(exist_ok=True)
    subprocess.run(
        ["localedef", "-i", "zh_CN", "-f", "UTF-8", str(target / "zh_CN.UTF-8")], capture_output=True, check=False
    )
    assert (target / "zh_CN.UTF-8").is_dir(), "localedef made no zh_CN.UTF-8: install Debian's package locales"
    return target


def is_there() -> bool:
    return all(shutil.which(name) for name in ("wine", "wineserver", "wineboot", "localedef"))
