"""The law's data files, loaded once: documents, parameters, grounds, options; and their content hash.

The hash is the policy version: the same text in the same files gives the same version on
every machine, whatever the line endings of the checkout.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.policy.schema import Document, Parameter, PolicyFileError, read_document, read_parameter

DATA: Final = Path(__file__).parent / "data"
HASH_LENGTH: Final = 12


@dataclass(frozen=True, slots=True)
class Store:
    """Every national legal fact that ships, by name."""

    documents: Mapping[str, Document]
    parameters: Mapping[str, Parameter]
    version: str


def read_toml(path: Path) -> dict[str, Any]:
    """Read one data file; a syntax fault is named with its file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise PolicyFileError(path.name, "encoding", "not UTF-8", "save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise PolicyFileError(path.name, "syntax", str(error), "correct the TOML") from None


def content_hash(folder: Path) -> str:
    """Hash the names and texts of all TOML files under a folder.

    >>> len(content_hash(DATA)) == HASH_LENGTH
    True
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.toml"), key=lambda p: p.relative_to(folder).as_posix()):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:HASH_LENGTH]


def load_store(folder: Path) -> Store:
    """Load and check a data folder; raises :class:`PolicyFileError` at the first fault."""
    documents = {
        key: read_document(key, raw, "documents.toml") for key, raw in read_toml(folder / "documents.toml").items()
    }
    parameters: dict[str, Parameter] = {}
    for path in sorted((folder / "national").glob("*.toml")):
        for parameter in read_parameter(read_toml(path), documents, path.name):
            if parameter.name in parameters:
                raise PolicyFileError(path.name, parameter.name, "this name exists twice", "rename one")
            parameters[parameter.name] = parameter
    return Store(documents, parameters, content_hash(folder))


@cache
def national() -> Store:
    """Give the shipped national data.

    >>> national().documents["LCL"].effective_from.isoformat()
    '2008-01-01'
    """
    return load_store(DATA)
