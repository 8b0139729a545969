"""The process that reads one foreign file: ``python -m xl_addin.files.foreign.child KIND PATH``.

``decrypt PATH COPY`` writes a copy without the password that stands on its input; with none it tells whether there is
one.

It has limits of memory and time, writes the sheets as JSON to its output, and ends with status 3 and a word or a
Chinese line for a file that is refused. Whatever else ends it is a refusal too.
Its error output goes nowhere: a library may write more to it than anybody reads.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

MEMORY: Final = 700_000_000
"""Bytes of address space."""
SECONDS: Final = 60
"""Of processor time."""
REFUSED: Final = 3


def main(kind: str, path: Path) -> int:
    """Read a file and write its sheets to the output."""
    _limit()
    from xl_addin.files.foreign.sheets import dumped
    from xl_addin.values.errors import InputError

    try:
        sheets = _read(kind, path)
    except InputError as error:
        sys.stdout.buffer.write(error.message.encode("utf-8"))
        return REFUSED
    sys.stdout.buffer.writelines(dumped(sheets))
    return 0


def _read(kind: str, path: Path) -> list:  # type: ignore[type-arg]
    if kind == "csv":
        from xl_addin.files.foreign.text import read_text

        return read_text(path)
    if kind == "html":
        from xl_addin.files.foreign.html import read_html

        return read_html(path)
    if kind == "xml2003":
        from xl_addin.files.foreign.xml2003 import read_xml2003

        return read_xml2003(path)
    from xl_addin.files.foreign.binary import read_binary

    return read_binary(path, kind)


def decrypt(path: Path, copy: Path, password: str) -> int:
    """Write a copy without its password; REFUSED if the password does not fit, or nothing is encrypted."""
    _limit()
    import msoffcrypto

    try:
        with path.open("rb") as stream:
            file = msoffcrypto.OfficeFile(stream)
            if not file.is_encrypted():
                return REFUSED
            if not password:
                return 0
            file.load_key(password=password, verify_password=True)
            with copy.open("xb") as target:
                file.decrypt(target)
    except Exception:  # the library has no common ancestor of its errors
        copy.unlink(missing_ok=True)
        return REFUSED
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows: the parent ends a child that takes too long
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    if sys.argv[1] == "decrypt":
        sys.exit(decrypt(Path(sys.argv[2]), Path(sys.argv[3]), sys.stdin.buffer.read().decode("utf-8")))
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
