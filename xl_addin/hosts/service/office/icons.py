"""Pictures of the add-in for Excel 365, which takes PNG files of fixed sizes only: one colour a group of the ribbon."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from typing import Final

SIZES: Final = (16, 32, 64, 80)
"""Pixels on each side, as the manifest asks for."""
COLOURS: Final = ((0x1F, 0x6F, 0x43), (0x8A, 0x5A, 0x00), (0x9B, 0x22, 0x26), (0x1D, 0x4E, 0x89))
"""One a group."""
_WHITE: Final = (0xFF, 0xFF, 0xFF)


@cache
def icon(group: int | None, size: int) -> bytes:
    """A sheet with ruled lines on the colour of the group; without a group white lines on nothing.

    >>> icon(0, 16)[:8], icon(0, 16) != icon(1, 16)
    (b'\\x89PNG\\r\\n\\x1a\\n', True)
    """
    rows = b"".join(b"\0" + bytes(sum((_pixel(group, x, y, size) for x in range(size)), ())) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _pixel(group: int | None, x: int, y: int, size: int) -> tuple[int, ...]:
    """Colour and cover of a point: the ground, four lines that grow shorter, nothing in the corners."""
    corner = max(1, size // 8)
    if min(x, size - 1 - x) + min(y, size - 1 - y) < corner - 1:
        return (*_WHITE, 0)
    left, top = size // 5, size // 5
    step = max(3, (size - 2 * top) // 4)
    line, within = divmod(y - top, step)
    ends = size - left - (size // 4 if line in (1, 3) else 0)
    is_line = 0 <= line < 4 and within < max(1, step // 3) and left <= x < ends
    if is_line or group is None:
        return (*_WHITE, 0xFF if is_line else 0)
    return (*COLOURS[group], 0xFF)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
