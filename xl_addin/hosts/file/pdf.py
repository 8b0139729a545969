"""PDF of a workbook by LibreOffice, where it is installed: a private profile, no window, an end after some minutes.

Leaves out every other converter: Excel and WPS print to PDF themselves.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from xl_addin.values.errors import InputError

_PROGRAMS: Final = ("soffice", "libreoffice")
_SECONDS: Final = 300


def find_office() -> str:
    """Give the path of LibreOffice's program; InputError where it is not on the search path."""
    for name in _PROGRAMS:
        found = shutil.which(name)
        if found:
            return found
    raise InputError("没有找到 LibreOffice（soffice），不能转成 PDF；请安装 LibreOffice，或打开工作簿后另存为 PDF")


def pdf_bytes(workbook: bytes, office: str, seconds: float = _SECONDS) -> bytes:
    """Convert the bytes of an .xlsx file; nothing of it stays on the disk. Raises InputError if that fails."""
    with TemporaryDirectory(prefix="xl_addin-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / "book.xlsx"
        source.write_bytes(workbook)
        command = [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nologo", "--convert-to", "pdf", "--outdir", name, str(source)),
        ]
        _run(command, seconds)
        result = folder / "book.pdf"
        if not result.exists():
            raise InputError("LibreOffice 没有转出 PDF，请关闭正在运行的 LibreOffice 后重试，或打开工作簿后另存为 PDF")
        return result.read_bytes()


def _run(command: list[str], seconds: float) -> None:
    """Run a program and, if it takes too long, end it with everything that it started."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError as error:
        raise InputError(f"LibreOffice 不能启动，没有转成 PDF（{error.strerror}）") from None
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise InputError(
            f"LibreOffice 超过 {seconds:g} 秒没有转完，已停止；请减少人数，或打开工作簿后另存为 PDF"
        ) from None
    finally:
        if process.poll() is None:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
