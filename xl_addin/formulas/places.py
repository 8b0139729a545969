"""Where the addresses, defined names and table references of a formula lie in the workbook.

Leaves out values: a place is a rectangle on a sheet. Names that stand for more than one rectangle (formulas such as
``OFFSET``) are given as their own syntax tree, so that whoever evaluates can refuse them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from xl_addin.formulas.names import native_name
from xl_addin.formulas.parsing import parse, parse_name
from xl_addin.formulas.structured import Table, hidden_rows, read_tables, table_columns
from xl_addin.formulas.syntax import (
    Address,
    Call,
    Formula,
    Literal,
    Missing,
    Name,
    Node,
    Ref,
    Unary,
    Unsupported,
    walk,
)
from xl_addin.tables.grid import MAX_COL, MAX_ROW, BookGrid


class Area(NamedTuple):
    """A rectangle on a sheet; bounds are 1-based and inclusive."""

    sheet: int
    first_row: int
    first_col: int
    last_row: int
    last_col: int

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.first_row == self.last_row and self.first_col == self.last_col


@dataclass(frozen=True, slots=True)
class Spot:
    """The cell that a formula stands in."""

    sheet: int
    row: int
    col: int


_MOST_NAMES_DEEP: Final = 20
_RESIZING: Final = frozenset({"SUMIF", "AVERAGEIF"})
"""Functions that take no more of their last range than its first cell: the rest follows the first range."""
_OWN_SHEET: Final = re.compile(r"[$A-Za-z0-9:\[\]-]*")
"""Pieces of an address that names no other sheet, table or defined name."""


@dataclass(slots=True)
class Places:
    """Resolves what formulas of one workbook refer to."""

    book: BookGrid
    _sheets: dict[str, int] = field(init=False)
    _names: dict[str, str] = field(init=False)
    _parsed: dict[str, Formula] = field(init=False, default_factory=dict)
    _hidden: dict[int, bool] = field(init=False, default_factory=dict)
    _tables: dict[str, Table] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._sheets = {sheet.name.casefold(): index for index, sheet in enumerate(self.book.sheets)}
        self._names = {name.casefold(): text.removeprefix("=") for name, text in self.book.defined_names.items()}

    @property
    def tables(self) -> dict[str, Table]:
        """Tables by lower-cased name; read from the file when a formula first needs one."""
        if self._tables is None:
            self._tables = read_tables(self.book)
        return self._tables

    def has_hidden_rows(self, sheet: int) -> bool:
        """Whether rows of a sheet are hidden, by hand or by a filter; unknown counts as yes."""
        if sheet >= len(self.book.sheets):
            return False
        if sheet not in self._hidden:
            self._hidden[sheet] = hidden_rows(self.book, sheet)
        return self._hidden[sheet]

    def everything(self) -> list[Area]:
        """The whole of every sheet."""
        return [Area(index, 1, 1, MAX_ROW, MAX_COL) for index in range(len(self.book.sheets))]

    def areas_of(self, address: Address, spot: Spot) -> list[Area]:
        """Rectangles of an address: one, several for a reference through sheets, none outside this workbook."""
        if address.outside:
            return []
        bounds = address[1:5]
        if address.sheet is None:
            return [Area(spot.sheet, *bounds)]
        first = self._sheets.get(address.sheet.casefold())
        if first is None:
            return []
        last = first if address.last_sheet is None else self._sheets.get(address.last_sheet.casefold(), first)
        return [Area(sheet, *bounds) for sheet in range(min(first, last), max(first, last) + 1)]

    def defined(self, text: str, spot: Spot) -> Formula | None:
        """The parsed text of a defined name, of the formula's own sheet first; None if there is no such name."""
        name = text.casefold().replace("'", "")
        own = f"{self.book.sheets[spot.sheet].name}!{name}".casefold()
        for key in (own, name, name.rpartition("!")[2]):
            if key in self._names:
                if key not in self._parsed:
                    self._parsed[key] = parse_name(self._names[key])
                return self._parsed[key]
        return None

    def is_lambda(self, name: str) -> bool:
        """Whether the workbook itself defines a function of that name."""
        return "LAMBDA(" in self._names.get(name.casefold(), "").upper()

    def table_area(self, text: str, spot: Spot) -> Area | None:
        """Rectangle of a structured reference such as ``表1[[#This Row],[工资]]``; None if it cannot be told."""
        name, bracket, inner = text.partition("[")
        if not bracket and name.casefold() not in self._names and name.casefold() in self.tables:
            inner = "#Data]"
        elif not bracket:
            return None
        table = self.tables.get(name.strip().casefold())
        bounds = table and table_columns(table, inner[:-1], spot.row)
        return Area(table.sheet, *bounds) if table and bounds else None

    def resolve(self, formula: Formula, node: Node, spot: Spot) -> tuple[Formula, Node] | Area | None:
        """Follow a Ref or Name to its rectangle, or to the tree of a name that is no plain reference."""
        for _ in range(_MOST_NAMES_DEEP):
            if isinstance(node, Ref):
                areas = self.areas_of(formula.addresses[node.index], spot)
                return areas[0] if len(areas) == 1 else None
            if not isinstance(node, Name):
                return formula, node
            area = self.table_area(node.text, spot)
            if area is not None:
                return area
            named = self.defined(node.text, spot)
            if named is None:
                return None
            formula, node = named, named.tree
        return None

    def called(self, formula: Formula, spot: Spot) -> Iterator[str]:
        """Stored names of the functions that a formula calls, itself or through the defined names it uses."""
        for each in self._with_names(formula, spot):
            yield from each.shape.calls

    def precedents(self, formula: Formula, spot: Spot) -> Iterator[Area]:
        """Every rectangle that a formula may read; more than it does read where that depends on values."""
        for each in self._with_names(formula, spot):
            yield from self._of_formula(each, spot)

    def _with_names(self, formula: Formula, spot: Spot) -> list[Formula]:
        """A formula and the defined names (plain ones and LAMBDA functions) that it uses, each once."""
        found = {id(formula): formula}
        waiting = [formula] if self._names else []
        while waiting:
            shape = waiting.pop().shape
            words = [node.text for node in shape.reaching if isinstance(node, Name)]
            words += [name for node in shape.reaching if isinstance(node, Unsupported) for name in node.names]
            for word in (*words, *shape.calls):
                named = self.defined(word, spot)
                if named is not None and id(named) not in found:
                    found[id(named)] = named
                    waiting.append(named)
        return list(found.values())

    def _of_formula(self, formula: Formula, spot: Spot) -> Iterator[Area]:
        for address in formula.addresses:
            areas = self.areas_of(address, spot)
            yield from areas
            if not areas and address.last_sheet is not None:  # ``A1:表!B2`` looks like a reference through sheets
                yield from self._sheet_wide(address._replace(sheet=address.last_sheet, last_sheet=None), spot)
        for node in formula.shape.reaching:
            if isinstance(node, Name):
                yield from self._of_name(node.text, spot)
            elif isinstance(node, Call):
                yield from self._of_call(node, formula, spot)
            elif isinstance(node, Unsupported):
                yield from self._of_unsupported(node, formula, spot)

    def _of_name(self, text: str, spot: Spot) -> Iterator[Area]:
        area = self.table_area(text, spot)
        if area is not None:
            yield area
        elif "[" in text and self.defined(text, spot) is None:
            yield from self.everything()

    def _of_unsupported(self, node: Unsupported, formula: Formula, spot: Spot) -> Iterator[Area]:
        for name in node.names:
            yield from self._of_name(name, spot)
        calls = {native_name(call) for call in node.calls}
        if "INDIRECT" in calls:  # its text is not in the tree
            yield from self.everything()
        elif node.loose or "OFFSET" in calls or (node.names and calls & _RESIZING):
            yield from self._sheets_named(formula, spot)
        elif calls & _RESIZING:  # which range is summed is not in the tree: any, as large as the largest
            areas = [area for address in formula.addresses for area in self.areas_of(address, spot)]
            height = max((area.last_row - area.first_row for area in areas), default=0)
            width = max((area.last_col - area.first_col for area in areas), default=0)
            yield from (_resized(area, height, width) for area in areas)

    def _sheet_wide(self, address: Address, spot: Spot) -> Iterator[Area]:
        yield from (Area(area.sheet, 1, 1, MAX_ROW, MAX_COL) for area in self.areas_of(address, spot))

    def _sheets_named(self, formula: Formula, spot: Spot) -> Iterator[Area]:
        yield Area(spot.sheet, 1, 1, MAX_ROW, MAX_COL)
        for address in formula.addresses:
            yield from self._sheet_wide(address, spot)

    def _of_call(self, call: Call, formula: Formula, spot: Spot) -> Iterator[Area]:
        name = native_name(call.name)
        if ":" in name.rpartition("!")[2]:
            yield from self._sheets_named(formula, spot)
        elif name == "OFFSET" and len(call.arguments) >= 3:
            yield from self._of_offset(call, formula, spot)
        elif name == "INDIRECT" and call.arguments:
            yield from self._of_indirect(call.arguments, spot)
        elif name in _RESIZING and len(call.arguments) == 3:
            yield from self._of_resized(call, formula, spot)

    def _of_resized(self, call: Call, formula: Formula, spot: Spot) -> Iterator[Area]:
        """What is summed in ``SUMIF(A1:A9,"甲",D1)``: as many cells from D1 on as the range of the criterion has."""
        tested, summed = (self.resolve(formula, call.arguments[place], spot) for place in (0, 2))
        if not isinstance(summed, Area):
            yield from self.everything()
            return
        size = tested if isinstance(tested, Area) else Area(0, 1, 1, MAX_ROW, MAX_COL)
        yield _resized(summed, size.last_row - size.first_row, size.last_col - size.first_col)

    def _of_offset(self, call: Call, formula: Formula, spot: Spot) -> Iterator[Area]:
        base = self.resolve(formula, call.arguments[0], spot)
        if not isinstance(base, Area):
            yield from self.everything()
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

    def _of_indirect(self, arguments: Sequence[Node], spot: Spot) -> Iterator[Area]:
        text = arguments[0]
        nodes = list(walk(text))
        pieces = [node.value for node in nodes if isinstance(node, Literal) and isinstance(node.value, str)]
        if isinstance(text, Literal) and pieces and len(arguments) == 1:
            yield from self.precedents(parse(pieces[0]), spot)
        elif any(isinstance(node, Ref | Name) for node in nodes) or not all(map(_OWN_SHEET.fullmatch, pieces)):
            yield from self.everything()
        else:
            yield Area(spot.sheet, 1, 1, MAX_ROW, MAX_COL)


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
