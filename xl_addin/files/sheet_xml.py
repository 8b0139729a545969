"""Patterns that find rows, cells and the elements after them in the bytes of a worksheet part.

Reading and patching share them. The bytes were checked for well-formedness first (:func:`markup.usable`), so a
pattern may trust the nesting. Every pattern is made for the namespace prefix of the part (usually none).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_ATTRIBUTES = rb"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*"""
_ATTRIBUTE = re.compile(rb"""(?<!\s)\s+([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ROOT = re.compile(rb"<(?![?!])((?:[\w.-]+:)?)([\w.-]+)" + _ATTRIBUTES + rb"\s*/?>")
_TAG = re.compile(rb"<(/?)([\w:.-]+)" + _ATTRIBUTES + rb"\s*(/?)>")


@dataclass(frozen=True, slots=True)
class Patterns:
    """Compiled patterns of one namespace prefix.

    Groups of ``cell``: letters and digits of ``r``, ``s``, ``t``, other attributes, plain ``<v>`` text, other content.
    The first four are set only for attributes in Office's order; otherwise all stand in "other attributes".
    """

    prefix: bytes
    row: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    value: re.Pattern[bytes]
    inline: re.Pattern[bytes]
    item: re.Pattern[bytes]
    phonetic: re.Pattern[bytes]
    text: re.Pattern[bytes]
    merge: re.Pattern[bytes]


@lru_cache(maxsize=16)
def patterns(prefix: bytes) -> Patterns:
    """Compile the patterns for a prefix such as ``b""`` or ``b"x:"``."""
    p = re.escape(prefix)

    def element(name: bytes, content: bytes) -> re.Pattern[bytes]:
        opening = rb"<" + p + name + rb"(" + _ATTRIBUTES + rb")\s*"
        return re.compile(opening + rb"(?:/>|>(" + content + rb")</" + p + name + rb"\s*>)", re.DOTALL)

    cell = (
        rb'<%sc(?: r="([A-Z]{1,3})([0-9]+)")?(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?(%s)\s*'
        rb"(?:/>|>(?:<%sv>([^<]*)</%sv></%sc>|(.*?)</%sc\s*>))" % (p, _ATTRIBUTES, p, p, p, p)
    )
    return Patterns(
        prefix=prefix,
        row=re.compile(rb"<%srow(%s)\s*(/?)>" % (p, _ATTRIBUTES)),
        cell=re.compile(cell, re.DOTALL),
        formula=element(b"f", rb"[^<]*"),
        value=element(b"v", rb"[^<]*"),
        inline=element(b"is", rb".*?"),
        item=element(b"si", rb".*?"),
        phonetic=element(b"rPh", rb".*?"),
        text=element(b"t", rb"[^<]*"),
        merge=re.compile(rb"<%smergeCell(%s)\s*/?>" % (p, _ATTRIBUTES)),
    )


def attributes(data: bytes) -> dict[bytes, bytes]:
    """Attributes of a start tag, raw.

    >>> attributes(b' r="A1" t=\\'s\\'')
    {b'r': b'A1', b't': b's'}
    """
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(data)}


def start_tag_length(data: bytes) -> int:
    """Length of the start tag at the beginning of the bytes, which may hold ``>`` in its attributes.

    >>> start_tag_length(b'<c r="A1" x=">"><v>1</v></c>')
    16
    """
    match = _TAG.match(data)
    return match.end() if match else 0


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the pieces of a part stand: its prefix, the rows of the sheet, and the elements after them."""

    prefix: bytes
    root_name: bytes
    root_end: int
    """Offset just after the start tag of the root."""
    rows_start: int
    rows_end: int
    """Rows stand in ``data[rows_start:rows_end]``; equal for an empty sheet."""
    after_rows: int
    """Offset where the element that holds the rows ends; the end of the root's start tag if there is none."""


def frame(data: bytes, holder: bytes = b"sheetData") -> Frame:
    """Find the root and the element named ``holder`` in checked bytes without noise; ValueError without a root."""
    root = _ROOT.search(data)
    if root is None:
        raise ValueError("no root element")
    prefix = root[1]
    opening = re.compile(rb"<" + re.escape(prefix) + holder + rb"(?:" + _ATTRIBUTES + rb")\s*(/?)>").search(
        data, root.end()
    )
    if opening is None:
        return Frame(prefix, root[2], root.end(), root.end(), root.end(), root.end())
    if opening[1]:
        return Frame(prefix, root[2], root.end(), opening.end(), opening.end(), opening.end())
    end = data.rfind(b"</" + prefix + holder)
    return Frame(prefix, root[2], root.end(), opening.end(), end, data.index(b">", end) + 1)


def elements(data: bytes, start: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, start and end of each sibling element from ``start`` to the end tag of its parent."""
    depth, opened = 0, 0
    for match in _TAG.finditer(data, start):
        closing, name, empty = match.groups()
        if closing:
            depth -= 1
            if depth < 0:
                return
        elif depth == 0:
            opened = match.start()
        if not closing and not empty:
            depth += 1
        elif depth == 0:
            yield name, opened, match.end()
