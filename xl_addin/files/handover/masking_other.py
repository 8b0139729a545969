"""ID numbers in parts that are no XML: plain text and JSON, settings of printers and programs, documents in the book.

A text keeps its encoding. In the bytes of a program a number gives way to as many stars and digits, so that every
length and place stays. What is packed or sealed is only looked into (:func:`holds_id`), never changed.
"""

from __future__ import annotations

import base64
import binascii
import io
import json
import re
import zipfile
from collections.abc import Collection, Iterator
from typing import Final

from xl_addin.files import markup
from xl_addin.values.persons import ids_in, mask_id, mask_text

_RUN: Final = re.compile(rb"[0-9]{14,18}[0-9Xx]")
_WIDE: Final = re.compile(rb"(?:[0-9]\0){14,18}[0-9Xx]\0")
_BASE64: Final = re.compile(rb"[A-Za-z0-9+/\r\n]{24,}={0,2}")
_BARE: Final = re.compile(r"(?<=[:,\[\s])([1-9][0-9]{14,17})(?=[,\]}\s])")
_NO_TEXT: Final = re.compile("[\\x00-\\x08\\x0e-\\x1f]")
_MARKUP: Final = re.compile(r"<[^<>]*>")
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 64
_MOST_PACKED: Final = 50_000_000
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


def masked_other(data: bytes, known: Collection[str]) -> bytes:
    """A text or the bytes of a program with every ID number masked that stands there unpacked.

    >>> masked_other(b'{"id":11010519491231002}', ()), masked_other(b"11010519491231002X", ())
    (b'{"id":11010519491231002}', b'110105********002X')
    """
    found = as_text(data)
    if found is None:
        return _WIDE.sub(lambda match: _same_length(match, "utf-16-le", known), _narrow(data, known))
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
    return _RUN.sub(lambda match: _same_length(match, "ascii", known), data)


def _same_length(match: re.Match[bytes], codec: str, known: Collection[str]) -> bytes:
    """Stars in the middle of a number, as many as digits go."""
    text = match[0].decode(codec)
    if not ids_in(text, known):
        return match[0]
    return (text[:6] + "*" * (len(text) - 10) + text[-4:]).encode(codec)


def holds_id(data: bytes, known: Collection[str] = (), depth: int = 0) -> bool:
    """Tell whether a part still shows an ID number: as text in any encoding, as base64, or in a packed file within.

    >>> holds_id("编号11010519491231002X".encode("utf-16-le")), holds_id(b"MTEwMTA1MTk0OTEyMzEwMDJY"), holds_id(b"a")
    (True, True, False)
    """
    if any(ids_in(text, known) for text in _readings(data)):
        return True
    if depth >= _DEEPEST:
        return False
    return any(holds_id(inner, known, depth + 1) for inner in _unpacked(data))


def _readings(data: bytes) -> Iterator[str]:
    """The bytes as texts, piece by piece: without markup where there is some, in one and in two bytes a letter."""
    found = as_text(data)
    if found is not None:
        text = markup.text_of(found[0].encode("utf-8", "replace")) if "&#" in found[0] else found[0]
        for start in range(0, len(text), _CHUNK):
            piece = text[start : start + _CHUNK + _OVERLAP]
            yield piece
            if "<" in piece:
                yield _MARKUP.sub("\x02", piece)  # no mark that may stand within a number
        return
    for match in (*_RUN.finditer(data), *_WIDE.finditer(data)):
        codec = "ascii" if match.re is _RUN else "utf-16-le"
        yield match[0].decode(codec)
    big_end = data[1:] + b"\0"
    yield from (match[0].decode("utf-16-le") for match in _WIDE.finditer(big_end))


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What is packed within: a zip anywhere in the bytes, texts in base64."""
    start = data.find(b"PK\x03\x04")
    if start >= 0:
        yield from _zipped(data[start:])
    for match in _BASE64.finditer(data):
        if len(match[0]) >= 24:
            try:
                plain = re.sub(rb"\s", b"", match[0]).rstrip(b"=")
                yield base64.b64decode(plain[: len(plain) // 4 * 4] + _rest(plain))
            except binascii.Error:
                continue


def _rest(plain: bytes) -> bytes:
    left = plain[len(plain) // 4 * 4 :]
    return left + b"=" * (4 - len(left)) if len(left) > 1 else b""


def _zipped(data: bytes) -> Iterator[bytes]:
    budget = _MOST_PACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                yield info.filename.encode() + b"\n" + info.comment
                with archive.open(info) as stream:
                    inner = stream.read(budget)
                budget -= len(inner)
                yield inner
    except Exception:  # a broken archive within a part shows nothing to anyone; its bytes were searched as they are
        return
