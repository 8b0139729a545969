"""The ``PROJECT`` stream in the manner of an .ini file, and ``PROJECTwm`` with the names ([MS-OVBA] 2.3.1, 2.3.3)."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Sequence
from typing import Final

from xl_addin.hosts.excel.vba.modules import VbaModule

_DECLARED: Final = {
    "standard": "Module={}",
    "class": "Class={}",
    "document:workbook": "Document={}/&H00000000",
    "document:sheet": "Document={}/&H00000000",
}
_HOST: Final = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"


def project_stream(name: str, modules: Sequence[VbaModule], encoding: str) -> bytes:
    """Give the text that lists the modules; its id and seeds follow from the project's name.

    >>> project_stream("xl_addin", [VbaModule("甲", "standard", "")], "cp936").decode("cp936").split("\\r\\n")[1]
    'Module=甲'
    """
    project_id = f"{{{str(uuid.uuid5(uuid.NAMESPACE_URL, f'vba:{name}')).upper()}}}"
    seed = sum(name.encode("utf-8"))
    not_protected, no_password, visible = bytes(4), bytes(1), b"\xff"
    lines = [
        f'ID="{project_id}"',
        *(_DECLARED[module.kind].format(module.name) for module in modules),
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypted(project_id, not_protected, seed & 0xFF)}"',
        f'DPB="{encrypted(project_id, no_password, seed + 85 & 0xFF)}"',
        f'GC="{encrypted(project_id, visible, seed + 170 & 0xFF)}"',
        "",
        "[Host Extender Info]",
        _HOST,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def names_stream(modules: Sequence[VbaModule], encoding: str) -> bytes:
    """Give each module's name in the code page and in UTF-16.

    >>> names_stream([VbaModule("甲", "standard", "")], "cp936").hex()
    'bcd700327500000000'
    """
    pairs = (module.name.encode(encoding) + b"\0" + module.name.encode("utf-16-le") + b"\0\0" for module in modules)
    return b"".join(pairs) + b"\0\0"


def encrypted(project_id: str, data: bytes, seed: int) -> str:
    """Give the hexadecimal text of a protection value; ``seed`` is a byte, ``project_id`` the ``{…}`` of ``ID=``.

    >>> encrypted("{00000000-0000-0000-0000-000000000000}", b"\\0", 0x10)
    '1012BCBFBDBFBDBF'
    """
    version = 2
    key = sum(project_id.encode("ascii")) & 0xFF
    out = bytearray([seed, version ^ seed, key ^ seed])
    previous, last, before_last = key, key ^ seed, version ^ seed
    ignored = bytes((seed & 6) // 2)
    for plain in ignored + struct.pack("<I", len(data)) + data:
        cipher = plain ^ ((before_last + previous) & 0xFF)
        out.append(cipher)
        before_last, last, previous = last, cipher, plain
    return out.hex().upper()
