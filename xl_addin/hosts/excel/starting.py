"""``python starting.py MODULE …`` does what ``python -m MODULE …`` does, with the modules taken from one file.

The first value needs some 370 modules. Opening each is what a clerk waits for, most of all on a PC whose virus scanner
looks into every file, so the installer packs their bytecode (``install.packing``). Without the pack, with one of
another Python, and where it is damaged, modules are imported from their own files: slower, and the same. Imports
nothing but what Python has loaded or built in: any other import would come before the pack.
"""

import binascii
import marshal
import mmap
import os
import runpy
import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location

PACK = "modules.pack"
"""Name of the packed modules, beside python.exe."""
HEAD = 24
"""Bytes before the index: the version of Python, length and checksum of the index, 8 bytes each."""


class PackedLoader(SourceFileLoader):
    """Loads a module as from its own file, but for the bytecode."""

    def __init__(self, name: str, path: str, packed: memoryview) -> None:
        super().__init__(name, path)
        self._packed = packed

    def get_code(self, fullname: str) -> object:  # type: ignore[override]
        """Give the module's code."""
        return marshal.loads(self._packed)


class PackedModules:
    """Finds the modules of a pack: an import finder for ``sys.meta_path``."""

    def __init__(self, folder: str) -> None:
        """Open the pack of a folder. OSError if there is none, ValueError if it is not whole or of another Python."""
        with open(os.path.join(folder, PACK), "rb") as stream:
            view = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        if int.from_bytes(view[:8], "little") != sys.hexversion:
            raise ValueError(f"{PACK} was made by another Python")
        start = HEAD + int.from_bytes(view[8:16], "little")
        index = view[HEAD:start]
        if not index or binascii.crc32(index) != int.from_bytes(view[16:HEAD], "little"):
            raise ValueError(f"the index of {PACK} is damaged")
        self._folder, self._codes = folder, view[start:]
        self._index: dict[str, tuple[str, int, int, int]] = marshal.loads(index)

    def __len__(self) -> int:
        """Give the number of modules."""
        return len(self._index)

    def _code(self, name: str) -> memoryview | None:
        """Give the packed code of a module; None if it is not in the pack or not as it was packed."""
        if name not in self._index:
            return None
        _, start, end, checksum = self._index[name]
        code = self._codes[start:end]
        return code if binascii.crc32(code) == checksum else None

    def damaged(self) -> list[str]:
        """List the modules whose code is not as it was packed."""
        return [name for name in self._index if self._code(name) is None]

    def modules(self) -> list[tuple[str, str, memoryview | None]]:
        """List name, place and packed code of every module; None for code that is not as it was packed."""
        return [(name, entry[0], self._code(name)) for name, entry in self._index.items()]

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Say how to load a module; None if it is not in the pack whole."""
        code = self._code(name)
        if code is None:
            return None
        origin = os.path.join(self._folder, self._index[name][0])
        # Packages are told by their file's name, as always; what lies beside them is found in their own folder.
        return spec_from_file_location(name, origin, loader=PackedLoader(name, origin, code))


def main() -> None:
    """Run the module that the first argument names with the other arguments."""
    try:
        sys.meta_path.insert(0, PackedModules(sys.prefix))
    except (OSError, ValueError):
        pass  # slower, and the same
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
