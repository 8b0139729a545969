"""The ``dir`` stream: code page, references and modules as records ([MS-OVBA] 2.3.4.2), before compression."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.hosts.excel.vba.modules import VbaModule

_WIN32: Final = 1
"""SYSKIND; Excel of 64 bits writes 1 or 3 and reads both."""
_LCID: Final = 0x0409
"""The specification wants this one whatever the code page; a Chinese Excel writes it too."""
_COOKIE: Final = 0xFFFF
_VERSION: Final = (0x6C919D94, 5)
"""Major and minor number of saves; any do, and these are always the same."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A type library that the project uses; Windows finds it by its GUID, the path is a hint."""

    name: str
    library: str


REFERENCES: Final = (
    Reference(
        "stdole", "*\\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\\Windows\\System32\\stdole2.tlb#OLE Automation"
    ),
    Reference(
        "Office",
        "*\\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0#"
        "C:\\Program Files\\Common Files\\Microsoft Shared\\OFFICE16\\MSO.DLL#Microsoft Office 16.0 Object Library",
    ),
)
"""What Excel itself writes; VBA and Excel come with the host and are not listed."""


def dir_stream(name: str, modules: Sequence[VbaModule], code_page: int, encoding: str) -> bytes:
    """Give the records of a project whose modules hold text and no compiled code.

    >>> dir_stream("xl_addin", [], 936, "cp936")[20:38].hex()  # LCIDINVOKE, CODEPAGE
    '14000400000009040000030002000000a803'
    """
    return b"".join(_records(name, modules, code_page, encoding))


def _record(number: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", number, len(data)) + data


def _number(number: int, value: int) -> bytes:
    return _record(number, struct.pack("<I", value))


def _short(number: int, value: int) -> bytes:
    return _record(number, struct.pack("<H", value))


def _records(name: str, modules: Sequence[VbaModule], code_page: int, encoding: str) -> Iterator[bytes]:
    yield _number(0x0001, _WIN32)
    yield _number(0x0002, _LCID)
    yield _number(0x0014, _LCID)
    yield _short(0x0003, code_page)
    yield _record(0x0004, name.encode(encoding))
    yield _record(0x0005) + _record(0x0040)  # description
    yield _record(0x0006) + _record(0x003D)  # help file
    yield _number(0x0007, 0)  # help context
    yield _number(0x0008, 0)  # flags of the library
    yield struct.pack("<HIIH", 0x0009, 4, *_VERSION)  # its size field says 4, though 6 bytes follow
    yield _record(0x000C) + _record(0x003C)  # constants
    for reference in REFERENCES:
        library = reference.library.encode(encoding)
        yield _record(0x0016, reference.name.encode(encoding)) + _record(0x003E, reference.name.encode("utf-16-le"))
        yield _record(0x000D, struct.pack("<I", len(library)) + library + bytes(6))
    yield _short(0x000F, len(modules))
    yield _short(0x0013, _COOKIE)
    for module in modules:
        yield from _module_records(module, encoding)
    yield _record(0x0010)


def _module_records(module: VbaModule, encoding: str) -> Iterator[bytes]:
    narrow, wide = module.name.encode(encoding), module.name.encode("utf-16-le")
    yield _record(0x0019, narrow) + _record(0x0047, wide)  # name
    yield _record(0x001A, narrow) + _record(0x0032, wide)  # name of its stream
    yield _record(0x001C) + _record(0x0048)  # description
    yield _number(0x0031, 0)  # where the text begins: no compiled code before it
    yield _number(0x001E, 0)  # help context
    yield _short(0x002C, _COOKIE)
    yield _record(0x0021 if module.kind == "standard" else 0x0022)
    yield _record(0x002B)
