"""What becomes of each kind of file, and what is repaired with a notice: one table for readers, messages, the manual.

The table is ``acceptance.toml``. Leaves out how a kind is told (:mod:`xl_addin.files.kinds`) and read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.values.errors import InputError

_TABLE: Final = Path(__file__).with_name("acceptance.toml")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: what it is called, what is read of it, or why it is refused."""

    id: str
    title: str
    read: str = ""
    refusal: str = ""
    values_only: bool = False
    """Read through a foreign format: stored values, no formulas."""


@dataclass(frozen=True, slots=True)
class RepairKind:
    """Something odd in a file that is read all the same."""

    id: str
    title: str
    message: str
    remedy: str


@cache
def file_kinds() -> Mapping[str, FileKind]:
    """Every kind by its id, those that are read first.

    >>> file_kinds()["xls"].values_only, file_kinds()["pdf"].read
    (True, '')
    """
    return {key: FileKind(key, **entry) for key, entry in _table()["kinds"].items()}


@cache
def repair_kinds() -> Mapping[str, RepairKind]:
    """Every repair by its id."""
    return {key: RepairKind(key, **entry) for key, entry in _table()["repairs"].items()}


def refused(kind: str, name: str) -> InputError:
    """The refusal of a file of a kind that is not read.

    >>> refused("empty", "a.xlsx").message
    '“a.xlsx”是空文件（0 字节），请重新取得'
    """
    return InputError(file_kinds()[kind].refusal.format(name=name[:80]))


@cache
def _table() -> dict[str, dict[str, dict[str, Any]]]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))
