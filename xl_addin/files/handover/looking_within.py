"""Tell whether the bytes of a part show an ID number, whatever kind of part it is and however deep it is packed.

The bytes are read as text in every encoding, with markup and without, unpacked where they are a zip or base64. Nothing
is changed here. All that is unpacked of one part comes out of one budget.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import zipfile
from collections.abc import Collection, Iterator
from typing import Final

from xl_addin.files import markup
from xl_addin.files.entries import DAMAGE, expanded, open_stream
from xl_addin.files.handover.wrappings import streams, unwrapped
from xl_addin.values.persons import ids_in

STRETCH: Final = re.compile(rb"(?:[\t\n\r\x20-\x7e]|[\x81-\xfe](?:[\x40-\x7e\x80-\xfe]|[0-9][\x81-\xfe][0-9])){15,}")
"""Text in the bytes of a program: ASCII and GB18030."""
WIDE_STRETCH: Final = re.compile(r"[\t\n\r\x20-\x7e\xa0-\u318f\u4e00-\u9fff\ufe00-\uffee]{15,}")
"""Text in two bytes a letter, once they are read so."""
WIDE: Final = ("utf-16-le", "surrogatepass")
"""How any bytes are read by twos and written back as they were."""
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/\r\n]{24,}={0,2}")
_NO_TEXT: Final = re.compile("[\\x00-\\x08\\x0e-\\x1f]")
_TAG: Final = re.compile(r"<(/?)(?:[\w.-]+:)?([\w.-]++)[^<>]*>|<[^<>]*>")
_CELL_LOOKS: Final = "r t rPr sz rFont font color family charset scheme b i u em strong span strike vertAlign sub sup"
_OTHER_LOOKS: Final = (
    "szCs rFonts lang ln solidFill srgbClr schemeClr lumMod lumOff latin ea cs sym kern spacing highlight"
)
_LOOKS: Final = frozenset(
    f"{_CELL_LOOKS} {_OTHER_LOOKS} noProof proofErr rStyle bCs iCs outline shadow small big text tspan".split()
)
"""Elements that only change the looks of a text, or hold a piece of it: a number may run on over them."""
_REFERENCE: Final = re.compile("&(?:#|amp;|quot;|apos;)")
"""Characters as markup writes them, in texts that are no markup too."""
_WORDS: Final = "wordprocessingml"
"""In the namespace of parts of Word documents."""
_PLACES: Final = frozenset(("p", "tc", "tr"))
"""What ends a text of Word: all other elements stand within one, also controls, links, marks of changes, tabs."""
_APART: Final = "\n甲\n"
"""What all other markup becomes: no number goes on over it."""
CHUNK: Final = 1 << 20
_OVERLAP: Final = 64
_MOST_UNPACKED: Final = 20_000_000
"""Bytes that are looked at of what is packed within a part."""
_DEEPEST: Final = 3


def as_text(data: bytes) -> tuple[str, str] | None:
    """A part as text with its encoding; None for bytes of a program.

    >>> as_text("姓名".encode("gb18030")), as_text(b"\\x00\\x01")
    (('姓名', 'gb18030'), None)
    """
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, codec)
    if data[:4] in (b"<\0?\0", b"\0<\0?"):
        return _decoded(data, "utf-16-le" if data[:1] == b"<" else "utf-16-be")
    return _decoded(data, "utf-8") or _decoded(data, "gb18030")


def _decoded(data: bytes, codec: str) -> tuple[str, str] | None:
    try:
        text = data.decode(codec)
    except UnicodeError:
        return None
    return None if _NO_TEXT.search(text) else (text, codec)


def holds_id(data: bytes, known: Collection[str] = ()) -> bool:
    """Tell whether a part still shows an ID number: as text in any encoding, as base64, or in a packed file within.

    >>> holds_id("编号11010519491231002X".encode("utf-16-le")), holds_id(b"MTEwMTA1MTk0OTEyMzEwMDJY"), holds_id(b"a")
    (True, True, False)
    """
    return _Looking(known).sees(data, 0)


class _Looking:
    """One look at a part, with what is left of its budget."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = known
        self.budget = _MOST_UNPACKED

    def sees(self, data: bytes, depth: int) -> bool:
        if any(ids_in(text, self.known) for text in readings(data)):
            return True
        return depth < _DEEPEST and any(self.sees(inner, depth + 1) for inner in self._unpacked(data))

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        """What is packed within: a zip anywhere in the bytes, streams, texts in base64 and as programs write them."""
        yield from unwrapped(data)
        for plain in streams(data, self.budget):
            self.budget -= len(plain)
            yield plain
        start = data.find(b"PK\x03\x04")
        if start >= 0:
            yield from self._zipped(data[start:])
        for match in _BASE64.finditer(data):
            if len(match[0]) >= self.budget:
                return
            self.budget -= len(match[0])
            try:
                plain = re.sub(rb"\s", b"", match[0]).rstrip(b"=").removeprefix(b"+")  # as UTF-7 begins
                yield base64.b64decode(plain[: len(plain) // 4 * 4] + _rest(plain))
            except binascii.Error:
                continue

    def _zipped(self, data: bytes) -> Iterator[bytes]:
        try:
            with open_stream(io.BytesIO(data)) as archive:
                for info in archive.infolist():
                    yield info.filename.encode("utf-8", "replace") + b"\n" + info.comment
                    if info.file_size >= self.budget:
                        return
                    self.budget -= info.file_size + 1
                    yield from _entry(archive, info)
        except DAMAGE:  # a broken archive within a part shows nothing to anyone; its bytes were searched as they are
            return


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        yield expanded(archive, info)
    except DAMAGE:
        return


def readings(data: bytes) -> Iterator[str]:
    """The bytes as texts, piece by piece: without markup where there is some, in one and in two bytes a letter."""
    found = as_text(data)
    if found is None:
        yield from _stretches(data)
        return
    text = markup.text_of(found[0].encode("utf-8", "replace")) if _REFERENCE.search(found[0]) else found[0]
    of_word = _WORDS in text
    for start in range(0, len(text), CHUNK):
        piece = text[start : start + CHUNK + _OVERLAP]
        yield piece
        if "<" in piece:
            yield _TAG.sub(lambda match: "" if match[2] in _LOOKS else _APART, piece)
            if of_word:
                yield _TAG.sub(lambda match: _APART if match[2] in _PLACES else "", piece)


def _stretches(data: bytes) -> Iterator[str]:
    """What can be read in the bytes of a program."""
    yield from (match[0].decode("gb18030", "surrogateescape") for match in STRETCH.finditer(data))
    for start in range(0, len(data), CHUNK):
        for first in (start, start + 1):  # text may begin at an odd place
            wide = data[first : first + CHUNK + 2 * _OVERLAP]
            for codec in (WIDE[0], "utf-16-be"):
                yield from WIDE_STRETCH.findall(wide[: len(wide) // 2 * 2].decode(codec, WIDE[1]))


def _rest(plain: bytes) -> bytes:
    left = plain[len(plain) // 4 * 4 :]
    return left + b"=" * (4 - len(left)) if len(left) > 1 else b""
