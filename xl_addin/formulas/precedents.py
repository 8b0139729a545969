"""Which rectangles a formula may read: more than it does read where that depends on values.

Leaves out values; :mod:`places` says where addresses, names and tables lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from xl_addin.formulas.names import native_name
from xl_addin.formulas.parsing import parse
from xl_addin.formulas.places import Area, Places, Spot
from xl_addin.formulas.syntax import (
    Address,
    Call,
    Formula,
    Literal,
    Missing,
    Name,
    Node,
    Ref,
    Shape,
    Unary,
    Unsupported,
    walk,
)
from xl_addin.tables.grid import MAX_COL, MAX_ROW

_RESIZING: Final = frozenset({"SUMIF", "AVERAGEIF"})
"""Functions that take no more of their last range than its first cell: the rest follows the first range."""
_OWN_SHEET: Final = re.compile(r"[$A-Za-z0-9:\[\]-]*")
"""Pieces of an address that names no other sheet, table or defined name."""


def precedents(places: Places, formula: Formula, spot: Spot) -> Iterator[Area]:
    """Every rectangle that a formula may read, itself or through the defined names it uses."""
    if is_plain(formula.shape) and not places.named(formula.shape, spot.sheet):
        for address in formula.addresses:
            areas = places.areas_of(address, spot)
            if not areas and address.last_sheet is not None:
                break
            yield from areas
        else:
            return
    for each in (formula, *places.named(formula.shape, spot.sheet)):
        yield from _Reach(places, each, spot).areas()


@lru_cache(maxsize=20_000)
def is_plain(shape: Shape) -> bool:
    """Whether a formula reads nothing but its addresses and what its defined names mean."""
    names = [native_name(node.name) for node in shape.reaching if isinstance(node, Call)]
    special = any(":" in name or name in _RESIZING or name in ("OFFSET", "INDIRECT") for name in names)
    return len(names) == len(shape.reaching) and not special


@dataclass(slots=True)
class _Reach:
    """What one formula, or one defined name, may read from a cell."""

    places: Places
    formula: Formula
    spot: Spot

    def areas(self) -> Iterator[Area]:
        for address in self.formula.addresses:
            areas = self.places.areas_of(address, self.spot)
            yield from areas
            if not areas and address.last_sheet is not None:  # ``A1:表!B2`` looks like a reference through sheets
                yield from self._sheet_wide(address._replace(sheet=address.last_sheet, last_sheet=None))
        for node in self.formula.shape.reaching:
            if isinstance(node, Name):
                yield from self._of_name(node.text)
            elif isinstance(node, Call):
                yield from self._of_call(node)
            elif isinstance(node, Unsupported):
                yield from self._of_unsupported(node)

    def _everything(self) -> Iterator[Area]:
        """The whole of every sheet."""
        return (Area(index, 1, 1, MAX_ROW, MAX_COL) for index in range(len(self.places.book.sheets)))

    def _sheet_wide(self, address: Address) -> Iterator[Area]:
        return (Area(area.sheet, 1, 1, MAX_ROW, MAX_COL) for area in self.places.areas_of(address, self.spot))

    def _sheets_named(self) -> Iterator[Area]:
        yield Area(self.spot.sheet, 1, 1, MAX_ROW, MAX_COL)
        for address in self.formula.addresses:
            yield from self._sheet_wide(address)

    def _resolved(self, node: Node) -> Area | None:
        place = self.places.resolve(self.formula, node, self.spot)
        return place if isinstance(place, Area) else None

    def _of_name(self, text: str) -> Iterator[Area]:
        area = self.places.table_area(text, self.spot)
        if area is not None:
            yield area
        elif "[" in text and self.places.defined(text, self.spot.sheet) is None:
            yield from self._everything()

    def _of_unsupported(self, node: Unsupported) -> Iterator[Area]:
        for name in node.names:
            yield from self._of_name(name)
        calls = {native_name(call) for call in node.calls}
        if "INDIRECT" in calls:  # its text is not in the tree
            yield from self._everything()
        elif node.loose or "OFFSET" in calls or (node.names and calls & _RESIZING):
            yield from self._sheets_named()
        elif calls & _RESIZING:  # which range is summed is not in the tree: any, as large as the largest
            areas = [area for address in self.formula.addresses for area in self.places.areas_of(address, self.spot)]
            height = max((area.last_row - area.first_row for area in areas), default=0)
            width = max((area.last_col - area.first_col for area in areas), default=0)
            yield from (_resized(area, height, width) for area in areas)

    def _of_call(self, call: Call) -> Iterator[Area]:
        name = native_name(call.name)
        if ":" in name.rpartition("!")[2]:
            yield from self._sheets_named()
        elif name == "OFFSET" and len(call.arguments) >= 3:
            yield from self._of_offset(call)
        elif name == "INDIRECT" and call.arguments:
            yield from self._of_indirect(call.arguments)
        elif name in _RESIZING and len(call.arguments) == 3:
            yield from self._of_resized(call)

    def _of_resized(self, call: Call) -> Iterator[Area]:
        """What is summed in ``SUMIF(A1:A9,"甲",D1)``: as many cells from D1 on as the range of the criterion has."""
        tested, summed = (self._resolved(call.arguments[place]) for place in (0, 2))
        if summed is None:
            yield from self._everything()
            return
        size = tested or Area(0, 1, 1, MAX_ROW, MAX_COL)
        yield _resized(summed, size.last_row - size.first_row, size.last_col - size.first_col)

    def _of_offset(self, call: Call) -> Iterator[Area]:
        base = self._resolved(call.arguments[0])
        if base is None:
            yield from self._everything()
            return
        numbers = [_whole(argument) for argument in call.arguments[1:]]
        numbers += [None if len(call.arguments) > 5 else -1] * (4 - len(numbers))
        rows, cols, height, width = numbers[:4]
        tall = base.last_row - base.first_row + 1 if height == -1 else height
        wide = base.last_col - base.first_col + 1 if width == -1 else width
        first_row, last_row, first_col, last_col = 1, MAX_ROW, 1, MAX_COL
        if rows is not None and tall:
            first_row, last_row = base.first_row + rows, base.first_row + rows + tall - 1
        if cols is not None and wide:
            first_col, last_col = base.first_col + cols, base.first_col + cols + wide - 1
        yield Area(base.sheet, max(first_row, 1), max(first_col, 1), last_row, last_col)

    def _of_indirect(self, arguments: Sequence[Node]) -> Iterator[Area]:
        text = arguments[0]
        nodes = list(walk(text))
        pieces = [node.value for node in nodes if isinstance(node, Literal) and isinstance(node.value, str)]
        if isinstance(text, Literal) and pieces and len(arguments) == 1:
            yield from self._of_text(parse(pieces[0]))
        elif any(isinstance(node, Ref | Name) for node in nodes) or not all(map(_OWN_SHEET.fullmatch, pieces)):
            yield from self._everything()
        else:
            yield Area(self.spot.sheet, 1, 1, MAX_ROW, MAX_COL)

    def _of_text(self, written: Formula) -> Iterator[Area]:
        """What the text of an ``INDIRECT`` means; a name that computes could come back to it without end."""
        used = (written, *self.places.named(written.shape, self.spot.sheet))
        plain = all(isinstance(node, Name) for each in used for node in each.shape.reaching)
        return precedents(self.places, written, self.spot) if plain else self._everything()


def _resized(area: Area, height: int, width: int) -> Area:
    """A rectangle from the same corner, that many rows and columns further."""
    return area._replace(last_row=min(MAX_ROW, area.first_row + height), last_col=min(MAX_COL, area.first_col + width))


def _whole(node: Node) -> int | None:
    """Value of a literal whole number, with or without a sign; 0 for an empty argument; else None."""
    if isinstance(node, Missing):
        return 0
    if isinstance(node, Unary) and node.operator in "+-":
        inner = _whole(node.operand)
        return inner if inner is None or node.operator == "+" else -inner
    if isinstance(node, Literal) and isinstance(node.value, float) and node.value.is_integer():
        return int(node.value)
    return None
