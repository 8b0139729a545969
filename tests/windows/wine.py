"""A throw-away Windows: a Wine prefix of its own, with the code page of a Chinese PC."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.windows.prng import install_forwarder
from tests.windows.ucrt import install_patched

# wbemprox: platform.* asks WMI, which Wine 8 ends the process for. ucrtbase: the patched copy before Wine's own.
OVERRIDES = "mscoree,mshtml,wbemprox,winemenubuilder.exe,winedbg.exe=;ucrtbase=n,b"
LONGEST = 900
REST = 3.0
"""Seconds for what a program that has ended left in its pipes."""
_WIDE = Path("/usr/lib/wine/wine64")
LOADER = str(_WIDE) if _WIDE.is_file() else "wine"
"""Debian's command starts every 64-bit program by way of two more once its 32-bit half is installed."""


class _Reader(threading.Thread):
    """Reads a pipe as long as anything comes."""

    def __init__(self, pipe: IO[bytes] | None) -> None:
        super().__init__(daemon=True)
        assert pipe is not None
        self.pipe, self.content = pipe, bytearray()
        self.start()

    def run(self) -> None:
        while chunk := os.read(self.pipe.fileno(), 65536):
            self.content += chunk


@dataclass(frozen=True)
class Wine:
    """A running prefix."""

    prefix: Path
    environment: dict[str, str]

    @property
    def drive(self) -> Path:
        return self.prefix / "drive_c"

    def run(self, program: str, *arguments: str, seconds: int = LONGEST) -> subprocess.CompletedProcess[bytes]:
        """Run a Windows program with pipes (Windows Python fails on files as standard streams) until it ends.

        What it has started may go on and keeps the pipes open under Wine, so that nobody waits for their end.
        """
        pipe = subprocess.PIPE
        started = subprocess.Popen(
            [LOADER, program, *arguments], stdin=pipe, stdout=pipe, stderr=pipe, env=self.environment
        )
        read = [_Reader(started.stdout), _Reader(started.stderr)]
        assert started.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            started.stdin.write(b"\r\n")
            started.stdin.close()
        try:
            code = started.wait(seconds)
        except subprocess.TimeoutExpired:
            started.kill()
            raise
        for reader in read:
            reader.join(REST)
        return subprocess.CompletedProcess(started.args, code, *(bytes(reader.content) for reader in read))

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
