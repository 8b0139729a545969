"""Wine 8 has no bcryptprimitives.dll, whose ProcessPrng programs in Rust call for random numbers.

A library without code, whose one function is passed on to the random numbers that Wine has in advapi32, goes into the
test's own prefix. Windows has had the real one since version 7.
"""

from __future__ import annotations

import struct
from pathlib import Path

NAME = b"bcryptprimitives.dll\0"
FUNCTION = b"ProcessPrng\0"
FORWARDED = b"advapi32.SystemFunction036\0"
PAGE, BLOCK = 0x1000, 0x200
AMD64, DLL = 0x8664, 0x2022


def install_forwarder(prefix: Path) -> None:
    target = prefix / "drive_c" / "windows" / "system32" / "bcryptprimitives.dll"
    if not target.exists():
        target.write_bytes(forwarder())


def forwarder() -> bytes:
    """Give a 64-bit library with nothing but its export table, in one section at address PAGE."""
    table = _exports(PAGE)
    header = _header(len(table))
    return header.ljust(BLOCK, b"\0") + table.ljust(-(-len(table) // BLOCK) * BLOCK, b"\0")


def _exports(start: int) -> bytes:
    addresses = start + 40
    names, ordinals = addresses + 4, addresses + 8
    text = ordinals + 2
    function, forwarded = text + len(NAME), text + len(NAME) + len(FUNCTION)
    directory = struct.pack("<IIHHIIIIIII", 0, 0, 0, 0, text, 1, 1, 1, addresses, names, ordinals)
    return directory + struct.pack("<IIH", forwarded, function, 0) + NAME + FUNCTION + FORWARDED


def _header(length: int) -> bytes:
    dos = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", AMD64, 1, 0, 0, 0, 240, DLL)
    optional = struct.pack("<HBBIIIII", 0x20B, 14, 0, 0, BLOCK, 0, 0, PAGE)
    optional += struct.pack(
        "<QIIHHHHHHIIIIHH", 0x180000000, PAGE, BLOCK, 6, 0, 0, 0, 6, 0, 0, 2 * PAGE, BLOCK, 0, 3, 0x100
    )
    optional += struct.pack("<QQQQII", 0x100000, PAGE, 0x100000, PAGE, 0, 16)
    directories = struct.pack("<II", PAGE, length).ljust(16 * 8, b"\0")
    section = struct.pack("<8sIIIIIIHHI", b".rdata", length, PAGE, BLOCK, BLOCK, 0, 0, 0, 0, 0x40000040)
    return dos + coff + optional + directories + section
