"""The end of a Parquet file is looked at by a process of its own first, whose death is a refusal."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

from xl_addin.files.children import own_module, started, system_folder
from xl_addin.hosts.table.parquet_footer import REFUSED, damaged
from xl_addin.values.errors import InputError

_SECONDS: Final = 120


def rows_apart(path: Path, most: int) -> int:
    """How many rows of a file can be read at once; InputError for a file that cannot be read."""
    command, environment = own_module("xl_addin.hosts.table.parquet_footer", str(path.absolute()), str(most))
    try:
        with started(command, system_folder(), subprocess.PIPE, environment) as child:
            said, _ = child.communicate(timeout=_SECONDS)
            status = child.returncode
    except subprocess.TimeoutExpired:
        raise InputError(f"“{path.name}”的目录超过 {_SECONDS} 秒没有读完，已停止，请重新导出") from None
    except OSError as error:
        raise InputError(f"不能启动读取“{path.name}”的程序（{error.strerror}）") from None
    if status == REFUSED:
        raise InputError(said.decode("utf-8", "replace"))
    if status or not said.isdigit():
        raise damaged(path)
    return int(said)
