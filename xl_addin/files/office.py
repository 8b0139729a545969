"""LibreOffice as a converter of files, where it is installed: private profile, no window, an end after some minutes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from xl_addin.values.errors import InputError

_PROGRAMS: Final = ("soffice", "libreoffice")
SECONDS: Final = 300


def office_program() -> str:
    """The path of LibreOffice's program, '' where it is not on the search path."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), "")


def convert(
    source: Path, form: str, folder: Path, office: str, seconds: float = SECONDS, source_filter: str = ""
) -> Path | None:
    """Convert a file into ``folder``, which must be private; None where LibreOffice wrote nothing.

    ``form`` is an extension, or an extension and a filter as LibreOffice names them;
    ``source_filter`` is the only one it may read with. InputError if it cannot be started
    or takes too long.
    """
    command = [
        office,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--norestore", "--nologo"),
        *((f"--infilter={source_filter}",) if source_filter else ()),
        *("--convert-to", form, "--outdir", str(folder), str(source)),
    ]
    _run(command, seconds)
    result = folder / f"{source.stem}.{form.partition(':')[0]}"
    return result if result.exists() else None


def _run(command: list[str], seconds: float) -> None:
    """Run a program and, if it takes too long, end it with everything that it started."""
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    except OSError as error:
        raise InputError(f"LibreOffice 不能启动，没有转换（{error.strerror}）") from None
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        raise InputError(
            f"LibreOffice 超过 {seconds:g} 秒没有转完，已停止；请减少人数，或打开工作簿后自行另存"
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
