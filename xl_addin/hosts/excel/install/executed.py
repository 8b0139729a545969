"""What lies at the install place beside the listed files and would run: bytecode, the pack, whatever somebody added.

Python runs bytecode without looking at the source beside it, and Windows loads any library that lies beside a program.
So bytecode must be what the listed source compiles to, or what a listed archive holds, and nothing else may be there.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from types import CodeType
from typing import Final

from xl_addin.hosts.excel.install import access
from xl_addin.hosts.excel.install.contents import CONTENTS, Contents, is_link
from xl_addin.hosts.excel.install.places import HOME
from xl_addin.hosts.excel.starting import PACK, PackedModules

_COMPILED: Final = "__pycache__"
_PACK: Final = f"python/{PACK}"


def strange(folder: Path, contents: Contents) -> list[str]:
    """List by path what would run at a place and is not what the list says; the listed files themselves are others'.

    ``folder`` holds the version that ``contents`` lists, with its files unchanged.
    """
    listed = {name.casefold(): name for name in contents.digests}
    sources = {_bytecode_name(name).casefold(): name for name in contents.digests if name.endswith(".py")}
    found = []
    compiled = _compiler(folder)
    for name in _entries(folder):
        source = sources.get(name.casefold())
        if name.casefold() in listed or name == CONTENTS:
            continue
        if source is not None:
            good = _is_bytecode(folder / name, folder / source, compiled(source))
        else:
            good = name == _PACK and not _wrong_in_pack(folder, contents, compiled)
        if not good:
            found.append(name)
    return found


def _entries(folder: Path) -> Iterator[str]:
    """Every file below a folder by its path, and every link; a link is not followed."""
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if is_link(Path(place) / name)]
        folders[:] = sorted(set(folders) - set(links))
        for name in sorted([*files, *links]):
            yield (Path(place) / name).relative_to(folder).as_posix()


def _bytecode_name(source: str) -> str:
    path = PurePosixPath(source)
    return str(path.parent / _COMPILED / Path(importlib.util.cache_from_source(path.name)).name)


def _compiler(folder: Path) -> Callable[[str], CodeType | None]:
    @cache
    def compiled(source: str) -> CodeType | None:
        """Give the code of a listed source; None if it is not for this Python."""
        try:
            return compile((folder / source).read_bytes(), str(HOME / source), "exec", dont_inherit=True)
        except (OSError, SyntaxError, ValueError):
            return None

    return compiled


def _is_bytecode(path: Path, source: Path, code: CodeType | None) -> bool:
    """Tell whether a file is what the installer compiles a source to."""
    try:
        content = path.read_bytes()
        head = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little") + importlib.util.source_hash(source.read_bytes())
        return not is_link(path) and content[:16] == head and _is_code(content[16:], code)
    except OSError:
        return False


def _is_code(packed: bytes | memoryview, code: CodeType | None) -> bool:
    """Tell whether marshalled code is some code: bytes may differ between two runs, what they do may not."""
    try:
        found = marshal.loads(packed)
    except (EOFError, ValueError, TypeError):
        return False
    return code is not None and isinstance(found, CodeType) and found == code


def _wrong_in_pack(folder: Path, contents: Contents, compiled: Callable[[str], CodeType | None]) -> list[str]:
    """List the modules of the pack that are not what the listed files hold; what is not whole is never run."""
    python = folder / "python"
    try:
        modules = PackedModules(str(python))
    except (OSError, ValueError):
        return []
    except (EOFError, TypeError):
        return [PACK]
    wrong = []
    for name, place, packed in modules.modules():
        archive, inside, member = f"python/{place}".replace("\\", "/").partition(".zip/")
        source = archive if not inside else f"{archive}.zip"
        if packed is None:
            continue
        if source not in contents.digests or not _is_place_of(name, place):
            wrong.append(name)
        elif inside:
            with zipfile.ZipFile(folder / source) as opened:
                good = member in opened.namelist() and opened.read(member)[16:] == bytes(packed)
            wrong += [] if good else [name]
        elif not _is_code(packed, compiled(source)):
            wrong.append(name)
    return wrong


def _is_place_of(name: str, place: str) -> bool:
    """Tell whether a module may come from a place: the last words of its path are its name."""
    path = PurePosixPath(place.replace("\\", "/")).with_suffix("")
    words = [*(path.parent if path.name == "__init__" else path).parts]
    return [word.casefold() for word in words[-len(name.split(".")) :]] == name.casefold().split(".")


def library(folder: Path, contents: Contents, bits: int = 64) -> Path | None:
    """Give the listed library by which an Excel of some bits reaches Python; None if the list has not exactly one."""
    names = [name for name in contents.digests if PurePosixPath(name).match(f"python/xlwings{bits}-*.dll")]
    return folder / names[0] if len(names) == 1 else None


def open_to_strangers(folder: Path) -> list[str]:
    """List by path what somebody else than its owner, administrators and the system may change, or owns apart."""
    owners = access.trusted_owners() | {access.rights_of(folder).owner}
    found = []
    for name in ("", *_folders(folder), *_entries(folder)):
        rights = access.rights_of(folder / name if name else folder)
        if rights.owner not in owners or rights.writers:
            found.append(name or str(folder))
    return found


def _folders(folder: Path) -> Iterator[str]:
    for place, folders, _ in os.walk(folder):
        for name in sorted(folders):
            path = Path(place) / name
            if not is_link(path):
                yield path.relative_to(folder).as_posix()
