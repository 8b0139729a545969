"""The list of what belongs to an installed version: ``contents.txt``, one SHA-256 and path a line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

CONTENTS: Final = "contents.txt"
_HEAD: Final = "xl_addin "
_LINE: Final = re.compile(r"([0-9a-f]{64})  (.+)")


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
    unsafe = any(".." in name.split("/") or ":" in name or name.startswith(("/", "\\")) for name in digests)
    return None if unsafe else Contents(head.removeprefix(_HEAD), digests)


def damaged(folder: Path, contents: Contents) -> list[str]:
    """List the files that are missing or changed, by path."""
    return [name for name, digest in contents.digests.items() if digest_of(folder / name) != digest]


def digest_of(path: Path) -> str | None:
    """Give the SHA-256 of a file; None if it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
