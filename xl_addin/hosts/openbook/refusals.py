"""What a spreadsheet program refuses, told apart from mistakes of ours: only the former may be passed over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

_KINDS: Final = frozenset({"com_error", "ExcelBusyError", "NotImplementedError"})
"""By name, because pywin32's class exists on Windows only; the last is xlwings' for what a program lacks."""


def is_refusal(error: BaseException) -> bool:
    """Whether the program refused: a protected sheet, a busy Excel, something the web has not.

    >>> is_refusal(NotImplementedError()), is_refusal(KeyError())
    (True, False)
    """
    return type(error).__name__ in _KINDS


@contextmanager
def passing_over_refusals() -> Iterator[None]:
    """Go on where the program refuses; every other error comes out."""
    try:
        yield
    except Exception as error:
        if not is_refusal(error):
            raise
