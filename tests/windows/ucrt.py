"""Wine 8 lacks the C functions crealf, cimagf, creal, cimag and their long forms, which numpy calls when it loads.

The missing ones are stubs that end the process. A copy of Wine's ucrtbase.dll for the test's own prefix gets their
few instructions in place of the stubs. Real Windows has them, so only tests know of this.
"""

from __future__ import annotations

import struct
from pathlib import Path

WINE_COPIES = (
    Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows/ucrtbase.dll"),
    Path("/usr/lib/wine/x86_64-windows/ucrtbase.dll"),
    Path("/usr/lib64/wine/x86_64-windows/ucrtbase.dll"),
)
INSTRUCTIONS = {
    "crealf": "66480f6ec1c3",
    "cimagf": "48c1e920660f6ec1c3",
    "creal": "f20f1001c3",
    "creall": "f20f1001c3",
    "cimag": "f20f104108c3",
    "cimagl": "f20f104108c3",
}
"""The argument comes in rcx (the float form) or behind the pointer in rcx (the others); the result goes to xmm0."""
STUB = bytes.fromhex("4883ec28488d0d")
BUILTIN_MARK = b"Wine builtin DLL"


def install_patched(prefix: Path) -> list[str]:
    """Put the patched copy into a prefix; give the names of the functions that were stubs."""
    source = next(path for path in WINE_COPIES if path.is_file())
    image = bytearray(source.read_bytes())
    patched = []
    for name, place in exported(bytes(image)).items():
        code = bytes.fromhex(INSTRUCTIONS[name])
        if image[place : place + len(STUB)] == STUB:
            image[place : place + len(code)] = code
            patched.append(name)
    mark = image.find(BUILTIN_MARK, 0, 0x200)
    image[mark : mark + len(BUILTIN_MARK)] = bytes(len(BUILTIN_MARK))  # else Wine loads its own file instead
    target = prefix / "drive_c" / "windows" / "system32" / "ucrtbase.dll"
    target.unlink(missing_ok=True)
    target.write_bytes(image)
    return patched


def exported(image: bytes) -> dict[str, int]:
    """Give the file offset of each wanted function that a 64-bit library exports."""
    header = struct.unpack_from("<I", image, 0x3C)[0]
    sections, optional = struct.unpack_from("<H12xH", image, header + 6)
    table = header + 24 + optional
    spans = [struct.unpack_from("<IIII", image, table + 40 * index + 8) for index in range(sections)]

    def offset(address: int) -> int:
        return next(
            address - start + raw for size, start, length, raw in spans if 0 <= address - start < max(size, length)
        )

    directory = offset(struct.unpack_from("<I", image, header + 24 + 112)[0])
    count, functions, names, ordinals = struct.unpack_from("<I3I", image, directory + 24)
    found = {}
    for index in range(count):
        start = offset(struct.unpack_from("<I", image, offset(names) + 4 * index)[0])
        name = image[start : image.index(0, start)].decode("latin-1")
        if name in INSTRUCTIONS:
            ordinal = struct.unpack_from("<H", image, offset(ordinals) + 2 * index)[0]
            found[name] = offset(struct.unpack_from("<I", image, offset(functions) + 4 * ordinal)[0])
    return found
