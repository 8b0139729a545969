"""ID numbers in parts that are no XML: plain text and JSON, settings of printers and programs.

A text keeps its encoding. In the bytes of a program a number gives way to stars, so that every length and place
stays. What is packed or sealed is only looked into (:mod:`xl_addin.files.handover.looking_within`), never changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from typing import Final

from xl_addin.files.handover.looking_within import CODECS, as_text
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
        for pattern in CODECS:
            data = pattern.sub(lambda match: _same_length(match, known), data)
        return data
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


def _same_length(match: re.Match[bytes], known: Collection[str]) -> bytes:
    """A stretch of text with stars for the middle of each number, as many and as wide as its digits are."""
    codec, errors = CODECS[match.re]
    text = match[0].decode(codec, errors)
    found = ids_in(text, known)
    if not found:
        return match[0]
    signs = list(text)
    for start, end, _ in found:
        places = [place for place in range(start, end) if text[place].isalnum()]
        for place in places[_SHOWN_FIRST:-_SHOWN_LAST]:
            signs[place] = "*" if text[place].isascii() else "＊"
    return "".join(signs).encode(codec, errors)
