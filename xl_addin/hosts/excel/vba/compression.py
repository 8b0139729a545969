"""Compression of VBA streams: [MS-OVBA] 2.4.1, chunks of 4096 bytes with copy tokens into the chunk itself.

The format cannot hold a last chunk that is short and incompressible; it is then filled with zero bytes as
2.4.1.3.10 says. A caller that minds compares what :func:`decompress` gives back.
"""

from __future__ import annotations

import struct
from typing import Final

_SIGNATURE: Final = 0x01
_CHUNK: Final = 4096
_PACKED: Final = 0xB000
"""Header bits of a compressed chunk: the flag and the fixed 0b011."""
_RAW: Final = 0x3000
_MIN_COPY: Final = 3
"""A copy token is two bytes long, so shorter copies gain nothing."""


def compress(data: bytes) -> bytes:
    """Give the compressed container of any bytes.

    >>> compress(b"a" * 73).hex()
    '0103b002614500'
    >>> compress(b"")
    b'\\x01'
    """
    packed = bytearray([_SIGNATURE])
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        tokens = _tokens(chunk)
        if len(tokens) < _CHUNK:
            packed += struct.pack("<H", _PACKED | (len(tokens) - 1)) + tokens
        else:
            packed += struct.pack("<H", _RAW | (_CHUNK - 1)) + chunk.ljust(_CHUNK, b"\0")
    return bytes(packed)


def decompress(packed: bytes) -> bytes:
    """Give back what :func:`compress` was given; ValueError if these bytes are no container.

    >>> decompress(compress("经济补偿金".encode("cp936") * 9)).decode("cp936")[-6:]
    '金经济补偿金'
    """
    if packed[:1] != bytes([_SIGNATURE]):
        raise ValueError("no compressed VBA stream: the signature byte is missing")
    data = bytearray()
    at = 1
    while at < len(packed):
        header = int.from_bytes(packed[at : at + 2], "little")
        end = at + 3 + (header & 0xFFF)
        if header & 0x7000 != _RAW or end > len(packed):
            raise ValueError(f"damaged chunk at byte {at} of a compressed VBA stream")
        body = packed[at + 2 : end]
        data += _expanded(body) if header & 0x8000 else body
        at = end
    return bytes(data)


def _offset_bits(position: int) -> int:
    """Count the bits of a copy token's offset at this position of a chunk (2.4.1.3.19.1)."""
    return min(max((position - 1).bit_length(), 4), 12)


def _tokens(chunk: bytes) -> bytes:
    """Write one chunk as flag bytes, each followed by up to eight literals or copies."""
    out = bytearray()
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        flags_at = len(out)
        out.append(0)
        for bit in range(8):
            if position >= len(chunk):
                break
            bits = _offset_bits(position)
            source, length = _longest(chunk, position, seen, (0xFFFF >> bits) + _MIN_COPY)
            if length:
                out[flags_at] |= 1 << bit
                out += struct.pack("<H", (position - source - 1) << (16 - bits) | (length - _MIN_COPY))
            else:
                length = 1
                out.append(chunk[position])
            for passed in range(position, position + length):
                seen.setdefault(chunk[passed : passed + _MIN_COPY], []).append(passed)
            position += length
    return bytes(out)


def _longest(chunk: bytes, position: int, seen: dict[bytes, list[int]], most: int) -> tuple[int, int]:
    """Find the longest earlier run equal to what follows, the nearest among equals; length 0 if there is none."""
    best_source, best_length = 0, 0
    most = min(most, len(chunk) - position)
    if most < _MIN_COPY:
        return 0, 0
    for source in reversed(seen.get(chunk[position : position + _MIN_COPY], ())):
        length = _MIN_COPY
        while length < most and chunk[source + length] == chunk[position + length]:
            length += 1
        if length > best_length:
            best_source, best_length = source, length
            if length == most:
                break
    return best_source, best_length


def _expanded(tokens: bytes) -> bytes:
    out = bytearray()
    at = 0
    while at < len(tokens):
        flags = tokens[at]
        at += 1
        for bit in range(8):
            if at >= len(tokens):
                break
            if not flags >> bit & 1:
                out.append(tokens[at])
                at += 1
                continue
            token = int.from_bytes(tokens[at : at + 2], "little")
            bits = _offset_bits(len(out))
            source = len(out) - (token >> (16 - bits)) - 1
            if source < 0:
                raise ValueError("a copy token points before its chunk")
            for step in range((token & (0xFFFF >> bits)) + _MIN_COPY):
                out.append(out[source + step])
            at += 2
    return bytes(out)
