"""Our marks on users' cells: conditional formats that can be told from the user's own, added and taken away.

A mark is a rule whose formula is always true and spells our name, ``N("xl_addin:error")=0`` (``N`` of a text is 0).
The signature travels with the rule through every program that saves the book, through inserted rows and copied
sheets, and needs no other part. Every host writes the same formula, so each can clear what another has marked.
Cells keep their own style and the user's conditional formats their priorities. Excel decides by priority, where the
user's come first and ours add what they leave open (frame, weight, colour); LibreOffice by order, so ours stand first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from xl_addin.files import markup, sheet_xml
from xl_addin.files.edits.cell_edits import Splice, spliced
from xl_addin.files.looks import MARKS
from xl_addin.tables.grid import address, cells_of

SIGNATURE: Final = "xl_addin:"
_OURS: Final = re.compile(rb"""N\((?:"|&quot;|&#34;)xl_addin:[a-z]+(?:"|&quot;|&#34;)\)\s*=\s*0""")
_PRIORITY: Final = re.compile(rb"""<(?:[\w.-]+:)?cfRule\s[^<>]*?\bpriority\s*=\s*["'](\d+)""")
_MOST_PRIORITY: Final = 2**31 - 1
"""The schema's type is a signed 32-bit number; Excel repairs a book with a larger one."""
_AREAS_PER_RULE: Final = 1000
"""Ranges that one rule lists: Excel reads far more, other programs slow down."""
_BEFORE: Final = frozenset(
    b"sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios "
    b"autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr".split()
)
"""Elements of a worksheet that stand before the conditional formats, by the schema."""


def mark_formula(style: str) -> str:
    """The always-true formula that carries our signature.

    >>> mark_formula("error")
    'N("xl_addin:error")=0'
    """
    return f'N("{SIGNATURE}{style}")=0'


def without_marks(data: bytes) -> bytes:
    """Take our rules out of a worksheet part (UTF-8); every other byte stays."""
    if SIGNATURE.encode() not in data:
        return data
    masked = markup.masked(data)
    frame = sheet_xml.frame(masked)
    holder = frame.prefix + b"conditionalFormatting"
    pieces, position = [], 0
    for name, start, end in sheet_xml.elements(masked, frame.after_rows):
        if name != holder or not _OURS.search(data, start, end):
            continue
        pieces.append(data[position:start])
        pieces.append(_without_our_rules(data[start:end], masked[start:end]))
        position = end
    pieces.append(data[position:])
    return b"".join(pieces)


def _without_our_rules(data: bytes, masked: bytes) -> bytes:
    """One conditionalFormatting without our rules; nothing if no other rule is left (programs may merge them)."""
    inside = masked.index(b">") + 1
    pieces, position, kept = [], 0, 0
    for name, start, end in sheet_xml.elements(masked, inside):
        if not name.endswith(b"cfRule"):
            continue
        if _OURS.search(data, start, end):
            pieces.append(data[position:start])
            position = end
        else:
            kept += 1
    return b"".join([*pieces, data[position:]]) if kept else b""


def with_marks(data: bytes, cells: Mapping[str, Sequence[str]], formats: Mapping[str, int]) -> bytes:
    """Add our rules to a worksheet part (UTF-8) that has none.

    ``cells`` maps a style name to A1 addresses, ``formats`` a style name to its dxf index in the styles part.
    """
    return b"".join(spliced(data, [marks_splice(markup.masked(data), cells, formats)]))


def marks_splice(masked: bytes, cells: Mapping[str, Sequence[str]], formats: Mapping[str, int]) -> Splice:
    """Our rules and where they go in a worksheet part given without noise: see :func:`with_marks`."""
    frame = sheet_xml.frame(masked)
    place = frame.after_rows
    for name, _, end in sheet_xml.elements(masked, frame.after_rows):
        if name.removeprefix(frame.prefix) not in _BEFORE:
            break
        place = end
    prefix = frame.prefix.decode()
    blocks = []
    for style in MARKS:
        areas = ranges(cells.get(style, ()))
        blocks += [(style, areas[first : first + _AREAS_PER_RULE]) for first in range(0, len(areas), _AREAS_PER_RULE)]
    free = _free_priorities(masked, frame.after_rows, len(blocks))
    rules = [_rule(prefix, areas, style, formats[style], own) for (style, areas), own in zip(blocks, free, strict=True)]
    return place, place, "".join(rules).encode()


def _free_priorities(masked: bytes, start: int, count: int) -> list[int]:
    """Priorities for rules of ours: after all of the user's, or the last free ones where those leave no room.

    The rules of the user stand behind the rows, which end at ``start``.
    """
    found = _PRIORITY.findall(masked, start)
    taken = {markup.whole_number(text.lstrip(b"0"), 0) or int(text[-10:]) for text in found}
    last = max((one for one in taken if one <= _MOST_PRIORITY), default=0)
    if last + count <= _MOST_PRIORITY:
        return list(range(last + 1, last + 1 + count))
    free = (one for one in range(_MOST_PRIORITY, 0, -1) if one not in taken)
    return sorted(islice(free, count))


def _rule(prefix: str, areas: Sequence[str], style: str, dxf: int, priority: int) -> str:
    return (
        f'<{prefix}conditionalFormatting sqref="{" ".join(areas)}">'
        f'<{prefix}cfRule type="expression" dxfId="{dxf}" priority="{priority}">'
        f"<{prefix}formula>{markup.escaped(mark_formula(style))}</{prefix}formula>"
        f"</{prefix}cfRule></{prefix}conditionalFormatting>"
    )


def ranges(cells: Iterable[str]) -> list[str]:
    """Join cells that stand below one another to ranges, in order of column and row; a range counts as its cells.

    >>> ranges(["B2", "A1", "B3", "B5:C5"])
    ['A1', 'B2:B3', 'B5', 'C5']
    """
    places = sorted({(col, row) for cell in cells for row, col in cells_of(cell)})
    joined: list[str] = []
    index = 0
    while index < len(places):
        col, first = places[index]
        last = first
        while index + 1 < len(places) and places[index + 1] == (col, last + 1):
            index += 1
            last += 1
        joined.append(address(first, col) if first == last else f"{address(first, col)}:{address(last, col)}")
        index += 1
    return joined
