"""Workbooks with a password to open: decrypted into a private folder for as long as they are read.

A book that is only protected against changes is encrypted by Excel with a password that every program knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xl_addin.files.acceptance import file_kinds, refused
from xl_addin.files.foreign.isolated import decrypt
from xl_addin.files.kinds import kind_of
from xl_addin.files.leftovers import private_folder
from xl_addin.files.zone import keep_mark
from xl_addin.tables.grid import Repair
from xl_addin.values.errors import InputError

_BUILT_IN: Final = "VelvetSweatshop"
"""[MS-OFFCRYPTO]; Excel opens such a book without a question."""


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file that can be read: the file itself, or its decrypted copy, and of which kind it is."""

    path: Path
    kind: str
    repairs: tuple[Repair, ...] = ()

    @property
    def was_encrypted(self) -> bool:
        """Whether ``path`` is a decrypted copy."""
        return bool(self.repairs)


@contextmanager
def plain_file(path: Path, password: str = "") -> Iterator[PlainFile]:
    """Give a file without a password; InputError for a kind that is not read, or a password that does not fit."""
    kind = kind_of(path)
    if kind in ("encrypted", "xls"):
        with private_folder() as folder:
            copy = folder / path.name
            found = _decrypted(path, kind, copy, password)
            if found:
                keep_mark(path, copy)
                yield PlainFile(copy, kind_of(copy), (Repair(found, ""),))
                return
    if file_kinds()[kind].refusal:
        raise refused(kind, path.name)
    yield PlainFile(path, kind)


def _decrypted(path: Path, kind: str, copy: Path, password: str) -> str:
    """Write the decrypted copy; gives the repair to tell of, '' for an .xls without a password."""
    if kind == "xls" and not decrypt(path, None, copy):
        return ""
    if decrypt(path, _BUILT_IN, copy):
        return "built_in_password"
    if not password:
        raise refused("encrypted", path.name)
    if not decrypt(path, password, copy):
        raise InputError(f"密码打不开“{path.name}”，请核对 --password-file 里的密码（文件的第一行，前后不要有空格）")
    return "password"
