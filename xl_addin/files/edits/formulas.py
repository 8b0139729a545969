"""Take formulas out of cells of a worksheet part, or enter them as array formulas, and touch nothing else.

Stored values are the business of :mod:`xl_addin.files.edits.values`. Where the formula that a group shares is taken
away from its first cell, the cells of the group that keep theirs get their own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from xl_addin.files import markup, sheet_xml
from xl_addin.files.shared_formulas import SharedFormula
from xl_addin.tables.grid import parse_address

Place = tuple[int, int]
_DYNAMIC: Final = re.compile(rb"""(?<!\s)\s+cm\s*=\s*(?:"[^"]*"|'[^']*')""")
"""The attribute that ties a cell to the spilling of its formula."""


@dataclass(frozen=True, slots=True)
class ArrayFormula:
    """A formula, without the equals sign, to be entered with Ctrl+Shift+Enter over ``ref``, such as ``B2:D9``."""

    text: str
    ref: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with a formula: where the cell and its ``<f>`` stand in the part."""

    place: Place
    start: int
    end: int
    formula: tuple[int, int]
    attributes: Mapping[bytes, bytes]
    text: bytes


def with_formulas(data: bytes, edits: Mapping[Place, ArrayFormula | None]) -> bytes:
    """Change formulas of a worksheet part given as UTF-8, by 1-based (row, column); None takes the formula out.

    Cells without a formula stay as they are. The cell of an array formula must hold a formula already.

    >>> cell = b'<c r="A1" cm="1"><f t="array" ref="A1:B2">X()</f><v>2</v></c>'
    >>> sheet = b'<worksheet><sheetData><row r="1">%s</row></sheetData></worksheet>' % cell
    >>> with_formulas(sheet, {(1, 1): None})[33:-30]
    b'<c r="A1"><v>2</v></c>'
    >>> with_formulas(sheet, {(1, 1): ArrayFormula("X()", "A1:C3")})[33:-30]
    b'<c r="A1"><f t="array" ref="A1:C3">X()</f><v>2</v></c>'
    """
    masked = markup.masked(data)
    prefix = sheet_xml.frame(masked).prefix
    cells = list(_cells(masked, {row for row, _ in edits}))
    groups = _groups(cells, edits)
    pieces: list[bytes] = []
    position = 0
    for cell in cells:
        if cell.place in edits:
            edit = edits[cell.place]
            new = b"" if edit is None else _array(prefix, edit)
        elif cell.attributes.get(b"si") in groups and not cell.text:
            text = groups[cell.attributes[b"si"]].at(*cell.place)
            new = b"<%sf>%s</%sf>" % (prefix, markup.escaped(text).encode(), prefix)
        else:
            continue
        first, last = cell.formula
        tag_end = cell.start + sheet_xml.start_tag_length(masked[cell.start : cell.end])
        tag = data[cell.start : tag_end]
        pieces += (data[position : cell.start], _DYNAMIC.sub(b"", tag) if cell.place in edits else tag)
        pieces += (data[tag_end:first], new)
        position = last
    return b"".join([*pieces, data[position:]])


def _array(prefix: bytes, edit: ArrayFormula) -> bytes:
    text = markup.escaped(edit.text).encode()
    return b'<%sf t="array" ref="%s">%s</%sf>' % (prefix, edit.ref.encode(), text, prefix)


def _groups(cells: list[_Cell], edits: Mapping[Place, ArrayFormula | None]) -> dict[bytes, SharedFormula]:
    """The shared formulas whose first cell loses them, by their number."""
    return {
        cell.attributes[b"si"]: SharedFormula(markup.text_of(cell.text), *cell.place)
        for cell in cells
        if cell.place in edits and cell.text and cell.attributes.get(b"t") == b"shared" and b"si" in cell.attributes
    }


def _cells(masked: bytes, wanted: set[int]) -> Iterator[_Cell]:
    """Cells with a formula: those of the wanted rows, and those of rows that hold shared formulas."""
    frame = sheet_xml.frame(masked)
    patterns = sheet_xml.patterns(frame.prefix)
    rows = list(patterns.row.finditer(masked, frame.rows_start, frame.rows_end))
    row = 0
    for index, match in enumerate(rows):
        row = markup.whole_number(sheet_xml.attributes(match[1]).get(b"r"), row + 1)
        end = rows[index + 1].start() if index + 1 < len(rows) else frame.rows_end
        if row not in wanted and masked.find(b"shared", match.end(), end) < 0:
            continue
        col = 0
        for found in patterns.cell.finditer(masked, match.end(), end):
            reference = (found[1] + found[2]) if found[1] else sheet_xml.attributes(found[5]).get(b"r")
            col = parse_address(reference.decode())[1] if reference else col + 1
            formula = patterns.formula.search(masked, found.start(), found.end())
            if formula:
                attributes = sheet_xml.attributes(formula[1])
                yield _Cell(
                    (row, col), found.start(), found.end(), formula.span(), attributes, (formula[2] or b"").strip()
                )
