"""The bytecode of all modules that cells and icons need, in one file for ``starting`` to start from.

Made on the clerk's PC from the files just compiled there. Which modules: those that Python holds once all of ours are
imported and a value is computed. Leaves out libraries (``.pyd``) and what Python loads before any line of ours.
"""

from __future__ import annotations

import binascii
import importlib.util
import json
import marshal
import pkgutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path, PurePath
from typing import Final

from xl_addin.hosts.excel.starting import PACK

_PYC_HEAD: Final = 16
"""Bytes before the code in a ``.pyc`` file."""
_PATIENCE: Final = 120
"""Seconds; a quiet PC takes four."""
_NO_WINDOW: Final = 0x08000000
_ASK: Final = (  # -c itself loads linecache, a script does not
    "import sys; before = set(sys.modules) - {'linecache'}; "
    "from xl_addin.hosts.excel.install.packing import tell_needed; tell_needed(before)"
)


def write_pack(python: Path, places: Mapping[str, str]) -> int:
    """Pack modules, by name and place below a compiled Python folder, into ``modules.pack`` there; give their number.

    A place is the path of a source file, or of bytecode inside a zip. A module without bytecode is left out.
    OSError if the pack cannot be written; no part of it stays then.
    """
    index: dict[str, tuple[str, int, int, int]] = {}
    codes = bytearray()
    for name in sorted(places):
        code = _bytecode(python, places[name])
        if code:
            index[name] = (places[name], len(codes), len(codes) + len(code), binascii.crc32(code))
            codes += code
    head = marshal.dumps(index)
    start = b"".join(number.to_bytes(8, "little") for number in (sys.hexversion, len(head), binascii.crc32(head)))
    try:
        (python / PACK).write_bytes(start + head + codes)
    except OSError:
        (python / PACK).unlink(missing_ok=True)
        raise
    return len(index)


def _bytecode(python: Path, place: str) -> bytes:
    """Give the marshalled code of a module; nothing if it has none."""
    archive, inside, member = place.partition(".zip")
    if inside:
        with zipfile.ZipFile(python / f"{archive}.zip") as packed:
            return packed.read(PurePath(member).as_posix().lstrip("/"))[_PYC_HEAD:]
    compiled = Path(importlib.util.cache_from_source(str(python / place)))
    return compiled.read_bytes()[_PYC_HEAD:] if compiled.is_file() else b""


def needed() -> dict[str, str]:
    """Ask a fresh Python like this one which modules it holds at work: place below its folder by name.

    OSError if it does not answer.
    """
    command = [sys.executable, "-I", "-B", "-X", "utf8", "-c", _ASK]
    flags = _NO_WINDOW if sys.platform == "win32" else 0
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            creationflags=flags,
            cwd=sys.prefix,
            timeout=_PATIENCE,
            check=True,
        )
        told: dict[str, str] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise OSError("the modules at work are not known") from error
    return told


def tell_needed(before: set[str]) -> None:
    """Print what :func:`needed` asks for, in a Python of its own that held the modules ``before`` to start with."""
    _work()
    places = {name: place for name in sorted(sys.modules.keys() - before) if (place := _place(name))}
    print(json.dumps(places))


def _work() -> None:
    """Import everything of ours, and compute."""
    for module in pkgutil.walk_packages([str(Path(__file__).parents[3])], "xl_addin."):
        import_module(module.name)
    from xl_addin.functions import CATALOG, call

    for spec in CATALOG.values():  # the catalog imports what a function needs when it is first called
        call(spec.name, *([None] * len(spec.arguments)))
    call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600, 1500, 2300)


def _place(name: str) -> str | None:
    """Give the file of a loaded module below Python's folder; None if it has none with bytecode."""
    spec = getattr(sys.modules[name], "__spec__", None)
    if spec is None or not spec.has_location or not spec.origin or spec.name != name:
        return None
    origin = Path(spec.origin)
    if origin.suffix not in (".py", ".pyc") or not origin.is_relative_to(sys.prefix):
        return None
    return str(origin.relative_to(sys.prefix))
