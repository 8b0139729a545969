"""The table of shared texts, read in blocks where a program wrote it plainly, item by item elsewhere.

A large roster has some 20 MB of them; neither the part nor its characters are ever held whole. Phonetic readings are
left out and rich text is joined.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Final

from xl_addin.files import markup, sheet_xml
from xl_addin.files.scan.block_cells import Unusual
from xl_addin.files.scan.room import MAX_FILLED, TooMuch
from xl_addin.files.scan.rows import rich_text

_BLOCK: Final = 1 << 20
_LONGEST: Final = 4 * _BLOCK
_FIRST: Final = b"<si>"
_BETWEEN: Final = b"</si><si>"
_LAST: Final = b"</si>"
_ESCAPES: Final = ("&", "_x", "\r")
"""What a text holds if it is not to be taken as it stands."""


def until(pieces: Iterator[bytes], mark: bytes) -> tuple[bytes, bytes]:
    """What stands before the first of a mark, and what was read after it; Unusual if it is far away or not UTF-8."""
    data = b""
    while (start := data.find(mark)) < 0:
        piece = next(pieces, None)
        if piece is None or len(data) > _LONGEST:
            raise Unusual
        data += piece
    if markup.codec_of(data) != "utf-8":
        raise Unusual
    return data[:start], data[start + len(mark) :]


def plain_texts(data: bytes, what: str) -> list[str]:
    """Read the whole part item by item; InputError naming ``what`` if it is broken."""
    data = markup.without_noise(markup.usable(data, what)[0])
    patterns = sheet_xml.patterns(sheet_xml.frame(data, b"si").prefix)
    items = islice(patterns.item.finditer(data), MAX_FILLED + 1)
    texts = [rich_text(match[2] or b"", patterns, what) for match in items]
    _counted(len(texts), what)
    return texts


def _counted(number: int, what: str) -> None:
    """Refuse a table of more texts than a workbook has room for."""
    if number > MAX_FILLED:
        raise TooMuch(f"{what} 的文字超过 {MAX_FILLED // 10_000} 万条，已拒绝读取，请把数据复制到新工作簿后再试")


def block_texts(pieces: Iterator[bytes], what: str) -> list[str]:
    """Read a part that holds ``<si>…</si>`` one after another; Unusual for any other, and for one to refuse.

    >>> block_texts(iter([b"<sst><si><t>a</t></si><si><t>b&lt;", b"</t></si></sst>"]), "")
    ['a', 'b<']
    """
    texts: list[str] = []
    head, data = until(pieces, _FIRST)
    data = _FIRST + data
    for piece in pieces:
        cut = data.rfind(_BETWEEN) + len(_LAST) if len(data) >= _BLOCK else 0
        if cut > len(_LAST):
            texts += _texts(data[:cut], what)
            _counted(len(texts), what)
            data = data[cut:]
        data += piece
    end = data.rfind(_LAST) + len(_LAST)
    texts += _texts(data[:end], what)
    _counted(len(texts), what)
    check_plain(head + data[end:])
    if sheet_xml.frame(head + data[end:]).prefix or b"<si" in data[end:]:
        raise Unusual
    return texts


def check_plain(data: bytes) -> None:
    """Unusual unless UTF-8 bytes are one well-formed element without comments, instructions or a DTD."""
    if b"<!" in data or data.find(b"<?", 5) >= 0:
        raise Unusual
    try:
        markup.check(data)
    except ValueError:
        raise Unusual from None


def _texts(block: bytes, what: str) -> list[str]:
    """The texts of whole items."""
    check_plain(b"<a>" + block + b"</a>")
    text = block[len(_FIRST) : -len(_LAST)].decode("utf-8")
    pieces = text.split("</si><si>")
    if not text.count("<si") == text.count("</si") == len(pieces) - 1:
        raise Unusual
    patterns = sheet_xml.patterns(b"")
    return [
        piece[3:-4]
        if piece[:3] == "<t>" and piece.find("<", 3) == len(piece) - 4 and not any(mark in piece for mark in _ESCAPES)
        else rich_text(piece.encode(), patterns, what)
        for piece in pieces
    ]
