"""The child process of LibreOffice where its own Python cannot take us in: run with ``-m``.

A line in is ``[name, rows, exact, behind]`` as JSON, a line out the answers of :mod:`calling`. It ends with its parent.
"""

from __future__ import annotations

import json
import sys
from typing import BinaryIO

from xl_addin.hosts.libreoffice.calling import answers


def serve(given: BinaryIO, told: BinaryIO) -> None:
    """Answer line by line until there are no more."""
    told.write(b"ready\n")
    told.flush()
    for line in given:
        told.write(json.dumps(answers(*json.loads(line)), allow_nan=False).encode() + b"\n")
        told.flush()


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
