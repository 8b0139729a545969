"""ID numbers in parts that are no XML: plain text and JSON, settings of printers and programs.

A text keeps its encoding. In the bytes of a program a number gives way to stars, so that every length and place
stays. What is packed or sealed is only looked into (:mod:`xl_addin.files.handover.looking_within`), never changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Final

from xl_addin.files.handover.looking_within import CHUNK, STRETCH, WIDE, WIDE_STRETCH, as_text
from xl_addin.values.persons import ids_in, mask_id, mask_text

_BARE: Final = re.compile(r"(?<=[:,\[\s])([1-9][0-9]{14,17})(?=[,\]}\s])")
_SHOWN_FIRST: Final = 6
_SHOWN_LAST: Final = 4


def masked_other(data: bytes, known: Collection[str]) -> bytes:
    """A text or the bytes of a program with every ID number masked that stands there unpacked.

    >>> masked_other(b'{"id":11010519491231002}', ()), masked_other(b"11010519491231002X", ())
    (b'{"id":11010519491231002}', b'110105********002X')
    """
    found = as_text(data)
    if found is None:
        return _wide(_wide(_narrow(data, known), known, 0), known, 1)
    text, codec = found
    if _is_json(text):
        text = _BARE.sub(lambda match: f'"{mask_id(match[1])}"' if ids_in(match[1], known) else match[1], text)
    new = mask_text(text, known)
    return data if new == found[0] else new.encode(codec)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _narrow(data: bytes, known: Collection[str]) -> bytes:
    """Bytes of a program with stars in numbers of one byte a digit, or of two in GBK."""

    def hidden(match: re.Match[bytes]) -> bytes:
        text = match[0].decode("gb18030", "surrogateescape")
        new = _same_length(text, known)
        return match[0] if new == text else new.encode("gb18030", "surrogateescape")

    return STRETCH.sub(hidden, data)


def _wide(data: bytes, known: Collection[str], first: int) -> bytes:
    """Bytes of a program with stars in numbers of two bytes a digit, read by twos from the first byte on."""
    pieces = [data[:first]]
    for start in range(first, len(data), CHUNK):
        piece = data[start : start + CHUNK]
        whole = len(piece) // 2 * 2
        text = piece[:whole].decode(*WIDE)
        new = WIDE_STRETCH.sub(lambda match: _same_length(match[0], known), text)
        pieces += (piece[:whole] if new == text else new.encode(*WIDE), piece[whole:])
    return b"".join(pieces)


def _same_length(text: str, known: Collection[str]) -> str:
    """A stretch of text with stars for the middle of each number, as many and as wide as its digits are."""
    found = ids_in(text, known)
    signs = list(text) if found else []
    for start, end, _ in found:
        places = [place for place in range(start, end) if text[place].isalnum()]
        for place in places[_SHOWN_FIRST:-_SHOWN_LAST]:
            signs[place] = "*" if text[place].isascii() else "＊"
    return "".join(signs) or text
