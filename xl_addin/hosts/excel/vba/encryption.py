"""The three protection values of a PROJECT stream: [MS-OVBA] 2.4.3 data encryption, an obfuscation without secrets.

Ours always say: not protected, no password, visible. The seed follows from the project's name, not from chance.
"""

from __future__ import annotations

import struct


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
