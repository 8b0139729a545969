"""The log of the add-in: what failed, where in our code, when; never a value of a cell.

One file in the user's own profile, at most half a megabyte with one older file beside it.
"""

from __future__ import annotations

import logging
import os
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from xl_addin.hosts.openbook.refusals import is_refusal

_LIMIT: Final = 512_000
_LOGGER: Final = logging.getLogger("xl_addin.excel")


def log_path() -> Path:
    r"""Where the log stands: ``%LOCALAPPDATA%\xl_addin\xl_addin.log``."""
    base = os.environ.get("LOCALAPPDATA")
    folder = Path(base) if base else Path.home() / ".local" / "state"
    return folder / "xl_addin" / "xl_addin.log"


def shown_path() -> str:
    r"""Give the path for messages without the user's name.

    >>> shown_path()
    '%LOCALAPPDATA%\\xl_addin\\xl_addin.log'
    """
    return r"%LOCALAPPDATA%\xl_addin\xl_addin.log"


def log_failure(action: str, error: BaseException) -> None:
    """Write the kind of an error and the lines of code it came through; its text may quote a cell and is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    try:
        _handler()
        _LOGGER.error("%s failed: %s%s at %s", action, type(error).__name__, _refusal_numbers(error), places)
    except OSError:  # a full or locked profile must not turn one failure into two
        return


def _refusal_numbers(error: BaseException) -> str:
    """Give Excel's own numbers of a refusal, which tell its cause; its texts may quote a name and are left out.

    >>> _refusal_numbers(RuntimeError("张三"))
    ''
    >>> kind = type("com_error", (Exception,), {})
    >>> _refusal_numbers(kind(-2147352567, "张三", (0, "Excel", "张三", None, 0, -2146827284)))
    ' 0x80020009 0x800A03EC'
    """
    if not is_refusal(error):
        return ""
    inner = [part for each in error.args if isinstance(each, tuple) for part in each[-1:]]
    numbers = [each for each in (*error.args[:1], *inner) if isinstance(each, int)]
    return "".join(f" 0x{number & 0xFFFFFFFF:08X}" for number in numbers)


def _handler() -> None:
    if any(isinstance(handler, RotatingFileHandler) for handler in _LOGGER.handlers):
        return
    path = log_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_LIMIT, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    _LOGGER.addHandler(handler)
    _LOGGER.propagate = False
