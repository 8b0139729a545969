"""The list of what belongs to an installed version: ``contents.txt``, one SHA-256 and path a line."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CONTENTS: Final = "contents.txt"
_HEAD: Final = "xl_addin "
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")
_PART: Final = re.compile(r"[^\\/:*?\"<>|\x00-\x1f\x7f]{1,200}")
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{word}{number}" for word in ("COM", "LPT") for number in "0123456789¹²³"}
)
_LONGEST: Final = 230
_REPARSE_POINT: Final = 0x400


@dataclass(frozen=True, slots=True)
class Contents:
    """Version and SHA-256 by path (with forward slashes) below the install place."""

    version: str
    digests: Mapping[str, str]


def as_text(version: str, digests: Mapping[str, str]) -> str:
    """Give the text of ``contents.txt``.

    >>> as_text("0.1.0", {"b.txt": "2" * 64, "a.txt": "1" * 64}).splitlines()[0]
    'xl_addin 0.1.0'
    """
    lines = [_HEAD + version, *(f"{digests[name]}  {name}" for name in sorted(digests))]
    return "".join(line + "\n" for line in lines)


def read_contents(folder: Path) -> Contents | None:
    """Read the list in a folder; None if there is none or it is damaged."""
    try:
        head, *lines = (folder / CONTENTS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    found = [_LINE.fullmatch(line) for line in lines]
    if not head.startswith(_HEAD) or not all(found):
        return None
    digests = {match[2]: match[1] for match in found if match}
    names = {name.casefold() for name in digests}
    if len(names) != len(lines) or not all(map(is_inner_path, digests)):
        return None
    return Contents(head.removeprefix(_HEAD), digests)


def is_inner_path(name: str) -> bool:
    """Tell whether a path leads to a file below the folder that it is meant for, on Windows above all.

    Refused: whole paths, drives, streams (``a:b``), steps upwards, devices, and names that Windows shortens to others.

    >>> [is_inner_path(name) for name in ("python/a b.py", "../a", "a/..\\\\b", "C:a", "a:b", "a./b", "lpt1.txt")]
    [True, False, False, False, False, False, False]
    """
    return bool(name) and len(name) <= _LONGEST and all(map(_is_plain, name.split("/")))


def _is_plain(part: str) -> bool:
    shortened = part.endswith((".", " ")) or part.startswith(" ")
    device = part.partition(".")[0].strip().upper() in _DEVICES
    return bool(_PART.fullmatch(part)) and not shortened and not device


def is_link(path: Path) -> bool:
    """Tell whether a path is a link to another place: a symbolic link, or a junction of Windows."""
    try:
        found = path.lstat()
    except OSError:
        return False
    return stat.S_ISLNK(found.st_mode) or bool(getattr(found, "st_file_attributes", 0) & _REPARSE_POINT)


def leads_out(folder: Path, name: str) -> bool:
    """Tell whether a listed path goes through a link on its way, so that it is somewhere else."""
    place = folder
    for part in name.split("/"):
        place /= part
        if is_link(place):
            return True
    return False


def damaged(folder: Path, contents: Contents) -> list[str]:
    """List the files that are missing or changed, or that are links to others, by path."""
    digests = contents.digests.items()
    return [name for name, digest in digests if leads_out(folder, name) or digest_of(folder / name) != digest]


def digest_of(path: Path) -> str | None:
    """Give the SHA-256 of a file; None if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
