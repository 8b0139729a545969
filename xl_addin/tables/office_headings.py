"""Headings that this office has said the meaning of: one file of the user's, read beside the layouts on every host.

It says no more than what a column is called. A heading that is known by itself keeps its meaning; the reading of a
sheet tells which columns were read by the office's own word.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

Answers = dict[str, dict[str, str]]
"""Kind of sheet to heading key to role."""
_VARIABLE: Final = "XL_ADDIN_HEADINGS"
_LONGEST: Final = 1_000_000


def own_folder() -> Path:
    r"""Where the user's own files of ours are: below ``%LOCALAPPDATA%``, ``$XDG_STATE_HOME`` or ``~/.local/state``."""
    local = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else os.environ.get("XDG_STATE_HOME")
    base = Path(local) if local and Path(local).is_absolute() else Path.home() / ".local" / "state"
    return base / "xl_addin"


def headings_file() -> Path:
    """The file: where ``XL_ADDIN_HEADINGS`` says, for an office that shares one, else in the user's own folder."""
    told = os.environ.get(_VARIABLE, "")
    return Path(told) if told else own_folder() / "headings.json"


def read_answers(path: Path) -> Answers:
    """The answers of a file; none where there is no file, or where it is not as it should be."""
    try:
        if path.stat().st_size > _LONGEST:
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        kind: {heading: role for heading, role in some.items() if isinstance(role, str)}
        for kind, some in found.items()
        if isinstance(some, dict)
    }


@cache
def office_headings() -> Mapping[str, Mapping[str, str]]:
    """The answers that this process goes by: those that stood in the file when it first read a sheet."""
    try:
        return read_answers(headings_file())
    except RuntimeError:  # a user without a home
        return {}
