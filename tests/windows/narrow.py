"""The 32-bit side: a caller in the place of a 32-bit Excel, made here from ``caller.c``."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

COMPILER: Final = "i686-w64-mingw32-gcc"
SOURCE: Final = Path(__file__).with_name("caller.c")


def missing(drive: Path) -> str:
    """Say what a PC played by Wine lacks for 32-bit programs; nothing if it lacks nothing."""
    absent = []
    if not (drive / "windows" / "syswow64" / "kernel32.dll").is_file():
        absent.append("Wine's 32-bit half (dpkg --add-architecture i386; apt-get install wine32:i386)")
    if not shutil.which(COMPILER):
        absent.append("a compiler for 32-bit Windows (apt-get install gcc-mingw-w64-i686-win32)")
    return " and ".join(absent)


def build(folder: Path) -> Path:
    """Compile the caller into a folder."""
    made = folder / "caller.exe"
    options = ["-O1", "-Wall", "-Wextra", "-Werror", "-static-libgcc"]
    libraries = ["-lole32", "-loleaut32", "-luuid"]
    subprocess.run([COMPILER, *options, "-o", str(made), str(SOURCE), *libraries], check=True)
    return made
