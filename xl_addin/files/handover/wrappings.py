"""Digits that a part holds in the writing of a program: hexadecimal, escaped, EBCDIC, four bytes a letter, compressed.

Nothing here tells whether they are an ID number; each piece found is given as bytes, to be looked at as any others.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Final

_DIGITS: Final = 15
"""Of the shortest number; fewer are not unwrapped."""
_HEX: Final = re.compile(rb"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){%d,}" % _DIGITS)
_SPACED_HEX: Final = re.compile(rb"(?<![0-9A-Fa-f])(?:(?:0x|\\x|%%|=)?[0-9A-Fa-f]{2}[\s,;:-]{0,2}){%d,}" % _DIGITS)
_HEX_PAIR: Final = re.compile(rb"(?:0x|\\x|%|=)?([0-9A-Fa-f]{2})")
_ESCAPES: Final = re.compile(rb"(?:(?:\\u|%%u|&amp;#x?|&#x?|\\)[0-9A-Fa-f]{2,6}+;?+[^\\%%&\n]{0,3}+){%d,}" % _DIGITS)
_ESCAPE: Final = re.compile(rb"(\\u|%u|&amp;#x|&amp;#|&#x|&#|\\)([0-9A-Fa-f]{2,6});?")
_EBCDIC: Final = re.compile(rb"[\xf0-\xf9](?:[\x40\x4b\x60\x61\x6b]{0,2}[\xf0-\xf9]){%d,}[\xe7\xa7]?" % (_DIGITS - 1))
_FOUR_BYTES: Final = re.compile(rb"(?:[ -~]\0{3}){%d,}[ -~]?|(?:\0{3}[ -~]){%d,}" % (_DIGITS, _DIGITS))
_STREAM: Final = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_MOST_STREAMS: Final = 200
_GZIP_OR_ZLIB: Final = 47
"""As zlib counts: both heads, and the largest window."""


def unwrapped(data: bytes) -> Iterator[bytes]:
    """Stretches of the bytes, read as programs write them; none of them is longer than the bytes.

    >>> list(unwrapped("98765432101234567".encode("cp037")))
    [b'98765432101234567']
    >>> list(unwrapped(b"%39%38%37%36%35%34%33%32%31%30%31%32%33%34%35"))
    [b'987654321012345']
    """
    for match in _HEX.finditer(data):
        if not match[0].isdigit() or b"3" in match[0]:
            yield bytes.fromhex(match[0].decode("ascii"))
    for match in _SPACED_HEX.finditer(data):
        if not match[0].isalnum():
            yield bytes.fromhex(b"".join(_HEX_PAIR.findall(match[0])).decode("ascii"))
    for match in _ESCAPES.finditer(data):
        yield _ESCAPE.sub(_letter, match[0])
    for match in _EBCDIC.finditer(data):
        yield match[0].decode("cp037").encode("ascii", "replace")
    for match in _FOUR_BYTES.finditer(data):
        yield match[0].replace(b"\0", b"")


def _letter(match: re.Match[bytes]) -> bytes:
    decimal = match[1].endswith(b"#")
    if decimal and not match[2].isdigit():
        return match[0]
    number = int(match[2], 10 if decimal else 16)
    return chr(number).encode() if 0x20 <= number < 0xD800 else b" "


def streams(data: bytes, most: int) -> Iterator[bytes]:
    """What gzip and zlib have compressed, anywhere in the bytes; ``most`` bytes in all."""
    for match in islice(_STREAM.finditer(data), _MOST_STREAMS):
        if most <= 0:
            return
        try:
            plain = zlib.decompressobj(_GZIP_OR_ZLIB).decompress(memoryview(data)[match.start() :], most)
        except zlib.error:
            continue
        most -= len(plain)
        yield plain
